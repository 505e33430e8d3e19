"""Due work: whatever the clock says must happen now. Every piece is a row with a time, so doing it twice does nothing.

There is no queue of jobs beside the rows: a listing without a vector, an offer past its time, an application that
nobody answered are found by looking at them.
"""

import asyncio
import time
from math import inf

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.runtime.due import listings
from bot.runtime.due.looking import Task, is_anything_due
from bot.runtime.idling import Idling
from data.db.database_errors import is_away
from matching.search import indexing

log = structlog.get_logger()

FIRST_LOOK_SECONDS = 2.0
"""After the worker was woken, growing from there: what people do can make something due within seconds."""
IDLE_SECONDS = 30.0
EVERYTHING_SECONDS = 3600.0
"""So often every task is run, whatever the look says: what nobody waits for is done then."""


class Worker:
    """Does what is due; looks for it when woken, some seconds after that, and else twice a minute."""

    def __init__(
        self, sessions: async_sessionmaker[AsyncSession], wake_sender: asyncio.Event, wake: asyncio.Event | None = None
    ) -> None:
        self._sessions = sessions
        self._wake_sender = wake_sender
        self._wake = wake or asyncio.Event()
        self._stopping = asyncio.Event()

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until `stopping`."""
        self._stopping = stopping
        idling = Idling(self._wake, short=FIRST_LOOK_SECONDS, long=IDLE_SECONDS)
        everything_done = -inf
        while not stopping.is_set():
            self._wake.clear()
            try:
                began = time.monotonic()
                if began - everything_done > EVERYTHING_SECONDS:
                    await self.do_due_work()
                    everything_done = began
                elif await self._is_anything_due():
                    await self.do_due_work()
            except SQLAlchemyError as error:
                log.warning("database_away", error=type(error).__name__)
                idling.attend()
            if await idling.wait(stopping):
                idling.attend()

    async def _is_anything_due(self) -> bool:
        try:
            async with self._sessions() as session:
                return await is_anything_due(session, (*listings.PROMPT_TASKS, indexing.embed_batch))
        except Exception as error:
            if isinstance(error, SQLAlchemyError):
                raise
            log.exception("look_failed")
            return True  # the pass tells which task fails

    async def do_due_work(self) -> None:
        """Do everything that is due by the product's clock."""
        while True:
            for task in listings.TASKS:
                while await self._run_task(task):
                    pass
            # a long file must not hold up what is due: vectors are made a batch at a time in between
            if self._stopping.is_set() or not await self._run_task(indexing.embed_batch):
                return

    async def _run_task(self, task: Task) -> int:
        try:
            async with self._sessions() as session, session.begin():
                done = await task(session)
        except Exception as error:
            if isinstance(error, SQLAlchemyError) and is_away(error):
                raise
            log.exception("due_work_failed", task=task.__name__)
            return 0
        if done:
            self._wake_sender.set()
        return done
