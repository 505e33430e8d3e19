"""Processes on one database call one another: something may have become due (PostgreSQL's LISTEN and NOTIFY)."""

from collections.abc import AsyncIterator

import psycopg
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlmodel.ext.asyncio.session import AsyncSession

CHANNEL = "shitu_work"


async def call(session: AsyncSession, process_key: int) -> None:
    """Call whoever listens, when the transaction commits; `process_key` says who calls."""
    await session.execute(text("SELECT pg_notify(:channel, :who)"), {"channel": CHANNEL, "who": str(process_key)})


async def listen(engine: AsyncEngine) -> AsyncIterator[int | None]:
    """The keys of the processes that call, on a connection of its own; None once it listens: earlier calls are missed.

    Raises:
        psycopg.OperationalError: the connection is lost.
    """
    address = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    async with await psycopg.AsyncConnection.connect(address, autocommit=True) as connection:
        await connection.execute(f"LISTEN {CHANNEL}")
        yield None
        async for called in connection.notifies():
            yield int(called.payload)
