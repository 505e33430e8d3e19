"""Enrolments in courses: a place while there are any, then a waiting list."""

import secrets
from datetime import datetime

from sqlalchemy import BigInteger, Index, func
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data import clock, courses, listing_index
from data.columns import choice, moment
from data.errors import Gone, NotAllowed, Refusal
from data.vocabulary import EnrolmentState as State
from data.vocabulary import ListingState

HOLDING_STATES = (State.ENROLLED, State.ATTENDING, State.COMPLETED, State.CERTIFIED)


class AlreadyEnrolled(Refusal):
    text_id = "enrol.error.already"


class Enrolment(SQLModel, table=True):
    __table_args__ = (
        Index(
            "uq_enrolment_standing",
            "course_id",
            "account_id",
            unique=True,
            postgresql_where="state NOT IN ('declined', 'withdrawn', 'expired', 'no_show')",
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    code: str = Field(unique=True)
    course_id: str = Field(foreign_key="course.id", ondelete="CASCADE", index=True)
    account_id: int | None = Field(
        default=None, foreign_key="account.id", ondelete="SET NULL", index=True, sa_type=BigInteger
    )
    state: State = choice(State)
    phone: str | None = None
    created_at: datetime = moment()
    changed_at: datetime = moment()


async def places_held(session: AsyncSession, course_id: str) -> int:
    """Places taken."""
    query = select(func.count()).where(Enrolment.course_id == course_id, col(Enrolment.state).in_(HOLDING_STATES))
    return (await session.exec(query)).one()


async def enrol(session: AsyncSession, account_id: int, course_id: str, *, phone: str | None) -> Enrolment:
    """Take a place, or a place on the waiting list when the course is full.

    Raises:
        Gone: the course is no longer open. AlreadyEnrolled.
    """
    course = await courses.lock(session, course_id)
    if course.state != ListingState.LIVE:
        raise Gone
    if await standing(session, account_id, course_id):
        raise AlreadyEnrolled
    held = await places_held(session, course_id)
    moment_now = await clock.now(session)
    enrolment = Enrolment(
        code="K" + secrets.token_hex(3).upper(), course_id=course_id, account_id=account_id, phone=phone,
        state=State.ENROLLED if held < course.capacity else State.WAITLISTED,
        created_at=moment_now, changed_at=moment_now,
    )  # fmt: skip
    session.add(enrolment)
    await session.flush()
    await _refresh_places(session, course)
    return enrolment


async def _refresh_places(session: AsyncSession, course: courses.Course) -> None:
    held = await places_held(session, course.id)
    waiting = select(func.count()).where(Enrolment.course_id == course.id, Enrolment.state == State.WAITLISTED)
    count = held + (await session.exec(waiting)).one()
    await listing_index.set_places_left(session, course.id, max(0, course.capacity - held), count)


async def standing(session: AsyncSession, account_id: int, course_id: str) -> Enrolment | None:
    """The account's enrolment in the course that has not ended otherwise."""
    query = select(Enrolment).where(
        Enrolment.account_id == account_id,
        Enrolment.course_id == course_id,
        col(Enrolment.state).in_((*HOLDING_STATES, State.WAITLISTED)),
    )
    return (await session.exec(query)).first()


async def of_account(session: AsyncSession, account_id: int) -> list[Enrolment]:
    """A person's enrolments, newest first."""
    query = select(Enrolment).where(Enrolment.account_id == account_id).order_by(col(Enrolment.id).desc())
    return list((await session.exec(query)).all())


async def withdraw(session: AsyncSession, account_id: int, enrolment_id: int) -> tuple[Enrolment, Enrolment | None]:
    """Give the place back; the first on the waiting list moves up and is returned second.

    Raises:
        NotAllowed: someone else's. Gone: ended already.
    """
    found = await session.get(Enrolment, enrolment_id)
    if found is None:
        raise Gone
    if found.account_id != account_id:
        raise NotAllowed
    course = await courses.lock(session, found.course_id)
    await session.refresh(found)
    if found.state not in (State.ENROLLED, State.WAITLISTED):
        raise Gone
    found.state = State.WITHDRAWN
    found.changed_at = await clock.now(session)
    await session.flush()
    promoted = await _promote(session, course)
    await _refresh_places(session, course)
    return found, promoted


async def _promote(session: AsyncSession, course: courses.Course) -> Enrolment | None:
    if await places_held(session, course.id) >= course.capacity:
        return None
    query = (
        select(Enrolment)
        .where(Enrolment.course_id == course.id, Enrolment.state == State.WAITLISTED)
        .order_by(col(Enrolment.id))
    )
    first = (await session.exec(query)).first()
    if first:
        first.state = State.ENROLLED
        first.changed_at = await clock.now(session)
        await session.flush()
    return first
