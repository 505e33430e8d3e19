"""Due work: whatever the clock says must happen now. Every piece is a row with a time, so doing it twice does nothing.

There is no queue of jobs beside the rows: a listing without a vector, an offer past its time, an application that
nobody answered are found by looking at them.
"""

import asyncio
import time
from collections.abc import Sequence
from math import inf

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.runtime.due import tasks
from bot.runtime.due.looking import Task, due_tasks
from bot.runtime.idling import GATHER_SECONDS, Idling
from data.db.database_errors import is_away

log = structlog.get_logger()

FIRST_LOOK_SECONDS = 2.0
"""After the worker was woken, growing from there: what people do can make something due within seconds."""
IDLE_SECONDS = 30.0
NO_HURRY_SECONDS = 3600.0
"""So often what nobody waits for is done; it is not looked for."""


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
        idling = Idling(self._wake, short=FIRST_LOOK_SECONDS, long=IDLE_SECONDS, gather=GATHER_SECONDS)
        no_hurry_done = -inf
        while not stopping.is_set():
            self._wake.clear()
            try:
                began = time.monotonic()
                if began - no_hurry_done > NO_HURRY_SECONDS:
                    await self.do_due_work()
                    no_hurry_done = began
                else:
                    await self._do_what_is_found()
            except SQLAlchemyError as error:
                log.warning("database_away", error=type(error).__name__)
                idling.attend()
            if await idling.wait(stopping):
                idling.attend()

    async def do_due_work(self) -> None:
        """Do everything that is due by the product's clock, what nobody waits for too."""
        for task in tasks.TASKS_IN_NO_HURRY:
            while await self._run_task(task):
                pass
        await self._do_what_is_found()

    async def _do_what_is_found(self) -> None:
        """Run the tasks that have something to do, a batch each, until a look finds none or those found do nothing.

        So a long file does not hold up what is due: of the vectors, one batch is made between two looks.
        """
        while not self._stopping.is_set():
            done = [await self._run_task(task) for task in await self._look()]
            if not any(done):
                return

    async def _look(self) -> Sequence[Task]:
        """The tasks that have something to do; all of them if the look fails: the run then tells which task it was."""
        try:
            async with self._sessions() as session:
                return await due_tasks(session, tasks.PROMPT_TASKS)
        except Exception as error:
            if isinstance(error, SQLAlchemyError) and is_away(error):
                raise
            log.exception("look_failed")
            return tasks.PROMPT_TASKS

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
