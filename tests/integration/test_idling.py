"""An idle service leaves the database alone, and still notices at once, or soon, what there is to do."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.runtime import scheduler, sending
from bot.runtime.due import tasks
from bot.runtime.due.looking import due_tasks
from bot.runtime.scheduler import Worker
from bot.service import Connections, Service, running_service
from data.applications.service import Application
from data.db import clock
from data.listings.search_index import ListingIndex
from data.messaging import outbox
from data.messaging.outbox import OutboxMessage
from data.vocabulary import ApplicationState
from matching.search import indexing
from tests import parties
from tests.bench.transactions import metering
from tests.stages import TOKEN, LiveStage, Theatre

pytestmark = pytest.mark.live


MEMBER, SEEKER = 8101, 8102
STATEMENTS_OF_A_LOOK = 2
ALL = tasks.PROMPT_TASKS


@asynccontextmanager
async def _working(sessions: async_sessionmaker[AsyncSession], wake: asyncio.Event) -> AsyncIterator[Worker]:
    """A worker that has done everything and begun to wait."""
    worker, stopping = Worker(sessions, asyncio.Event(), wake), asyncio.Event()
    await worker.do_due_work()
    task = asyncio.create_task(worker.run(stopping))
    try:
        yield worker
    finally:
        stopping.set()
        await asyncio.wait_for(task, 5)


async def _waiting_application(sessions: async_sessionmaker[AsyncSession]) -> None:
    """Somebody has applied and nobody has answered; the listing has its vector."""
    async with sessions() as session, session.begin():
        organisation = await parties.enterprise(session, MEMBER)
        opening = await parties.live_opening(session, organisation)
        await parties.application(session, SEEKER, opening)
    async with sessions() as session, session.begin():
        await indexing.embed_batch(session)


async def test_a_look_takes_two_statements(sessions: async_sessionmaker[AsyncSession]) -> None:
    async with sessions() as session:
        await clock.now(session)
    with metering() as meter:
        async with sessions() as session:
            assert not await due_tasks(session, ALL)
    assert meter.statements == STATEMENTS_OF_A_LOOK


async def test_an_idle_worker_leaves_the_database_alone(sessions: async_sessionmaker[AsyncSession]) -> None:
    async with _working(sessions, asyncio.Event()):
        await asyncio.sleep(1)
        with metering() as meter:
            await asyncio.sleep(2.5)
    assert meter.statements <= 4  # the looks after one start, which then come ever less often


def test_an_idle_worker_asks_at_most_five_statements_a_minute() -> None:
    assert 60 / scheduler.IDLE_SECONDS * STATEMENTS_OF_A_LOOK <= 5


async def test_what_the_moved_clock_made_due_is_seen_by_the_look(sessions: async_sessionmaker[AsyncSession]) -> None:
    await _waiting_application(sessions)
    await Worker(sessions, asyncio.Event()).do_due_work()
    async with sessions() as session:
        assert not await due_tasks(session, ALL)
    async with sessions() as session, session.begin():
        await clock.advance(session, 15 * 24 * 3600)
    async with sessions() as session:
        assert await due_tasks(session, ALL)
    await Worker(sessions, asyncio.Event()).do_due_work()
    async with sessions() as session:
        assert not await due_tasks(session, ALL)


async def test_a_woken_worker_does_at_once_what_the_moved_clock_made_due(
    sessions: async_sessionmaker[AsyncSession], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "FIRST_LOOK_SECONDS", 600.0)
    monkeypatch.setattr(scheduler, "IDLE_SECONDS", 600.0)
    wake = asyncio.Event()
    await _waiting_application(sessions)
    async with _working(sessions, wake):
        await asyncio.sleep(0.5)
        async with sessions() as session, session.begin():
            await clock.advance(session, 15 * 24 * 3600)
        wake.set()
        async with asyncio.timeout(5):
            while await _state(sessions) != ApplicationState.EXPIRED:  # noqa: ASYNC110 - it is told by a row alone
                await asyncio.sleep(0.05)


async def _state(sessions: async_sessionmaker[AsyncSession]) -> ApplicationState:
    async with sessions() as session:
        return (await session.exec(select(Application.state))).one()


async def test_an_idle_worker_finds_by_itself_what_another_process_wrote(
    sessions: async_sessionmaker[AsyncSession], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "FIRST_LOOK_SECONDS", 0.3)
    await _waiting_application(sessions)
    async with _working(sessions, asyncio.Event()):
        async with sessions() as session, session.begin():
            (await session.exec(select(ListingIndex))).one().model = None
        async with asyncio.timeout(5):
            while await _without_vector(sessions):  # noqa: ASYNC110 - it is told by a row alone
                await asyncio.sleep(0.05)


async def _without_vector(sessions: async_sessionmaker[AsyncSession]) -> bool:
    async with sessions() as session:
        return (await session.exec(select(ListingIndex.model))).one() is None


async def test_a_task_in_written_out_sql_is_not_looked_for_in_silence(session: AsyncSession) -> None:
    async def task(session: AsyncSession) -> int:
        await session.execute(text("DELETE FROM notice"))
        return 0

    with pytest.raises(TypeError):
        await due_tasks(session, [task])


async def test_an_idle_service_leaves_the_database_alone(stage: LiveStage) -> None:
    await stage.phone(SEEKER).send("/help")
    await asyncio.sleep(4)  # until every loop waits for seconds
    with metering() as meter:
        await asyncio.sleep(2.5)
    assert meter.statements <= 15


async def test_a_message_that_another_process_wrote_is_sent_by_an_idle_sender(
    stage: LiveStage,
) -> None:
    phone = stage.phone(SEEKER)
    await phone.send("/help")
    async with stage.sessions() as session, session.begin():
        session.add(OutboxMessage(chat_id=SEEKER, method="sendMessage", payload={"text": "别处写的话"}))
    async with asyncio.timeout(sending.IDLE_SECONDS + 2):
        while await _unsent(stage.sessions):  # noqa: ASYNC110 - it is told by a row alone
            await asyncio.sleep(0.1)


async def _unsent(sessions: async_sessionmaker[AsyncSession]) -> int:
    async with sessions() as session:
        return await outbox.open_count(session)


async def test_what_people_do_in_one_process_wakes_the_worker_of_another(
    stage: LiveStage, theatre: Theatre, database_url: str
) -> None:
    other = Service(database_url, TOKEN, stage.telegram.base_url, parts=frozenset({"worker"}))
    async with running_service(other, Connections(theatre.application, theatre.engine(database_url))):
        async with asyncio.timeout(5):
            while await _listening(stage.sessions) < len((stage.service, other)):  # noqa: ASYNC110 - the server knows
                await asyncio.sleep(0.05)
        await asyncio.sleep(0.1)  # it is woken once it listens
        woken = asyncio.ensure_future(other.wake_files.wait())
        await stage.phone(SEEKER).send("/help")
        await asyncio.wait_for(woken, 5)


async def _listening(sessions: async_sessionmaker[AsyncSession]) -> int:
    query = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN %'"
    async with sessions() as session:
        return int((await session.execute(text(query))).scalar_one())
