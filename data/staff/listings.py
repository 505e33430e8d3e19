"""Lists of listings that staff look after: what waits, what the law check doubts, what ends without an applicant."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_, true
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications.models import Application
from data.db import clock
from data.enrolments.models import Enrolment
from data.lifecycle import listing_expiry
from data.lifecycle.listing_expiry import Listing
from data.listings.courses import Course
from data.listings.models import ListingEvent
from data.listings.openings import Opening
from data.organisations.service import Organisation
from data.staff import members
from data.vocabulary import ListingState, OrganisationState

ENDS_WITHIN_DAYS = 14
MOST = 50


@dataclass(frozen=True)
class WatchedListings:
    """One of the lists: its first `MOST`, and how many there are."""

    first: list["WatchedListing"]
    count: int


@dataclass(frozen=True)
class WatchedListing:
    """A listing of one of the lists, with the organisation behind it."""

    listing: Listing
    organisation: Organisation
    waits_days: int = 0
    """Whole days since it was handed in last, for one in review."""
    last_day: date | None = None
    """For one that people can find."""


async def list_in_review(
    session: AsyncSession, *, staff: int, places: Collection[str] = (), at_least_days: int = 0
) -> WatchedListings:
    """Listings of verified organisations that wait for a decision, for so long or longer, the oldest first.

    Raises:
        NotAllowed: not a reviewer.
    """
    await members.require_permission(session, staff, "review")
    moment = await clock.now(session)
    found, count = [], 0
    for table in (Opening, Course):
        handed_in = (
            select(func.max(ListingEvent.at))
            .where(
                ListingEvent.listing_id == table.id,
                ListingEvent.state == ListingState.IN_REVIEW,
                col(ListingEvent.reason).is_(None),
            )
            .scalar_subquery()
        )
        since = func.coalesce(handed_in, col(table.created_at))
        state = and_(col(table.state) == ListingState.IN_REVIEW, col(Organisation.state) == OrganisationState.VERIFIED)
        waits = since <= moment - timedelta(days=at_least_days)
        rows, number = await _read(session, table, since, state, waits, places=places)
        count += number
        found += [WatchedListing(one, by, (moment - at).days) for one, by, at in rows]
    return _first(found, count, lambda one: -one.waits_days)


async def list_doubted(session: AsyncSession, *, staff: int, places: Collection[str] = ()) -> WatchedListings:
    """Listings in review or live in which the law check found something that was kept, those in review first.

    Raises:
        NotAllowed: not a reviewer.
    """
    await members.require_permission(session, staff, "review")
    found, count = [], 0
    for table in (Opening, Course):
        states = col(table.state).in_((ListingState.IN_REVIEW, ListingState.LIVE))
        is_live = col(table.state) != ListingState.IN_REVIEW
        rows, number = await _read(session, table, is_live, states, col(table.doubts) != [], places=places)
        count += number
        found += [WatchedListing(one, by) for one, by, _ in rows]
    return _first(found, count, lambda one: one.listing.state != ListingState.IN_REVIEW)


async def list_ending_unanswered(session: AsyncSession, *, staff: int, places: Collection[str] = ()) -> WatchedListings:
    """Live listings that end within two weeks and that nobody has applied to or enrolled in, the next to end first.

    Raises:
        NotAllowed: not a reviewer.
    """
    await members.require_permission(session, staff, "review")
    today = await clock.today(session)
    found, count = [], 0
    for table in (Opening, Course):
        last = listing_expiry.last_day_column(table)
        ends = and_(last >= today, last <= today + timedelta(days=ENDS_WITHIN_DAYS))
        live = col(table.state) == ListingState.LIVE
        rows, number = await _read(session, table, last, live, ends, ~_is_taken_up(table), places=places)
        count += number
        found += [WatchedListing(one, by, last_day=day) for one, by, day in rows]
    return _first(found, count, lambda one: one.last_day or today)


def _first(found: list[WatchedListing], count: int, order: Callable[[WatchedListing], Any]) -> WatchedListings:
    """Those of both kinds that come first."""
    return WatchedListings(sorted(found, key=order)[:MOST], count)


async def _read(
    session: AsyncSession, table: type[Listing], order: Any, *conditions: ColumnElement[bool], places: Collection[str]
) -> tuple[list[tuple[Listing, Organisation, Any]], int]:
    """The first listings in these places with their organisations and what they are ordered by; how many there are."""
    query = (
        select(table, Organisation, order, func.count().over())
        .join(Organisation, col(Organisation.id) == col(table.organisation_id))
        .where(*conditions, _is_in(table, places))
        .order_by(order, col(table.created_at), col(table.id))
        .limit(MOST)
    )
    rows = (await session.exec(query)).all()
    return [(one, by, value) for one, by, value, _ in rows if isinstance(one, Listing)], rows[0][3] if rows else 0


def _is_taken_up(table: type[Listing]) -> ColumnElement[bool]:
    """Whether anybody has applied to the opening, or enrolled in the course."""
    if table is Opening:
        return exists().where(col(Application.opening_id) == col(Opening.id))
    return exists().where(col(Enrolment.course_id) == col(Course.id))


def _is_in(table: type[Listing], places: Collection[str]) -> ColumnElement[bool]:
    """Whether it is in one of the cities or districts; anywhere where none is named."""
    if not places:
        return true()
    return or_(col(table.city).in_(sorted(places)), col(table.district).in_(sorted(places)))
