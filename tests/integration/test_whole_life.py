"""Applications and their listing live their whole lives by the clock while nobody acts; the worker is stopped midway.

Every notice comes exactly once, on its day, to whom it concerns: with two workers at the same moment, over a night in
which nothing runs, and after a restart that finds messages written but not sent.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import aiohttp
import pytest
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.local_telegram.server import LocalTelegram
from bot.runtime.scheduler import Worker
from bot.service import Service, running_service
from data.applications import interviews, offers, questions
from data.applications import service as applications
from data.applications.models import Application
from data.db import clock
from data.listings.openings import Opening
from data.vocabulary import ApplicationState as State
from data.vocabulary import ListingState
from tests import parties
from tests.phones import Phone
from tests.stages import TOKEN, LiveStage, Stage

MEMBER = 2901
UNANSWERED, ASKED, TALKING, MET, OFFERED, SIGNED = range(1901, 1907)
HALF_DAYS = 2 * 46
STOPPED_AFTER, STARTED_AGAIN_AFTER = 13, 15
"""Half days. The clock goes on while nothing runs: day 7 falls into the gap."""

SEEKERS: dict[int, dict[str, list[float]]] = {
    UNANSWERED: {"14天没有答复": [14]},
    ASKED: {"还等着您一句话": [2], "14天没有答复": [14]},
    TALKING: {"这次就先到这里": [30]},
    MET: {"提醒：": [1.5, 2], "这次就先到这里": [16.5]},
    OFFERED: {"提醒：": [5], "名额已放开": [7.5]},
    SIGNED: {},
}
"""Who hears what, and after how many days; what falls into the gap is heard at its end."""
MEMBERS = {
    "没答复，求职者在等": [3, 3, 7.5, 7.5],
    "谈了 7 天还没下文": [7.5],
    "谈了 14 天还没下文": [14],
    "提醒：": [1.5, 2],
    "面谈怎么样": [2.5],
    "面谈完了还没给结果": [5.5, 9.5],
    "没有接受录用，名额已放开": [7.5],
    "劳动合同还没登记": [25],
    "就到期了": [23, 29],
    "求职者现在找不到它": [31],
    "好些天没有下文，报名结束了": [16.5, 30],
}


class World:
    """The local Telegram and the database, with the service running or not."""

    def __init__(self, url: str, sessions: async_sessionmaker[AsyncSession], telegram: LocalTelegram) -> None:
        self.url, self.sessions, self.telegram = url, sessions, telegram
        self.half_days = 0

    @asynccontextmanager
    async def running(self, http: aiohttp.ClientSession) -> AsyncIterator[LiveStage]:
        service = Service(self.url, TOKEN, self.telegram.base_url, self.telegram.base_file_url)
        async with running_service(service):
            yield LiveStage(self.telegram, http, self.sessions, service)

    async def pass_half_day(self) -> None:
        self.half_days += 1
        async with self.sessions() as session, session.begin():
            await clock.advance(session, int(timedelta(hours=12).total_seconds()))

    async def work(self, stage: Stage) -> None:
        """Two workers do what is due at the same moment, and look once more: each skips a row the other holds."""
        await asyncio.gather(stage.worker.do_due_work(), Worker(self.sessions, asyncio.Event()).do_due_work())
        await stage.worker.do_due_work()
        await stage.settle()


class Ear:
    """What a phone hears, and when."""

    def __init__(self, phone: Phone, phrases: list[str]) -> None:
        self.phone, self.heard = phone, {phrase: list[float]() for phrase in phrases}
        self._known = 0

    async def listen(self, days: float) -> None:
        messages = [message.text for message in await self.phone.messages() if not message.mine]
        for text in messages[self._known :]:
            for phrase, when in self.heard.items():
                when.extend([days] if phrase in text else [])
        self._known = len(messages)


async def _populate(sessions: async_sessionmaker[AsyncSession]) -> None:
    """One application in each state that waits for somebody."""
    async with sessions() as session, session.begin():
        now = await clock.now(session)
        ten = (now + timedelta(days=1)).replace(hour=10, minute=0, second=0)  # midnight falls between two half days
        await clock.advance(session, int((ten - now).total_seconds()))
        organisation = await parties.enterprise(session, MEMBER)
        by = await parties.account_id(session, MEMBER)
        opening = await parties.live_opening(session, organisation, headcount=9, term_months=1, created_by=by)
        await parties.application(session, UNANSWERED, opening)
        asked = await parties.application(session, ASKED, opening)
        await questions.ask_applicant(session, asked.id or 0, member=by, text="最早哪天能来？")
        for user in (TALKING, MET):
            made = await parties.application(session, user, opening)
            await applications.accept(session, made.id or 0, member=by)
        at = await clock.now(session) + timedelta(days=2, hours=1.5)
        await interviews.schedule_interview(session, made.id or 0, member=by, at=at, place="厂门口")
        await parties.offered(session, OFFERED, opening, MEMBER)
        signed = await parties.offered(session, SIGNED, opening, MEMBER)
        await offers.accept_offer(session, signed.account_id or 0, signed.id or 0)


@pytest.fixture
async def lived(
    database_url: str, sessions: async_sessionmaker[AsyncSession]
) -> AsyncIterator[tuple[World, dict[int, Ear]]]:
    """All 46 days have passed, and nobody has done anything."""
    async with LocalTelegram() as telegram, aiohttp.ClientSession() as http:
        world = World(database_url, sessions, telegram)
        async with world.running(http) as stage:
            ears = {user: Ear(stage.phone(user), list(said)) for user, said in {**SEEKERS, MEMBER: MEMBERS}.items()}
            for ear in ears.values():
                await ear.phone.send("/help")
            await _populate(sessions)
            while world.half_days < STOPPED_AFTER:
                await world.pass_half_day()
                await world.work(stage)
                for ear in ears.values():
                    await ear.listen(world.half_days / 2)
        while world.half_days < STARTED_AGAIN_AFTER:
            await world.pass_half_day()
        # written, and not sent: what a process leaves behind that dies right after it committed
        await Worker(sessions, asyncio.Event()).do_due_work()
        async with world.running(http) as stage:
            while world.half_days < HALF_DAYS:
                await world.work(stage)
                for ear in ears.values():
                    await ear.listen(world.half_days / 2)
                await world.pass_half_day()
        assert telegram.violations == []
        yield world, ears


async def test_every_notice_comes_once_on_its_day_and_everything_ends(lived: tuple[World, dict[int, Ear]]) -> None:
    world, ears = lived
    assert {user: ears[user].heard for user in SEEKERS} == SEEKERS
    assert ears[MEMBER].heard == MEMBERS
    async with world.sessions() as session:
        states = (await session.exec(select(Application.state).order_by(col(Application.id)))).all()
        assert (await session.exec(select(Opening.state))).one() == ListingState.EXPIRED
    assert list(states) == [State.EXPIRED] * 5 + [State.SIGNED]
