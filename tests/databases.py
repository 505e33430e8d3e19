"""Real PostgreSQL for tests: one server for the run, a migrated template, a copy for each worker."""

import asyncio
import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from bot.demo import load_samples
from data import samples
from data.db import engine
from data.db.clock import ZONE
from data.schema import metadata
from matching.language import encoder
from matching.search import indexing

MIGRATIONS = Path(engine.__file__).parents[1] / "migrations" / "versions"
_LOCK = 0x5417_7E57


def home() -> Path:
    """Where the test server keeps its files; shared by all runs of one user on one machine."""
    return Path(tempfile.gettempdir()) / f"shitu-tests-{os.getuid()}"


def server_url() -> str:
    """The test server's URL: `SHITU_TEST_DATABASE_URL`, or the bundled server."""
    return os.environ.get("SHITU_TEST_DATABASE_URL") or engine.start_server(home())


def with_database(url: str, name: str) -> str:
    """The same server, another database."""
    return make_url(url).set(database=name).render_as_string(hide_password=False)


def _connect(url: str) -> "psycopg.Connection[tuple[object, ...]]":
    dsn = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return psycopg.connect(dsn, autocommit=True)


def template(url: str) -> str:
    """The name of the migrated template; made once for each state of the migrations."""
    digest = hashlib.blake2b(digest_size=6)
    for path in sorted(MIGRATIONS.glob("*.py")):
        digest.update(path.read_bytes())
    name = f"shitu_template_{digest.hexdigest()}"
    with _connect(with_database(url, "postgres")) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            making = f"{name}_making"
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(making)))
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(making)))
            engine.upgrade(with_database(url, making))
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(name))
            )
    return name


def sample_template(url: str) -> str:
    """The name of a template that also holds the sample listings of today, embedded; made once a day and model."""
    parts = (template(url), datetime.now(ZONE).date().isoformat(), encoder.model_id(), *_sample_files())
    name = f"shitu_samples_{hashlib.blake2b(repr(parts).encode(), digest_size=6).hexdigest()}"
    with _connect(with_database(url, "postgres")) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK + 1,))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            making = clone(url, parts[0], f"{name}_making")
            asyncio.run(_fill(making))
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(f"{name}_making"), sql.Identifier(name))
            )
    return name


def _sample_files() -> list[bytes]:
    return [path.read_bytes() for path in sorted(Path(samples.__file__).parent.glob("*.jsonl"))]


async def _fill(url: str) -> None:
    async with engine.open_sessions(url) as sessions:
        async with sessions() as session, session.begin():
            await load_samples(session)
        await indexing.embed_missing(sessions)


def clone(url: str, source: str, name: str) -> str:
    """A fresh copy of a database; returns its URL."""
    with _connect(with_database(url, "postgres")) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(source))
        connection.execute(copy)
    return with_database(url, name)


def drop(url: str, name: str) -> None:
    """Remove a copy."""
    with _connect(with_database(url, "postgres")) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def empty(url: str) -> None:
    """Take every row out of every table."""
    names = sql.SQL(", ").join(sql.Identifier(table.name) for table in metadata.sorted_tables)
    with _connect(url) as connection:
        connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(names))
