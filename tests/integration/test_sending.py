"""Messages out: an outage loses nothing, and a message that cannot be sent blocks no other."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession

from bot import health
from bot.application import build_application
from bot.local_telegram.server import LocalTelegram
from bot.runtime.leader_lock import LivenessLock
from bot.runtime.sending import MAX_ATTEMPTS, Lane, Sender
from bot.settings import Settings
from data.db import engine as database
from data.messaging import outbox
from data.messaging.outbox import OutboxMessage, OutboxState
from data.people import accounts
from tests.stages import TOKEN, Theatre

CHAT = 7301


@pytest.fixture
async def telegram(database_url: str) -> AsyncIterator[LocalTelegram]:
    """A local Telegram, and a sender at work between it and the database."""
    engine = database.create_engine(database_url)
    stopping, presence = asyncio.Event(), LivenessLock(engine)
    async with LocalTelegram() as telegram:
        telegram.world.account.chat(CHAT).started = True
        application = build_application(TOKEN, telegram.base_url)
        await application.initialize()
        sender = Sender(application.bot, database.session_factory(engine), presence, asyncio.Event())
        work = asyncio.create_task(sender.run(stopping))
        yield telegram
        stopping.set()
        await work
        await presence.release()
        await application.shutdown()
    await engine.dispose()


Sessions = async_sessionmaker[AsyncSession]


async def _put(sessions: Sessions, **values: Any) -> int:
    message = {"chat_id": CHAT, "method": "sendMessage", "payload": {"text": "您好"}}
    async with sessions() as session, session.begin():
        row = OutboxMessage(**(message | values))
        session.add(row)
        await session.flush()
        return row.id or 0


async def _ended(sessions: Sessions, row_id: int, seconds: float = 12) -> OutboxMessage:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        async with sessions() as session:
            row = await session.get(OutboxMessage, row_id)
        assert row is not None
        if row.state not in (OutboxState.PENDING, OutboxState.SENDING):
            return row
        await asyncio.sleep(0.05)
    raise AssertionError(f"message {row_id} is still {row.state} after {row.attempts} attempts")


@pytest.mark.parametrize("kind", ["500", "drop", "page"])
async def test_an_outage_counts_no_attempts(telegram: LocalTelegram, sessions: Sessions, kind: str) -> None:
    telegram.world.faults.add({"method": "sendMessage", "kind": kind, "times": 2})
    row = await _ended(sessions, await _put(sessions))
    assert (row.state, row.attempts) == (OutboxState.SENT, 1)


async def test_a_page_with_status_403_marks_nobody_as_gone(telegram: LocalTelegram, sessions: Sessions) -> None:
    async with sessions() as session, session.begin():
        await accounts.get_or_create(session, CHAT)
    telegram.world.faults.add({"method": "sendMessage", "kind": "page", "status": 403})
    row = await _ended(sessions, await _put(sessions))
    async with sessions() as session:
        account = await accounts.by_telegram_id(session, CHAT)
    assert account is not None
    assert (row.state, account.blocked_at) == (OutboxState.SENT, None)


async def test_a_message_that_waited_a_day_for_telegram_is_given_up(
    telegram: LocalTelegram, sessions: Sessions
) -> None:  # fmt: skip
    telegram.world.faults.add({"method": "sendMessage", "kind": "500"})
    written = datetime.now(UTC) - timedelta(days=1, minutes=1)
    row = await _ended(sessions, await _put(sessions, created_at=written))
    assert row.state == OutboxState.FAILED


@pytest.mark.parametrize(
    "poison",
    [
        {"method": "sendHologram"},
        {"payload": {"text": "您好", "no_such_parameter": 1}},
        {"payload": {"text": "您好", "reply_markup": {"inline_keyboard": [["no button"]]}}},
    ],
    ids=["method", "parameter", "markup"],
)
async def test_a_message_that_cannot_become_a_call_does_not_block_its_chat(
    telegram: LocalTelegram, sessions: Sessions, poison: dict[str, Any]
) -> None:  # fmt: skip
    bad = await _put(sessions, **poison, attempts=MAX_ATTEMPTS - 1)
    good = await _put(sessions)
    assert (await _ended(sessions, good)).state == OutboxState.SENT
    assert (await _ended(sessions, bad)).state == OutboxState.FAILED
    assert telegram.violations == []


async def test_a_message_whose_sender_keeps_dying_is_given_up(
    telegram: LocalTelegram, sessions: Sessions
) -> None:  # fmt: skip
    row = await _ended(sessions, await _put(sessions, attempts=MAX_ATTEMPTS))
    assert row.state == OutboxState.FAILED
    assert telegram.world.log.matching("sendMessage", 0, 10) == []


async def test_doctor_counts_messages_that_were_given_up(database_url: str, sessions: Sessions) -> None:
    now = datetime.now(UTC)
    await _put(sessions, state=OutboxState.FAILED, sent_at=now)
    await _put(sessions, state=OutboxState.FAILED, sent_at=now, error=outbox.SENT_ANEW)
    finding = await health._queues(Settings(database_url=SecretStr(database_url)))
    assert not finding.ok
    assert "1 given up" in finding.summary


def _row(number: int) -> OutboxMessage:
    return OutboxMessage(id=number, chat_id=number, method="sendMessage")


def test_trouble_with_one_chat_holds_no_other() -> None:
    lane = Lane()
    lane.trouble(_row(1))
    lane.trouble(_row(1))
    assert lane.room(16, in_flight=0) == 16


def test_trouble_with_several_chats_holds_all_sending_until_one_gets_through() -> None:
    lane = Lane()
    lane.trouble(_row(1))
    lane.trouble(_row(2))
    assert lane.room(16, in_flight=0) == 0
    time.sleep(0.6)
    assert lane.room(16, in_flight=0) == 1
    lane.answered(_row(1))
    assert lane.room(16, in_flight=0) == 16


def test_after_a_hold_no_second_message_leaves_before_the_first_is_answered() -> None:
    lane = Lane()
    lane.trouble(_row(1))
    lane.trouble(_row(2))
    time.sleep(0.6)
    assert lane.room(15, in_flight=1) == 0


async def test_nothing_is_remembered_of_a_message_that_was_given_up(
    theatre: Theatre, database_url: str, sessions: Sessions
) -> None:  # fmt: skip
    written = datetime.now(UTC) - timedelta(days=1, minutes=1)
    row_id = await _put(sessions, created_at=written)
    liveness = LivenessLock(theatre.engine(database_url))
    sender = Sender(theatre.application.bot, sessions, liveness, asyncio.Event())
    async with sessions() as session:
        row = await session.get(OutboxMessage, row_id)
    assert row is not None
    await sender._wait(row, sender._lane.trouble(row), "NetworkError")
    assert sender._lane._troubles == {}
