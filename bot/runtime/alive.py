"""Which processes are alive: each holds an advisory lock under its own key for as long as it lives.

What a dead process had in hand is recognised by its key being free, at once and without waiting for a time-out.
"""

import secrets

import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from data.database import advisory_key

log = structlog.get_logger()


async def _lock(engine: AsyncEngine, key: int) -> AsyncConnection | None:
    """A connection that holds the advisory lock as long as it is open; None when another one does."""
    connection = await engine.connect()
    try:
        await connection.execution_options(isolation_level="AUTOCOMMIT")
        free = await connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": key})
        if free.scalar_one():
            return connection
    except BaseException:
        await connection.close()
        raise
    await connection.close()
    return None


class Presence:
    """The process's key and the connection that holds its lock."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.key = secrets.randbits(62)
        self._engine = engine
        self._connection: AsyncConnection | None = None

    async def hold(self) -> None:
        """Take the lock, or take it again after the database was away."""
        if self._connection is not None:
            try:
                await self._connection.execute(text("SELECT 1"))
            except DBAPIError:
                await self.release()
            else:
                return
        self._connection = await _lock(self._engine, self.key)

    async def is_dead(self, key: int) -> bool:
        """Whether no living process holds `key`."""
        if key == self.key or self._connection is None:
            return False
        free = await self._connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": key})
        if not free.scalar_one():
            return False
        await self._connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})
        return True

    def sole(self, name: str) -> "Sole":
        """A role that one living process has at a time."""
        return Sole(self._engine, name)

    async def release(self) -> None:
        """Give the lock back."""
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                await connection.invalidate()
                await connection.close()
            except DBAPIError:
                log.info("presence_lost")


class Sole:
    """A role, such as sending announcements, that at most one process of a database has: whoever holds its lock."""

    def __init__(self, engine: AsyncEngine, name: str) -> None:
        self._engine = engine
        self._key = advisory_key(name)
        self._connection: AsyncConnection | None = None

    @property
    def held(self) -> bool:
        """Whether this process had the role when it last looked."""
        return self._connection is not None

    async def hold(self) -> bool:
        """Keep the role, or take it up if nobody has it; False while another process does."""
        if self._connection is not None:
            try:
                await self._connection.execute(text("SELECT 1"))
            except DBAPIError:
                await self.release()
            else:
                return True
        self._connection = await _lock(self._engine, self._key)
        return self.held

    async def release(self) -> None:
        """Leave the role to others."""
        connection, self._connection = self._connection, None
        if connection is not None:
            try:
                await connection.invalidate()
                await connection.close()
            except DBAPIError:
                log.info("role_lost")
