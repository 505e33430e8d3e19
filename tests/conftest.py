"""What all tests share: a database for each worker, and a stage with the real bot behind the local Telegram."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from typing import Any

import aiohttp
import pytest
import structlog
from hypothesis import settings
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession

os.environ.setdefault("PTB_TIMEDELTA", "true")
os.environ.setdefault("XDG_RUNTIME_DIR", "/tmp")  # noqa: S108 - the bundled server looks for a folder for its lock

from bot import logs
from bot.application import App, build_application
from bot.local_telegram.server import LocalTelegram
from bot.service import Connections, Service, running_service
from data.db import engine as database
from data.people import accounts
from data.staff.members import StaffRole, set_role
from matching.language import encoder
from matching.law.findings import lint
from matching.understanding import understand
from tests import databases, forged
from tests.phones import Phone

# a first example pays for loading the catalogue; times are measured in tests/bench
settings.register_profile("house", deadline=None)
settings.load_profile("house")

# as the service logs; structlog's own tracebacks, with the values of all variables, take seconds each
structlog.configure(processors=[logs.strip_exception_text, structlog.dev.ConsoleRenderer(colors=False)])

TOKEN = "4200:test-token-of-the-local-telegram-000"  # noqa: S105 - the local Telegram takes any


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
def database_url(worker_database: str) -> str:
    """An empty database with the current schema."""
    databases.restore(worker_database)
    return worker_database


@pytest.fixture
def sample_database(worker_samples: str) -> str:
    """A database with the sample listings, as if just loaded."""
    databases.restore(worker_samples)
    return worker_samples


@pytest.fixture
async def sessions(database_url: str, theatre: Theatre) -> async_sessionmaker[AsyncSession]:
    return database.session_factory(theatre.engine(database_url))


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
        return Phone(self.http, self.telegram.url, user, language, self.settle, self.listening)

    async def settle(self, seconds: float = 20) -> None:
        """Wait until every update is processed and every message sent; what the test wrote itself is looked at now."""
        self.service.wake_inbox.set()
        self.service.wake_outbox.set()
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            async with _next_of(min(left, LONGEST_WAIT), self.service.wake_inbox, self.service.wake_outbox):
                if not await self._open():
                    return

    async def _open(self) -> int:
        """Updates not yet dealt with and messages not yet sent."""
        waiting = sum(len(account.updates) for account in self.telegram.world.accounts())
        if not waiting:
            async with self.sessions() as session:
                waiting = (await session.execute(_OPEN)).scalar_one()
        return waiting

    @contextmanager
    def listening(self) -> Iterator[Callable[[], Awaitable[None]]]:
        """Within the block: wait until something has happened on a phone since the last wait, or a moment."""
        happened: asyncio.Queue[Any] = asyncio.Queue()
        listeners = self.telegram.world.account.listeners
        listeners.add(happened)

        async def wait() -> None:
            with suppress(TimeoutError):
                await asyncio.wait_for(happened.get(), LONGEST_WAIT)
            while not happened.empty():
                happened.get_nowait()

        try:
            yield wait
        finally:
            listeners.discard(happened)

    async def appoint(self, user: int, role: StaffRole = StaffRole.OWNER) -> None:
        """Make a user a member of staff."""
        async with self.sessions() as session, session.begin():
            account = await accounts.get_or_create(session, user)
            await set_role(session, account.id or 0, role)


_OPEN = text(
    "SELECT (SELECT count(*) FROM inbox WHERE state = 'new') + "
    "(SELECT count(*) FROM outbox WHERE state IN ('pending', 'sending'))"
)
LONGEST_WAIT = 0.05
"""Seconds after which a wait looks again: what another process did is told by no event here."""


@asynccontextmanager
async def _next_of(seconds: float, *events: asyncio.Event) -> AsyncIterator[None]:
    """Leave the block when one of the events has been set since its beginning, or after so many seconds."""
    waiting = {asyncio.ensure_future(event.wait()) for event in events}
    try:
        yield
        await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for one in waiting:
            one.cancel()


@cache
def _load_what_answers_need() -> None:
    """The first sentence and the first advert of a process take seconds, on a busy machine longer than tests wait."""
    encoder.embed_queries(["学徒"])
    understand("学徒")
    lint("学徒")


class Theatre:
    """What costs time to set up and holds nothing of a test: the local Telegram's address, the bot's connections."""

    def __init__(self, telegram: LocalTelegram, http: aiohttp.ClientSession, application: App) -> None:
        self.telegram, self.http, self.application = telegram, http, application
        self._engines: dict[str, AsyncEngine] = {}

    def engine(self, url: str) -> AsyncEngine:
        """Connections to this database, kept open with all that was prepared for them."""
        return self._engines.setdefault(url, database.create_engine(url, pool_size=8))

    async def close(self) -> None:
        for engine in self._engines.values():
            await engine.dispose()

    @asynccontextmanager
    async def play(self, url: str) -> AsyncIterator[Stage]:
        """A service of its own, before a Telegram that remembers nobody. No schema violation may be left."""
        _load_what_answers_need()
        await self.telegram.begin_anew()
        engine = self.engine(url)
        service = Service(url, TOKEN, self.telegram.base_url, self.telegram.base_file_url)
        async with running_service(service, Connections(self.application, engine)), forged.heard_by(service):
            yield Stage(self.telegram, service, self.http, database.session_factory(engine))
        assert self.telegram.violations == []


@pytest.fixture(scope="session")
async def theatre() -> AsyncIterator[Theatre]:
    """One for each worker."""
    async with LocalTelegram() as telegram, aiohttp.ClientSession() as http:
        application = build_application(TOKEN, telegram.base_url, telegram.base_file_url)
        await application.initialize()
        opened = Theatre(telegram, http, application)
        yield opened
        await application.shutdown()
        await opened.close()


@asynccontextmanager
async def set_stage(url: str, **options: Any) -> AsyncIterator[Stage]:
    """Everything real and nothing shared: tests of starting, or of other options of the service. No schema violation
    may be left.
    """
    async with database.open_sessions(url) as sessions, LocalTelegram() as telegram, aiohttp.ClientSession() as http:
        service = Service(url, TOKEN, telegram.base_url, telegram.base_file_url, **options)
        async with running_service(service):
            yield Stage(telegram, service, http, sessions)
        assert telegram.violations == []


@pytest.fixture
async def stage(database_url: str, theatre: Theatre) -> AsyncIterator[Stage]:
    """The bot at work on an empty database."""
    async with theatre.play(database_url) as opened:
        yield opened


@pytest.fixture
async def sample_stage(sample_database: str, theatre: Theatre) -> AsyncIterator[Stage]:
    """The bot at work among the sample listings."""
    async with theatre.play(sample_database) as opened:
        yield opened


def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> None:
    """Where every tool is installed a skip is a failure: continuous integration sets `SHITU_NO_SKIPS`."""
    if os.environ.get("SHITU_NO_SKIPS") and call.excinfo and call.excinfo.errisinstance(pytest.skip.Exception):
        call.excinfo = None
        pytest.fail(f"{item.nodeid} was skipped", pytrace=False)
