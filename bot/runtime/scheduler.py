"""Due work: whatever the clock says must happen now. Every piece is a row with a time, so doing it twice does nothing.

There is no queue of jobs beside the rows: a listing without a vector, an offer past its time, an application that
nobody answered are found by looking at them.
"""

import asyncio

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.runtime import backoff
from bot.runtime.due import listings
from data.db.database_errors import is_away
from matching.search import indexing

log = structlog.get_logger()

TICK_SECONDS = 2.0


class Worker:
    """Looks every two seconds, or when woken, for what is due."""

    def __init__(self, sessions: async_sessionmaker[AsyncSession], wake_sender: asyncio.Event) -> None:
        self._sessions = sessions
        self._wake_sender = wake_sender
        self._stopping = asyncio.Event()

    async def run(self, stopping: asyncio.Event) -> None:
        """Work until `stopping`."""
        self._stopping = stopping
        while not stopping.is_set():
            try:
                await self.do_due_work()
            except SQLAlchemyError as error:
                log.warning("database_away", error=type(error).__name__)
            await backoff.sleep_unless_stopping(stopping, TICK_SECONDS)

    async def do_due_work(self) -> None:
        """Do everything that is due by the product's clock."""
        while True:
            for task in listings.TASKS:
                while await self._run_task(task):
                    pass
            # a long file must not hold up what is due: vectors are made a batch at a time in between
            if self._stopping.is_set() or not await self._run_task(indexing.embed_batch):
                return

    async def _run_task(self, task: listings.Task) -> int:
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
