"""A listing, whichever kind it is, with the organisation behind it."""

from dataclasses import dataclass

from sqlmodel.ext.asyncio.session import AsyncSession

from data import applications, courses, enrolments, openings
from data.courses import Course
from data.errors import Gone
from data.openings import Opening
from data.organisations import Organisation
from data.vocabulary import ListingState


@dataclass(frozen=True)
class Found:
    """A listing with the organisation behind it."""

    listing: Opening | Course
    organisation: Organisation


async def find(session: AsyncSession, listing_id: str) -> Found | None:
    """The opening or course with this id, in whatever state."""
    listing = await openings.find(session, listing_id) or await courses.find(session, listing_id)
    organisation = await session.get(Organisation, listing.organisation_id) if listing else None
    return Found(listing, organisation) if listing and organisation else None


async def require_live(session: AsyncSession, listing_id: str) -> Found:
    """The listing, if it is live.

    Raises:
        Gone: it is not (any more).
    """
    found = await find(session, listing_id)
    if found is None or found.listing.state != ListingState.LIVE:
        raise Gone
    return found


async def places_left(session: AsyncSession, listing: Opening | Course) -> int:
    """Places nobody holds."""
    if isinstance(listing, Opening):
        return max(0, listing.headcount - await applications.places_held(session, listing.id))
    return max(0, listing.capacity - await enrolments.places_held(session, listing.id))
