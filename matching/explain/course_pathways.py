"""The way to a listing just out of reach: the course that gives the paper it asks for, and where a course leads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from data import required_papers
from data.catalogue import trades
from data.catalogue.places import distance_km
from data.eligibility import Applicant
from data.listings.search_index import ListingIndex as Row
from data.people.profile import Facts
from data.vocabulary import Grade, ListingKind
from matching.search import postgres
from matching.search.geo import GeoScope, build_geo_context, listing_point
from matching.search.postgres import SearchFilter

_UNKNOWN_KM = 1000.0


def find_nearest_course_giving(listing: Row, required: str, courses: Iterable[Row]) -> Row | None:
    """The course that gives `required` (`kind:occupation:grade:trade`), the one nearest to the listing first."""
    fitting = [course for course in courses if gives_required_certificate(course, listing, required)]
    return min(fitting, key=lambda course: (_km_between(course, listing), course.listing_id), default=None)


def gives_required_certificate(course: Row, listing: Row, required: str) -> bool:
    """Whether who has finished the course holds what the listing requires."""
    paper = required_papers.parse(required)
    if course.kind != ListingKind.COURSE or course.certificate_kind != paper.kind:
        return False
    if paper.grade and (course.grade_target is None or course.grade_target.order < Grade(paper.grade).order):
        return False
    if paper.trade and course.trade != paper.trade:
        return False  # a course that does not say its trade may lead to a paper for another one
    return course.occupation_code == (paper.occupation or listing.occupation_code)


def openings_opened_by(course: Row, openings: Iterable[Row]) -> list[Row]:
    """The openings that the course leads to: those linked to it, and those that ask for its certificate."""
    return [
        one
        for one in openings
        if one.kind == ListingKind.OPENING
        and (
            one.listing_id in course.linked_openings
            or any(gives_required_certificate(course, one, required) for required in one.certificates)
        )
    ]


@dataclass(frozen=True)
class CourseOutcome:
    """Openings that a course leads to."""

    openings: tuple[Row, ...]
    """Those tied to it or asking for its paper first, then others of the same work."""
    direct_count: int
    """How many of them are tied to it or ask for its paper."""
    is_in_search_area: bool
    """Whether they are where the person looks; otherwise somewhere in the province."""


async def find_openings_after_course(session: AsyncSession, facts: Facts, today: date, course_id: str) -> CourseOutcome:
    """The openings that somebody could take up after the course, near first; none when it is not in search."""
    course = await session.get(Row, course_id)
    if course is None:
        return CourseOutcome((), 0, is_in_search_area=True)
    for scope in (build_geo_context(facts).base, GeoScope()):
        terms = SearchFilter(
            Applicant(facts, today), scope, relaxed_rules=frozenset({"law.cert_before_work"}), any_work=True
        )
        found = await postgres.find_openings_for_course(session, terms, course)
        if found:
            first = openings_opened_by(course, found)
            known = {one.listing_id for one in first}
            rest = [
                one
                for one in found
                if one.listing_id not in known and not trades.known_to_differ(one.trade, course.trade)
            ]
            return CourseOutcome((*first, *rest), len(first), is_in_search_area=not scope.everywhere)
    return CourseOutcome((), 0, is_in_search_area=True)


def _km_between(listing: Row, other: Row) -> float:
    here, there = listing_point(listing), listing_point(other)
    return distance_km(here, there) if here and there else _UNKNOWN_KM
