"""Courses: subsidised training with a capacity and start dates."""

from typing import Any

from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.catalogue import trades
from data.db.types import enum_column, text_list
from data.listings import transitions
from data.listings.models import ListingFields, last_day_index
from data.vocabulary import CertificateKind, CourseKind, CourseMode, Grade, ListingKind, ListingState


class Course(ListingFields, table=True):
    __table_args__ = (last_day_index("course"),)

    course_kind: CourseKind = enum_column(CourseKind)
    capacity: int = Field(ge=1, le=9999)
    certificate_kind: CertificateKind | None = enum_column(CertificateKind, default=None)
    grade_target: Grade | None = enum_column(Grade, default=None)
    assessing_body: str | None = None
    hours_total: int
    weeks: float | None = None
    mode: CourseMode | None = enum_column(CourseMode, default=None)
    evening: bool | None = None
    weekend: bool | None = None
    dormitory: bool | None = None
    fee: int
    """Yuan that the learner pays; 0 where the subsidy covers all."""
    subsidy_rule: str | None = None
    """Id of the policy row the subsidy rests on."""
    documents: list[str] = text_list()
    rolling_entry: bool | None = None
    linked_openings: list[str] = text_list()
    programme: str | None = None


async def find(session: AsyncSession, course_id: str) -> Course | None:
    """The course in whatever state, if it exists."""
    return await session.get(Course, course_id)


async def lock(session: AsyncSession, course_id: str) -> Course:
    """The course, locked until the end of the transaction.

    Raises:
        NotAvailable: no such course.
    """
    return await transitions.lock(session, Course, course_id)


async def save_draft(
    session: AsyncSession, organisation_id: int, *, member: int, course_id: str | None = None, **fields: Any
) -> Course:
    """Keep what a member wants to offer: a new course, or the corrected form of one that needs changes.

    Raises:
        NotAllowed: not a member. NotVerified: the organisation was refused or suspended.
        WrongKind: it is neither a provider nor a school.
        NotAvailable: the course is not waiting for a correction.
    """
    return await transitions.save_draft(
        session, Course, ListingKind.COURSE, organisation_id, member=member, listing_id=course_id, **fields
    )


async def leading_to(session: AsyncSession, occupation: str, grade: Grade, trade: str | None = None) -> list[Course]:
    """Live courses of the occupation (a code) that end with this grade, by id; with `trade`, none of another trade."""
    query = select(Course).where(
        Course.state == ListingState.LIVE, Course.occupation_code == occupation, Course.grade_target == grade
    )
    found = (await session.exec(query.order_by(col(Course.id)))).all()
    return [course for course in found if not trades.known_to_differ(course.trade, trade)]
