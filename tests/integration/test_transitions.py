"""What may follow what, for applications and listings: each act from each state, whose it is, and what it leaves."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications import offers
from data.applications import service as applications
from data.applications.models import Agreement
from data.applications.service import Application, ApplicationEvent
from data.db import clock
from data.db.errors import NotAllowed, NotAvailable, Refusal
from data.listings import models, transitions
from data.listings.models import DeadlinePassed, NotVerified
from data.listings.openings import Opening
from data.listings.search_index import ListingIndex
from data.organisations.service import Organisation
from data.people.accounts import Account
from data.vocabulary import ApplicationState as State
from data.vocabulary import ApprenticeshipPaper, ListingKind, ListingState, OrganisationState
from tests import databases, parties

MEMBER, STRANGER, SEEKER, OTHER = 2601, 2602, 8601, 8602


@pytest.fixture(scope="module")
def database_url(worker_database: str) -> str:
    """Emptied once: every test here is rolled back."""
    databases.empty(worker_database)
    return worker_database


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


@pytest.fixture
async def applied(session: AsyncSession, opening: Opening) -> Application:
    return await parties.application(session, SEEKER, opening)


async def _put(session: AsyncSession, application: Application, state: State) -> Application:
    """The application in a state, however it came there."""
    application.state = state
    await session.flush()
    return application


async def _index(session: AsyncSession, opening: Opening) -> ListingIndex:
    row = await session.get(ListingIndex, opening.id)
    assert row is not None
    await session.refresh(row)
    return row


async def _event(session: AsyncSession, application: Application) -> ApplicationEvent:
    """The newest line of its history."""
    query = select(ApplicationEvent).where(ApplicationEvent.application_id == application.id)
    return max((await session.exec(query)).all(), key=lambda one: one.id or 0)


MOVES = {
    State.APPLIED: "talking declined withdrawn expired",
    State.TALKING: "interview offered declined withdrawn expired",
    State.INTERVIEW: "talking offered declined withdrawn no_show expired",
    State.OFFERED: "signed declined withdrawn expired",
    State.SIGNED: "completed withdrawn no_show",
    State.NO_SHOW: "talking",
}
"""What may follow, as DESIGN has it; no other state is followed by anything."""


@pytest.mark.parametrize("before", State)
async def test_an_application_goes_only_where_its_state_leads(
    session: AsyncSession, applied: Application, before: State
) -> None:
    reached = []
    for after in State:
        await _put(session, applied, before)
        try:
            await applications.transition(session, applied, after, None)
        except NotAvailable:
            continue
        reached.append(after.value)
    assert sorted(reached) == sorted(MOVES.get(before, "").split())


async def test_a_move_is_written_down_with_its_time_and_the_reminders_begin_anew(
    session: AsyncSession, applied: Application, member: int
) -> None:
    applied.reminders, applied.changed_at = 2, applied.changed_at - timedelta(days=3)
    await applications.accept(session, applied.id or 0, member=member)
    event = await _event(session, applied)
    assert (applied.state, applied.reminders) == (State.TALKING, 0)
    assert (event.state, event.by, event.at) == (State.TALKING, member, applied.changed_at)
    assert await clock.now(session) - applied.changed_at < timedelta(minutes=5)


async def test_the_listing_shows_the_places_left_and_who_waits(
    session: AsyncSession, opening: Opening, applied: Application, member: int
) -> None:
    await parties.application(session, OTHER, opening)
    assert ((row := await _index(session, opening)).places_left, row.applicants) == (2, 2)
    await applications.accept(session, applied.id or 0, member=member)
    await offers.offer_place(session, applied.id or 0, member=member)
    assert ((row := await _index(session, opening)).places_left, row.applicants) == (1, 2)
    await applications.decline(session, applied.id or 0, member=member, reason="later")
    assert ((row := await _index(session, opening)).places_left, row.applicants) == (2, 1)


@pytest.mark.parametrize("state", State)
async def test_places_are_held_and_people_wait_by_state(
    session: AsyncSession, opening: Opening, applied: Application, state: State
) -> None:
    await _put(session, applied, state)
    held = int(state in (State.OFFERED, State.SIGNED, State.COMPLETED))
    waits = int(state in (State.APPLIED, State.TALKING, State.INTERVIEW, State.OFFERED))
    assert await applications.count_held_places(session, opening.id) == held
    assert await applications.open_count(session, opening.id) == waits
    known = await applications.counts_by_opening(session, [opening.id, "o-other"])
    assert known == {
        opening.id: applications.ApplicationCounts(waits, held),
        "o-other": applications.ApplicationCounts(),
    }


@pytest.mark.parametrize("state", State)
async def test_one_applies_again_only_after_an_end_without_a_place(
    session: AsyncSession, opening: Opening, applied: Application, state: State
) -> None:
    await _put(session, applied, state)
    ended = state in (State.DECLINED, State.WITHDRAWN, State.EXPIRED, State.NO_SHOW)
    again = applications.apply(session, applied.account_id or 0, opening.id, phone="024-1")
    if ended:
        assert ((made := await again).state, made.phone) == (State.APPLIED, "024-1")
        assert (await applications.find_active(session, applied.account_id or 0, opening.id)) is made
    else:
        with pytest.raises(applications.AlreadyApplied if state == State.APPLIED else Refusal):
            await again


@pytest.mark.parametrize("state", [one for one in ListingState if one != ListingState.LIVE])
async def test_nobody_applies_to_what_is_not_live(session: AsyncSession, opening: Opening, state: ListingState) -> None:
    opening.state = state
    await session.flush()
    with pytest.raises(NotAvailable):
        await parties.application(session, SEEKER, opening)


async def test_nobody_applies_once_the_last_place_is_offered(session: AsyncSession, opening: Opening) -> None:
    opening.headcount = 1
    await session.flush()
    await parties.offered(session, SEEKER, opening, MEMBER)
    with pytest.raises(applications.NoPlaceLeft):
        await parties.application(session, OTHER, opening)


async def test_somebody_else_s_application_does_not_stand_in_the_way(
    session: AsyncSession, opening: Opening, applied: Application
) -> None:
    theirs = await parties.application(session, OTHER, opening)
    assert await applications.of_opening(session, opening.id) == [applied, theirs]
    assert await applications.of_account(session, theirs.account_id or 0) == [theirs]
    assert applied.code != theirs.code
    assert len(applied.code) == 4


async def test_one_s_applications_come_newest_first(
    session: AsyncSession, opening: Opening, applied: Application
) -> None:
    await _put(session, applied, State.WITHDRAWN)
    again = await parties.application(session, SEEKER, opening)
    assert await applications.of_account(session, applied.account_id or 0) == [again, applied]


ACTS_OF_A_MEMBER: dict[str, Callable[[AsyncSession, int, int], Awaitable[object]]] = {
    "accept": lambda session, number, by: applications.accept(session, number, member=by),
    "decline": lambda session, number, by: applications.decline(session, number, member=by, reason="later"),
    "view": lambda session, number, by: applications.get_for_member(session, number, member=by),
    "for_member": applications.lock_for_member,
}


@pytest.mark.parametrize("act", ACTS_OF_A_MEMBER)
async def test_a_member_of_another_enterprise_may_not(
    session: AsyncSession, applied: Application, stranger: int, act: str
) -> None:
    with pytest.raises(NotAllowed):
        await ACTS_OF_A_MEMBER[act](session, applied.id or 0, stranger)
    assert applied.state == State.APPLIED


@pytest.mark.parametrize("act", ACTS_OF_A_MEMBER)
async def test_an_application_that_is_not_there_is_gone(session: AsyncSession, member: int, act: str) -> None:
    with pytest.raises(NotAvailable):
        await ACTS_OF_A_MEMBER[act](session, 987_654, member)


async def test_what_a_member_opens_is_the_application_and_its_opening(
    session: AsyncSession, opening: Opening, applied: Application, member: int
) -> None:
    assert await applications.get_for_member(session, applied.id or 0, member=member) == (applied, opening)
    assert await applications.lock_for_member(session, applied.id or 0, member) == (applied, opening)


async def test_a_refusal_keeps_its_reason_and_gives_the_place_back(
    session: AsyncSession, opening: Opening, member: int
) -> None:
    application = await parties.offered(session, SEEKER, opening, MEMBER)
    await applications.decline(session, application.id or 0, member=member, reason="other_person")
    assert (application.state, application.reason, application.held_until) == (State.DECLINED, "other_person", None)
    assert await applications.count_held_places(session, opening.id) == 0


async def test_one_takes_back_one_s_own_application_and_no_other(session: AsyncSession, opening: Opening) -> None:
    application = await parties.offered(session, SEEKER, opening, MEMBER)
    with pytest.raises(NotAllowed):
        await applications.withdraw(session, await parties.account_id(session, OTHER), application.id or 0)
    taken = await applications.withdraw(session, application.account_id or 0, application.id or 0)
    assert (taken.state, taken.held_until) == (State.WITHDRAWN, None)
    assert (await _event(session, application)).by == application.account_id


@pytest.mark.parametrize(("paper", "may"), [(ApprenticeshipPaper.CONTRACT, False), (None, True)])
async def test_a_signed_contract_is_not_ended_by_a_button(
    session: AsyncSession, applied: Application, member: int, *, paper: ApprenticeshipPaper | None, may: bool
) -> None:
    await _put(session, applied, State.SIGNED)
    if paper is not None:
        today = await clock.today(session)
        paper_row = Agreement(
            opening_id=applied.opening_id, application_id=applied.id, paper=paper, signed_on=today, recorded_by=member,
            recorded_at=await clock.now(session),
        )  # fmt: skip
        session.add(paper_row)
        await session.flush()
    assert await applications.is_under_contract(session, applied) is not may
    withdrawn = applications.withdraw(session, applied.account_id or 0, applied.id or 0)
    if may:
        assert (await withdrawn).state == State.WITHDRAWN
    else:
        with pytest.raises(applications.UnderContract):
            await withdrawn


@pytest.mark.parametrize("state", State)
async def test_both_sides_reach_each_other_once_both_said_yes(
    session: AsyncSession, opening: Opening, applied: Application, member: int, state: State
) -> None:
    await _put(session, applied, state)
    seeker = applied.account_id or 0
    if state in (State.TALKING, State.INTERVIEW, State.OFFERED, State.SIGNED, State.COMPLETED):
        assert await applications.get_contact_partners(session, applied.id or 0, seeker) == (applied, opening, [member])
        assert await applications.get_contact_partners(session, applied.id or 0, member) == (applied, opening, [seeker])
    else:
        with pytest.raises(NotAvailable):
            await applications.get_contact_partners(session, applied.id or 0, seeker)


async def test_nobody_else_writes_to_the_two(session: AsyncSession, applied: Application, stranger: int) -> None:
    await _put(session, applied, State.TALKING)
    with pytest.raises(NotAllowed):
        await applications.get_contact_partners(session, applied.id or 0, stranger)
    with pytest.raises(NotAvailable):
        await applications.get_contact_partners(session, 987_654, stranger)


async def test_nobody_writes_to_somebody_whose_account_is_deleted(
    session: AsyncSession, applied: Application, member: int
) -> None:
    await _put(session, applied, State.TALKING)
    applied.account_id = None
    with pytest.raises(NotAvailable):
        await applications.get_contact_partners(session, applied.id or 0, member)


async def test_what_nobody_answers_expires_and_an_example_says_yes_by_itself(
    session: AsyncSession, opening: Opening, applied: Application
) -> None:
    other = await parties.application(session, OTHER, opening)
    assert (await applications.expire_unanswered(session, applied.id or 0)).state == State.EXPIRED
    assert (await applications.accept_by_itself(session, other.id or 0)).state == State.TALKING
    assert [(await _event(session, one)).by for one in (applied, other)] == [None, None]


@pytest.mark.parametrize("state", State)
async def test_the_end_of_an_opening_ends_what_waits_and_leaves_offers_standing(
    session: AsyncSession, opening: Opening, applied: Application, member: int, state: State
) -> None:
    elsewhere = await parties.live_opening(session, await parties.enterprise(session, OTHER, number=3))
    untouched = await parties.application(session, OTHER, elsewhere)
    await _put(session, applied, state)
    ended = await applications.end_waiting(session, opening.id, by=member, reason="filled")
    waits = state in (State.APPLIED, State.TALKING, State.INTERVIEW)
    assert ended == ([applied] if waits else [])
    assert (applied.state, applied.reason) == ((State.DECLINED, "filled") if waits else (state, None))
    assert untouched.state == State.APPLIED


# Listings


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
        await transitions.approve_all(session, Opening, opening.organisation_id, by=member)
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
    count, first = await transitions.list_unflagged(session, Opening, opening.organisation_id, limit=1)
    assert (count, _ids(first)) == (2, ["o-more0"])
    gone_live = await transitions.approve_all(session, Opening, opening.organisation_id, by=member)
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
