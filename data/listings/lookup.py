"""A listing, whichever kind it is, with the organisation behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.db.errors import NotAvailable
from data.listings import courses, openings
from data.listings.courses import Course
from data.listings.openings import Opening
from data.listings.search_index import ListingIndex as Row
from data.organisations.service import Organisation
from data.vocabulary import ListingState


@dataclass(frozen=True)
class ListingWithOrganisation:
    """A listing with the organisation behind it."""

    listing: Opening | Course
    organisation: Organisation


async def find(session: AsyncSession, listing_id: str) -> ListingWithOrganisation | None:
    """The opening or course with this id, in whatever state."""
    listing = await openings.find(session, listing_id) or await courses.find(session, listing_id)
    organisation = await session.get(Organisation, listing.organisation_id) if listing else None
    return ListingWithOrganisation(listing, organisation) if listing and organisation else None


async def require_live(session: AsyncSession, listing_id: str) -> ListingWithOrganisation:
    """The listing, if it is live.

    Raises:
        NotAvailable: it is not (any more).
    """
    found = await find(session, listing_id)
    if found is None or found.listing.state != ListingState.LIVE:
        raise NotAvailable
    return found


async def list_by_ids(session: AsyncSession, listing_ids: Sequence[str]) -> list[ListingWithOrganisation]:
    """Those of the listings that exist, in this order."""
    found: dict[str, ListingWithOrganisation] = {}
    for kind in (Opening, Course):
        query = (
            select(kind, Organisation)
            .join(Organisation, col(Organisation.id) == col(kind.organisation_id))
            .where(col(kind.id).in_(listing_ids))
        )
        for listing, by in (await session.exec(query)).all():
            if isinstance(listing, Opening | Course):
                found[listing.id] = ListingWithOrganisation(listing, by)
    return [found[one] for one in listing_ids if one in found]


async def list_newest(session: AsyncSession, start: int, count: int) -> list[ListingWithOrganisation]:
    """Listings that can be joined today, those that went live last first."""
    today = await clock.today(session)
    known: list[tuple[datetime, str]] = []
    for kind in (Opening, Course):
        query = (
            select(kind.live_at, kind.id)
            .join(Row, col(Row.listing_id) == col(kind.id))
            .where(col(Row.places_left) > 0, col(kind.live_at).is_not(None))
            .where(
                func.coalesce(col(kind.deadline), today) >= today, func.coalesce(col(kind.expires_at), today) >= today
            )
            .order_by(col(kind.live_at).desc(), col(kind.id))
            .limit(start + count)
        )
        known += [(at, one) for at, one in (await session.exec(query)).all() if at is not None]
    known.sort(key=lambda pair: pair[0], reverse=True)  # stable: within a moment the order of the query stays
    return await list_by_ids(session, [one for _, one in known[start : start + count]])


async def places_left_of(session: AsyncSession, listing_ids: Sequence[str]) -> dict[str, int]:
    """Listing id → places that nobody holds, of those that can be found now."""
    query = select(Row.listing_id, Row.places_left).where(col(Row.listing_id).in_(listing_ids))
    return dict((await session.exec(query)).all())
