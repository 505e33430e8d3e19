"""Webhook delivery of the local Telegram: secret, order, again until it is taken."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web
from telegram.error import BadRequest, Conflict

from tests.integration.local_telegram_rig import Rig, running_rig


class Endpoint:
    """The bot's side: takes updates, refuses as often as told to."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.secrets: set[str | None] = set()
        self.refuse = 0
        self.arrived = asyncio.Event()
        self.url = ""

    async def take(self, request: web.Request) -> web.Response:
        self.secrets.add(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        if self.refuse:
            self.refuse -= 1
            return web.Response(status=503)
        update: dict[str, Any] = await request.json()
        self.texts.append(update["message"]["text"])
        self.arrived.set()
        return web.Response()

    async def until(self, count: int) -> None:
        while len(self.texts) < count:
            self.arrived.clear()
            await asyncio.wait_for(self.arrived.wait(), 5)


@asynccontextmanager
async def endpoint() -> AsyncIterator[Endpoint]:
    taker = Endpoint()
    app = web.Application()
    app.router.add_post("/hook", taker.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    taker.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield taker
    await runner.cleanup()


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with running_rig() as made:
        yield made


async def test_updates_reach_the_webhook_with_its_secret_and_in_order(rig: Rig) -> None:
    async with endpoint() as taker:
        await rig.bot.set_webhook(taker.url, secret_token="s3cret_-")  # noqa: S106 - a made-up one
        for text in "一二三":
            await rig.say(text)
        await taker.until(3)
        await rig.bot.delete_webhook()
    assert taker.texts == ["一", "二", "三"]
    assert taker.secrets == {"s3cret_-"}


async def test_a_refused_update_comes_again_before_the_next(rig: Rig) -> None:
    async with endpoint() as taker:
        taker.refuse = 1
        await rig.bot.set_webhook(taker.url)
        await rig.say("一")
        await rig.say("二")
        await taker.until(2)
        info = await rig.bot.get_webhook_info()
        await rig.bot.delete_webhook()
    assert taker.texts == ["一", "二"]
    assert info.last_error_message is not None
    assert "503" in info.last_error_message


async def test_polling_and_a_webhook_exclude_each_other(rig: Rig) -> None:
    await rig.bot.set_webhook("http://127.0.0.1:9/nobody")
    with pytest.raises(Conflict):
        await rig.bot.get_updates()
    await rig.say("等着")
    assert (await rig.bot.get_webhook_info()).pending_update_count == 1
    await rig.bot.delete_webhook()
    assert len(await rig.bot.get_updates()) == 1


async def test_a_webhook_needs_https_and_a_clean_secret(rig: Rig) -> None:
    with pytest.raises(BadRequest, match=r"(?i)https url"):
        await rig.bot.set_webhook("http://example.org/hook")
    with pytest.raises(BadRequest, match=r"(?i)secret"):
        await rig.bot.set_webhook("https://example.org/hook", secret_token="有字")  # noqa: S106 - a made-up one
