"""What the tests of the local Telegram stand on: a server, a python-telegram-bot `Bot`, a hand on the phones."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

os.environ.setdefault("PTB_TIMEDELTA", "true")

import aiohttp
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.local_telegram import LocalTelegram

TOKEN = "4242:AAlocal-token_for-tests"  # noqa: S105 - a made-up one
SEEKER = 1001


class Rig:
    """A local Telegram, a bot and a person's hand on the phone."""

    def __init__(self, server: LocalTelegram, bot: Bot, http: aiohttp.ClientSession) -> None:
        self.server, self.bot, self.http = server, bot, http

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        async with self.http.post(path, json=body) as response:
            return {"status": response.status, **await response.json()}

    async def get(self, path: str) -> dict[str, Any]:
        async with self.http.get(path) as response:
            answer: dict[str, Any] = await response.json()
            return answer

    async def say(self, text: str, user: int = SEEKER) -> int:
        """The person writes; nobody waits for an answer."""
        return int((await self.post(f"/phone/{user}/send", text=text, wait=0))["sent"])

    async def confirm_all(self) -> None:
        for update in await self.bot.get_updates():
            await self.bot.get_updates(offset=update.update_id + 1)


def bot_for(server: LocalTelegram, *, read_timeout: float = 5) -> Bot:
    # Reading the machine's certificates takes longer than a whole test, and nothing here is encrypted.
    request, polling = (
        HTTPXRequest(connection_pool_size=8, read_timeout=read_timeout, httpx_kwargs={"verify": False}) for _ in "12"
    )
    return Bot(
        TOKEN,
        base_url=server.base_url,
        base_file_url=server.base_file_url,
        request=request,
        get_updates_request=polling,
    )


@asynccontextmanager
async def running_rig(**server_options: Any) -> AsyncIterator[Rig]:
    """A rig whose seeker has said hello; that update is confirmed already."""
    async with (
        LocalTelegram(**server_options) as server,
        bot_for(server) as bot,
        aiohttp.ClientSession(server.url) as http,
    ):
        rig = Rig(server, bot, http)
        await rig.say("你好")
        await rig.confirm_all()
        yield rig
