"""Whatever Telegram, or something on the way to it, answers: the bot goes on receiving, and no update hides another."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import psycopg
import pytest
from aiohttp import web
from pydantic import SecretStr
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel import func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.cli.service import configured_service
from bot.local_telegram.server import LocalTelegram
from bot.local_telegram.update_queue import UpdateQueue
from bot.runtime.receiving import Receiver
from bot.service import Service, kept_running, running_service
from bot.settings import Settings
from data.db import engine as database
from data.db.database_errors import is_caused_by_values
from data.messaging import inbox
from data.messaging.inbox import InboxState, InboxUpdate
from tests.phones import Phone
from tests.stages import TOKEN, LiveStage, Theatre

pytestmark = pytest.mark.live


Sessions = async_sessionmaker[AsyncSession]
USER = 7001
SENDER = {"id": 7050, "is_bot": False, "first_name": "测试"}
PRIVATE = {"id": 7050, "type": "private", "first_name": "测试"}
ODD: tuple[dict[str, Any], ...] = (
    {"message": {"message_id": 1, "from": SENDER, "chat": PRIVATE, "text": "没有日期"}},
    {"message": {"message_id": 2, "from": SENDER, "date": 1, "chat": {"id": 7050}, "text": "没有类型"}},
    {"message": {"message_id": 3, "from": SENDER, "date": 10**15, "chat": PRIVATE, "text": "太久以后"}},
    {"message": ["不是对象"]},
)


async def _fault(stage: LiveStage, **fault: Any) -> None:
    async with stage.http.post(f"{stage.telegram.url}/faults", json=fault) as response:
        assert response.status == 200


async def _deliver(stage: LiveStage, update: dict[str, Any]) -> None:
    async with stage.http.post(f"{stage.telegram.url}/updates/raw", json=update) as response:
        assert response.status == 200


async def test_odd_answers_to_polling_do_not_end_the_bot(stage: LiveStage) -> None:
    for fault in ({"kind": "page"}, {"kind": "page", "status": 403}, {"kind": "403"}):
        await _fault(stage, method="getUpdates", **fault)
    phone = Phone(stage.http, stage.telegram.url, USER)
    await phone.send("/help", wait=0.01)
    await phone.until("我能帮您")
    await phone.send("/human", wait=0.01)
    await phone.until("12333")


async def test_updates_that_cannot_be_parsed_are_set_aside_and_stop_nobody(stage: LiveStage) -> None:
    for odd in ODD:
        await _deliver(stage, odd)
    phone = Phone(stage.http, stage.telegram.url, USER)
    await phone.send("/human", wait=0.01)
    await phone.until("12333")
    await stage.settle()
    async with stage.sessions() as session:
        assert (await inbox.count_by_state(session))["failed"] == len(ODD)


async def test_an_update_whose_id_cannot_be_stored_stops_no_other(stage: LiveStage) -> None:
    await _deliver(stage, {"update_id": 2**70, "message": ODD[0]["message"]})
    phone = Phone(stage.http, stage.telegram.url, USER)
    await phone.send("/human", wait=0.01)
    await phone.until("12333")


async def test_an_update_that_the_database_refuses_stops_no_other_of_its_batch(stage: LiveStage) -> None:
    nested: Any = []
    for _ in range(900):
        nested = [nested]
    for update in ({"message": {"number": float("nan")}}, {"message": {"deep": nested}}):
        await _deliver(stage, update)
    phone = Phone(stage.http, stage.telegram.url, USER)
    await phone.send("/human", wait=0.01)
    await phone.until("12333")


async def test_a_user_id_that_cannot_be_stored_is_set_aside(stage: LiveStage) -> None:
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


async def test_only_one_of_two_processes_polls(stage: LiveStage, database_url: str) -> None:
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
    time.sleep(0.01)  # no process starts faster
    assert UpdateQueue().add_raw({}) > newest


async def test_a_part_of_the_process_that_fails_is_run_again() -> None:
    runs = []

    async def part() -> None:
        runs.append(len(runs))
        if len(runs) == 1:
            raise KeyError("odd")

    await kept_running("part", part, asyncio.Event())
    assert runs == [0, 1]


@asynccontextmanager
async def _receiver(theatre: Theatre, database_url: str, option: str) -> AsyncIterator[Receiver]:
    """A receiver whose connections have this setting of PostgreSQL."""
    mark = "&" if "?" in database_url else "?"
    engine = database.create_engine(f"{database_url}{mark}options=-c%20{option}")
    try:
        yield Receiver(theatre.application.bot, database.session_factory(engine), asyncio.Event())
    finally:
        await engine.dispose()


STORABLE = {"update_id": 1, "message": ODD[0]["message"]}


@pytest.mark.parametrize("option", ["default_transaction_read_only=on", "search_path=pg_catalog"])
async def test_an_update_is_not_acknowledged_while_the_database_takes_none(
    theatre: Theatre, database_url: str, option: str
) -> None:  # fmt: skip
    async with _receiver(theatre, database_url, option) as receiver:
        with pytest.raises(SQLAlchemyError):
            await receiver.store([STORABLE])


async def test_an_update_is_not_acknowledged_when_storing_it_takes_too_long(
    theatre: Theatre, database_url: str, sessions: Sessions
) -> None:  # fmt: skip
    async with (
        sessions() as other,
        other.begin(),
        _receiver(theatre, database_url, "statement_timeout=100") as receiver,
    ):
        await other.execute(text("LOCK TABLE inbox"))
        with pytest.raises(SQLAlchemyError):
            await receiver.store([STORABLE])


async def test_a_webhook_call_is_refused_for_now_when_the_connection_breaks(
    theatre: Theatre, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    async def broken(*_: object, **__: object) -> None:
        raise OSError("no route")

    monkeypatch.setattr(psycopg.AsyncConnection, "connect", broken)
    async with _receiver(theatre, database_url, "lock_timeout=1s") as receiver:
        runner = web.AppRunner(receiver.webhook_application("/hook", "secret"))
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        headers = {"X-Telegram-Bot-Api-Secret-Token": "secret"}
        async with theatre.http.post(url, json={"update_id": 1}, headers=headers) as response:
            assert response.status == 503
        await runner.cleanup()


async def test_an_update_that_can_never_be_stored_leaves_the_others_of_its_batch(
    theatre: Theatre, database_url: str, sessions: Sessions
) -> None:  # fmt: skip
    unstorable = [{"number": float("nan")}, {"number": {1, 2}}]
    updates = [{"update_id": number, "message": message} for number, message in enumerate([*unstorable, {}])]
    async with _receiver(theatre, database_url, "lock_timeout=1s") as receiver:
        await receiver.store(updates)
    async with sessions() as session:
        assert (await session.exec(select(InboxUpdate.update_id))).all() == [2]


@pytest.mark.parametrize(
    ("cause", "of_values"),
    [
        (psycopg.errors.UntranslatableCharacter, True),
        (psycopg.errors.StatementTooComplex, True),
        (psycopg.DataError, True),
        (psycopg.errors.ReadOnlySqlTransaction, False),
        (psycopg.errors.QueryCanceled, False),
        (psycopg.errors.IdleInTransactionSessionTimeout, False),
        (psycopg.errors.UndefinedTable, False),
        (psycopg.errors.InsufficientPrivilege, False),
        (psycopg.errors.DiskFull, False),
        (psycopg.OperationalError, False),
    ],
)
def test_only_errors_of_the_values_themselves_are_blamed_on_them(
    cause: type[psycopg.Error], *, of_values: bool
) -> None:  # fmt: skip
    assert is_caused_by_values(DBAPIError("", None, cause())) is of_values
