"""Real PostgreSQL for tests: one server for the run, a migrated template, a copy for each worker.

`keep` remembers what a copy holds, `restore` brings it back after a test: only rows that differ are touched.
"""

import asyncio
import hashlib
import os
import tempfile
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import Table
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
    given = os.environ.get("SHITU_TEST_DATABASE_URL")
    if given:
        return given
    url = engine.start_server(home())
    with _connect(url) as connection:
        if connection.execute("SHOW fsync").fetchone() != ("off",):
            # nothing in it is worth more than the time of a test: it need not survive a power cut
            for name in ("fsync", "synchronous_commit", "full_page_writes"):
                connection.execute(f"ALTER SYSTEM SET {name} = off")
            connection.execute("SELECT pg_reload_conf()")
    return url


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
    return _made(url, f"shitu_template_{digest.hexdigest()}", _LOCK, lambda name: _migrated(url, name))


def sample_template(url: str) -> str:
    """The name of a template that also holds the sample listings of today, embedded; made once a day and model."""
    parts = (template(url), datetime.now(ZONE).date().isoformat(), encoder.model_id(), *_sample_files())
    name = f"shitu_samples_{hashlib.blake2b(repr(parts).encode(), digest_size=6).hexdigest()}"
    return _made(url, name, _LOCK + 1, lambda making: _in_a_loop_of_its_own(_fill(clone(url, parts[0], making))))


def _in_a_loop_of_its_own(work: Coroutine[Any, Any, None]) -> None:
    """Fixtures ask from within a running loop, too."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(asyncio.run, work).result()


def plain(url: str, source: str) -> str:
    """The name of a copy of a template without vector indexes: among so few rows they answer nothing differently."""
    return _made(url, f"{source}_plain", _LOCK + 2, lambda name: _drop_vector_indexes(clone(url, source, name)))


def _made(url: str, name: str, lock: int, make: Callable[[str], None]) -> str:
    """The database with this name, made under another name and renamed if it is not there."""
    with _connect(with_database(url, "postgres")) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (lock,))
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,)).fetchone():
            making = f"{name}_making"
            make(making)
            connection.execute(
                sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(name))
            )
    return name


def _migrated(url: str, name: str) -> None:
    with _connect(with_database(url, "postgres")) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    engine.upgrade(with_database(url, name))


def _drop_vector_indexes(url: str) -> None:
    with _connect(url) as connection:
        query = "SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE '%USING hnsw%'"
        for (name,) in connection.execute(query).fetchall():
            connection.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(str(name))))


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


def keep(url: str) -> None:
    """Remember the rows of every table, and where the counting stands: `restore` brings all of it back."""
    with _connect(url) as connection:
        connection.execute("CREATE SCHEMA kept")
        for table in metadata.sorted_tables:
            name, key = table.name, ", ".join(column.name for column in table.primary_key)
            connection.execute(f'CREATE TABLE kept."{name}" AS TABLE public."{name}"')
            connection.execute(f'ALTER TABLE kept."{name}" ADD PRIMARY KEY ({key})')
        connection.execute(
            "CREATE TABLE kept.sequences AS SELECT format('%I.%I', schemaname, sequencename)::regclass AS sequence, "
            "coalesce(last_value, start_value) AS value, last_value IS NOT NULL AS used "
            "FROM pg_sequences WHERE schemaname = 'public'"
        )
        statements = [
            *(_delete_new(table) for table in reversed(metadata.sorted_tables)),
            *(_undo_changes(table) for table in metadata.sorted_tables),
            *(_bring_back(table) for table in metadata.sorted_tables),
            "PERFORM setval(sequence, value, used) FROM kept.sequences",
        ]
        body = ";\n".join(statements)
        connection.execute(
            f"CREATE FUNCTION kept.restore() RETURNS void LANGUAGE plpgsql AS $restore$ BEGIN {body}; END $restore$"
        )


def _same_key(table: Table) -> str:
    return " AND ".join(f'kept."{column.name}" = now."{column.name}"' for column in table.primary_key)


def _delete_new(table: Table) -> str:
    return (
        f'DELETE FROM public."{table.name}" AS now '
        f'WHERE NOT EXISTS (SELECT FROM kept."{table.name}" AS kept WHERE {_same_key(table)})'
    )


def _undo_changes(table: Table) -> str:
    values = ", ".join(f'"{column.name}" = kept."{column.name}"' for column in table.columns)
    return (
        f'UPDATE public."{table.name}" AS now SET {values} FROM kept."{table.name}" AS kept '
        f"WHERE {_same_key(table)} AND ROW(kept.*) IS DISTINCT FROM ROW(now.*)"
    )


def _bring_back(table: Table) -> str:
    return (
        f'INSERT INTO public."{table.name}" SELECT * FROM kept."{table.name}" AS kept '
        f'WHERE NOT EXISTS (SELECT FROM public."{table.name}" AS now WHERE {_same_key(table)})'
    )


def restore(url: str) -> None:
    """Take out, change back and bring back whatever differs from what `keep` saw."""
    with _connect(url) as connection:
        connection.execute("SELECT kept.restore()")
