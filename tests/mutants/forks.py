"""Forked processes that run tests. The parent holds what is slow to load, and neither a thread nor a connection."""

import importlib
import os
import pickle
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FAILED_TO_ANSWER = 70


@dataclass(frozen=True)
class Ended:
    """How a forked process ended: its answer, or None where it was killed or died."""

    answer: Any
    seconds: float
    timed_out: bool


class Fork:
    """A forked process at work on one function; what it prints goes to a file."""

    def __init__(self, work: Callable[[], Any]) -> None:
        folder = Path(tempfile.mkdtemp(prefix="shitu-mutants-"))
        self._folder, self.output, self._answer = folder, folder / "output", folder / "answer"
        self.started = time.monotonic()
        sys.stdout.flush()
        self.pid = os.fork()
        if self.pid == 0:
            self._run(work)

    def _run(self, work: Callable[[], Any]) -> None:
        status = FAILED_TO_ANSWER
        try:
            os.setpgid(0, 0)
            printed = os.open(self.output, os.O_WRONLY | os.O_CREAT)
            os.dup2(printed, 1)
            os.dup2(printed, 2)
            os.environ["HYPOTHESIS_STORAGE_DIRECTORY"] = str(self._folder / "hypothesis")
            self._answer.write_bytes(pickle.dumps(work()))
            status = 0
        except BaseException:  # noqa: BLE001 - nobody above hears of it
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)

    def ended(self, latest_seconds: float) -> Ended | None:
        """How it ended, or None while it runs. Past `latest_seconds` it is killed."""
        seconds = time.monotonic() - self.started
        pid, _ = os.waitpid(self.pid, os.WNOHANG)
        if pid == 0 and seconds < latest_seconds:
            return None
        if pid == 0:
            os.killpg(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        answer = pickle.loads(self._answer.read_bytes()) if self._answer.exists() else None  # noqa: S301 - our own
        return Ended(answer, seconds, timed_out=pid == 0)

    def forget(self) -> None:
        """Remove what it left behind."""
        for path in sorted(self._folder.rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        self._folder.rmdir()


def in_a_fork(work: Callable[[], Any], latest_seconds: float = 3600) -> Any:
    """The function's answer, from a process that is thrown away.

    Raises:
        RuntimeError: it gave none; the message is what it printed.
    """
    fork = Fork(work)
    while (ended := fork.ended(latest_seconds)) is None:
        time.sleep(0.05)
    printed = fork.output.read_text("utf-8", "replace")[-4000:] if fork.output.exists() else ""
    fork.forget()
    if ended.answer is None:
        raise RuntimeError(printed or "the forked process gave no answer")
    return ended.answer


def all_in_forks(works: list[tuple[Any, Callable[[], Any], float]], jobs: int) -> Iterator[tuple[Any, Ended]]:
    """Each `(key, function, most seconds)` in a process of its own, so many at once; yields as they end."""
    waiting, running = list(reversed(works)), dict[Any, tuple[Fork, float]]()
    while waiting or running:
        while waiting and len(running) < jobs:
            key, work, latest = waiting.pop()
            running[key] = Fork(work), latest
        for key, (fork, latest) in list(running.items()):
            ended = fork.ended(latest)
            if ended is not None:
                del running[key]
                fork.forget()
                yield key, ended
        time.sleep(0.02)


def preload(names: list[str]) -> None:
    """Import modules that every forked process would import itself."""
    for name in names:
        try:
            importlib.import_module(name)
        except Exception:  # noqa: BLE001, S112 - it was there, under another name
            continue
