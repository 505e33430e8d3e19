"""The way to a listing just out of reach: the course that gives the paper it asks for."""

from collections.abc import Iterable

from data.catalogue.places import distance_km
from data.listing_index import ListingIndex as Row
from data.vocabulary import Grade, Kind
from matching.scope import point_of

_UNKNOWN_KM = 1000.0


def closing_course(listing: Row, required: str, courses: Iterable[Row]) -> Row | None:
    """The course that gives `required` (`kind:occupation:grade`), the one nearest to the listing first."""
    fitting = [course for course in courses if closes(course, listing, required)]
    return min(fitting, key=lambda course: (_apart_km(course, listing), course.listing_id), default=None)


def closes(course: Row, listing: Row, required: str) -> bool:
    """Whether who has finished the course holds what the listing requires."""
    kind, occupation, grade = [*required.split(":"), "", ""][:3]
    if course.kind != Kind.COURSE or course.certificate_kind != kind:
        return False
    if grade and (course.grade_target is None or course.grade_target.order < Grade(grade).order):
        return False
    return course.occupation_code == (occupation or listing.occupation_code)


def opens(course: Row, openings: Iterable[Row]) -> list[Row]:
    """The openings that the course leads to: those linked to it, and those that ask for its certificate."""
    return [
        one
        for one in openings
        if one.kind == Kind.OPENING
        and (
            one.listing_id in course.linked_openings
            or any(closes(course, one, required) for required in one.certificates)
        )
    ]


def _apart_km(one: Row, other: Row) -> float:
    here, there = point_of(one), point_of(other)
    return distance_km(here, there) if here and there else _UNKNOWN_KM
