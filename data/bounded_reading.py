"""Reading a listing file in a process of its own that gets only so much memory and time.

What somebody sends can be made to fill the memory or to keep the processor busy; it then costs that process and
nothing else. The process gets none of the bot's settings, and answers with a pickle on its standard output.
"""

import asyncio
import contextlib
import os
import pickle
import resource
import signal
import sys
from datetime import date
from pathlib import Path

from data.imports import files
from data.imports.files import ReadReport
from data.imports.readers import TooMuch, UnreadableFile

MEMORY_BYTES = 768 * 2**20
"""Ten thousand rows take a third of it."""
PROCESSOR_SECONDS = 60
"""Ten thousand rows take a tenth of it."""
SECONDS = 120
LEAST_PRIORITY = 19
_OUT_OF_MEMORY = 3
_BOUNDS_REACHED = frozenset({_OUT_OF_MEMORY, -signal.SIGXCPU, -signal.SIGKILL})
"""Exit statuses of a process that took more memory or processor time than it may."""


class ReaderFailed(RuntimeError):
    """The reading process met a fault of ours, was ended from outside, or got too little of the processor in time."""


async def read(path: Path, today: date, *, memory_bytes: int = MEMORY_BYTES, seconds: float = SECONDS) -> ReadReport:
    """`files.read` within bounds.

    Raises:
        UnreadableFile: see there; `TooMuch` when the bounds do not suffice.
        ReaderFailed: see there.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", __name__, str(path), today.isoformat(), str(memory_bytes),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        env=_environment(), start_new_session=True,
    )  # fmt: skip
    try:
        answer, _ = await asyncio.wait_for(process.communicate(), seconds)
    except TimeoutError as error:
        raise ReaderFailed(f"not done after {seconds} s") from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode in _BOUNDS_REACHED:
        raise TooMuch(name=path.name)
    if process.returncode:
        raise ReaderFailed(f"status {process.returncode}")
    return _outcome(answer)


def _environment() -> dict[str, str]:
    """What the interpreter needs, without the token; a thread for each processor would take memory for nothing."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SHITU_")}
    return kept | {"OPENBLAS_NUM_THREADS": "1"}


def _outcome(answer: bytes) -> ReadReport:
    kind, *outcome = pickle.loads(answer)  # noqa: S301 - written by `_main`
    if kind == "read":
        report: ReadReport = outcome[0]
        return report
    if kind == "refused":
        text_id, params = outcome
        refusal = UnreadableFile(**params)
        refusal.text_id = text_id
        raise refusal
    raise ReaderFailed(outcome[0])


def _main(path: Path, today: date, memory_bytes: int) -> None:
    """Read the file and write the outcome, in the process of its own."""
    for number in (signal.SIGTERM, signal.SIGINT):  # they are for the bot, which ends its reader itself
        signal.signal(number, signal.SIG_IGN)
    _bound(memory_bytes)
    try:
        answer = pickle.dumps(("read", files.read(path, today)))
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)  # there may be none left to say more
    except UnreadableFile as refusal:
        answer = pickle.dumps(("refused", refusal.text_id, refusal.params))
    except Exception as error:  # noqa: BLE001 - its words may be the file's; the parent logs its kind and place
        answer = pickle.dumps(("failed", _place_of(error)))
    sys.stdout.buffer.write(answer)


def _bound(memory_bytes: int) -> None:
    os.nice(LEAST_PRIORITY)
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError):  # macOS knows no such bound
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


def _place_of(error: Exception) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"
    return f"{type(error).__name__} at {where}"


if __name__ == "__main__":
    _main(Path(sys.argv[1]), date.fromisoformat(sys.argv[2]), int(sys.argv[3]))
