"""Stages: the bot behind the local Telegram, and phones to talk to it.

On a `Rehearsal` nothing runs by itself: what a phone sends is processed at once, all in one transaction that is rolled
back in the end, and what the bot has to say goes out right after. On a `LiveStage` the service is at work as in
earnest, with the inbox, its loops and the worker.
"""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import cache
from typing import Any

import aiohttp
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.application import App, build_application
from bot.local_telegram.server import LocalTelegram
from bot.runtime.leader_lock import LivenessLock
from bot.runtime.processing import process_update
from bot.runtime.scheduler import Worker
from bot.runtime.sending import CHATS_AT_ONCE, Sender
from bot.runtime.uploads import UploadImporter
from bot.service import Connections, Service, running_service
from data.db import engine as database
from data.messaging import inbox, outbox
from data.messaging.inbox import InboxState, InboxUpdate
from data.people import accounts
from data.staff.members import StaffRole, set_role
from matching.language import encoder
from matching.law.findings import lint
from matching.understanding import understand
from tests.phones import Listening, Phone

TOKEN = "4200:test-token-of-the-local-telegram-000"  # noqa: S105 - the local Telegram takes any
Update = dict[str, Any]
MOST_ROUNDS = 1000
"""Of a rehearsal that comes to rest; a round sends a message to each chat that has one."""
OWNER = 1
"""Who sends in a rehearsal: there is nobody else."""


class Stage(ABC):
    """The bot and the local Telegram, whichever way it is driven."""

    def __init__(
        self, telegram: LocalTelegram, http: aiohttp.ClientSession, sessions: async_sessionmaker[AsyncSession]
    ) -> None:
        self.telegram, self.http, self.sessions = telegram, http, sessions

    def phone(self, user: int, language: str = "zh") -> Phone:
        return Phone(self.http, self.telegram.url, user, language, self.settle, self.listening)

    @abstractmethod
    async def settle(self) -> None:
        """Return when every update is processed and every message sent."""

    @abstractmethod
    async def receive(self, update: Update, person: int) -> None:
        """Let the bot process an update of a person that no phone has sent."""

    @property
    @abstractmethod
    def worker(self) -> Worker:
        """Does what is due, when told to."""

    @property
    @abstractmethod
    def listening(self) -> Listening:
        """How a phone learns that something may have happened."""

    async def appoint(self, user: int, role: StaffRole = StaffRole.OWNER) -> None:
        """Make a user a member of staff."""
        async with self.sessions() as session, session.begin():
            account = await accounts.get_or_create(session, user)
            await set_role(session, account.id or 0, role)


class Rehearsal(Stage):
    """The bot without its loops, on one connection: one thing happens after the other."""

    def __init__(
        self, telegram: LocalTelegram, http: aiohttp.ClientSession, sessions: async_sessionmaker[AsyncSession],
        application: App, engine: AsyncEngine,
    ) -> None:  # fmt: skip
        super().__init__(telegram, http, sessions)
        self._application = application
        woken, liveness = asyncio.Event(), LivenessLock(engine)
        self._sender = Sender(application.bot, sessions, liveness, woken)
        self._files = UploadImporter(application.bot, sessions, liveness.key, woken)
        self._worker = Worker(sessions, woken)

    @property
    def worker(self) -> Worker:
        return self._worker

    async def settle(self) -> None:
        """Process what phones have sent, send what is to be said, read files, until nothing is left."""
        for _ in range(MOST_ROUNDS):
            done = await self._process_updates() + await self._send_messages()
            if not done and not await self._files.import_waiting(asyncio.Event()):
                return
        raise AssertionError("the bot never comes to rest")

    async def receive(self, update: Update, person: int) -> None:  # noqa: ARG002 - each waits for the one before
        await self._process_alone(update)

    async def _process_alone(self, update: Update) -> None:
        """In a task's own context: whose turn it was is forgotten afterwards."""
        await asyncio.create_task(self._process(update))

    async def _process(self, update: Update) -> None:
        async with self.sessions() as session, session.begin():
            await process_update(self._application, session, update)

    @property
    def listening(self) -> Listening:
        return self._listen

    @contextmanager
    def _listen(self) -> Iterator[Callable[[], Awaitable[bool]]]:
        """What a test wrote itself is still to be said; after that nothing happens by itself."""
        settled = False

        async def wait() -> bool:
            nonlocal settled
            if settled:
                return False
            await self.settle()
            settled = True
            return True

        yield wait

    async def _process_updates(self) -> int:
        queue = self.telegram.world.account.updates
        updates = queue.batch(None)
        for update in updates:
            await self._process_alone(update)
            queue.confirm(update["update_id"] + 1)
        return len(updates)

    async def _send_messages(self) -> int:
        async with self.sessions() as session, session.begin():
            rows = await outbox.claim_messages(session, OWNER, CHATS_AT_ONCE)
        for row in rows:
            await self._sender.send(row)
        return len(rows)


class LiveStage(Stage):
    """The service at work."""

    def __init__(
        self, telegram: LocalTelegram, http: aiohttp.ClientSession, sessions: async_sessionmaker[AsyncSession],
        service: Service,
    ) -> None:  # fmt: skip
        super().__init__(telegram, http, sessions)
        self.service = service

    @property
    def worker(self) -> Worker:
        assert self.service.worker is not None
        return self.service.worker

    async def settle(self, seconds: float = 20) -> None:
        """Wait for the service's loops; what the test wrote itself is looked at now."""
        self.service.wake_inbox.set()
        self.service.wake_outbox.set()
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            async with _next_of(min(left, LONGEST_WAIT), self.service.wake_inbox, self.service.wake_outbox):
                if not await self._open():
                    return
        raise AssertionError("the bot does not come to rest")

    async def _open(self) -> int:
        """Updates not yet dealt with and messages not yet sent."""
        waiting = sum(len(account.updates) for account in self.telegram.world.accounts())
        if not waiting:
            async with self.sessions() as session:
                waiting = (await session.execute(_OPEN)).scalar_one()
        return waiting

    async def receive(self, update: Update, person: int) -> None:
        async with self.sessions() as session, session.begin():
            await inbox.store_updates(session, [(update["update_id"], person, update)])
        self.service.wake_inbox.set()
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline:
            async with self.sessions() as session:
                row = await session.get(InboxUpdate, update["update_id"])
            if row is not None and row.state != InboxState.NEW:
                assert row.state == InboxState.DONE
                return
            await asyncio.sleep(0.02)
        raise AssertionError("the update was not dealt with")

    @property
    def listening(self) -> Listening:
        return self._listen

    @contextmanager
    def _listen(self) -> Iterator[Callable[[], Awaitable[bool]]]:
        """Within the block: wait until something has happened on a phone since the last wait, or a moment."""
        happened: asyncio.Queue[Any] = asyncio.Queue()
        listeners = self.telegram.world.account.listeners
        listeners.add(happened)

        async def wait() -> bool:
            with suppress(TimeoutError):
                await asyncio.wait_for(happened.get(), LONGEST_WAIT)
            while not happened.empty():
                happened.get_nowait()
            return True

        try:
            yield wait
        finally:
            listeners.discard(happened)


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
    async def rehearse(self, url: str) -> AsyncIterator[Rehearsal]:
        """The bot before a Telegram that remembers nobody. No schema violation may be left, and nothing is kept."""
        _load_what_answers_need()
        await self.telegram.begin_anew()
        engine = self.engine(url)
        async with engine.connect() as connection:
            transaction = await connection.begin()
            sessions = database.session_factory(connection)
            sessions.configure(join_transaction_mode="create_savepoint")
            try:
                yield Rehearsal(self.telegram, self.http, sessions, self.application, engine)
            finally:
                await transaction.rollback()
        assert self.telegram.violations == []

    @asynccontextmanager
    async def play(self, url: str) -> AsyncIterator[LiveStage]:
        """A service of its own, before a Telegram that remembers nobody. No schema violation may be left."""
        _load_what_answers_need()
        await self.telegram.begin_anew()
        engine = self.engine(url)
        service = Service(url, TOKEN, self.telegram.base_url, self.telegram.base_file_url)
        async with running_service(service, Connections(self.application, engine)):
            yield LiveStage(self.telegram, self.http, database.session_factory(engine), service)
        assert self.telegram.violations == []


@asynccontextmanager
async def open_theatre() -> AsyncIterator[Theatre]:
    async with LocalTelegram() as telegram, aiohttp.ClientSession() as http:
        application = build_application(TOKEN, telegram.base_url, telegram.base_file_url)
        await application.initialize()
        opened = Theatre(telegram, http, application)
        yield opened
        await application.shutdown()
        await opened.close()


@asynccontextmanager
async def own_stage(url: str, **options: Any) -> AsyncIterator[LiveStage]:
    """Everything real and nothing shared: tests of starting, or of other options of the service. No schema violation
    may be left.
    """
    async with database.open_sessions(url) as sessions, LocalTelegram() as telegram, aiohttp.ClientSession() as http:
        service = Service(url, TOKEN, telegram.base_url, telegram.base_file_url, **options)
        async with running_service(service):
            yield LiveStage(telegram, http, sessions, service)
        assert telegram.violations == []
