"""An organisation ends its registration, or is left with nobody; and how soon it answers, in words."""

from datetime import timedelta

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications import response_rate
from data.applications import service as applications
from data.applications.service import Application
from data.listings.openings import Opening
from data.organisations import service as organisations
from data.organisations.service import Membership, Organisation
from data.vocabulary import ListingState, MemberRole, OrganisationState, Role
from tests import forged, parties
from tests.phones import Phone
from tests.stages import Stage

ADMIN, CLERK, SEEKER = 2501, 2502, 8501


@pytest.fixture
async def boss(stage: Stage) -> Phone:
    """The only admin of an enterprise with a live opening that somebody applied to."""
    phone = stage.phone(ADMIN)
    for each in (phone, stage.phone(CLERK), stage.phone(SEEKER)):
        await each.send("/help")
    async with stage.sessions() as session, session.begin():
        organisation = await parties.enterprise(session, ADMIN)
        (await parties.account(session, ADMIN)).role = Role.MEMBER
        await parties.application(session, SEEKER, await parties.live_opening(session, organisation))
    return phone


async def _with_clerk(stage: Stage) -> Phone:
    async with stage.sessions() as session, session.begin():
        organisation = (await session.exec(select(Organisation))).one()
        await organisations.add_member(session, await parties.account_id(session, CLERK), organisation, name="小李")
    return stage.phone(CLERK)


async def _states(stage: Stage) -> tuple[OrganisationState, ListingState]:
    async with stage.sessions() as session:
        organisation = (await session.exec(select(Organisation.state))).one()
        return organisation, (await session.exec(select(Opening.state))).one()


async def test_closing_ends_the_listings_and_everybody_concerned_hears_it(stage: Stage, boss: Phone) -> None:
    clerk = await _with_clerk(stage)
    await boss.send("/team")
    await boss.tap("注销登记")
    await boss.tap("确定注销")
    assert await _states(stage) == (OrganisationState.CLOSED, ListingState.CLOSED)
    for phone, words in ((boss, "登记已注销"), (clerk, "登记已注销"), (stage.phone(SEEKER), "已经结束招人")):
        assert (await phone.said()).count(words) == 1
    async with stage.sessions() as session:
        assert (await session.exec(select(Membership))).all() == []


async def test_the_code_of_a_closed_organisation_is_free_again(boss: Phone) -> None:
    await boss.send("/team")
    await boss.tap("注销登记")
    await boss.tap("确定注销")
    for words in ("/join", "北岭样板机械厂", parties.credit_code()):
        await boss.send(words)
    assert "您的单位是哪种" in (await boss.last()).text


async def test_a_clerk_closes_nothing(stage: Stage, boss: Phone) -> None:
    clerk = await _with_clerk(stage)
    async with stage.sessions() as session:
        number = (await session.exec(select(Organisation.id))).one()
    await forged.press(stage, CLERK, f"team.close_yes:{number}")
    await stage.settle()
    assert "要管理员来办" in (await clerk.last()).text
    assert "注销" not in await boss.said()
    assert (await _states(stage))[0] == OrganisationState.VERIFIED


async def test_an_admin_who_deletes_their_account_leaves_a_colleague_in_charge(stage: Stage, boss: Phone) -> None:
    clerk = await _with_clerk(stage)
    await boss.send("/mydata")
    await boss.tap("全部删除")
    await boss.tap("确定")
    assert "您现在是“北岭样板机械厂1”的管理员" in await clerk.said()
    async with stage.sessions() as session:
        assert (await session.exec(select(Membership.role))).one() == MemberRole.ADMIN
    assert await _states(stage) == (OrganisationState.VERIFIED, ListingState.LIVE)


async def test_an_organisation_left_with_nobody_ends_and_the_person_was_told_before(stage: Stage, boss: Phone) -> None:
    await boss.send("/mydata")
    await boss.tap("全部删除")
    assert "删除后它的登记也注销" in await boss.said()
    await boss.tap("确定")
    assert await _states(stage) == (OrganisationState.CLOSED, ListingState.CLOSED)
    assert "已经结束招人" in await stage.phone(SEEKER).said()


async def _answered(session: AsyncSession, opening: Opening, days: float, number: int = 4) -> None:
    """So many people applied, and were answered after so many days."""
    by = await parties.account_id(session, ADMIN)
    for user in range(SEEKER + 10, SEEKER + 10 + number):
        made = await parties.application(session, user, opening)
        made.created_at -= timedelta(days=days)
        await session.flush()
        await applications.accept(session, made.id or 0, member=by)


@pytest.mark.parametrize(("days", "usual"), [(0.5, 1), (2, 3), (6, 7), (9, None)])
async def test_how_soon_an_answer_usually_comes(session: AsyncSession, days: float, usual: int | None) -> None:
    opening = await parties.live_opening(session, await parties.enterprise(session, ADMIN), headcount=9)
    await _answered(session, opening, days)
    record = await response_rate.record_of(session, opening.organisation_id)
    assert (record.usual_days, record.is_slow) == (usual, usual is None)


async def test_two_answers_say_nothing_of_habits(session: AsyncSession) -> None:
    opening = await parties.live_opening(session, await parties.enterprise(session, ADMIN), headcount=9)
    await _answered(session, opening, 1, number=2)
    record = await response_rate.record_of(session, opening.organisation_id)
    assert (record.usual_days, record.is_slow) == (None, False)


async def test_the_card_says_how_soon_one_hears(stage: Stage, boss: Phone) -> None:
    async with stage.sessions() as session, session.begin():
        opening = (await session.exec(select(Opening))).one()
        opening.headcount = 9
        for waiting in (await session.exec(select(Application))).all():
            await session.delete(waiting)
        await _answered(session, opening, 2)
    seeker = stage.phone(SEEKER)
    await forged.press(stage, SEEKER, f"seek.open:{opening.id}")
    await stage.settle()
    assert "通常 3 天内回复" in (await seeker.last()).text
    assert "通常" not in await boss.said()
