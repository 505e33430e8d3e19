"""What one update costs: the statements of its own transaction, and the modules of the product that it entered.

An update's own transaction is the one that marks its inbox row as done. It is recognised by that statement, wherever in
the product it is sent from, so the count needs to know nothing of how updates are processed.
"""

import asyncio
import re
import sys
import threading
from collections import defaultdict
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine

import bot
import data
import matching

PACKAGES = frozenset(package.__name__ for package in (data, matching, bot))
_DONE = re.compile(r"\s*UPDATE inbox SET .*\bstate=", re.IGNORECASE)
"""The end of an update; that its attempt is counted before is a short transaction of its own, which is not measured."""

_entered: ContextVar[set[str] | None] = ContextVar("entered", default=None)
"""Modules that the running task has entered; the threads that it waits for share the set."""


@dataclass(frozen=True)
class UpdateCost:
    """The transaction of one update."""

    statements: tuple[str, ...]
    modules: frozenset[str]


@dataclass
class Meter:
    """Everything that was sent to the database while it listened."""

    updates: list[UpdateCost] = field(default_factory=list)
    statements: int = 0
    dealt: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when an update's transaction ends."""
    _open: dict[Connection, list[str]] = field(default_factory=lambda: defaultdict(list))

    def began(self, connection: Connection) -> None:
        self._open[connection] = []
        entered = _entered.get()
        if entered is not None:
            entered.clear()

    def sent(self, connection: Connection, _: Any, statement: str, *__: Any) -> None:
        self.statements += 1
        self._open[connection].append(statement)

    def committed(self, connection: Connection) -> None:
        statements = self._open.pop(connection, [])
        if any(map(_DONE.match, statements)):
            self.updates.append(UpdateCost(tuple(statements), frozenset(_entered.get() or ())))
            self.dealt.set()

    def rolled_back(self, connection: Connection) -> None:
        self._open.pop(connection, None)


@contextmanager
def metering() -> Iterator[Meter]:
    """A meter on every connection of this process, for the length of a block."""
    meter = Meter()
    listeners = (
        ("begin", meter.began),
        ("before_cursor_execute", meter.sent),
        ("commit", meter.committed),
        ("rollback", meter.rolled_back),
    )
    for name, listener in listeners:
        event.listen(Engine, name, listener)
    try:
        yield meter
    finally:
        for name, listener in listeners:
            event.remove(Engine, name, listener)


class Tracer:
    """Notes which of the product's modules run, in each task of its own. Slow: on for the acts that are asked about.

    To be made before the first thread of the running loop: a thread is traced from its start on, or never.
    """

    def __init__(self) -> None:
        self._on = False
        threading.setprofile(self._saw)
        asyncio.get_running_loop().set_task_factory(self._task)

    @contextmanager
    def tracing(self) -> Iterator[None]:
        self._on = True
        sys.setprofile(self._saw)
        try:
            yield
        finally:
            sys.setprofile(None)
            self._on = False

    def _task(self, loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, Any], **more: Any) -> asyncio.Task[Any]:
        outside = _entered.set(set())
        try:
            return asyncio.Task(work, loop=loop, **more)
        finally:
            _entered.reset(outside)

    def _saw(self, frame: FrameType, what: str, _: object) -> None:
        if not self._on or what != "call":
            return
        module = frame.f_globals.get("__name__", "")
        if module.partition(".")[0] in PACKAGES and frame.f_code.co_name != "<module>":
            entered = _entered.get()
            if entered is not None:
                entered.add(module)
