"""Applications to openings: applying, the answer, and every way in which they end without a place."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications import monthly_cap, response_rate
from data.applications.models import HOLDING_STATES, Agreement, Application, ApplicationEvent
from data.db import clock
from data.db.errors import NotAllowed, NotAvailable, Refusal
from data.db.state_machine import require_move
from data.listings import openings, search_index
from data.listings.openings import Opening
from data.organisations import service as organisations
from data.vocabulary import ApplicationState as State
from data.vocabulary import ApprenticeshipPaper, ListingState

__all__ = ["HOLDING_STATES", "Application", "ApplicationEvent"]

OPEN_STATES = (State.APPLIED, State.TALKING, State.INTERVIEW, State.OFFERED)
_STANDING_STATES = (*OPEN_STATES, State.SIGNED, State.COMPLETED)
"""Open, or ended well: nobody applies twice."""
IN_TOUCH_STATES = (State.TALKING, State.INTERVIEW, State.OFFERED, State.SIGNED, State.COMPLETED)
"""Both sides said yes and may reach each other."""


class AlreadyApplied(Refusal):
    text_id = "apply.error.already"


class NoPlaceLeft(Refusal):
    text_id = "apply.error.no_place"


class UnderContract(Refusal):
    """A contract is not ended by a button."""

    text_id = "apply.error.under_contract"


class AgeUnknown(Refusal):
    """Applying needs the age, because the law does."""

    text_id = "apply.error.age_unknown"


class AppliedTooMuch(Refusal):
    """Nobody is served by somebody who applies to everything (`n` a day)."""

    text_id = "apply.error.too_many"


MOST_A_DAY = 12
"""Applications of one person within a day."""

ALLOWED_MOVES: dict[State, frozenset[State]] = {
    State.APPLIED: frozenset({State.TALKING, State.DECLINED, State.WITHDRAWN, State.EXPIRED}),
    State.TALKING: frozenset({State.INTERVIEW, State.OFFERED, State.DECLINED, State.WITHDRAWN, State.EXPIRED}),
    State.INTERVIEW: frozenset(
        {State.TALKING, State.OFFERED, State.DECLINED, State.WITHDRAWN, State.NO_SHOW, State.EXPIRED}
    ),
    State.OFFERED: frozenset({State.SIGNED, State.DECLINED, State.WITHDRAWN, State.EXPIRED}),
    State.SIGNED: frozenset({State.COMPLETED, State.WITHDRAWN, State.NO_SHOW}),
    State.NO_SHOW: frozenset({State.TALKING}),
}


async def transition(
    session: AsyncSession, application: Application, state: State, by: int | None, *, reason: str | None = None,
    held_until: datetime | None = None, allowed: Mapping[State, frozenset[State]] = ALLOWED_MOVES,
) -> None:  # fmt: skip
    """Take an application (locked by the caller) to `state` and write the history.

    `reason` is the text id of a canned reason for a decline; `held_until` ends an offer; `allowed` are the moves.

    Raises:
        NotAvailable: the present state does not allow it.
    """
    require_move(allowed, application.state, state)
    _set_state(application, state, await clock.now(session), reason=reason, held_until=held_until)
    await _record(session, [application], by)


def _set_state(
    application: Application, state: State, at: datetime, *, reason: str | None, held_until: datetime | None = None
) -> None:
    application.state = state
    application.reason = reason
    application.held_until = held_until
    application.reminders = application.reminders if state == State.WITHDRAWN else 0  # a withdrawal can be undone
    application.changed_at = at


async def _record(session: AsyncSession, changed: Sequence[Application], by: int | None) -> None:
    """Write applications that have all come to the same state of one opening, and bring search in step once.

    The rows of search come last, as the order of locks asks (docs/architecture.md).
    """
    are_new = any(application.id is None for application in changed)
    session.add_all(changed)
    if are_new:
        await session.flush()
    session.add_all(
        ApplicationEvent(application_id=one.id or 0, state=one.state, by=by, reason=one.reason, at=one.changed_at)
        for one in changed
    )
    await session.flush()
    opening = await openings.find(session, changed[0].opening_id)
    if opening is None:
        return
    if changed[0].state in response_rate.CHANGES_RATE:
        await response_rate.refresh_search_rates(session, opening.organisation_id)
    if opening.state != ListingState.LIVE:  # not in search
        return
    full = await monthly_cap.is_full(session, opening.organisation_id)
    if full and are_new:  # one that comes back was counted, and its organisation is not locked
        await monthly_cap.refresh_search_places(session, opening.organisation_id)
    known = (await counts_by_opening(session, [opening.id]))[opening.id]
    left = 0 if full else max(0, opening.headcount - known.held)
    await search_index.set_places_left(session, opening.id, left, known.open)


async def count_held_places(session: AsyncSession, opening_id: str) -> int:
    """Places that are offered, signed or completed."""
    query = select(func.count()).where(Application.opening_id == opening_id, col(Application.state).in_(HOLDING_STATES))
    return (await session.exec(query)).one()


async def open_count(session: AsyncSession, opening_id: str) -> int:
    """Applications that still wait for an end."""
    query = select(func.count()).where(Application.opening_id == opening_id, col(Application.state).in_(OPEN_STATES))
    return (await session.exec(query)).one()


@dataclass(frozen=True)
class ApplicationCounts:
    """How an opening stands: applications that wait for an end, and places that are offered, signed or completed."""

    open: int = 0
    held: int = 0


async def counts_by_opening(session: AsyncSession, opening_ids: Sequence[str]) -> dict[str, ApplicationCounts]:
    """The figures of several openings at once."""
    query = (
        select(
            Application.opening_id,
            func.count().filter(col(Application.state).in_(OPEN_STATES)),
            func.count().filter(col(Application.state).in_(HOLDING_STATES)),
        )
        .where(col(Application.opening_id).in_(opening_ids))
        .group_by(col(Application.opening_id))
    )
    known = {opening: ApplicationCounts(waiting, held) for opening, waiting, held in (await session.exec(query)).all()}
    return {opening: known.get(opening, ApplicationCounts()) for opening in opening_ids}


async def apply(
    session: AsyncSession, account_id: int, opening_id: str, *, phone: str | None, introduction: str | None = None,
    second_phone: str | None = None, phone_note: str | None = None,
) -> Application:  # fmt: skip
    """Apply. The caller has checked the gates with the person's facts.

    Raises:
        NotAvailable: the opening is no longer live. NoPlaceLeft. AlreadyApplied. FullThisMonth. AppliedTooMuch.
    """
    await _require_few_today(session, account_id)
    wanted = await openings.find(session, opening_id)
    if wanted is not None:
        await monthly_cap.require_room(session, wanted.organisation_id)
    opening = await openings.lock(session, opening_id)
    if opening.state != ListingState.LIVE:
        raise NotAvailable
    applied_already = (col(Application.account_id) == account_id, col(Application.state).in_(_STANDING_STATES))
    figures = select(
        func.count().filter(col(Application.state).in_(HOLDING_STATES)), func.count().filter(*applied_already)
    ).where(Application.opening_id == opening_id)
    held, own = (await session.exec(figures)).one()
    if held >= opening.headcount:
        raise NoPlaceLeft
    if own:
        raise AlreadyApplied
    moment_now = await clock.now(session)
    application = Application(
        code=await _new_code(session), opening_id=opening_id, account_id=account_id, phone=phone,
        second_phone=second_phone, phone_note=phone_note, introduction=introduction,
        created_at=moment_now, changed_at=moment_now,
    )  # fmt: skip
    await _record(session, [application], account_id)
    return application


async def _require_few_today(session: AsyncSession, account_id: int) -> None:
    since = await clock.now(session) - timedelta(days=1)
    mine = select(func.count()).where(Application.account_id == account_id, Application.created_at > since)
    if (await session.exec(mine)).one() >= MOST_A_DAY:
        raise AppliedTooMuch(n=MOST_A_DAY)


async def _new_code(session: AsyncSession) -> str:
    alphabet = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
    for length in (4, 4, 4, 5, 6, 8):
        code = "".join(secrets.choice(alphabet) for _ in range(length))
        if not (await session.exec(select(Application.id).where(Application.code == code))).first():
            return code
    raise NotAvailable


async def find_active(session: AsyncSession, account_id: int, opening_id: str) -> Application | None:
    """The account's application to the opening that has not ended otherwise."""
    query = select(Application).where(
        Application.account_id == account_id,
        Application.opening_id == opening_id,
        col(Application.state).in_(_STANDING_STATES),
    )
    return (await session.exec(query)).first()


async def of_account(session: AsyncSession, account_id: int) -> list[Application]:
    """A person's applications, newest first."""
    query = select(Application).where(Application.account_id == account_id).order_by(col(Application.id).desc())
    return list((await session.exec(query)).all())


async def lock_of_account(session: AsyncSession, account_id: int) -> list[Application]:
    """Lock the openings of a person's applications; the applications as they are then, in the order of the openings."""
    await openings.lock_all(session, [one.opening_id for one in await of_account(session, account_id)])
    query = select(Application).where(Application.account_id == account_id)
    in_order = query.order_by(col(Application.opening_id), col(Application.id))
    # the other side may have answered until the openings were locked
    return list((await session.exec(in_order.execution_options(populate_existing=True))).all())


async def of_opening(session: AsyncSession, opening_id: str) -> list[Application]:
    """An opening's applications, oldest first."""
    query = select(Application).where(Application.opening_id == opening_id).order_by(col(Application.id))
    return list((await session.exec(query)).all())


async def lock(session: AsyncSession, application_id: int) -> Application:
    """The application, locked; its opening is locked first, so that places are counted one at a time.

    Raises:
        NotAvailable: no such application.
    """
    found = await session.get(Application, application_id)
    if found is None:
        raise NotAvailable
    await openings.lock(session, found.opening_id)
    query = select(Application).where(Application.id == application_id).with_for_update()
    return (await session.exec(query.execution_options(populate_existing=True))).one()


async def lock_for_member(session: AsyncSession, application_id: int, member: int) -> tuple[Application, Opening]:
    """The application, locked, and its opening, for somebody who acts for the enterprise.

    Raises:
        NotAllowed: not a member. NotAvailable: no such application.
    """
    application = await lock(session, application_id)
    opening = await openings.find(session, application.opening_id)
    if opening is None:
        raise NotAvailable
    await organisations.get_for_member(session, member, opening.organisation_id)
    return application, opening


async def get_for_member(session: AsyncSession, application_id: int, *, member: int) -> tuple[Application, Opening]:
    """The application and its opening, for somebody who acts for the enterprise.

    Raises:
        NotAllowed: someone else's. NotAvailable: no such application.
    """
    application = await session.get(Application, application_id)
    opening = await openings.find(session, application.opening_id) if application else None
    if application is None or opening is None:
        raise NotAvailable
    await organisations.get_for_member(session, member, opening.organisation_id)
    return application, opening


async def get_contact_partners(
    session: AsyncSession, application_id: int, account_id: int
) -> tuple[Application, Opening, list[int]]:
    """The application, and who is on the other side of it for this account, once both sides said yes.

    Raises:
        NotAllowed: the account is on neither side. NotAvailable: the two are not (any longer) in touch.
    """
    application = await session.get(Application, application_id)
    opening = await openings.find(session, application.opening_id) if application else None
    if application is None or opening is None or application.account_id is None:
        raise NotAvailable
    members = await organisations.list_member_ids(session, opening.organisation_id)
    if account_id != application.account_id and account_id not in members:
        raise NotAllowed
    if application.state not in IN_TOUCH_STATES:
        raise NotAvailable
    return application, opening, members if account_id == application.account_id else [application.account_id]


async def lock_for_seeker(session: AsyncSession, account_id: int, application_id: int) -> Application:
    """The person's own application, locked.

    Raises:
        NotAllowed: someone else's. NotAvailable: no such application.
    """
    application = await lock(session, application_id)
    if application.account_id != account_id:
        raise NotAllowed
    return application


async def is_under_contract(session: AsyncSession, application: Application) -> bool:
    """Whether the labour contract is signed: from then on no button ends it."""
    query = select(Agreement.id).where(
        Agreement.application_id == application.id,
        Agreement.paper == ApprenticeshipPaper.CONTRACT,
        col(Agreement.confirmed).is_not(False),
    )
    return (await session.exec(query)).first() is not None


async def withdraw(session: AsyncSession, account_id: int, application_id: int) -> Application:
    """The person takes the application back, or the word given, as long as no contract is signed.

    Raises:
        NotAllowed: someone else's. NotAvailable: already ended. UnderContract.
    """
    application = await lock_for_seeker(session, account_id, application_id)
    if application.state == State.SIGNED and await is_under_contract(session, application):
        raise UnderContract
    await transition(session, application, State.WITHDRAWN, account_id)
    return application


async def accept(session: AsyncSession, application_id: int, *, member: int) -> Application:
    """The enterprise says yes: both now see each other's contact; no place is held yet."""
    application, _ = await lock_for_member(session, application_id, member)
    await transition(session, application, State.TALKING, member)
    return application


async def accept_by_itself(session: AsyncSession, application_id: int) -> Application:
    """The yes of a sample enterprise that has nobody behind it."""
    application = await lock(session, application_id)
    await transition(session, application, State.TALKING, None)
    return application


async def expire_unanswered(session: AsyncSession, application_id: int) -> Application:
    """End an application that nobody answered."""
    application = await lock(session, application_id)
    await transition(session, application, State.EXPIRED, None)
    return application


async def decline(session: AsyncSession, application_id: int, *, member: int, reason: str) -> Application:
    """The enterprise says no, with the id of a canned reason."""
    application, _ = await lock_for_member(session, application_id, member)
    await transition(session, application, State.DECLINED, member, reason=reason)
    return application


async def end_waiting(session: AsyncSession, opening_id: str, *, by: int | None, reason: str) -> list[Application]:
    """End what still waits when an opening is filled or closed; standing offers stay. Returns what was ended.

    `reason` is one of `response_rate.NO_ANSWERS`: nobody was answered by this. The number of statements does not depend
    on how many wait.
    """
    await openings.lock(session, opening_id)
    waiting = (State.APPLIED, State.TALKING, State.INTERVIEW)
    query = select(Application).where(Application.opening_id == opening_id, col(Application.state).in_(waiting))
    ended = list((await session.exec(query.order_by(col(Application.id)).with_for_update())).all())
    if ended:
        now = await clock.now(session)
        for application in ended:
            require_move(ALLOWED_MOVES, application.state, State.DECLINED)
            _set_state(application, State.DECLINED, now, reason=reason)
        await _record(session, ended, by)
    return ended
