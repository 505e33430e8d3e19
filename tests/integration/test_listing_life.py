"""The life of a listing when nobody acts, by the product's clock, and what a member can do about it with a tap."""

from datetime import timedelta

import pytest
from sqlmodel import select

from data.db import clock
from data.listings.openings import Opening
from data.listings.search_index import ListingIndex
from data.people.profile import Facts, OccupationFact, PlaceFact
from data.vocabulary import Constraint, Housing, ListingState
from tests import forged, parties
from tests.phones import Phone
from tests.stages import Stage
from tests.unit.test_ranking import WELDER

MEMBER, SEEKER = 8101, 8102


@pytest.fixture
async def posted(stage: Stage) -> tuple[Stage, Phone, str]:
    """An opening that is live until the last day to apply, in 30 days, and the phone of who posted it."""
    member = stage.phone(MEMBER)
    await member.send("/help")
    async with stage.sessions() as session, session.begin():
        organisation = await parties.enterprise(session, MEMBER)
        by = await parties.account_id(session, MEMBER)
        opening = await parties.live_opening(session, organisation, created_by=by, housing=Housing.NONE)
    return stage, member, opening.id


async def pass_days(stage: Stage, days: float) -> None:
    """Let days pass and everything due be done, twice: what was told is not told again."""
    async with stage.sessions() as session, session.begin():
        await clock.advance(session, int(timedelta(days=days).total_seconds()))
    for _ in range(2):
        await stage.worker.do_due_work()
    await stage.settle()


async def state_of(stage: Stage, opening_id: str) -> tuple[ListingState, bool]:
    """The opening's state, and whether search finds it."""
    async with stage.sessions() as session:
        opening = (await session.exec(select(Opening).where(Opening.id == opening_id))).one()
        return opening.state, await session.get(ListingIndex, opening_id) is not None


async def test_every_notice_of_a_life_comes_exactly_once(posted: tuple[Stage, Phone, str]) -> None:
    stage, member, opening = posted
    heard: dict[str, list[int]] = {"上线 5 天": [], "就到期了": [], "求职者现在找不到": []}
    for day in range(1, 35):
        await pass_days(stage, 1)
        said = await member.said()
        for words, days in heard.items():
            days.extend([day] * (said.count(words) - len(days)))
    assert heard == {"上线 5 天": [5], "就到期了": [23, 29], "求职者现在找不到": [31]}
    assert await state_of(stage, opening) == (ListingState.EXPIRED, False)


async def test_a_renewed_listing_lives_on_and_is_warned_of_anew(posted: tuple[Stage, Phone, str]) -> None:
    stage, member, opening = posted
    await pass_days(stage, 24)
    await member.tap("再挂 60 天")
    assert "续期好了" in await member.said()
    await pass_days(stage, 50)
    assert await state_of(stage, opening) == (ListingState.LIVE, True)
    assert "就到期了" not in await member.said()
    await pass_days(stage, 4)
    assert (await member.said()).count("就到期了") == 1


async def test_filled_elsewhere_ends_it_for_those_who_wait(posted: tuple[Stage, Phone, str]) -> None:
    stage, member, opening = posted
    seeker = stage.phone(SEEKER)
    await seeker.send("/help")
    async with stage.sessions() as session, session.begin():
        found = await session.get(Opening, opening)
        assert found is not None
        await parties.application(session, SEEKER, found)
    await pass_days(stage, 24)
    await member.tap("标记招满")
    await stage.settle()
    assert await state_of(stage, opening) == (ListingState.FILLED, False)
    assert "焊工学徒" in await seeker.said()


async def test_what_ran_out_is_posted_again_with_one_answer(posted: tuple[Stage, Phone, str]) -> None:
    stage, member, _ = posted
    await pass_days(stage, 31)
    await member.tap("照原样再发一个")
    await member.tap("4 周")
    assert "求职者看到的是这样" in await member.said()
    await member.tap("提交审核")
    async with stage.sessions() as session:
        states = {one.state for one in (await session.exec(select(Opening))).all()}
    assert states == {ListingState.EXPIRED, ListingState.IN_REVIEW}


async def test_somebody_elses_listing_is_neither_renewed_nor_filled(posted: tuple[Stage, Phone, str]) -> None:
    stage, _, opening = posted
    stranger = stage.phone(SEEKER)
    await stranger.send("/help")
    await pass_days(stage, 24)
    for act in ("renew", "filled", "again"):
        await forged.press(stage, SEEKER, f"member.{act}:{opening}")
    assert await state_of(stage, opening) == (ListingState.LIVE, True)


async def test_a_quiet_opening_is_told_what_would_bring_in_more(posted: tuple[Stage, Phone, str]) -> None:
    stage, member, _ = posted
    place = PlaceFact(code="210106", name="铁西区", city="210100", role="lives")
    work = OccupationFact(code=WELDER, name="焊工", role="wants")
    wanting = Facts(age=30, places=[place], occupations=[work])
    async with stage.sessions() as session, session.begin():
        for user in range(8200, 8206):
            await parties.seeker(session, user, facts=wanting)
        for user in range(8206, 8213):
            housed = wanting.model_copy(update={"constraints": [Constraint.HOUSING]})
            await parties.seeker(session, user, facts=housed)
    await pass_days(stage, 6)
    said = await member.said()
    assert "有 6 个人想干这活" in said
    assert "管住的话，能多 7 个人" in said
