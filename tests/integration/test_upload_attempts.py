"""How often a file is tried: trouble of the network costs no attempt, and a reader that dies costs one."""

import asyncio
import base64
import contextlib
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.runtime.uploads import UploadImporter
from data.db import clock
from data.db import engine as database
from data.imports import uploads
from data.imports.uploads import DEADLINE, MOST_ATTEMPTS, Upload
from data.messaging.outbox import OutboxMessage
from tests import parties
from tests.hostile_files import sharing_one_text
from tests.integration.local_telegram_rig import SEEKER, Rig, running_rig
from tests.integration.test_files import row

Sessions = async_sessionmaker[AsyncSession]
KEY, OTHER_KEY = 41, 42


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with running_rig() as made:
        yield made


def reader(rig: Rig, sessions: Sessions, key: int = KEY) -> UploadImporter:
    return UploadImporter(rig.bot, sessions, key, asyncio.Event())


async def sent(rig: Rig, sessions: Sessions, name: str = "a.jsonl", content: bytes | None = None) -> None:
    """A member's file that waits."""
    encoded = base64.b64encode(content or json.dumps(row(1), ensure_ascii=False).encode()).decode()
    await rig.post(f"/phone/{SEEKER}/send", document={"name": name, "base64": encoded}, wait=0)
    [update] = await rig.bot.get_updates()
    assert update.message
    assert update.message.document
    async with sessions() as session, session.begin():
        await parties.enterprise(session, SEEKER)
        account = await parties.account_id(session, SEEKER)
        await uploads.receive(session, account, file_id=update.message.document.file_id, name=name)


async def waiting(sessions: Sessions) -> list[Upload]:
    async with sessions() as session:
        return list((await session.exec(select(Upload))).all())


async def answers(sessions: Sessions) -> str:
    async with sessions() as session:
        return "\n".join(
            (one.payload or {}).get("text", "") for one in (await session.exec(select(OutboxMessage))).all()
        )


async def pass_time(sessions: Sessions, length: timedelta) -> None:
    async with sessions() as session, session.begin():
        await clock.advance(session, int(length.total_seconds()))


@pytest.mark.parametrize("kind", ["500", "drop", "429"])
async def test_trouble_of_the_network_costs_no_attempt(rig: Rig, sessions: Sessions, kind: str) -> None:
    await sent(rig, sessions)
    await rig.post("/faults", method="getFile", kind=kind, times=MOST_ATTEMPTS + 1)
    for _ in range(MOST_ATTEMPTS + 1):
        await reader(rig, sessions).import_waiting(asyncio.Event())
        assert [one.attempts for one in await waiting(sessions)] == [0]
        await pass_time(sessions, timedelta(hours=1))
    await reader(rig, sessions).import_waiting(asyncio.Event())
    assert "读完了" in await answers(sessions)


async def test_after_trouble_a_file_rests_the_longer_the_longer_it_waits(rig: Rig, sessions: Sessions) -> None:
    await sent(rig, sessions)
    await rig.post("/faults", method="getFile", kind="500", times=2)
    await reader(rig, sessions).import_waiting(asyncio.Event())
    await reader(rig, sessions).import_waiting(asyncio.Event())
    assert len(await waiting(sessions)) == 1, "a second attempt came at once"
    await pass_time(sessions, timedelta(minutes=10))
    await reader(rig, sessions).import_waiting(asyncio.Event())
    await pass_time(sessions, timedelta(seconds=50))
    await reader(rig, sessions).import_waiting(asyncio.Event())
    assert len(await waiting(sessions)) == 1


async def test_a_file_that_cannot_be_fetched_for_a_day_is_told_to_be_lost(rig: Rig, sessions: Sessions) -> None:
    await sent(rig, sessions)
    await pass_time(sessions, DEADLINE + timedelta(minutes=1))
    await rig.post("/faults", method="getFile", kind="500", times=1)
    await reader(rig, sessions).import_waiting(asyncio.Event())
    assert "没能取到" in await answers(sessions)
    assert await waiting(sessions) == []


async def test_a_reader_that_dies_of_a_file_has_counted_it(rig: Rig, sessions: Sessions) -> None:
    await sent(rig, sessions)
    reading = asyncio.create_task(reader(rig, sessions).import_waiting(asyncio.Event()))
    for _ in range(3000):
        if reading.done() or any(one.attempts for one in await waiting(sessions)):
            break
        await asyncio.sleep(0.01)
    reading.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await reading
    assert [one.attempts for one in await waiting(sessions)] == [1]


async def test_a_file_that_killed_its_reader_often_enough_is_not_read_again(rig: Rig, sessions: Sessions) -> None:
    await sent(rig, sessions)
    async with sessions() as session, session.begin():
        (await session.exec(select(Upload))).one().attempts = MOST_ATTEMPTS
    await reader(rig, sessions).import_waiting(asyncio.Event())
    assert "试了几次都没读成" in await answers(sessions)
    assert await waiting(sessions) == []


async def test_what_holds_too_much_is_answered_with_one_sentence(rig: Rig, sessions: Sessions) -> None:
    content = sharing_one_text(row(1), rows=1000, characters=200_000)
    await sent(rig, sessions, "岗位.xlsx", content)
    await reader(rig, sessions).import_waiting(asyncio.Event())
    assert "“岗位.xlsx”里的内容太多" in await answers(sessions)


async def test_a_file_in_the_hands_of_a_living_reader_is_left_to_it(rig: Rig, sessions: Sessions) -> None:
    await sent(rig, sessions)
    async with sessions() as living:
        await living.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": OTHER_KEY})
        async with sessions() as session, session.begin():
            assert await uploads.claim(session, (await waiting(sessions))[0].id or 0, OTHER_KEY)
        await reader(rig, sessions).import_waiting(asyncio.Event())
        assert [one.reader for one in await waiting(sessions)] == [OTHER_KEY]


async def test_a_file_of_a_dead_reader_is_taken_up_at_once(rig: Rig, sessions: Sessions) -> None:
    await sent(rig, sessions)
    async with sessions() as session, session.begin():
        assert await uploads.claim(session, (await waiting(sessions))[0].id or 0, OTHER_KEY)
    await reader(rig, sessions).import_waiting(asyncio.Event())
    assert await waiting(sessions) == []


async def _while_locked(sessions: Sessions, work: Callable[[AsyncSession, int], Awaitable[object]]) -> object:
    """What `work` on the one waiting file returns when another process holds the file's row as it begins."""
    [upload] = await waiting(sessions)
    async with sessions() as other, sessions() as session, session.begin():
        await uploads.take(other, upload.id or 0)
        working = asyncio.ensure_future(work(session, upload.id or 0))
        await asyncio.wait([working], timeout=0.1)
        await other.rollback()
        return await working


async def test_a_row_held_for_a_moment_is_no_file_tried_often_enough(rig: Rig, sessions: Sessions) -> None:
    await sent(rig, sessions)
    assert await _while_locked(sessions, uploads.count_attempt)
    assert [one.attempts for one in await waiting(sessions)] == [1]


async def test_a_row_held_for_a_moment_is_postponed_all_the_same(rig: Rig, sessions: Sessions) -> None:
    await sent(rig, sessions)
    await _while_locked(sessions, uploads.postpone)
    [upload] = await waiting(sessions)
    assert upload.due_at > upload.created_at


async def test_a_row_held_for_a_moment_loses_no_finished_file(rig: Rig, sessions: Sessions) -> None:
    await sent(rig, sessions)
    assert await _while_locked(sessions, uploads.take)


async def test_a_claim_does_not_wait_for_a_row_that_is_held(rig: Rig, sessions: Sessions) -> None:
    await sent(rig, sessions)
    assert await _while_locked(sessions, lambda session, upload_id: uploads.claim(session, upload_id, KEY)) is None


async def test_listings_that_others_hold_cost_a_file_no_attempt_and_end_no_round(
    rig: Rig, sessions: Sessions, database_url: str
) -> None:
    await sent(rig, sessions)
    impatient = database.create_engine(
        database_url, limits=database.TimeLimits(lock=1, statement=30, idle_in_transaction=120)
    )
    async with sessions() as other:
        await other.execute(text("LOCK TABLE opening IN EXCLUSIVE MODE"))
        await reader(rig, database.session_factory(impatient)).import_waiting(asyncio.Event())
    await impatient.dispose()
    assert [(one.attempts, one.reader) for one in await waiting(sessions)] == [(0, None)]
    await pass_time(sessions, timedelta(minutes=10))
    await reader(rig, sessions).import_waiting(asyncio.Event())
    assert "读完了" in await answers(sessions)
