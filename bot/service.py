"""One process of the bot: what it runs, started and stopped together."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.application import READ_TIMEOUT_S, App, build_application
from bot.runtime import backoff
from bot.runtime.broadcasting import Broadcaster
from bot.runtime.calling import call_others, hear_others
from bot.runtime.leader_lock import LivenessLock
from bot.runtime.menus import publish_menus
from bot.runtime.processing import Processor
from bot.runtime.receiving import ALLOWED_UPDATES, Receiver
from bot.runtime.scheduler import Worker
from bot.runtime.sending import Sender
from bot.runtime.uploads import UploadImporter
from data.db.engine import SERVING, create_engine
from data.db.sessions import session_factory
from matching.language import encoder

log = structlog.get_logger()

FIRST_RESTART_SECONDS, LONGEST_RESTART_SECONDS = 0.5, 60.0
SPARE_CONNECTIONS = 8
"""For the roles and loops of a process, beside two for each person who is served."""

Part = Callable[[], Awaitable[None]]
"""Work that a process does until it stops, or once; it may be begun again."""


@dataclass(frozen=True)
class Webhook:
    """Where Telegram calls, and where this process listens for it."""

    url: str
    secret: str
    host: str
    port: int


@dataclass(frozen=True)
class Connections:
    """What a process works through: the initialised bot and the database."""

    application: App
    engine: AsyncEngine


@dataclass
class Service:
    """A bot process on one database and one token. `run` works until `stopping` is set."""

    database_url: str
    token: str
    base_url: str
    base_file_url: str | None = None
    parts: frozenset[str] = frozenset({"bot", "worker"})
    webhook: Webhook | None = None
    concurrency: int = 16
    read_timeout_s: float = READ_TIMEOUT_S
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    wake_inbox: asyncio.Event = field(default_factory=asyncio.Event)
    wake_outbox: asyncio.Event = field(default_factory=asyncio.Event)
    """Set where an update came or was dealt with, and where a message was written or sent."""
    wake_worker: asyncio.Event = field(default_factory=asyncio.Event)
    wake_broadcaster: asyncio.Event = field(default_factory=asyncio.Event)
    wake_files: asyncio.Event = field(default_factory=asyncio.Event)
    """Set where somebody did something that may have made work due."""
    wake_callers: asyncio.Event = field(default_factory=asyncio.Event)
    """Set where the other processes are to hear that."""
    worker: Worker | None = None
    process_key: int = 0
    """This process's key among the living, once it runs."""

    async def run(self) -> None:
        """Connect, work until `stopping`, finish what was begun, leave."""
        spare = self.concurrency + SPARE_CONNECTIONS
        engine = create_engine(self.database_url, pool_size=self.concurrency, spare=spare, limits=SERVING)
        application = build_application(
            self.token, self.base_url, self.base_file_url, read_timeout_s=self.read_timeout_s
        )
        try:
            await backoff.until_done("getMe", application.initialize, self.stopping)
            if not self.stopping.is_set():
                await self.work(Connections(application, engine))
        finally:
            self.stopping.set()
            await application.shutdown()
            await engine.dispose()

    async def work(self, connections: Connections) -> None:
        """Work until `stopping` and finish what was begun; whoever opened the connections closes them."""
        presence = LivenessLock(connections.engine)
        self.process_key = presence.key
        try:
            try:
                await presence.acquire()
            except SQLAlchemyError as error:  # the sender goes on trying
                log.warning("database_away", error=type(error).__name__)
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._wake_to_stop())
                for name, part in self._parts(connections, presence).items():
                    tasks.create_task(kept_running(name, part, self.stopping))
                self.ready.set()
        finally:
            self.stopping.set()
            await presence.release()

    def _parts(self, connections: Connections, presence: LivenessLock) -> dict[str, Part]:
        application, sessions = connections.application, session_factory(connections.engine)
        wake_inbox, wake_outbox, stopping = self.wake_inbox, self.wake_outbox, self.stopping
        sender = Sender(application.bot, sessions, presence, wake_outbox)
        parts: dict[str, Part] = {"sender": lambda: sender.run(stopping)}
        if "bot" in self.parts:
            receiver = Receiver(application.bot, sessions, wake_inbox)
            processor = Processor(
                application, sessions, wake_inbox, wake_outbox, concurrency=self.concurrency,
                wake_others=(*self._wakes_of_work(), self.wake_callers),
            )  # fmt: skip
            parts |= {
                "encoder": _load_encoder,
                "processor": lambda: processor.run(stopping),
                "calls": lambda: call_others(sessions, presence.key, self.wake_callers, stopping),
                "receiver": lambda: self._receive(application, receiver, presence),
                "menus": lambda: publish_menus(application.bot),
            }
        if "worker" in self.parts:
            worker = self.worker = Worker(sessions, wake_outbox, self.wake_worker)
            broadcaster = Broadcaster(application.bot, sessions, presence, wake_outbox, self.wake_broadcaster)
            files = UploadImporter(application.bot, sessions, presence.key, wake_outbox, self.wake_files)
            parts |= {
                "worker": lambda: worker.run(stopping),
                "broadcaster": lambda: broadcaster.run(stopping),
                "files": lambda: files.run(stopping),
                "hearing": lambda: self._hear_others(connections.engine, presence.key),
            }
        return parts

    def _wakes_of_work(self) -> tuple[asyncio.Event, ...]:
        return self.wake_worker, self.wake_broadcaster, self.wake_files

    async def _hear_others(self, engine: AsyncEngine, key: int) -> None:
        hearing = hear_others(engine, key, self._wakes_of_work(), self.stopping)
        await _run_until_stopped(hearing, self.stopping)

    async def _wake_to_stop(self) -> None:
        """Whoever waits for something to do learns at once that there will be nothing."""
        await self.stopping.wait()
        self.wake_inbox.set()
        self.wake_outbox.set()
        self.wake_callers.set()

    async def _receive(self, application: App, receiver: Receiver, presence: LivenessLock) -> None:
        bot = application.bot
        if self.webhook is None:
            await backoff.until_done("deleteWebhook", bot.delete_webhook, self.stopping)
            leading = presence.leader_lock("polling")
            try:
                await _run_until_stopped(receiver.poll(self.stopping, leading), self.stopping)
            finally:
                await leading.release()
            return
        hook = self.webhook
        runner = web.AppRunner(
            receiver.webhook_application(urlsplit(hook.url).path or "/", hook.secret), access_log=None
        )
        await runner.setup()
        try:
            await web.TCPSite(runner, hook.host, hook.port).start()
            await backoff.until_done(
                "setWebhook",
                lambda: bot.set_webhook(
                    hook.url, secret_token=hook.secret, allowed_updates=ALLOWED_UPDATES, max_connections=40
                ),
                self.stopping,
            )
            await self.stopping.wait()
        finally:
            await runner.cleanup()


async def kept_running(name: str, part: Part, stopping: asyncio.Event) -> None:
    """Run a part of the process to its end; when it fails, run it again after a pause. The other parts go on."""
    pause = FIRST_RESTART_SECONDS
    while not stopping.is_set():
        began = time.monotonic()
        try:
            await part()
        except Exception:
            log.exception("part_failed", part=name)
        else:
            return
        if time.monotonic() - began > LONGEST_RESTART_SECONDS:
            pause = FIRST_RESTART_SECONDS
        await backoff.sleep_unless_stopping(stopping, pause)
        pause = min(LONGEST_RESTART_SECONDS, pause * 2)


async def _load_encoder() -> None:
    """Load the encoder before the first person asks: importing it takes seconds."""
    await asyncio.to_thread(encoder.embed_queries, ["学徒"])


async def _run_until_stopped(work: Coroutine[Any, Any, None], stopping: asyncio.Event) -> None:
    """Long polling hangs up to its time-out: leave it as soon as `stopping` is set."""
    task = asyncio.ensure_future(work)
    stop = asyncio.ensure_future(stopping.wait())
    try:
        await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            task.result()
    finally:
        stop.cancel()
        task.cancel()
        await asyncio.wait({task})


def stop_on_signals(stopping: asyncio.Event) -> None:
    """SIGINT and SIGTERM end the service in order."""
    loop = asyncio.get_running_loop()
    for signum in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(signum, stopping.set)


@asynccontextmanager
async def running_service(service: Service, connections: Connections | None = None) -> AsyncIterator[Service]:
    """The service, up and ready, for the length of a block; on these connections, or on its own."""
    task = asyncio.create_task(service.work(connections) if connections else service.run())
    waiting = asyncio.create_task(service.ready.wait())
    try:
        await asyncio.wait({task, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if task.done():
            await task
        yield service
    finally:
        waiting.cancel()
        service.stopping.set()
        await task
