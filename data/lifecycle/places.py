"""Places of a listing that nobody holds."""

from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications import service as applications
from data.enrolments import service as enrolments
from data.listings.courses import Course
from data.listings.openings import Opening


async def places_left(session: AsyncSession, listing: Opening | Course) -> int:
    """Places nobody holds."""
    if isinstance(listing, Opening):
        return max(0, listing.headcount - await applications.count_held_places(session, listing.id))
    return max(0, listing.capacity - await enrolments.count_held_places(session, listing.id))
