"""SIGKILL at any moment of a conversation: nothing is lost, nothing is done twice, at most one reply repeats a kill.

Every kill is a new process that loads everything again, so the suite kills where something is agreed, applied for or
shown; `-m long` kills at every step.
"""

import asyncio
import os
import random
import sys
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager

import aiohttp
import pytest
from sqlmodel import func, select

from bot.local_telegram.server import LocalTelegram
from data.applications.service import Application
from data.db import engine
from data.messaging.inbox import InboxState, InboxUpdate
from data.messaging.outbox import OutboxMessage, OutboxState
from data.people.consents import Consent
from tests.phones import Phone

TOKEN = "4200:test-token-of-the-local-telegram-000"  # noqa: S105
CONVERSATION = (
    ("send", "/start"),
    ("tap", "同意，开始"),
    ("tap", "同意，开始"),
    ("send", "我在沈阳铁西住，干过两年保安，想学电焊，三十一岁"),
    ("tap", "1"),
    ("tap", "报名"),
    ("tap", "不留电话"),
    ("tap", "跳过"),
    ("send", "不要夜班"),
    ("send", "/my"),
    ("send", "/mydata"),
)
PATIENCE_S = 120
"""A process that starts on a busy machine loads for long; an answer ends the wait."""
EVERY_STEP = range(len(CONVERSATION))
WHERE_ROWS_ARE_WRITTEN = (1, 3, 6)
"""The consent, the first sentence with its search, the application."""


class Bot:
    """The real service in a process of its own."""

    def __init__(self, database_url: str, base_url: str) -> None:
        self._environment = os.environ | {
            "SHITU_DATABASE_URL": database_url,
            "SHITU_BOT_TOKEN": TOKEN,
            "SHITU_API_BASE_URL": base_url,
            "SHITU_LOG_LEVEL": "ERROR",
        }
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot.cli.main", "run", env=self._environment
        )

    async def kill(self) -> None:
        assert self._process is not None
        assert self._process.returncode is None, "the bot died by itself"
        self._process.kill()
        await self._process.wait()


@asynccontextmanager
async def playing(url: str) -> AsyncIterator[tuple[Bot, Phone, LocalTelegram]]:
    async with LocalTelegram() as telegram, aiohttp.ClientSession() as http:
        bot = Bot(url, telegram.base_url)
        await bot.start()
        try:
            yield bot, Phone(http, telegram.url, 1001), telegram
        finally:
            await bot.kill()
        assert telegram.violations == []


async def quiet(url: str) -> None:
    """Wait until everything received is processed and every reply is sent."""
    async with engine.open_sessions(url) as sessions:
        for _ in range(PATIENCE_S * 10):
            async with sessions() as session:
                new = select(func.count()).where(InboxUpdate.state == InboxState.NEW)
                unsent = select(func.count()).where(OutboxMessage.state.in_(("pending", "sending")))  # type: ignore[attr-defined]
                if (await session.exec(new)).one() + (await session.exec(unsent)).one() == 0:
                    return
            await asyncio.sleep(0.1)
    raise AssertionError("the bot did not come to rest")


@pytest.mark.parametrize(
    "kills",
    [pytest.param(WHERE_ROWS_ARE_WRITTEN, id="three"), pytest.param(EVERY_STEP, id="ten", marks=pytest.mark.long)],
)
async def test_killed_again_and_again_in_one_conversation(sample_database: str, kills: Collection[int]) -> None:
    moments = random.Random(20261122)
    sent = 0
    async with playing(sample_database) as (bot, phone, _):
        for step, (act, words) in enumerate(CONVERSATION):
            asked = asyncio.create_task(getattr(phone, act)(words, wait=PATIENCE_S))
            if step in kills:
                await asyncio.sleep(moments.uniform(0.0, 0.25))
                await bot.kill()
                await bot.start()
            await asked
            sent += 1
            await quiet(sample_database)
        said = [message.text for message in await phone.messages() if not message.mine]
    async with engine.open_sessions(sample_database) as sessions, sessions() as session:
        updates = (await session.exec(select(InboxUpdate))).all()
        rows = (await session.exec(select(OutboxMessage))).all()
        applications = (await session.exec(select(Application))).all()
        consents = (await session.exec(select(Consent))).all()
    assert [update.state for update in updates] == [InboxState.DONE] * sent
    assert all(row.state == OutboxState.SENT for row in rows)
    assert len(applications) == 1
    assert len(consents) == 2
    messages = [row for row in rows if row.method == "sendMessage" and row.chat_id == 1001]
    assert len(messages) <= len(said) <= len(messages) + len(kills)
