"""Which processes are alive: each holds an advisory lock under its own key for as long as it lives.

What a dead process had in hand is recognised by its key being free, at once and without waiting for a time-out.
"""

import secrets

import structlog
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from data.db.engine import advisory_key

log = structlog.get_logger()


async def _connect_holding_lock(engine: AsyncEngine, key: int) -> AsyncConnection | None:
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


class LeaderLock:
    """A role that one living process has at a time: whoever holds the advisory lock under its key."""

    def __init__(self, engine: AsyncEngine, key: int) -> None:
        self.key = key
        self.connection: AsyncConnection | None = None
        """What holds the lock, while it is held."""
        self._engine = engine

    @property
    def held(self) -> bool:
        """Whether this process had the role when it last looked."""
        return self.connection is not None

    async def acquire(self) -> bool:
        """Keep the role, or take it up if nobody has it; False while another process does."""
        if self.connection is not None:
            try:
                await self.connection.execute(text("SELECT 1"))
            except DBAPIError:
                await self.release()
            else:
                return True
        self.connection = await _connect_holding_lock(self._engine, self.key)
        return self.held

    async def release(self) -> None:
        """Leave the role to others."""
        connection, self.connection = self.connection, None
        if connection is not None:
            try:
                await connection.invalidate()
                await connection.close()
            except DBAPIError:
                log.info("lock_lost")


class LivenessLock:
    """That this process lives: it alone has the role named by its random key."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.key = secrets.randbits(62)
        self._engine = engine
        self._own_lock = LeaderLock(engine, self.key)

    async def acquire(self) -> None:
        """Be alive, also again after the database was away."""
        await self._own_lock.acquire()

    async def release(self) -> None:
        """Be gone."""
        await self._own_lock.release()

    async def is_dead(self, key: int) -> bool:
        """Whether no living process holds `key`."""
        connection = self._own_lock.connection
        if key == self.key or connection is None:
            return False
        free = await connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": key})
        if not free.scalar_one():
            return False
        await connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": key})
        return True

    def leader_lock(self, name: str) -> LeaderLock:
        """A role of this kind of process, such as sending announcements."""
        return LeaderLock(self._engine, advisory_key(name))
