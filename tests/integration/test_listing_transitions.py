"""What may follow what, for listings: each act from each state, whose it is, and what it leaves."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from functools import partial

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.db.errors import NotAllowed, NotAvailable
from data.listings import models, transitions
from data.listings.models import DeadlinePassed, NotVerified
from data.listings.openings import Opening
from data.organisations.service import Organisation
from data.people.accounts import Account
from data.vocabulary import ListingKind, ListingState, OrganisationState
from tests import parties

MEMBER, STRANGER, OTHER = 2611, 2612, 8612


@pytest.fixture
async def opening(session: AsyncSession) -> Opening:
    """A live opening with two places."""
    return await parties.live_opening(session, await parties.enterprise(session, MEMBER))


@pytest.fixture
async def member(session: AsyncSession, opening: Opening) -> int:  # noqa: ARG001 - the enterprise comes first
    return await parties.account_id(session, MEMBER)


@pytest.fixture
async def stranger(session: AsyncSession) -> int:
    """A member of another enterprise."""
    await parties.enterprise(session, STRANGER, number=2)
    return await parties.account_id(session, STRANGER)


async def _listing(session: AsyncSession, opening: Opening, state: ListingState) -> Opening:
    opening.state = state
    await session.flush()
    return opening


async def _organisation(session: AsyncSession, opening: Opening) -> Organisation:
    found = await session.get(Organisation, opening.organisation_id)
    assert found is not None
    return found


ACTS_ON_A_LISTING: dict[str, tuple[Callable[[AsyncSession, str, int], Awaitable[object]], dict[str, str]]] = {
    "pause": (
        lambda session, key, by: transitions.pause(session, Opening, key, member=by),
        {"live": "paused"},
    ),
    "resume": (
        lambda session, key, by: transitions.resume(session, Opening, key, member=by),
        {"paused": "live"},
    ),
    "close": (
        lambda session, key, by: transitions.close(session, Opening, key, member=by),
        {
            "live": "closed", "paused": "closed", "draft": "withdrawn", "in_review": "withdrawn",
            "needs_changes": "withdrawn",
        },
    ),
    "approve": (
        lambda session, key, by: transitions.approve(session, Opening, key, by=by, expected_version=0),
        {"in_review": "live"},
    ),
    "request_changes": (
        lambda session, key, by: transitions.request_changes(session, Opening, key, by=by, reason="wage"),
        {"in_review": "needs_changes"},
    ),
}  # fmt: skip
"""Each act, and the state it leads to from each state that allows it; from every other one it is refused."""


@pytest.mark.parametrize("before", ListingState)
@pytest.mark.parametrize("act", ACTS_ON_A_LISTING)
async def test_an_act_on_a_listing_leads_where_its_state_allows(
    session: AsyncSession, opening: Opening, member: int, act: str, before: ListingState
) -> None:
    work, leads = ACTS_ON_A_LISTING[act]
    await _listing(session, opening, before)
    if before.value in leads:
        assert await work(session, opening.id, member) is opening
        assert (await models.list_history(session, opening.id))[-1].by == member
    else:
        with pytest.raises(NotAvailable):
            await work(session, opening.id, member)
    assert opening.state.value == leads.get(before.value, before.value)


@pytest.mark.parametrize("act", ["pause", "resume", "close"])
async def test_a_listing_is_its_own_members_business(
    session: AsyncSession, opening: Opening, stranger: int, act: str
) -> None:
    work, leads = ACTS_ON_A_LISTING[act]
    before = (await _listing(session, opening, ListingState(next(iter(leads))))).state
    with pytest.raises(NotAllowed):
        await work(session, opening.id, stranger)
    assert opening.state == before


async def test_a_listing_that_is_not_there_is_gone(session: AsyncSession, member: int) -> None:
    with pytest.raises(NotAvailable):
        await transitions.pause(session, Opening, "o-nothing", member=member)


@pytest.mark.parametrize(("days", "may"), [(-1, False), (0, True), (None, True)])
async def test_what_is_past_its_deadline_does_not_come_back(
    session: AsyncSession, opening: Opening, member: int, *, days: int | None, may: bool
) -> None:
    opening.deadline = None if days is None else await clock.today(session) + timedelta(days=days)
    await _listing(session, opening, ListingState.PAUSED)
    resumed = transitions.resume(session, Opening, opening.id, member=member)
    if may:
        assert (await resumed).state == ListingState.LIVE
    else:
        with pytest.raises(DeadlinePassed):
            await resumed


async def test_an_enterprise_that_is_not_verified_brings_nothing_back_and_nothing_is_approved(
    session: AsyncSession, opening: Opening, member: int
) -> None:
    (await _organisation(session, opening)).state = OrganisationState.SUSPENDED
    await _listing(session, opening, ListingState.PAUSED)
    with pytest.raises(NotVerified):
        await transitions.resume(session, Opening, opening.id, member=member)
    await _listing(session, opening, ListingState.IN_REVIEW)
    with pytest.raises(NotAvailable):
        await transitions.approve(session, Opening, opening.id, by=member, expected_version=opening.version)
    with pytest.raises(NotAvailable):
        await transitions.approve_all(session, Opening, opening.organisation_id, by=member, expected_versions={})
    assert await transitions.in_review(session, Opening) == []


async def test_a_reviewer_approves_the_version_that_was_seen(
    session: AsyncSession, opening: Opening, member: int
) -> None:
    opening.version = 3
    await _listing(session, opening, ListingState.IN_REVIEW)
    with pytest.raises(NotAvailable):
        await transitions.approve(session, Opening, opening.id, by=member, expected_version=2)
    assert (
        await transitions.approve(session, Opening, opening.id, by=member, expected_version=3)
    ).state == ListingState.LIVE


async def test_what_is_sent_back_says_why_and_which_questions(
    session: AsyncSession, opening: Opening, member: int
) -> None:
    await _listing(session, opening, ListingState.IN_REVIEW)
    await transitions.request_changes(session, Opening, opening.id, by=member, reason="wage", fields=["wage"])
    event = (await models.list_history(session, opening.id))[-1]
    assert (event.reason, event.fields, opening.state_reason) == ("wage", ["wage"], "wage")


async def _more(session: AsyncSession, opening: Opening, number: int, **more: object) -> list[Opening]:
    """Further openings of the same enterprise that wait for a reviewer, the first one the oldest."""
    organisation, at = await _organisation(session, opening), opening.created_at
    return [
        await parties.live_opening(
            session, organisation, id=f"o-more{place}", state=ListingState.IN_REVIEW, deadline=None,
            created_at=at + timedelta(minutes=place + 1), **more,
        )
        for place in range(number)
    ]  # fmt: skip


def _ids(found: Sequence[Opening]) -> list[str]:
    return [one.id for one in found]


async def test_reviewers_see_what_waits_oldest_first_and_members_theirs_newest_first(
    session: AsyncSession, opening: Opening
) -> None:
    waiting = await _more(session, opening, 2)
    await parties.live_opening(session, await parties.enterprise(session, OTHER, number=3))
    assert await transitions.in_review(session, Opening) == _ids(waiting)
    mine = await transitions.of_organisation(session, Opening, opening.organisation_id)
    assert _ids(mine) == [*reversed(_ids(waiting)), opening.id]


async def test_only_the_undoubted_go_live_together(session: AsyncSession, opening: Opening, member: int) -> None:
    waiting = await _more(session, opening, 3)
    waiting[1].doubts = [{"rule": "post.gender", "category": "gender", "words": "限男", "reason": ""}]
    await session.flush()
    assert await transitions.count_unflagged(session, Opening, opening.organisation_id) == 2
    found = await transitions.list_unflagged(session, Opening, opening.organisation_id)
    assert _ids(found) == ["o-more0", "o-more2"]
    approve = partial(transitions.approve_all, session, Opening, opening.organisation_id, by=member)
    for other in ({"o-more0": 1, "o-more2": 0}, {"o-more0": 0, "o-more1": 0}):  # edited since, or doubted
        with pytest.raises(NotAvailable):
            await approve(expected_versions=other)
    gone_live = await approve(expected_versions={"o-more0": 0, "o-more2": 0})
    assert _ids(gone_live) == ["o-more0", "o-more2"]
    assert [one.state for one in waiting] == [ListingState.LIVE, ListingState.IN_REVIEW, ListingState.LIVE]
    assert [(await models.list_history(session, one.id))[-1].by for one in gone_live] == [member, member]


async def test_a_draft_is_kept_for_its_member_and_handed_in(
    session: AsyncSession, opening: Opening, member: int
) -> None:
    known = {"title": "电工学徒", "occupation_code": "6-31-01-03", "city": "210100", "district": "210106"}
    known |= {"description": "跟着师傅学接线。"}
    made = await transitions.save_draft(
        session,
        Opening,
        ListingKind.OPENING,
        opening.organisation_id,
        member=member,
        headcount=1,
        wage_min=3000,
        wage_max=4000,
        **known,
    )
    assert (made.state, made.created_by, made.title) == (ListingState.DRAFT, member, "电工学徒")
    assert made.id.startswith("o-")
    await transitions.submit_for_review(session, made, by=member)
    assert made.state == ListingState.IN_REVIEW


async def test_only_what_was_sent_back_is_corrected_and_its_version_grows(
    session: AsyncSession, opening: Opening, member: int
) -> None:
    def corrected(organisation: int) -> Awaitable[Opening]:
        return transitions.save_draft(
            session,
            Opening,
            ListingKind.OPENING,
            organisation,
            member=member,
            listing_id=opening.id,
            title="焊工（学徒）",
        )

    with pytest.raises(NotAvailable):
        await corrected(opening.organisation_id)
    await _listing(session, opening, ListingState.NEEDS_CHANGES)
    version = opening.version
    other = await parties.enterprise(session, MEMBER, number=4)
    with pytest.raises(NotAvailable):
        await corrected(other.id or 0)
    await corrected(opening.organisation_id)
    assert (opening.title, opening.version) == ("焊工（学徒）", version + 1)


async def test_a_refused_organisation_and_a_stranger_draft_nothing(
    session: AsyncSession, opening: Opening, member: int, stranger: int
) -> None:
    def draft(by: int) -> Awaitable[Opening]:
        return transitions.save_draft(session, Opening, ListingKind.OPENING, opening.organisation_id, member=by)

    with pytest.raises(NotAllowed):
        await draft(stranger)
    (await _organisation(session, opening)).state = OrganisationState.SUSPENDED
    with pytest.raises(NotVerified):
        await draft(member)
    assert (await session.exec(select(Account).where(Account.id == member))).one().telegram_id == MEMBER
