"""What all tests share: a database for each worker, and a stage with the real bot behind the local Telegram."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Generator, Iterator
from contextlib import AbstractAsyncContextManager

import pytest
import structlog
from hypothesis import settings
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession

os.environ.setdefault("PTB_TIMEDELTA", "true")
os.environ.setdefault("XDG_RUNTIME_DIR", "/tmp")  # noqa: S108 - the bundled server looks for a folder for its lock

from bot import logs
from data.db import engine as database
from tests import databases
from tests.stages import Stage, Theatre, open_theatre

# a first example pays for loading the catalogue; times are measured in tests/bench
settings.register_profile("house", deadline=None)
settings.load_profile("house")

# as the service logs; structlog's own tracebacks, with the values of all variables, take seconds each
structlog.configure(processors=[logs.strip_exception_text, structlog.dev.ConsoleRenderer(colors=False)])


def _worker() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def server() -> str:
    """URL of the test PostgreSQL server."""
    return databases.server_url()


def copy(server: str, template: str, suffix: str = "") -> Iterator[str]:
    """This worker's own copy of a template, dropped in the end."""
    name = f"shitu_test_{os.getpid()}_{_worker()}{suffix}"
    yield databases.clone(server, template, name)
    databases.drop(server, name)


@pytest.fixture(scope="session")
def worker_database(server: str) -> Iterator[str]:
    """This worker's own database; vector indexes are for the tests that are about them."""
    for url in copy(server, databases.plain(server, databases.template(server))):
        databases.keep(url)
        yield url


@pytest.fixture(scope="session")
def worker_samples(server: str) -> Iterator[str]:
    """This worker's own database with the sample listings, embedded."""
    for url in copy(server, databases.plain(server, databases.sample_template(server)), "_samples"):
        databases.keep(url)
        yield url


@pytest.fixture
def database_url(worker_database: str) -> Iterator[str]:
    """An empty database with the current schema."""
    yield worker_database
    databases.restore(worker_database)


@pytest.fixture
def sample_database(worker_samples: str) -> Iterator[str]:
    """A database with the sample listings, as if just loaded."""
    yield worker_samples
    databases.restore(worker_samples)


@pytest.fixture
async def sessions(database_url: str, theatre: Theatre) -> async_sessionmaker[AsyncSession]:
    return database.session_factory(theatre.engine(database_url))


@pytest.fixture
async def session(sessions: async_sessionmaker[AsyncSession]) -> AsyncIterator[AsyncSession]:
    """A transaction that is rolled back at the end."""
    async with sessions() as opened:
        yield opened
        await opened.rollback()


@pytest.fixture(scope="session")
async def theatre() -> AsyncIterator[Theatre]:
    """One for each worker."""
    async with open_theatre() as opened:
        yield opened


@pytest.fixture
async def stage(request: pytest.FixtureRequest, theatre: Theatre) -> AsyncIterator[Stage]:
    """The bot on an empty database: rehearsed in a transaction, or at work in tests marked `live`."""
    async with _opened(request, theatre, "worker_database", "database_url") as opened:
        yield opened


@pytest.fixture
async def sample_stage(request: pytest.FixtureRequest, theatre: Theatre) -> AsyncIterator[Stage]:
    """The same among the sample listings."""
    async with _opened(request, theatre, "worker_samples", "sample_database") as opened:
        yield opened


def _opened(
    request: pytest.FixtureRequest, theatre: Theatre, untouched: str, restored: str
) -> AbstractAsyncContextManager[Stage]:
    if request.node.get_closest_marker("live"):
        return theatre.play(request.getfixturevalue(restored))
    return theatre.rehearse(request.getfixturevalue(untouched))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where every tool is installed a skip is a failure: continuous integration sets `SHITU_NO_SKIPS`."""
    report = yield
    if os.environ.get("SHITU_NO_SKIPS") and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome, report.longrepr = "failed", f"{item.nodeid} was skipped"
    return report
