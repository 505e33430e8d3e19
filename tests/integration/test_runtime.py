"""Updates in and messages out: webhook, fairness between people, a database that goes away, replies of the dead."""

import asyncio
import socket
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.local_telegram.server import LocalTelegram
from bot.service import Service, Webhook, running_service
from data.db import engine
from data.messaging.inbox import InboxUpdate
from data.messaging.outbox import OutboxMessage, OutboxState
from tests.phones import Phone
from tests.stages import TOKEN, LiveStage, own_stage

pytestmark = pytest.mark.live


SECRET = "s3cret-of-the-webhook"  # noqa: S105


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return int(listening.getsockname()[1])


async def test_webhook_takes_updates_and_refuses_a_wrong_secret(database_url: str) -> None:
    port = _free_port()
    url = f"http://127.0.0.1:{port}/hook"
    async with LocalTelegram() as telegram, aiohttp.ClientSession() as http:
        hook = Webhook(url, SECRET, "127.0.0.1", port)
        async with running_service(Service(database_url, TOKEN, telegram.base_url, webhook=hook)):
            phone = Phone(http, telegram.url, 7001)
            await phone.send("/help")
            await phone.until("我能帮您")
            forged = {"update_id": 1, "message": {}}
            wrong = {"X-Telegram-Bot-Api-Secret-Token": "guess"}
            async with http.post(url, json=forged, headers=wrong) as response:
                assert response.status == 403
            right = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
            async with http.post(url, data=b"not json", headers=right) as response:
                assert response.status == 400
        assert telegram.violations == []
    async with engine.open_sessions(database_url) as sessions, sessions() as session:
        assert (await session.exec(select(func.count()).select_from(InboxUpdate))).one() == 1


async def test_a_flood_from_one_person_does_not_delay_another(stage: LiveStage) -> None:
    loud = Phone(stage.http, stage.telegram.url, 7100)
    calm = Phone(stage.http, stage.telegram.url, 7101)
    await asyncio.gather(*(loud.send("/help", wait=0.01) for _ in range(80)))
    await calm.send("/human", wait=0.01)
    await calm.until("12333")
    answered = [message for message in await loud.messages() if not message.mine]
    assert len(answered) < 80
    await stage.settle(60)


async def test_messages_of_one_person_are_answered_in_order(stage: LiveStage) -> None:
    phone = Phone(stage.http, stage.telegram.url, 7200)
    for command in ("/help", "/human", "/lang", "/cancel"):
        await phone.send(command, wait=0.01)
    await stage.settle()
    said = [message.text for message in await phone.messages() if not message.mine]
    assert [words[:4] for words in said] == ["我能帮您", "想找人工", "用哪种语", "现在没有"]


async def test_the_database_going_away_loses_nothing(stage: LiveStage) -> None:
    phone = stage.phone(7300)
    await phone.send("/help")
    async with stage.sessions() as session:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
        await session.execute(text(cut + "pg_backend_pid()"))
    await Phone(stage.http, stage.telegram.url, 7300).send("/human", wait=0.01)
    await phone.until("12333", seconds=30)


async def test_a_reply_in_the_hands_of_a_dead_process_is_sent(stage: LiveStage) -> None:
    phone = stage.phone(7400)
    await phone.send("/help")
    async with stage.sessions() as session, session.begin():
        left_over = OutboxMessage(
            chat_id=7400, method="sendMessage", payload={"text": "迟到的回话"}, state=OutboxState.SENDING, owner=424242
        )
        session.add(left_over)
    await phone.until("迟到的回话")


async def test_what_was_said_is_erased_once_done(stage: LiveStage) -> None:
    phone = stage.phone(7500)
    await phone.send("我的秘密是喜欢车床")
    async with stage.sessions() as session:
        assert [row.payload for row in (await session.exec(select(InboxUpdate))).all()] == [None]
        assert all(row.payload is None for row in (await session.exec(select(OutboxMessage))).all())


async def test_group_chats_are_left_alone(stage: LiveStage, sessions: async_sessionmaker[AsyncSession]) -> None:
    phone = stage.phone(7600)
    await phone.send_other(text="大家好，谁会电焊", group=-4321)
    async with sessions() as session:
        assert (await session.exec(select(func.count()).select_from(OutboxMessage))).one() == 0


async def test_a_nul_character_stops_nobody(stage: LiveStage) -> None:
    phone, other = stage.phone(7700), stage.phone(7701)
    await phone.send("我想学\x00电工")
    assert phone.answer
    await other.send("/human")
    assert "12333" in other.answer[0].text


async def test_waiting_messages_of_many_chats_do_not_hold_up_another(stage: LiveStage) -> None:
    async with stage.sessions() as session, session.begin():
        for chat in range(1, 40):
            later = datetime.now(UTC) + timedelta(minutes=5)
            session.add(OutboxMessage(chat_id=chat, method="sendMessage", payload={}, due_at=later))
    phone = Phone(stage.http, stage.telegram.url, 7800)
    await phone.send("/human", wait=0.01)
    await phone.until("12333", seconds=8)


async def test_a_slow_send_to_one_person_delays_no_other(database_url: str) -> None:
    async with own_stage(database_url, read_timeout_s=6) as stage:
        fault = {"method": "sendMessage", "kind": "timeout", "times": 1, "chat_id": 7900}
        async with stage.http.post(f"{stage.telegram.url}/faults", json=fault) as response:
            assert response.status == 200
        slow, quick = Phone(stage.http, stage.telegram.url, 7900), Phone(stage.http, stage.telegram.url, 7901)
        await slow.send("/help", wait=0.5)
        await quick.send("/human", wait=0.01)
        await quick.until("12333", seconds=5)
        await slow.until("我能帮您", seconds=40)


async def test_a_reply_whose_outcome_was_lost_is_sent_again(stage: LiveStage) -> None:
    phone = stage.phone(7950)
    await phone.send("/help")
    async with stage.sessions() as session, session.begin():
        lost = OutboxMessage(
            chat_id=7950,
            method="sendMessage",
            payload={"text": "又想起来了"},
            state=OutboxState.SENDING,
            owner=stage.service.process_key,
        )
        session.add(lost)
    await phone.until("又想起来了")
