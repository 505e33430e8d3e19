"""What all tests share: a database for each worker, and a stage with the real bot behind the local Telegram."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp
import pytest
import structlog
from hypothesis import settings
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession

os.environ.setdefault("PTB_TIMEDELTA", "true")
os.environ.setdefault("XDG_RUNTIME_DIR", "/tmp")  # noqa: S108 - the bundled server looks for a folder for its lock

from bot import logs
from bot.local_telegram.server import LocalTelegram
from bot.service import Service, running
from data.db import engine
from data.messaging import inbox, outbox
from data.people import accounts
from data.staff.members import StaffRole, appoint
from tests import databases
from tests.phones import Phone

# a first example pays for loading the catalogue; times are measured in tests/bench
settings.register_profile("house", deadline=None)
settings.load_profile("house")

# as the service logs; structlog's own tracebacks, with the values of all variables, take seconds each
structlog.configure(processors=[logs.without_words, structlog.dev.ConsoleRenderer(colors=False)])

TOKEN = "4200:test-token-of-the-local-telegram-000"  # noqa: S105 - the local Telegram takes any


def _worker() -> str:
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def server() -> str:
    """URL of the test PostgreSQL server."""
    return databases.server_url()


@pytest.fixture(scope="session")
def worker_database(server: str) -> Iterator[str]:
    """This worker's own database, cloned from the migrated template."""
    name = f"shitu_test_{os.getpid()}_{_worker()}"
    yield databases.clone(server, databases.template(server), name)
    databases.drop(server, name)


@pytest.fixture
def database_url(worker_database: str) -> str:
    """An empty database with the current schema."""
    databases.empty(worker_database)
    return worker_database


@pytest.fixture
def sample_database(server: str) -> Iterator[str]:
    """A database with the sample listings, embedded: a fresh copy for each test."""
    name = f"shitu_test_{os.getpid()}_{_worker()}_samples"
    yield databases.clone(server, databases.sample_template(server), name)
    databases.drop(server, name)


@pytest.fixture
async def sessions(database_url: str) -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    async with engine.open_sessions(database_url) as factory:
        yield factory


@pytest.fixture
async def session(sessions: async_sessionmaker[AsyncSession]) -> AsyncIterator[AsyncSession]:
    """A transaction that is rolled back at the end."""
    async with sessions() as opened:
        yield opened
        await opened.rollback()


@dataclass
class Stage:
    """The bot at work behind the local Telegram, and phones to talk to it."""

    telegram: LocalTelegram
    service: Service
    http: aiohttp.ClientSession
    sessions: async_sessionmaker[AsyncSession]

    def phone(self, user: int, language: str = "zh") -> Phone:
        return Phone(self.http, self.telegram.url, user, language, self.settle)

    async def settle(self, seconds: float = 20) -> None:
        """Wait until every update is processed and every message sent."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            async with self.http.get(f"{self.telegram.base_url}{TOKEN}/getWebhookInfo") as response:
                waiting = (await response.json())["result"]["pending_update_count"]
            async with self.sessions() as session:
                new = (await inbox.counts(session)).get("new", 0)
                unsent = await outbox.open_count(session)
            if not waiting + new + unsent:
                return
            await asyncio.sleep(0.02)

    async def appoint(self, user: int, role: StaffRole = StaffRole.OWNER) -> None:
        """Make a user a member of staff."""
        async with self.sessions() as session, session.begin():
            account = await accounts.meet(session, user)
            await appoint(session, account.id or 0, role)


@asynccontextmanager
async def set_stage(url: str) -> AsyncIterator[Stage]:
    """Everything real: python-telegram-bot over HTTP, PostgreSQL, the encoder. No schema violation may be left."""
    async with engine.open_sessions(url) as sessions, LocalTelegram() as telegram, aiohttp.ClientSession() as http:
        service = Service(url, TOKEN, telegram.base_url, telegram.base_file_url)
        async with running(service):
            yield Stage(telegram, service, http, sessions)
        assert telegram.violations == []


@pytest.fixture
async def stage(database_url: str) -> AsyncIterator[Stage]:
    """The bot at work on an empty database."""
    async with set_stage(database_url) as opened:
        yield opened


@pytest.fixture
async def sample_stage(sample_database: str) -> AsyncIterator[Stage]:
    """The bot at work among the sample listings."""
    async with set_stage(sample_database) as opened:
        yield opened


def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Where every tool is installed a skip is a failure: continuous integration sets `SHITU_NO_SKIPS`."""
    if os.environ.get("SHITU_NO_SKIPS") and call.excinfo and call.excinfo.errisinstance(pytest.skip.Exception):
        call.excinfo = None
        pytest.fail(f"{item.nodeid} was skipped", pytrace=False)
