"""What people did in one process wakes the loops of the others: each passes its own wakes on and listens to theirs."""

import asyncio
from collections.abc import Sequence

import psycopg
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.runtime import backoff
from bot.runtime.idling import GATHER_SECONDS
from data.db import calls

log = structlog.get_logger()

RETRY_SECONDS = 2.0


async def call_others(
    sessions: async_sessionmaker[AsyncSession], process_key: int, wake: asyncio.Event, stopping: asyncio.Event
) -> None:
    """Call the other processes whenever `wake` is set, until `stopping`; their looks make up for a failed call."""
    while not stopping.is_set():
        await wake.wait()
        await backoff.sleep_unless_stopping(stopping, GATHER_SECONDS)
        wake.clear()
        try:
            async with sessions() as session, session.begin():
                await calls.call(session, process_key)
        except SQLAlchemyError as error:
            log.warning("database_away", error=type(error).__name__)


async def hear_others(
    engine: AsyncEngine, process_key: int, wakes: Sequence[asyncio.Event], stopping: asyncio.Event
) -> None:
    """Set `wakes` whenever another process calls; runs until it is cancelled."""
    while not stopping.is_set():
        try:
            async for caller in calls.listen(engine):
                if caller != process_key:
                    for wake in wakes:
                        wake.set()
        except psycopg.OperationalError as error:
            log.warning("database_away", error=type(error).__name__)
        await backoff.sleep_unless_stopping(stopping, RETRY_SECONDS)
