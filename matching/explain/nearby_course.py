"""A provider to pair with: whoever already teaches the work of an opening, the nearest first."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.catalogue import places
from data.listings.courses import Course
from data.listings.openings import Opening
from data.organisations.service import Organisation
from data.vocabulary import CourseMode, ListingState, OrganisationState

FARTHEST_KM = 120.0
"""Apprentices go to school there: beyond this it is no help."""


async def find_nearest_course(session: AsyncSession, opening: Opening) -> tuple[Course, Organisation] | None:
    """The nearest live course of the opening's occupation, held by a verified organisation other than its own."""
    query = (
        select(Course, Organisation)
        .join(Organisation, col(Organisation.id) == col(Course.organisation_id))
        .where(Course.state == ListingState.LIVE, Course.occupation_code == opening.occupation_code)
        .where(Course.organisation_id != opening.organisation_id, Organisation.state == OrganisationState.VERIFIED)
    )
    near = [
        (km, course.id, course, organisation)
        for course, organisation in (await session.exec(query)).all()
        if course.mode != CourseMode.ONLINE and (km := _apart(opening, course)) <= FARTHEST_KM
    ]
    if not near:
        return None
    _, _, course, organisation = min(near)
    return course, organisation


def _apart(opening: Opening, course: Course) -> float:
    """Kilometres between their districts, or their cities where no district is known."""
    ours, theirs = (places.place(one.district or one.city) for one in (opening, course))
    return places.distance_km(ours.point, theirs.point)
