"""The processor: locks, time limits and updates that kill the process stop nobody but those they concern."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.application import App, build_application
from bot.local_telegram.server import LocalTelegram
from bot.runtime import processing
from bot.runtime.processing import Processor
from data.db import engine as database
from data.db.database_errors import is_transient
from data.db.engine import SERVING, TimeLimits, advisory_key
from data.messaging import inbox
from data.messaging.inbox import InboxState, InboxUpdate
from data.messaging.outbox import OutboxMessage
from data.people import accounts
from tests.stages import TOKEN

Sessions = async_sessionmaker[AsyncSession]
Start = Callable[..., Awaitable[None]]
ONE, TWO, OTHER = 7401, 7402, 7403
QUICK = TimeLimits(lock=1, statement=10, idle_in_transaction=10)


@pytest.fixture
async def application() -> AsyncIterator[App]:
    async with LocalTelegram() as telegram:
        built = build_application(TOKEN, telegram.base_url)
        await built.initialize()
        yield built
        await built.shutdown()


@asynccontextmanager
async def at_work(
    application: App, url: str, *, concurrency: int = 4, limits: TimeLimits = QUICK
) -> AsyncIterator[None]:  # fmt: skip
    """A processor at work on the database."""
    engine = database.create_engine(url, limits=limits)
    stopping = asyncio.Event()
    sessions = database.session_factory(engine)
    processor = Processor(application, sessions, asyncio.Event(), asyncio.Event(), concurrency=concurrency)
    work = asyncio.create_task(processor.run(stopping))
    try:
        yield
    finally:
        stopping.set()
        await work
        await engine.dispose()


async def _receive(sessions: Sessions, *people: int, attempts: int = 0) -> None:
    """One /help of each, in this order, and numbered like the people."""
    rows = []
    for user in people:
        person = {"id": user, "is_bot": False, "first_name": "测试"}
        entity = {"type": "bot_command", "offset": 0, "length": 5}
        message: dict[str, Any] = {
            "message_id": 1, "date": 1, "chat": {"id": user, "type": "private"}, "from": person, "text": "/help",
            "entities": [entity],
        }  # fmt: skip
        rows.append((user, user, {"update_id": user, "message": message}))
    async with sessions() as session, session.begin():
        await inbox.store_updates(session, rows)
        for user in people:
            await accounts.get_or_create(session, user)
            row = await session.get(InboxUpdate, user)
            assert row is not None
            row.attempts = attempts


async def _update(sessions: Sessions, number: int) -> InboxUpdate:
    async with sessions() as session:
        row = await session.get(InboxUpdate, number)
    assert row is not None
    return row


async def _until(sessions: Sessions, number: int, true: Callable[[InboxUpdate], bool], seconds: float = 8) -> None:
    deadline = time.monotonic() + seconds
    while not true(row := await _update(sessions, number)):
        assert time.monotonic() < deadline, f"update {number} is {row.state} after {row.attempts} attempts"
        await asyncio.sleep(0.03)


def _done(row: InboxUpdate) -> bool:
    return row.state == InboxState.DONE


@asynccontextmanager
async def _locked(sessions: Sessions, *people: int) -> AsyncIterator[None]:
    """Somebody's transaction holds the rows of these accounts."""
    async with sessions() as session, session.begin():
        query = select(accounts.Account).where(col(accounts.Account.telegram_id).in_(people)).with_for_update()
        await session.exec(query)
        rows = "SELECT 1 FROM chatstate FOR UPDATE"
        await session.execute(text(rows))
        yield


async def test_an_attempt_is_counted_before_it_begins(application: App, database_url: str, sessions: Sessions) -> None:
    await _receive(sessions, ONE)
    async with _locked(sessions, ONE), at_work(application, database_url, limits=SERVING):
        await _until(sessions, ONE, lambda row: row.attempts == 1)
        assert (await _update(sessions, ONE)).state == InboxState.NEW


async def test_an_update_that_was_begun_too_often_is_set_aside_and_its_sender_told(
    application: App, database_url: str, sessions: Sessions
) -> None:  # fmt: skip
    await _receive(sessions, ONE, attempts=inbox.MAX_ATTEMPTS)
    async with at_work(application, database_url):
        await _until(sessions, ONE, lambda row: row.state == InboxState.FAILED)
    async with sessions() as session:
        assert [row.chat_id for row in (await session.exec(select(OutboxMessage))).all()] == [ONE]


async def test_updates_tried_before_are_tried_one_at_a_time(
    application: App, database_url: str, sessions: Sessions
) -> None:  # fmt: skip
    await _receive(sessions, ONE, TWO, attempts=1)
    async with _locked(sessions, ONE, TWO), at_work(application, database_url, limits=SERVING):
        await _until(sessions, ONE, lambda row: row.attempts == 2)
        await asyncio.sleep(0.3)
        assert (await _update(sessions, TWO)).attempts == 1


async def test_waiting_for_a_lock_counts_no_attempt(application: App, database_url: str, sessions: Sessions) -> None:
    await _receive(sessions, ONE)
    async with at_work(application, database_url):
        async with _locked(sessions, ONE):
            await _until(sessions, ONE, lambda row: row.attempts == 1)
            await _until(sessions, ONE, lambda row: row.attempts == 0)
        await _until(sessions, ONE, _done)
    assert (await _update(sessions, ONE)).attempts == 1


async def test_a_stuck_lock_stops_no_uninvolved_person(
    application: App, database_url: str, sessions: Sessions
) -> None:  # fmt: skip
    await _receive(sessions, ONE, TWO)
    async with _locked(sessions, ONE, TWO), at_work(application, database_url, concurrency=2):
        await _until(sessions, TWO, lambda row: row.attempts == 1)
        await _receive(sessions, OTHER)
        await _until(sessions, OTHER, _done)


async def test_an_update_that_takes_too_long_is_broken_off_and_set_aside(
    application: App, database_url: str, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(processing, "UPDATE_SECONDS", 0.3)
    await _receive(sessions, ONE)
    async with at_work(application, database_url, limits=SERVING):
        async with _locked(sessions, ONE):
            await _until(sessions, ONE, lambda row: row.attempts == inbox.MAX_ATTEMPTS)
            await asyncio.sleep(0.5)
        await _until(sessions, ONE, lambda row: row.state == InboxState.FAILED)


async def test_a_person_whom_another_process_serves_keeps_no_transaction_open(
    application: App, database_url: str, sessions: Sessions
) -> None:  # fmt: skip
    await _receive(sessions, ONE)
    idle = text(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() "
        "AND state = 'idle in transaction' AND query LIKE '%advisory%' AND state_change < now() - interval '20 ms'"
    )
    async with sessions() as other, other.begin():
        await other.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": advisory_key("inbox", ONE)})
        await other.execute(text("SELECT 1"))
        async with at_work(application, database_url):
            for _ in range(40):
                async with sessions() as session:
                    assert (await session.execute(idle)).scalar_one() == 0
                await asyncio.sleep(0.02)


def _processor(application: App, sessions: Sessions) -> Processor:
    return Processor(application, sessions, asyncio.Event(), asyncio.Event(), concurrency=1)


async def test_somebody_who_has_rested_shortens_no_pause_while_every_place_is_taken(
    application: App, sessions: Sessions
) -> None:  # fmt: skip
    processor = _processor(application, sessions)
    processor._tasks_by_person[ONE] = asyncio.create_task(asyncio.sleep(0))
    processor._rest(TWO, -1)
    await processor._serve_waiting()
    assert processor._rest_seconds() > 0.5


async def test_a_failure_ends_the_count_of_hindrances(application: App, sessions: Sessions) -> None:
    processor = _processor(application, sessions)
    processor._hindered[ONE] = 3
    await processor._record_failure(processing._Attempt(ONE))
    assert processor._hindered == {}


@pytest.fixture
def quick_hindrances(database_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The database for a processor that waits for no lock longer than a moment; two hindrances are many."""
    monkeypatch.setattr(processing, "RETRY_SECONDS", 0.01)
    monkeypatch.setattr(processing, "LONGEST_RETRY_SECONDS", 0.02)
    monkeypatch.setattr(processing, "HINDRANCES_BEFORE_TELLING", 2)
    monkeypatch.setattr(processing, "HINDRANCES_NOT_COUNTED", 4)
    mark = "&" if "?" in database_url else "?"
    return f"{database_url}{mark}options=-c%20lock_timeout%3D30ms"


async def test_who_is_held_up_again_and_again_hears_once_that_the_answer_takes_longer(
    application: App, quick_hindrances: str, sessions: Sessions, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    monkeypatch.setattr(processing, "HINDRANCES_NOT_COUNTED", 1000)
    await _receive(sessions, ONE)
    async with _locked(sessions, ONE), at_work(application, quick_hindrances):
        await asyncio.sleep(1)
    async with sessions() as session:
        texts = [str(row.payload) for row in (await session.exec(select(OutboxMessage))).all()]
    assert [("现在有点忙" in told) for told in texts if "帮您" not in told] == [True]


async def test_an_update_that_others_hold_up_without_end_is_set_aside(
    application: App, quick_hindrances: str, sessions: Sessions
) -> None:  # fmt: skip
    await _receive(sessions, ONE)
    async with _locked(sessions, ONE), at_work(application, quick_hindrances):
        await _until(sessions, ONE, lambda row: row.state == InboxState.FAILED)


async def _limit(url: str) -> str:
    engine = database.create_engine(url, limits=SERVING)
    async with engine.connect() as connection:
        shown = (await connection.execute(text("SHOW lock_timeout"))).scalar_one()
    await engine.dispose()
    return str(shown)


async def test_connections_of_the_service_wait_five_seconds_for_a_lock(database_url: str) -> None:
    assert await _limit(database_url) == "5s"


async def test_options_of_the_database_url_override_the_limits(database_url: str) -> None:
    mark = "&" if "?" in database_url else "?"
    assert await _limit(f"{database_url}{mark}options=-c%20lock_timeout%3D7s") == "7s"


@pytest.mark.parametrize(
    ("cause", "transient"),
    [
        (psycopg.errors.LockNotAvailable, True),
        (psycopg.errors.DeadlockDetected, True),
        (psycopg.errors.SerializationFailure, True),
        (psycopg.errors.AdminShutdown, True),
        (psycopg.errors.IdleInTransactionSessionTimeout, False),
        (psycopg.errors.QueryCanceled, False),
        (psycopg.errors.NumericValueOutOfRange, False),
    ],
)
def test_only_what_lies_outside_the_update_is_tried_again(cause: type[psycopg.Error], *, transient: bool) -> None:
    assert is_transient(DBAPIError("", None, cause(), connection_invalidated=True)) is transient


def test_a_pool_without_a_free_connection_is_waited_for() -> None:
    assert is_transient(PoolTimeout())
