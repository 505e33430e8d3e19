"""Offers: a place is held for seven days, then taken or given back.

Offered and signed places never exceed the headcount.
"""

from datetime import timedelta

from sqlalchemy import func
from sqlmodel import col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications import service as applications
from data.applications.models import Application, OfferTerms
from data.db import clock
from data.db.errors import NotAvailable, Refusal
from data.listings import models, openings, search_index
from data.listings.openings import Opening
from data.messaging import sent_notices
from data.people.accounts import Account
from data.vocabulary import ApplicationState as State
from data.vocabulary import ListingState

HOLDS_DAYS = 7
WARN_DAYS = 2
"""The person is reminded so many days before the place goes."""
OFFER_ENDS_NOTICE = "offer.ends"


class NoPlaceToOffer(applications.NoPlaceLeft):
    """Said to the enterprise: every place is offered or signed."""

    text_id = "offer.error.no_place"


class SignedElsewhere(Refusal):
    """The person already took another place (`title`)."""

    text_id = "offer.error.signed_elsewhere"


async def require_offerable(session: AsyncSession, application_id: int, *, member: int) -> tuple[Application, Opening]:
    """An application to which a place can be offered now, locked with its opening.

    Raises:
        NotAllowed: not a member. NotAvailable: the two are not talking (any longer). NoPlaceToOffer: all places are
            offered or signed.
    """
    application, opening = await applications.lock_for_member(session, application_id, member)
    if application.account_id is None or State.OFFERED not in applications.ALLOWED_MOVES.get(application.state, ()):
        raise NotAvailable
    if await applications.count_held_places(session, opening.id) >= opening.headcount:
        raise NoPlaceToOffer
    return application, opening


async def offer_place(
    session: AsyncSession, application_id: int, *, member: int, terms: OfferTerms | None = None
) -> Application:
    """Offer a place; it is held for seven days.

    Raises:
        NotAllowed, NotAvailable, NoPlaceToOffer: see `require_offerable`.
    """
    application, _ = await require_offerable(session, application_id, member=member)
    until = await clock.now(session) + timedelta(days=HOLDS_DAYS)
    await applications.transition(session, application, State.OFFERED, member, held_until=until)
    if terms is None:
        await session.exec(delete(OfferTerms).where(col(OfferTerms.application_id) == application_id))
    else:
        await session.merge(terms)
        await session.flush()
    return application


async def find_terms(session: AsyncSession, application: Application) -> OfferTerms | None:
    """What the offered or accepted place comes with."""
    held = application.state in (State.OFFERED, State.SIGNED)
    return await session.get(OfferTerms, application.id) if held else None


async def accept_offer(session: AsyncSession, account_id: int, application_id: int) -> Application:
    """The person accepts the offer; with the last place the opening is filled.

    Raises:
        NotAllowed: someone else's. NotAvailable: no standing offer, or it has run out. SignedElsewhere.
    """
    application = await applications.lock_for_seeker(session, account_id, application_id)
    # one person signs one thing at a time
    await session.exec(select(Account.id).where(Account.id == account_id).with_for_update(key_share=True))
    if elsewhere := await find_signed_opening(session, account_id):
        raise SignedElsewhere(title=elsewhere.title)
    if application.held_until is not None and application.held_until < await clock.now(session):
        raise NotAvailable
    await applications.transition(session, application, State.SIGNED, account_id)
    await fill_if_taken(session, application.opening_id, account_id)
    return application


async def find_signed_opening(session: AsyncSession, account_id: int) -> Opening | None:
    """The opening whose place the person took and has not finished learning."""
    query = (
        select(Opening)
        .join(Application, col(Application.opening_id) == col(Opening.id))
        .where(Application.account_id == account_id, Application.state == State.SIGNED)
    )
    return (await session.exec(query)).first()


async def others_of(session: AsyncSession, account_id: int) -> list[Application]:
    """What the person still has under way."""
    mine = await applications.of_account(session, account_id)
    return [one for one in mine if one.state in applications.OPEN_STATES]


async def withdraw_other_applications(session: AsyncSession, account_id: int) -> list[Application]:
    """Somebody who took a place takes back everything else; returns it.

    Raises:
        NotAvailable: no place was taken.
    """
    if await find_signed_opening(session, account_id) is None:
        raise NotAvailable
    mine = await applications.lock_of_account(session, account_id)
    others = [one for one in mine if one.state in applications.OPEN_STATES]
    return [await applications.withdraw(session, account_id, one.id or 0) for one in others]


async def refuse_offer(session: AsyncSession, account_id: int, application_id: int) -> Application:
    """The person does not take the offered place; it is free at once.

    Raises:
        NotAllowed: someone else's. NotAvailable: there is no standing offer.
    """
    application = await applications.lock_for_seeker(session, account_id, application_id)
    if application.state != State.OFFERED:
        raise NotAvailable
    await applications.transition(session, application, State.WITHDRAWN, account_id)
    return application


async def fill_if_taken(session: AsyncSession, opening_id: str, by: int) -> None:
    """Fill an opening whose last place is taken."""
    opening = await openings.lock(session, opening_id)
    signed = select(func.count()).where(
        Application.opening_id == opening_id, col(Application.state).in_((State.SIGNED, State.COMPLETED))
    )
    if (await session.exec(signed)).one() >= opening.headcount and opening.state == ListingState.LIVE:
        await models.transition_listing(session, opening, ListingState.FILLED, by=by)
        await search_index.remove_listing(session, opening_id)


async def release_run_out(session: AsyncSession, limit: int = 50) -> list[Application]:
    """End up to `limit` offers that nobody took in time; returns them."""
    moment_now = await clock.now(session)
    query = (
        select(Application.id, Application.opening_id)
        .where(Application.state == State.OFFERED, col(Application.held_until) < moment_now)
        .order_by(col(Application.opening_id), col(Application.id))
    )
    found = (await session.exec(query.limit(limit))).all()
    await openings.lock_all(session, [opening_id for _, opening_id in found])
    released = []
    for application_id, _ in found:
        application = await applications.lock(session, application_id or 0)
        if application.state == State.OFFERED:
            await applications.transition(session, application, State.EXPIRED, None)
            released.append(application)
    return released


async def list_due_expiry_reminders(session: AsyncSession, limit: int) -> list[Application]:
    """Standing offers in their last days whose person was not reminded yet (notice `ENDS`), locked."""
    moment_now = await clock.now(session)
    query = select(Application).where(
        Application.state == State.OFFERED, col(Application.held_until) > moment_now,
        col(Application.held_until) < moment_now + timedelta(days=WARN_DAYS),
        sent_notices.not_sent_condition(OFFER_ENDS_NOTICE, col(Application.id)),
    )  # fmt: skip
    return list((await session.exec(query.limit(limit).with_for_update(skip_locked=True))).all())
