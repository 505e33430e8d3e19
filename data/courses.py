"""Courses: subsidised training with a capacity and start dates."""

from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.columns import choice, text_list
from data.errors import Gone
from data.listings import ListingFields
from data.vocabulary import CertificateKind, CourseKind, CourseMode, Grade, ListingState


class Course(ListingFields, table=True):
    course_kind: CourseKind = choice(CourseKind)
    capacity: int = Field(ge=1, le=9999)
    certificate_kind: CertificateKind | None = choice(CertificateKind, default=None)
    grade_target: Grade | None = choice(Grade, default=None)
    assessing_body: str | None = None
    hours_total: int
    weeks: float | None = None
    mode: CourseMode | None = choice(CourseMode, default=None)
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
        Gone: no such course.
    """
    query = select(Course).where(Course.id == course_id).with_for_update()
    course = (await session.exec(query.execution_options(populate_existing=True))).first()
    if course is None:
        raise Gone
    return course


async def leading_to(session: AsyncSession, occupation: str, grade: Grade) -> list[Course]:
    """Live courses of the occupation (a code) that end with this grade, by id."""
    query = select(Course).where(
        Course.state == ListingState.LIVE, Course.occupation_code == occupation, Course.grade_target == grade
    )
    return list((await session.exec(query.order_by(col(Course.id)))).all())
