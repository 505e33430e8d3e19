"""Interviews: arranged, moved, called off; who hears when; what came of them, also when nobody came."""

from datetime import datetime, timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications import service as applications
from data.applications.models import Application, Interview
from data.db import clock
from data.db.errors import NotAvailable, Refusal
from data.listings.openings import Opening
from data.messaging import sent_notices
from data.vocabulary import ApplicationState as State
from data.vocabulary import InterviewAnswer

REMIND_HOURS = (24, 2)
"""Both sides are reminded so long before."""
ASK_AFTER_HOURS = 2
"""After the beginning, what came of it is asked."""
FARTHEST_DAYS = 60
REOPEN_DAYS = 14
"""So long somebody who was marked as not come can be talked to again."""


class TimePassed(Refusal):
    """The time lies behind, or too far ahead."""

    text_id = "interview.error.passed"


class NotYet(Refusal):
    """Nobody can have stayed away from what lies ahead."""

    text_id = "interview.error.not_yet"


class InvitationReplaced(Refusal):
    """The invitation that is answered has given way to another."""

    text_id = "interview.error.moved"


class ObjectedAlready(Refusal):
    text_id = "absence.error.objected"


async def find(session: AsyncSession, application_id: int) -> Interview | None:
    """The interview of an application, past ones too."""
    return await session.get(Interview, application_id, populate_existing=True)


async def schedule_interview(
    session: AsyncSession, application_id: int, *, member: int, at: datetime, place: str, note: str | None = None
) -> Interview:
    """Invite to a meeting, or give it another time; both may still talk about it.

    Raises:
        NotAllowed: not a member. NotAvailable: the two are not in touch (any longer). TimePassed.
    """
    application, _ = await applications.lock_for_member(session, application_id, member)
    moment_now = await clock.now(session)
    if not moment_now < at < moment_now + timedelta(days=FARTHEST_DAYS):
        raise TimePassed(n=FARTHEST_DAYS)
    if application.account_id is None:
        raise NotAvailable
    if application.state != State.INTERVIEW:
        await applications.transition(session, application, State.INTERVIEW, member)
    before = await find(session, application_id)
    interview = before or Interview(
        application_id=application_id, account_id=application.account_id, at=at, place=place, arranged_at=moment_now
    )
    interview.at, interview.place, interview.note = at, place, note
    interview.answer, interview.arranged_at = InterviewAnswer.UNANSWERED, moment_now
    interview.sequence += before is not None
    session.add(interview)
    await session.flush()
    return interview


async def require_upcoming(session: AsyncSession, account_id: int, application_id: int) -> Interview:
    """The interview that lies ahead of the person.

    Raises:
        NotAllowed: someone else's. NotAvailable: called off, or over.
    """
    application = await applications.lock_for_seeker(session, account_id, application_id)
    interview = await find(session, application_id)
    if application.state != State.INTERVIEW or interview is None or interview.at < await clock.now(session):
        raise NotAvailable
    return interview


async def find_upcoming(session: AsyncSession, application: Application) -> Interview | None:
    """The interview that lies ahead in an application, if there is one."""
    interview = await find(session, application.id or 0) if application.state == State.INTERVIEW else None
    return interview if interview and interview.at > await clock.now(session) else None


async def answer_invitation(
    session: AsyncSession, account_id: int, application_id: int, answer: InterviewAnswer, *, sequence: int
) -> Interview:
    """The person comes, or asks for another time than that of the invitation with this number.

    Raises:
        NotAllowed: someone else's. NotAvailable: called off, or over. InvitationReplaced.
    """
    interview = await require_upcoming(session, account_id, application_id)
    if interview.sequence != sequence:
        raise InvitationReplaced
    interview.answer = answer
    session.add(interview)
    await session.flush()
    return interview


async def call_off(session: AsyncSession, application_id: int, *, member: int) -> Interview:
    """The enterprise calls it off; both go on talking.

    Raises:
        NotAllowed: not a member. NotAvailable: there is none.
    """
    application, _ = await applications.lock_for_member(session, application_id, member)
    interview = await find(session, application_id)
    if interview is None:
        raise NotAvailable
    await applications.transition(session, application, State.TALKING, member)
    return interview


async def mark_no_show(session: AsyncSession, application_id: int, *, member: int) -> Application:
    """The person did not come: to the interview, or, before any contract, to the first day.

    Raises:
        NotAllowed: not a member. NotAvailable: not expected (any longer). NotYet. UnderContract.
    """
    application, _ = await applications.lock_for_member(session, application_id, member)
    interview = await find(session, application_id)
    if application.state == State.INTERVIEW and interview and interview.at > await clock.now(session):
        raise NotYet
    if application.state == State.SIGNED and await applications.is_under_contract(session, application):
        raise applications.UnderContract
    await applications.transition(session, application, State.NO_SHOW, member)
    return application


async def object_to(session: AsyncSession, account_id: int, application_id: int) -> Application:
    """The person has something to say to having been marked as not come; once.

    Raises:
        NotAllowed: someone else's. NotAvailable: not so marked. ObjectedAlready.
    """
    application = await applications.lock_for_seeker(session, account_id, application_id)
    if application.state != State.NO_SHOW:
        raise NotAvailable
    if application.objected_at is not None:
        raise ObjectedAlready
    application.objected_at = await clock.now(session)
    session.add(application)
    await session.flush()
    return application


async def reopen_after_no_show(session: AsyncSession, application_id: int, *, member: int) -> Application:
    """Talk again to somebody who was marked as not come.

    Raises:
        NotAllowed: not a member. NotAvailable: too late, or there is another application of the same person.
    """
    application, opening = await applications.lock_for_member(session, application_id, member)
    if application.account_id is None or application.state != State.NO_SHOW:
        raise NotAvailable
    if application.changed_at < await clock.now(session) - timedelta(days=REOPEN_DAYS):
        raise NotAvailable
    if await applications.find_active(session, application.account_id, opening.id):
        raise NotAvailable
    await applications.transition(session, application, State.TALKING, member)
    return application


def reminder_notice_kind(hours: int) -> str:
    """Kind of the notice so many hours before."""
    return f"interview.in_{hours}"


def outcome_notice_kind(days: int) -> str:
    """Kind of the notice so many days after."""
    return f"interview.over_{days}"


def notice_subject(interview: Interview) -> str:
    """What a notice is about: another time makes it due anew."""
    return f"{interview.application_id}:{interview.sequence}"


InterviewContext = tuple[Interview, Application, Opening]


async def list_due_reminders(session: AsyncSession, hours: int, limit: int) -> list[InterviewContext]:
    """Interviews at most `hours` ahead of which nobody was reminded yet, locked.

    One that was arranged later than that needs no reminder.
    """
    moment_now = await clock.now(session)
    ahead = timedelta(hours=hours)
    return await _meetings(
        session,
        limit,
        reminder_notice_kind(hours),
        col(Interview.at) > moment_now,
        col(Interview.at) <= moment_now + ahead,
        col(Interview.arranged_at) < col(Interview.at) - ahead,
    )


async def list_due_outcome_questions(session: AsyncSession, days: int, limit: int) -> list[InterviewContext]:
    """Interviews that began two hours and `days` ago, with nothing said of them since, not asked about yet, locked."""
    before = await clock.now(session) - timedelta(days=days, hours=ASK_AFTER_HOURS)
    return await _meetings(session, limit, outcome_notice_kind(days), col(Interview.at) <= before)


async def _meetings(session: AsyncSession, limit: int, kind: str, *conditions: object) -> list[InterviewContext]:
    query = (
        select(Interview, Application, Opening)
        .join(Application, col(Application.id) == col(Interview.application_id))
        .join(Opening, col(Opening.id) == col(Application.opening_id))
        .where(
            Application.state == State.INTERVIEW,
            *conditions,  # type: ignore[arg-type]
            sent_notices.not_sent_condition(kind, col(Interview.application_id), col(Interview.sequence)),
        )
        .order_by(col(Interview.at), col(Interview.application_id))
    )
    rows = await session.exec(query.limit(limit).with_for_update(skip_locked=True, of=Interview))
    return [(interview, application, opening) for interview, application, opening in rows.all()]
