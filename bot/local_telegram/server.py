"""The local Telegram as one server: Bot API, phone API and phone page on one port."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

from aiohttp import web
from telegram.constants import FileSizeLimit

from bot.local_telegram.account import Account
from bot.local_telegram.bot_api import BotApi
from bot.local_telegram.phone_api import OnClock, PhoneApi, plain_errors
from bot.local_telegram.schema import Json
from bot.local_telegram.webhook import WebhookDelivery
from bot.local_telegram.world import World

PEOPLE: tuple[Json, ...] = (
    {"id": 1001, "name": "王师傅", "role": "seeker"},
    {"id": 2001, "name": "李经理", "role": "enterprise"},
    {"id": 3001, "name": "赵科长", "role": "staff"},
)
_PAGE = Path(__file__).with_name("page")
# The page shows what a bot and strangers wrote: nothing but its own files may run or be loaded.
_PAGE_HEADERS = {
    "Cache-Control": "no-cache",
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'self'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
}
# A file in base64 with its JSON, or a file with the other parts of a form.
_BODY_MAX = int(FileSizeLimit.FILESIZE_UPLOAD * 1.5)


class LocalTelegram:
    """A Bot API on loopback and the phones of the people who use the bot.

    `people` are `Person`s or `{"id", "name", "role", "language_code"?, "phone"?}`; anyone else may write too.
    `on_clock` is awaited by `POST /clock` with the seconds that pass, and returns when all work due by then is done.
    `ahead_s` is how far the product's clock is ahead already when the server starts.
    """

    def __init__(
        self,
        host: str = "127.0.0.1",
        port: int = 0,
        people: Iterable[Any] = PEOPLE,
        on_clock: OnClock | None = None,
        ahead_s: int = 0,
    ) -> None:
        self._host, self._port = host, port
        self._deliveries: list[asyncio.Task[None]] = []
        self._people = tuple(people)
        self._on_clock = on_clock
        self._ahead_s = ahead_s
        self._runner: web.AppRunner | None = None
        self.world: World

    @property
    def url(self) -> str:
        host = "127.0.0.1" if self._host in ("0.0.0.0", "::", "") else self._host  # noqa: S104 - only compared
        return f"http://{f'[{host}]' if ':' in host else host}:{self._port}"

    @property
    def base_url(self) -> str:
        """python-telegram-bot's `base_url`."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        return f"{self.url}/file/bot"

    @property
    def violations(self) -> list[Json]:
        """Calls that broke the Bot API's schema or limits."""
        return self.world.log.violations

    async def start(self) -> None:
        """Listen; `port=0` becomes a free port. OSError when the port is taken."""
        self.world = World(self._people, self._deliver)
        self.world.clock.offset_s = self._ahead_s
        app = web.Application(client_max_size=_BODY_MAX, middlewares=[plain_errors])
        BotApi(self.world).add_routes(app)
        PhoneApi(self.world, self._on_clock).add_routes(app)
        app.router.add_get("/", _index)
        app.router.add_static("/page", _PAGE)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()
        self._port = self._runner.addresses[0][1]

    def _deliver(self, account: Account) -> None:
        self._deliveries.append(asyncio.create_task(WebhookDelivery(account).run()))

    async def stop(self) -> None:
        if self._runner is None:
            return
        await self._let_go()
        await self._runner.cleanup()
        self._runner = None

    async def begin_anew(self) -> None:
        """Forget everything, as after a start; the address stays, and so does whoever is connected."""
        await self._let_go()
        self.world.begin_anew()
        self.world.clock.offset_s = self._ahead_s

    async def _let_go(self) -> None:
        """End what waits for something to happen: long polls, deliveries, open pages."""
        self.world.closing.set()
        for task in self._deliveries:
            task.cancel()
        for task in self._deliveries:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._deliveries.clear()
        for account in self.world.accounts():
            account.poll += 1
            account.updates.wake()
            account.tell({"kind": "closing"})

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()


async def _index(_: web.Request) -> web.FileResponse:
    return web.FileResponse(_PAGE / "index.html", headers=_PAGE_HEADERS)
