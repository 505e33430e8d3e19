"""Whatever Telegram, or something on the way to it, answers: the bot goes on receiving, and no update hides another."""

import asyncio
from typing import Any

import aiohttp
from pydantic import SecretStr
from sqlmodel import func, select

from bot.cli.service import configured_service
from bot.local_telegram.server import LocalTelegram
from bot.local_telegram.update_queue import UpdateQueue
from bot.service import Service, kept_running, running_service
from bot.settings import Settings
from data.messaging import inbox
from data.messaging.inbox import InboxState, InboxUpdate
from tests.conftest import TOKEN, Stage
from tests.phones import Phone

USER = 7001
SENDER = {"id": 7050, "is_bot": False, "first_name": "测试"}
PRIVATE = {"id": 7050, "type": "private", "first_name": "测试"}
ODD: tuple[dict[str, Any], ...] = (
    {"message": {"message_id": 1, "from": SENDER, "chat": PRIVATE, "text": "没有日期"}},
    {"message": {"message_id": 2, "from": SENDER, "date": 1, "chat": {"id": 7050}, "text": "没有类型"}},
    {"message": {"message_id": 3, "from": SENDER, "date": 10**15, "chat": PRIVATE, "text": "太久以后"}},
    {"message": ["不是对象"]},
)


async def _fault(stage: Stage, **fault: Any) -> None:
    async with stage.http.post(f"{stage.telegram.url}/faults", json=fault) as response:
        assert response.status == 200


async def _deliver(stage: Stage, update: dict[str, Any]) -> None:
    async with stage.http.post(f"{stage.telegram.url}/updates/raw", json=update) as response:
        assert response.status == 200


async def test_odd_answers_to_polling_do_not_end_the_bot(stage: Stage) -> None:
    for fault in ({"kind": "page"}, {"kind": "page", "status": 403}, {"kind": "403"}):
        await _fault(stage, method="getUpdates", **fault)
    phone = Phone(stage.http, stage.telegram.url, USER)
    await phone.send("/help", wait=0.01)
    await phone.until("我能帮您")
    await phone.send("/human", wait=0.01)
    await phone.until("12333")


async def test_updates_that_cannot_be_parsed_are_set_aside_and_stop_nobody(stage: Stage) -> None:
    for odd in ODD:
        await _deliver(stage, odd)
    phone = Phone(stage.http, stage.telegram.url, USER)
    await phone.send("/human", wait=0.01)
    await phone.until("12333")
    await stage.settle()
    async with stage.sessions() as session:
        assert (await inbox.count_by_state(session))["failed"] == len(ODD)


async def test_an_update_whose_id_cannot_be_stored_stops_no_other(stage: Stage) -> None:
    await _deliver(stage, {"update_id": 2**70, "message": ODD[0]["message"]})
    phone = Phone(stage.http, stage.telegram.url, USER)
    await phone.send("/human", wait=0.01)
    await phone.until("12333")


async def test_an_update_that_the_database_refuses_stops_no_other_of_its_batch(stage: Stage) -> None:
    nested: Any = []
    for _ in range(900):
        nested = [nested]
    for update in ({"message": {"number": float("nan")}}, {"message": {"deep": nested}}):
        await _deliver(stage, update)
    phone = Phone(stage.http, stage.telegram.url, USER)
    await phone.send("/human", wait=0.01)
    await phone.until("12333")


async def test_a_user_id_that_cannot_be_stored_is_set_aside(stage: Stage) -> None:
    stranger = {**SENDER, "id": 2**70}
    await _deliver(stage, {"message": {"message_id": 1, "from": stranger, "date": 1, "chat": PRIVATE, "text": "/help"}})
    for _ in range(100):
        async with stage.sessions() as session:
            failed = select(func.count()).where(InboxUpdate.state == InboxState.FAILED)
            if (await session.exec(failed)).one():
                return
        await asyncio.sleep(0.1)
    raise AssertionError("the update was not set aside")


async def test_trouble_at_the_start_is_waited_out(database_url: str) -> None:
    async with LocalTelegram() as telegram, aiohttp.ClientSession() as http:
        for fault in (
            {"method": "getMe", "kind": "429"},
            {"method": "getMe", "kind": "page"},
            {"method": "deleteWebhook", "kind": "500"},
            {"method": "deleteWebhook", "kind": "429"},
        ):
            telegram.world.faults.add(fault)
        async with running_service(Service(database_url, TOKEN, telegram.base_url)):
            phone = Phone(http, telegram.url, USER)
            await phone.send("/human", wait=0.01)
            await phone.until("12333")


async def test_only_one_of_two_processes_polls(stage: Stage, database_url: str) -> None:
    polls = stage.telegram.world.log.counts
    while not polls["getUpdates"]:  # noqa: ASYNC110 - a count, there is no event to wait for
        await asyncio.sleep(0.05)
    second = Service(database_url, TOKEN, stage.telegram.base_url, stage.telegram.base_file_url)
    async with running_service(second):
        await asyncio.sleep(1)
        assert polls["getUpdates"] == 1


async def test_files_are_fetched_from_the_configured_bot_api_server() -> None:
    async with LocalTelegram() as telegram:
        settings = Settings(
            bot_token=SecretStr(TOKEN), api_base_url=telegram.base_url, database_url=SecretStr("postgresql://nowhere")
        )
        assert configured_service(settings).base_file_url == telegram.base_file_url


def test_update_ids_of_a_restarted_local_telegram_are_newer_after_any_load() -> None:
    before = UpdateQueue()
    for _ in range(5_000):  # far more in a second than anybody sends
        newest = before.add_raw({})
    assert UpdateQueue().add_raw({}) > newest


async def test_a_part_of_the_process_that_fails_is_run_again() -> None:
    runs = []

    async def part() -> None:
        runs.append(len(runs))
        if len(runs) == 1:
            raise KeyError("odd")

    await kept_running("part", part, asyncio.Event())
    assert runs == [0, 1]
