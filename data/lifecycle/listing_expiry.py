"""The life of a live listing: its last day, warnings before it, a longer life, and the end.

The last day is the earlier of the last day to apply and the day until which the listing is valid.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, Date, String, cast, exists, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications import service as applications
from data.applications.service import Application
from data.db import clock
from data.db.errors import NotAvailable, Refusal
from data.listings import search_index, transitions
from data.listings.courses import Course
from data.listings.models import DEFAULT_LIFE_DAYS, RENEWED, add_history_note, transition_listing
from data.listings.openings import Opening
from data.messaging.sent_notices import Notice
from data.organisations import service as organisations
from data.organisations.service import Organisation
from data.vocabulary import ListingState, OrganisationState

WARN_DAYS = (7, 1)
"""A warning comes so many days before the last one."""
QUIET_AFTER_DAYS = 5
FEW_APPLICANTS_NOTICE = "listing.quiet"
"""Kind of the notice that few applied."""
FEW_APPLICANTS = 2
"""An opening with fewer applications than this is quiet."""

Listing = Opening | Course
Table = TypeVar("Table", Opening, Course)


class StartsBefore(Refusal):
    """A course cannot be found for longer than until its first day."""

    text_id = "course.error.starts"


def last_day(listing: Listing) -> date | None:
    """The last day on which people can find it."""
    return min((day for day in (listing.deadline, listing.expires_at) if day is not None), default=None)


def last_day_column(table: type[Listing]) -> ColumnElement[date]:
    """The same in a query."""
    return func.least(col(table.deadline), col(table.expires_at), type_=Date)


def warning_subject(listing: Listing) -> str:
    """What a warning is about: a listing with a new last day is warned of anew."""
    return f"{listing.id}:{last_day(listing)}"


def warning_kind(days: int) -> str:
    return f"listing.ends_in_{days}"


async def list_due_expiry_warnings(session: AsyncSession, days: int, limit: int) -> list[Listing]:
    """Live listings whose last day is at most `days` away and who were not warned of it yet, locked."""
    today = await clock.today(session)
    found: list[Listing] = []
    for table in (Opening, Course):
        subject = func.concat(col(table.id), ":", cast(last_day_column(table), String))
        told = exists().where(col(Notice.kind) == warning_kind(days), col(Notice.subject) == subject)
        query = select(table).where(
            table.state == ListingState.LIVE, last_day_column(table) >= today,
            last_day_column(table) <= today + timedelta(days=days), ~told,
        )  # fmt: skip
        rows = await session.exec(query.order_by(col(table.id)).limit(limit).with_for_update(skip_locked=True))
        found += [one for one in rows.all() if isinstance(one, Listing)]
    return found


async def expire_listings(session: AsyncSession, limit: int) -> list[Listing]:
    """End up to `limit` listings of each kind whose last day has passed, paused ones too; returns them."""
    today = await clock.today(session)
    ended: list[Listing] = []
    for table in (Opening, Course):
        states = col(table.state).in_((ListingState.LIVE, ListingState.PAUSED))
        query = select(table).where(states, last_day_column(table) < today).order_by(col(table.id)).limit(limit)
        rows = await session.exec(query.with_for_update(skip_locked=True))
        ended += [one for one in rows.all() if isinstance(one, Listing)]
    for listing in ended:
        await transition_listing(session, listing, ListingState.EXPIRED, by=None)
    await search_index.drop_all(session, [listing.id for listing in ended])
    return ended


async def list_due_few_applicants_notices(session: AsyncSession, limit: int) -> Sequence[Opening]:
    """Live openings that few people applied to in their first days, and whose members were not told so yet, locked."""
    before = await clock.now(session) - timedelta(days=QUIET_AFTER_DAYS)
    applied = select(func.count()).where(col(Application.opening_id) == col(Opening.id)).scalar_subquery()
    told = exists().where(col(Notice.kind) == FEW_APPLICANTS_NOTICE, col(Notice.subject) == col(Opening.id))
    query = (
        select(Opening)
        .where(Opening.state == ListingState.LIVE, col(Opening.live_at) < before, applied < FEW_APPLICANTS, ~told)
        .where(col(Opening.created_by).is_not(None))
        .order_by(col(Opening.id))
    )
    return (await session.exec(query.limit(limit).with_for_update(skip_locked=True))).all()


async def renew(session: AsyncSession, table: type[Table], listing_id: str, *, member: int) -> Table:
    """Give a live or paused listing a whole new life from today; a last day to apply moves with it.

    Raises:
        NotAllowed: not a member. NotAvailable: it has ended, or its organisation is not (any more) verified.
        StartsBefore: a course whose first day leaves no longer life.
    """
    listing = await transitions.lock_for_member(session, table, listing_id, member=member)
    organisation = await session.get(Organisation, listing.organisation_id)
    if organisation is None or organisation.state != OrganisationState.VERIFIED:
        raise NotAvailable
    if listing.state not in (ListingState.LIVE, ListingState.PAUSED):
        raise NotAvailable
    moment = await clock.now(session)
    until = moment.date() + timedelta(days=DEFAULT_LIFE_DAYS)
    if isinstance(listing, Course) and listing.start_date is not None:
        until = min(until, listing.start_date)
        if until <= (last_day(listing) or until):
            raise StartsBefore
    listing.expires_at = until
    if listing.deadline is not None:
        listing.deadline = until
    await add_history_note(session, listing, by=member, reason=RENEWED)
    return listing


async def mark_filled(session: AsyncSession, table: type[Table], listing_id: str, *, member: int) -> Table:
    """The places were filled elsewhere: nobody can apply any more.

    Raises:
        NotAllowed: not a member. NotAvailable: it is not live.
    """
    listing = await transitions.lock_for_member(session, table, listing_id, member=member)
    await transition_listing(session, listing, ListingState.FILLED, by=member)
    await search_index.remove_listing(session, listing.id)
    return listing


async def members_of(session: AsyncSession, listing: Listing) -> list[int]:
    """Who hears about the listing."""
    return await organisations.list_member_ids(session, listing.organisation_id)


async def count_applicants(session: AsyncSession, opening: Opening) -> int:
    """How many applied, whatever became of it."""
    return len(await applications.of_opening(session, opening.id))
