"""What all tests share: a database for each worker, and a stage with the real bot behind the local Telegram."""

import os
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass

import aiohttp
import pytest
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession

os.environ.setdefault("PTB_TIMEDELTA", "true")
os.environ.setdefault("XDG_RUNTIME_DIR", "/tmp")  # noqa: S108 - the bundled server looks for a folder for its lock

from bot.local_telegram.server import LocalTelegram
from bot.service import Service, running
from data import accounts, database
from data.staff import StaffRole, appoint
from tests import databases
from tests.phones import Phone

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
async def sessions(database_url: str) -> AsyncIterator[async_sessionmaker[AsyncSession]]:
    async with database.open_sessions(database_url) as factory:
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
        return Phone(self.http, self.telegram.url, user, language)

    async def appoint(self, user: int, role: StaffRole = StaffRole.OWNER) -> None:
        """Make a user a member of staff."""
        async with self.sessions() as session, session.begin():
            account = await accounts.meet(session, user)
            await appoint(session, account.id or 0, role)


@pytest.fixture
async def stage(database_url: str, sessions: async_sessionmaker[AsyncSession]) -> AsyncIterator[Stage]:
    """Everything real: python-telegram-bot over HTTP, PostgreSQL, the encoder. No schema violation may be left."""
    async with LocalTelegram() as telegram, aiohttp.ClientSession() as http:
        service = Service(database_url, TOKEN, telegram.base_url, telegram.base_file_url)
        async with running(service):
            yield Stage(telegram, service, http, sessions)
        assert telegram.violations == []


PhoneMaker = Callable[[int], Phone]


@pytest.fixture
def phones(stage: Stage) -> PhoneMaker:
    return stage.phone
