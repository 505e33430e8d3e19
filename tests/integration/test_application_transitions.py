"""What may follow what, for applications: each act from each state, whose it is, and what it leaves."""

from collections.abc import Awaitable, Callable
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
from data.listings.openings import Opening
from data.listings.search_index import ListingIndex
from data.vocabulary import ApplicationState as State
from data.vocabulary import ApprenticeshipPaper, ListingState
from tests import parties

MEMBER, STRANGER, SEEKER, OTHER = 2601, 2602, 8601, 8602


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
    declined = await applications.decline(session, application.id or 0, member=member, reason="other_person")
    assert declined is application
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


async def test_nobody_applies_to_more_than_a_few_a_day(session: AsyncSession) -> None:
    organisation = await parties.enterprise(session, 2001)
    names = range(applications.MOST_A_DAY + 1)
    found = [await parties.live_opening(session, organisation, id=f"o-many{number}") for number in names]
    person = await parties.seeker(session, 1001)
    for opening in found[:-1]:
        await applications.apply(session, person, opening.id, phone=None)
    with pytest.raises(applications.AppliedTooMuch):
        await applications.apply(session, person, found[-1].id, phone=None)
    await clock.advance(session, 25 * 3600)
    await applications.apply(session, person, found[-1].id, phone=None)
