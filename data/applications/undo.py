"""Taking a tap back: an application that nobody has opened yet, and a withdrawal while nothing hangs on it."""

from datetime import timedelta

from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications import history, offers
from data.applications import service as applications
from data.applications.models import HOLDING_STATES, Application, ApplicationEvent, forget_person
from data.db import clock
from data.db.errors import NotAvailable, Refusal
from data.listings import openings
from data.listings.models import CLOSABLE_STATES
from data.listings.openings import Opening
from data.people.accounts import Account
from data.vocabulary import ApplicationState as State
from data.vocabulary import ListingState

UNDO_MINUTES = 60
"""So long a tap can be taken back."""
UNDO_MOVES: dict[State, frozenset[State]] = {
    State.APPLIED: frozenset({State.WITHDRAWN}),
    State.WITHDRAWN: frozenset({State.APPLIED, State.TALKING, State.INTERVIEW, State.OFFERED, State.SIGNED}),
}
"""Only by the person, and back to where the application was: nobody else can move what was withdrawn."""


class TooLateToUndo(Refusal):
    """The time for it is over (`n` minutes)."""

    text_id = "undo.error.late"


class SeenAlready(Refusal):
    """The enterprise has opened or answered the application."""

    text_id = "undo.error.seen"


class UndoneOnce(Refusal):
    """One withdrawal is taken back, not a second: the other side is told each time."""

    text_id = "undo.error.once"


class PlaceGone(Refusal):
    """Somebody else has the place, or the time that it was held is over."""

    text_id = "undo.error.place"


class ListingOver(Refusal):
    """The listing takes nobody any more."""

    text_id = "undo.error.listing"


async def undo_application(session: AsyncSession, account_id: int, application_id: int) -> Application:
    """The person takes back what they have just sent, while the enterprise has not opened it.

    The numbers and words that they left with it are erased.

    Raises:
        NotAllowed: someone else's. NotAvailable: it has ended. SeenAlready. TooLateToUndo.
    """
    application = await applications.lock_for_seeker(session, account_id, application_id)
    if application.state not in applications.OPEN_STATES:
        raise NotAvailable
    if application.state != State.APPLIED or application.seen_at is not None:
        raise SeenAlready
    await _require_recent(session, await history.events(session, application_id))
    await applications.transition(session, application, State.WITHDRAWN, account_id, allowed=UNDO_MOVES)
    forget_person(application)
    await session.flush()
    return application


async def undo_withdrawal(session: AsyncSession, account_id: int, application_id: int) -> Application:
    """The person takes a withdrawal, or the refusal of an offer, back: all is as before.

    Raises:
        NotAllowed: someone else's. NotAvailable: it is not withdrawn, or not by the person. TooLateToUndo. UndoneOnce.
            ListingOver. AlreadyApplied: applied anew. PlaceGone. SignedElsewhere.
    """
    application = await applications.lock_for_seeker(session, account_id, application_id)
    past = await history.events(session, application_id)
    if application.state != State.WITHDRAWN or len(past) < 2 or past[0].by != account_id:
        raise NotAvailable
    if any(event.state == State.WITHDRAWN for event in past[1:]):
        raise UndoneOnce
    await _require_recent(session, past)
    before, reminders = past[1], application.reminders
    opening = await openings.lock(session, application.opening_id)
    took_last_place = before.state == State.SIGNED and opening.state == ListingState.FILLED
    if opening.state not in CLOSABLE_STATES and not took_last_place:
        raise ListingOver
    if await applications.find_active(session, account_id, opening.id):
        raise applications.AlreadyApplied
    await _require_place(session, opening, before, account_id)
    until = before.at + timedelta(days=offers.HOLDS_DAYS) if before.state == State.OFFERED else None
    await applications.transition(
        session, application, before.state, account_id, held_until=until, allowed=UNDO_MOVES
    )  # fmt: skip
    application.reminders = reminders
    await session.flush()
    if before.state == State.SIGNED:
        await offers.fill_if_taken(session, opening.id, account_id)
    return application


async def _require_recent(session: AsyncSession, past: list[ApplicationEvent]) -> None:
    if past[0].at < await clock.now(session) - timedelta(minutes=UNDO_MINUTES):
        raise TooLateToUndo(n=UNDO_MINUTES)


async def _require_place(session: AsyncSession, opening: Opening, before: ApplicationEvent, account_id: int) -> None:
    """A state that holds a place needs one that nobody else holds."""
    if before.state not in HOLDING_STATES:
        return
    if await applications.count_held_places(session, opening.id) >= opening.headcount:
        raise PlaceGone
    held_until = before.at + timedelta(days=offers.HOLDS_DAYS)
    if before.state == State.OFFERED and held_until < await clock.now(session):
        raise PlaceGone
    if before.state == State.SIGNED:
        await session.exec(select(Account.id).where(Account.id == account_id).with_for_update(key_share=True))
        if elsewhere := await offers.find_signed_opening(session, account_id):
            raise offers.SignedElsewhere(title=elsewhere.title)
