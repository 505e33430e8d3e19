"""Silence is made impossible: the product's clock walks an unanswered application through its life."""

from datetime import timedelta

import pytest
from sqlmodel import select

from data.applications import offers
from data.applications import service as applications
from data.applications.service import Application
from data.db import clock
from data.listings.openings import Opening
from data.organisations import service as organisations
from data.organisations.service import Organisation
from data.people import accounts
from data.vocabulary import ApplicationState
from tests.phones import Phone
from tests.stages import Stage

SEEKER, MEMBER = 8001, 8002
DAY = int(timedelta(days=1).total_seconds())


@pytest.fixture
async def applied(sample_stage: Stage) -> tuple[Stage, Phone, Phone]:
    """A seeker has applied to an enterprise that a person answers for, and nobody has answered."""
    seeker, member = sample_stage.phone(SEEKER), sample_stage.phone(MEMBER)
    await seeker.send("/help")
    await member.send("/help")
    async with sample_stage.sessions() as session, session.begin():
        person = await accounts.get_or_create(session, SEEKER)
        clerk = await accounts.get_or_create(session, MEMBER)
        query = select(Opening).join(Organisation).where(Organisation.answers_by_itself == False)  # type: ignore[arg-type]  # noqa: E712
        opening = (await session.exec(query)).first()
        assert opening is not None
        organisation = await session.get(Organisation, opening.organisation_id)
        assert organisation is not None
        await organisations.add_member(session, clerk.id or 0, organisation)
        await applications.apply(session, person.id or 0, opening.id, phone=None)
    return sample_stage, seeker, member


async def _pass(stage: Stage, days: float) -> None:
    """Let days pass and everything due be done."""
    async with stage.sessions() as session, session.begin():
        await clock.advance(session, int(days * DAY))
    await stage.worker.do_due_work()
    await stage.settle()


async def _count(phone: Phone, words: str) -> int:
    return (await phone.said()).count(words)


async def test_enterprise_is_reminded_twice_and_the_seeker_hears_on_day_14(applied: tuple[Stage, Phone, Phone]) -> None:
    stage, seeker, member = applied
    await _pass(stage, 2.9)
    assert await _count(member, "没答复") == 0
    await _pass(stage, 0.2)
    assert await _count(member, "没答复") == 1
    await _pass(stage, 1)
    assert await _count(member, "没答复") == 1
    await _pass(stage, 3)
    assert await _count(member, "没答复") == 2
    assert await _count(seeker, "14天没有答复") == 0
    await _pass(stage, 7)
    assert await _count(seeker, "14天没有答复") == 1
    await _pass(stage, 7)
    assert await _count(seeker, "14天没有答复") == 1
    async with stage.sessions() as session:
        application = (await session.exec(select(Application))).one()
    assert application.state == ApplicationState.EXPIRED


async def test_an_offer_nobody_takes_frees_its_place(applied: tuple[Stage, Phone, Phone]) -> None:
    stage, seeker, member = applied
    async with stage.sessions() as session, session.begin():
        application = (await session.exec(select(Application))).one()
        clerk = await accounts.get_or_create(session, MEMBER)
        await applications.accept(session, application.id or 0, member=clerk.id or 0)
        await offers.offer_place(session, application.id or 0, member=clerk.id or 0)
    await _pass(stage, 6.9)
    assert await _count(seeker, "名额已放开") == 0
    await _pass(stage, 0.2)
    assert await _count(seeker, "名额已放开") == 1
    assert await _count(member, "名额已放开") == 1
    async with stage.sessions() as session:
        assert await applications.count_held_places(session, application.opening_id) == 0


async def test_listings_leave_search_after_their_last_day(sample_stage: Stage) -> None:
    phone = sample_stage.phone(SEEKER)
    await phone.send("/start")
    await phone.tap("同意，开始")
    await phone.tap("同意，开始")
    await _pass(sample_stage, 120)
    await phone.send("我在沈阳，想学电焊，30岁")
    assert "没有合适的" in await phone.said()
