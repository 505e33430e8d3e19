"""One process of the bot: what it runs, started and stopped together."""

import asyncio
import signal
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import structlog
from aiohttp import web
from sqlalchemy.ext.asyncio import AsyncEngine
from telegram.error import NetworkError

from bot.application import App, build_application
from bot.runtime.broadcasting import Broadcaster
from bot.runtime.leader_lock import Presence
from bot.runtime.menus import publish_menus
from bot.runtime.processing import Processor
from bot.runtime.receiving import ALLOWED, Receiver
from bot.runtime.scheduler import Worker
from bot.runtime.sending import Sender
from bot.runtime.uploads import FileReader
from data.db.engine import create_engine, session_factory
from matching.language import encoder

log = structlog.get_logger()


@dataclass(frozen=True)
class Webhook:
    """Where Telegram calls, and where this process listens for it."""

    url: str
    secret: str
    host: str
    port: int


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
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    ready: asyncio.Event = field(default_factory=asyncio.Event)
    worker: Worker | None = None
    key: int = 0
    """This process's key among the living, once it runs."""

    async def run(self) -> None:
        """Connect, work until `stopping`, finish what was begun, leave."""
        engine = create_engine(self.database_url, pool_size=self.concurrency)
        application = build_application(self.token, self.base_url, self.base_file_url)
        presence = Presence(engine)
        self.key = presence.key
        try:
            await _initialise(application, self.stopping)
            if self.stopping.is_set():
                return
            await presence.hold()
            async with asyncio.TaskGroup() as tasks:
                for loop in self._loops(application, engine, presence):
                    tasks.create_task(loop)
                self.ready.set()
        finally:
            self.stopping.set()
            await presence.release()
            await application.shutdown()
            await engine.dispose()

    def _loops(self, application: App, engine: AsyncEngine, presence: Presence) -> list[Coroutine[Any, Any, None]]:
        sessions = session_factory(engine)
        wake_inbox, wake_outbox = asyncio.Event(), asyncio.Event()
        loops = [Sender(application.bot, sessions, presence, wake_outbox).run(self.stopping)]
        if "bot" in self.parts:
            loops.append(_warm_up())
            receiver = Receiver(application.bot, sessions, wake_inbox)
            processor = Processor(application, sessions, wake_inbox, wake_outbox, concurrency=self.concurrency)
            loops += [
                processor.run(self.stopping),
                self._receive(application, receiver),
                publish_menus(application.bot),
            ]
        if "worker" in self.parts:
            self.worker = Worker(sessions, wake_outbox)
            loops += [
                self.worker.run(self.stopping),
                Broadcaster(application.bot, sessions, presence).run(self.stopping),
                FileReader(application.bot, sessions, wake_outbox).run(self.stopping),
            ]
        return loops

    async def _receive(self, application: App, receiver: Receiver) -> None:
        if self.webhook is None:
            await application.bot.delete_webhook()
            await _until_stopped(receiver.poll(self.stopping), self.stopping)
            return
        path = urlsplit(self.webhook.url).path or "/"
        runner = web.AppRunner(receiver.webhook(path, self.webhook.secret), access_log=None)
        await runner.setup()
        try:
            await web.TCPSite(runner, self.webhook.host, self.webhook.port).start()
            await application.bot.set_webhook(
                self.webhook.url, secret_token=self.webhook.secret, allowed_updates=ALLOWED, max_connections=40
            )
            await self.stopping.wait()
        finally:
            await runner.cleanup()


async def _initialise(application: App, stopping: asyncio.Event) -> None:
    """Reach Telegram; wait for it when it is away."""
    while not stopping.is_set():
        try:
            await application.initialize()
        except NetworkError as error:
            log.warning("telegram_away", error=type(error).__name__)
            await asyncio.sleep(1)
        else:
            return


async def _warm_up() -> None:
    """Load the encoder before the first person asks: importing it takes seconds."""
    await asyncio.to_thread(encoder.embed_queries, ["学徒"])


async def _until_stopped(work: Coroutine[Any, Any, None], stopping: asyncio.Event) -> None:
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
async def running(service: Service) -> AsyncIterator[Service]:
    """The service, up and ready, for the length of a block."""
    task = asyncio.create_task(service.run())
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
