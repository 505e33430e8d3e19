"""Enrolments in courses: a place while there are any, then a waiting list; attending, finished, certified.

Places held never exceed the capacity by an enrolment; whatever frees one moves the first who waits up.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import String, cast, exists, func, text
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.db.errors import NotAllowed, NotAvailable, Refusal
from data.db.state_machine import require_move
from data.enrolments.models import PERSONAL_SQL, Enrolment, forget_person
from data.listings import courses, search_index
from data.listings.courses import Course
from data.messaging.sent_notices import Notice
from data.organisations import service as organisations
from data.people import unasked
from data.vocabulary import EnrolmentState as State
from data.vocabulary import ListingState, UnaskedKind

__all__ = ["Enrolment", "forget_person"]

HOLDING_STATES = (State.ENROLLED, State.ATTENDING, State.COMPLETED, State.CERTIFIED)
LEAVABLE_STATES = (State.ENROLLED, State.WAITLISTED, State.ATTENDING)
"""A person can still give these up."""
REMIND_DAYS = 2
"""So many days before the first day those who have a place are reminded."""
COURSE_STARTS_NOTICE = "course.starts"
"""Kind of the notice that says so, for each enrolment and first day once."""
KEPT_DAYS = 366
"""Name, phone and certificate number go so long after the last change, or the course's last day if that is later."""

ALLOWED_MOVES: dict[State, frozenset[State]] = {
    State.ENROLLED: frozenset({State.ATTENDING, State.DECLINED, State.NO_SHOW, State.WITHDRAWN}),
    State.WAITLISTED: frozenset({State.ENROLLED, State.DECLINED, State.EXPIRED, State.WITHDRAWN}),
    State.ATTENDING: frozenset({State.COMPLETED, State.NO_SHOW, State.WITHDRAWN}),
    State.COMPLETED: frozenset({State.CERTIFIED, State.ATTENDING}),
    State.CERTIFIED: frozenset({State.ATTENDING}),
}
"""Back to attending: only because the learner says that they have not finished."""


class AlreadyEnrolled(Refusal):
    text_id = "enrol.error.already"


class NotBegun(Refusal):
    """Nobody finishes a course, or stays away from it, before its first day."""

    text_id = "learner.error.not_begun"


class DayAhead(Refusal):
    """Nobody has finished in the future."""

    text_id = "learner.error.ahead"


class DayTooEarly(Refusal):
    """The day lies before the course began, or before the person enrolled where people join at any time."""

    text_id = "learner.error.early"


async def count_held_places(session: AsyncSession, course_id: str) -> int:
    """Places taken."""
    query = select(func.count()).where(Enrolment.course_id == course_id, col(Enrolment.state).in_(HOLDING_STATES))
    return (await session.exec(query)).one()


async def enrol(
    session: AsyncSession, account_id: int, course_id: str, *, phone: str | None, name: str | None = None,
    second_phone: str | None = None, phone_note: str | None = None,
) -> Enrolment:  # fmt: skip
    """Take a place, or a place on the waiting list when the course is full.

    Raises:
        NotAvailable: the course is no longer open. AlreadyEnrolled.
    """
    course = await courses.lock(session, course_id)
    if course.state != ListingState.LIVE:
        raise NotAvailable
    if await find_active(session, account_id, course_id):
        raise AlreadyEnrolled
    held = await count_held_places(session, course_id)
    moment_now = await clock.now(session)
    enrolment = Enrolment(
        code="K" + secrets.token_hex(3).upper(), course_id=course_id, account_id=account_id, phone=phone,
        second_phone=second_phone, phone_note=phone_note, name=name,
        state=State.ENROLLED if held < course.capacity else State.WAITLISTED,
        created_at=moment_now, changed_at=moment_now,
    )  # fmt: skip
    session.add(enrolment)
    await session.flush()
    await _refresh_places(session, course)
    return enrolment


async def _refresh_places(session: AsyncSession, course: Course) -> None:
    known = (await counts_by_course(session, [course.id]))[course.id]
    await search_index.set_places_left(session, course.id, max(0, course.capacity - known.held), known.open)


@dataclass(frozen=True)
class EnrolmentCounts:
    """How a course stands: places held, and people who wait for one."""

    held: int = 0
    waiting: int = 0

    @property
    def open(self) -> int:
        """Everybody who is in it or waits."""
        return self.held + self.waiting


async def counts_by_course(session: AsyncSession, course_ids: Sequence[str]) -> dict[str, EnrolmentCounts]:
    """The figures of several courses at once."""
    query = (
        select(
            Enrolment.course_id,
            func.count().filter(col(Enrolment.state).in_(HOLDING_STATES)),
            func.count().filter(col(Enrolment.state) == State.WAITLISTED),
        )
        .where(col(Enrolment.course_id).in_(course_ids))
        .group_by(col(Enrolment.course_id))
    )
    known = {course: EnrolmentCounts(held, waiting) for course, held, waiting in (await session.exec(query)).all()}
    return {course: known.get(course, EnrolmentCounts()) for course in course_ids}


async def find_active(session: AsyncSession, account_id: int, course_id: str) -> Enrolment | None:
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


async def lock_of_account(session: AsyncSession, account_id: int) -> list[Enrolment]:
    """Lock the courses of a person's enrolments; the enrolments as they are then, in the order of the courses."""
    for course_id in sorted({one.course_id for one in await of_account(session, account_id)}):
        await courses.lock(session, course_id)
    query = select(Enrolment).where(Enrolment.account_id == account_id)
    in_order = query.order_by(col(Enrolment.course_id), col(Enrolment.id))
    # the provider may have decided until the courses were locked
    return list((await session.exec(in_order.execution_options(populate_existing=True))).all())


async def of_course(session: AsyncSession, course_id: str) -> list[Enrolment]:
    """Who is in a course or waits for a place, those with a place first, each in the order in which they came."""
    query = (
        select(Enrolment)
        .where(Enrolment.course_id == course_id, col(Enrolment.state).in_((*HOLDING_STATES, State.WAITLISTED)))
        .order_by(col(Enrolment.state) == State.WAITLISTED, col(Enrolment.id))
    )
    return list((await session.exec(query)).all())


async def get_for_member(session: AsyncSession, enrolment_id: int, *, member: int) -> tuple[Enrolment, Course]:
    """The enrolment and its course, for somebody who acts for the provider.

    Raises:
        NotAllowed: someone else's. NotAvailable: no such enrolment.
    """
    found = await session.get(Enrolment, enrolment_id)
    course = await courses.find(session, found.course_id) if found else None
    if found is None or course is None:
        raise NotAvailable
    await organisations.get_for_member(session, member, course.organisation_id)
    return found, course


async def _lock(session: AsyncSession, enrolment_id: int) -> tuple[Enrolment, Course]:
    """The enrolment with its course, which is locked first, so that places are counted one at a time."""
    found = await session.get(Enrolment, enrolment_id)
    if found is None:
        raise NotAvailable
    course = await courses.lock(session, found.course_id)
    await session.refresh(found)
    return found, course


async def _lock_for_member(session: AsyncSession, enrolment_id: int, member: int) -> tuple[Enrolment, Course]:
    found, course = await _lock(session, enrolment_id)
    await organisations.get_for_member(session, member, course.organisation_id)
    return found, course


async def _move(session: AsyncSession, enrolment: Enrolment, state: State, *, reason: str | None = None) -> None:
    _enter(enrolment, state, await clock.now(session), reason=reason)
    await session.flush()


def _enter(enrolment: Enrolment, state: State, at: datetime, *, reason: str | None = None) -> None:
    require_move(ALLOWED_MOVES, enrolment.state, state)
    enrolment.state = state
    enrolment.reason = reason
    enrolment.changed_at = at
    if state not in (*HOLDING_STATES, State.WAITLISTED):
        forget_person(enrolment)


async def confirm_attendance(session: AsyncSession, enrolment_id: int, *, member: int) -> Enrolment:
    """The provider confirms that the person attends.

    Raises:
        NotAllowed: not a member. NotAvailable: the person has no place, or attends already.
    """
    found, _ = await _lock_for_member(session, enrolment_id, member)
    await _move(session, found, State.ATTENDING)
    return found


async def complete(session: AsyncSession, enrolment_id: int, on: date, *, member: int) -> Enrolment:
    """The person finished the course on that day, as the provider says; the learner is still to confirm it.

    Raises:
        NotAllowed: not a member. NotAvailable: the person does not attend. DayAhead. DayTooEarly.
    """
    found, course = await _lock_for_member(session, enrolment_id, member)
    await _require_past(session, on)
    if on < _first_day(found, course):
        raise DayTooEarly
    _complete(found, on, await clock.now(session))
    await session.flush()
    return found


async def complete_all(session: AsyncSession, course_id: str, on: date, *, member: int) -> list[Enrolment]:
    """Everybody who attends finished on that day; who enrolled after it stays. Returns who finished.

    Raises:
        NotAllowed: not a member. NotAvailable: no such course, or nobody attends. DayAhead. DayTooEarly: for all.
    """
    course = await courses.lock(session, course_id)
    await organisations.get_for_member(session, member, course.organisation_id)
    await _require_past(session, on)
    query = select(Enrolment).where(Enrolment.course_id == course_id, Enrolment.state == State.ATTENDING)
    in_order = query.order_by(col(Enrolment.id)).with_for_update()
    attending = list((await session.exec(in_order.execution_options(populate_existing=True))).all())
    if not attending:
        raise NotAvailable
    finished = [one for one in attending if on >= _first_day(one, course)]
    if not finished:
        raise DayTooEarly
    now = await clock.now(session)
    for enrolment in finished:
        _complete(enrolment, on, now)
    await session.flush()
    return finished


def require_begun(course: Course, today: date) -> None:
    """Check that the first day has come.

    Raises:
        NotBegun: it lies ahead.
    """
    if course.start_date is not None and course.start_date > today:
        raise NotBegun


async def _require_past(session: AsyncSession, on: date) -> None:
    if on > await clock.today(session):
        raise DayAhead


def _first_day(enrolment: Enrolment, course: Course) -> date:
    """The first day of the course; where people join at any time, the day on which this one enrolled."""
    return course.start_date or enrolment.created_at.astimezone(clock.ZONE).date()


def _complete(enrolment: Enrolment, on: date, at: datetime) -> None:
    _enter(enrolment, State.COMPLETED, at)
    enrolment.completed_on, enrolment.completion_confirmed = on, False


async def answer_completion(
    session: AsyncSession, account_id: int, course_id: str, on: date, *, confirmed: bool
) -> Enrolment:
    """The learner says whether they finished on the day that the provider entered; if not, they attend again.

    Raises:
        NotAvailable: no such day is entered (any longer), or that was said before.
    """
    await courses.lock(session, course_id)
    found = await find_active(session, account_id, course_id)
    if found is None:
        raise NotAvailable
    await session.refresh(found)
    if found.state not in (State.COMPLETED, State.CERTIFIED) or found.completed_on != on or found.completion_confirmed:
        raise NotAvailable
    if confirmed:
        found.completion_confirmed = True
    else:
        _enter(found, State.ATTENDING, await clock.now(session))
        found.completed_on = found.certificate_number = None
    await session.flush()
    return found


async def certify(session: AsyncSession, enrolment_id: int, number: str | None, *, member: int) -> Enrolment:
    """The person has the certificate that the course leads to; its number can come, or be corrected, later.

    Raises:
        NotAllowed: not a member. NotAvailable: not finished yet, or the course leads to none; no number for a
            certificate that is known already, or one for somebody who deleted their account.
    """
    found, course = await _lock_for_member(session, enrolment_id, member)
    if course.certificate_kind is None or (number is not None and found.account_id is None):
        raise NotAvailable
    if found.state != State.CERTIFIED:
        await _move(session, found, State.CERTIFIED)
    elif number is None:
        raise NotAvailable
    found.certificate_number = number
    await session.flush()
    return found


def has_begun(course: Course, today: date) -> bool:
    """Whether the first day is here; where people join at any time, always."""
    return course.start_date is None or course.start_date <= today


async def mark_no_show(session: AsyncSession, enrolment_id: int, *, member: int) -> tuple[Enrolment, Enrolment | None]:
    """The person did not come: the place is free, and whoever moves up is returned second.

    Raises:
        NotBegun: the first day is still ahead.
    """
    found, course = await _lock_for_member(session, enrolment_id, member)
    if not has_begun(course, await clock.today(session)):
        raise NotBegun
    await _move(session, found, State.NO_SHOW)
    return found, await _free(session, course)


async def decline(
    session: AsyncSession, enrolment_id: int, *, member: int, reason: str
) -> tuple[Enrolment, Enrolment | None]:
    """The provider says no, with the id of a canned reason; whoever moves up is returned second."""
    found, course = await _lock_for_member(session, enrolment_id, member)
    await _move(session, found, State.DECLINED, reason=reason)
    return found, await _free(session, course)


async def withdraw(session: AsyncSession, account_id: int, enrolment_id: int) -> tuple[Enrolment, Enrolment | None]:
    """Give the place back; the first on the waiting list moves up and is returned second.

    Raises:
        NotAllowed: someone else's. NotAvailable: ended already.
    """
    found, course = await _lock(session, enrolment_id)
    if found.account_id != account_id:
        raise NotAllowed
    await _move(session, found, State.WITHDRAWN)
    return found, await _free(session, course)


async def _free(session: AsyncSession, course: Course) -> Enrolment | None:
    promoted = await _promote(session, course)
    await _refresh_places(session, course)
    return promoted


async def fill_places(session: AsyncSession, course: Course) -> list[Enrolment]:
    """After its capacity was changed: who moves up from the waiting list, in turn."""
    moved = []
    while (promoted := await _promote(session, course)) is not None:
        moved.append(promoted)
    await _refresh_places(session, course)
    return moved


async def _promote(session: AsyncSession, course: Course) -> Enrolment | None:
    if await count_held_places(session, course.id) >= course.capacity:
        return None
    query = (
        select(Enrolment)
        .where(Enrolment.course_id == course.id, Enrolment.state == State.WAITLISTED)
        .order_by(col(Enrolment.id))
    )
    first = (await session.exec(query)).first()
    if first:
        await _move(session, first, State.ENROLLED)
    return first


async def end_waiting(session: AsyncSession, course_id: str, *, reason: str, all_of_them: bool) -> list[Enrolment]:
    """End what waits when a course is full for good; when it does not take place (`all_of_them`) also the places
    that nobody attends yet. Returns what was ended.
    """
    course = await courses.lock(session, course_id)
    states = (State.WAITLISTED, State.ENROLLED) if all_of_them else (State.WAITLISTED,)
    query = select(Enrolment).where(Enrolment.course_id == course_id, col(Enrolment.state).in_(states))
    ended = list((await session.exec(query.order_by(col(Enrolment.id)).with_for_update())).all())
    now = await clock.now(session)
    for enrolment in ended:
        _enter(enrolment, State.DECLINED, now, reason=reason)
    await session.flush()
    await _refresh_places(session, course)
    return ended


async def expire_waiting(session: AsyncSession, limit: int) -> list[Enrolment]:
    """End up to `limit` waits for a place in courses that nobody can join any more; returns them."""
    query = (
        select(Enrolment)
        .join(Course, col(Course.id) == col(Enrolment.course_id))
        .where(
            Enrolment.state == State.WAITLISTED,
            col(Course.state).in_((ListingState.EXPIRED, ListingState.CLOSED, ListingState.FILLED)),
            col(Course.start_date).is_(None) | (col(Course.start_date) < await clock.today(session)),
        )
        .order_by(col(Enrolment.id))
        .limit(limit)
    )
    ended = list((await session.exec(query.with_for_update(of=Enrolment, skip_locked=True))).all())
    for enrolment in ended:
        await _move(session, enrolment, State.EXPIRED)
    return ended


async def list_due_start_reminders(session: AsyncSession, limit: int) -> list[tuple[Enrolment, Course]]:
    """Up to `limit` people whose course begins soon and who were not reminded of that day yet, locked."""
    now = await clock.now(session)
    today = now.date()
    subject = func.concat(col(Enrolment.id), ":", cast(col(Course.start_date), String))
    told = exists().where(col(Notice.kind) == COURSE_STARTS_NOTICE, col(Notice.subject) == subject)
    query = (
        select(Enrolment, Course)
        .join(Course, col(Course.id) == col(Enrolment.course_id))
        .where(
            col(Course.start_date).between(today, today + timedelta(days=REMIND_DAYS)),
            col(Enrolment.state).in_((State.ENROLLED, State.ATTENDING)),
            ~told,
            unasked.may_hear(col(Enrolment.account_id), UnaskedKind.COURSE, now),
        )
        .order_by(col(Enrolment.id))
        .limit(limit)
    )
    return list((await session.exec(query.with_for_update(of=Enrolment, skip_locked=True))).all())


_FORGET = text(
    f"""
    WITH old AS MATERIALIZED (
        SELECT enrolment.id FROM enrolment JOIN course ON course.id = enrolment.course_id
        WHERE ({PERSONAL_SQL}) AND enrolment.changed_at < :before
        AND (
            course.start_date IS NULL
            OR course.start_date + make_interval(days => (7 * coalesce(course.weeks, 0))::integer) < :before
        )
        ORDER BY enrolment.changed_at LIMIT :batch FOR UPDATE OF enrolment SKIP LOCKED
    )
    UPDATE enrolment SET name = NULL, phone = NULL, second_phone = NULL, phone_note = NULL, certificate_number = NULL
    WHERE id IN (SELECT id FROM old)
    """  # noqa: S608 - a constant
)


async def forget_old(session: AsyncSession, batch: int) -> int:
    """Erase who the people are in up to `batch` enrolments whose time is over (`KEPT_DAYS`); returns how many."""
    before = await clock.now(session) - timedelta(days=KEPT_DAYS)
    erased: Any = await session.execute(_FORGET, {"before": before, "batch": batch})
    return int(erased.rowcount)
