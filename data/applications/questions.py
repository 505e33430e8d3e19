"""Up to three questions before the enterprise says yes or no; the person answers, or would rather not."""

from datetime import timedelta

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications import service as applications
from data.applications.models import Application, ApplicationQuestion
from data.db import clock
from data.db.errors import NotAllowed, NotAvailable, Refusal
from data.messaging import sent_notices
from data.vocabulary import ApplicationState as State

MAX_QUESTIONS = 3
REMIND_AFTER_DAYS = 2
OPEN_QUESTION_NOTICE = "question.open"


class TooManyQuestions(Refusal):
    """Three were asked: now it is for the enterprise to say yes or no."""

    text_id = "question.error.too_many"


class NotAsking(Refusal):
    """The application has been answered: both write to each other, or it has ended."""

    text_id = "question.error.answered"


async def require_room(session: AsyncSession, application_id: int, *, member: int) -> Application:
    """The application, locked, if a member may ask (once more).

    Raises:
        NotAllowed: not a member. NotAsking. TooManyQuestions.
    """
    application, _ = await applications.lock_for_member(session, application_id, member)
    if application.state != State.APPLIED or application.account_id is None:
        raise NotAsking
    if len(await list_questions(session, application_id)) >= MAX_QUESTIONS:
        raise TooManyQuestions
    return application


async def ask_applicant(session: AsyncSession, application_id: int, *, member: int, text: str) -> ApplicationQuestion:
    """Ask the person something.

    Raises:
        NotAllowed: not a member. NotAsking. TooManyQuestions.
    """
    application = await require_room(session, application_id, member=member)
    question = ApplicationQuestion(
        application_id=application_id, account_id=application.account_id or 0, asked_by=member, said=text,
        asked_at=await clock.now(session),
    )  # fmt: skip
    session.add(question)
    await session.flush()
    return question


async def open_question(session: AsyncSession, account_id: int, question_id: int) -> ApplicationQuestion:
    """A question that the person has not answered yet.

    Raises:
        NotAllowed: put to somebody else. NotAvailable: answered already, or the application was answered meanwhile.
    """
    question = await session.get(ApplicationQuestion, question_id)
    if question is None:
        raise NotAvailable
    application = await applications.lock_for_seeker(session, account_id, question.application_id)
    await session.refresh(question)
    if question.account_id != account_id:
        raise NotAllowed
    if question.answered_at is not None or application.state not in applications.OPEN_STATES:
        raise NotAvailable
    return question


async def answer_question(
    session: AsyncSession, account_id: int, question_id: int, text: str | None
) -> ApplicationQuestion:
    """Answer it; None: the person would rather not.

    Raises:
        NotAllowed: put to somebody else. NotAvailable: answered already, or the application has ended.
    """
    question = await open_question(session, account_id, question_id)
    question.answer = text
    question.answered_at = await clock.now(session)
    session.add(question)
    await session.flush()
    return question


async def list_questions(session: AsyncSession, application_id: int) -> list[ApplicationQuestion]:
    """What was asked and answered, oldest first."""
    query = select(ApplicationQuestion).where(ApplicationQuestion.application_id == application_id)
    return list((await session.exec(query.order_by(col(ApplicationQuestion.id)))).all())


async def list_due_reminders(session: AsyncSession, limit: int) -> list[ApplicationQuestion]:
    """Questions that a person left open for days and was not reminded of (notice `OPEN`), locked."""
    before = await clock.now(session) - timedelta(days=REMIND_AFTER_DAYS)
    query = (
        select(ApplicationQuestion)
        .join(Application, col(Application.id) == col(ApplicationQuestion.application_id))
        .where(
            Application.state == State.APPLIED,
            col(ApplicationQuestion.answered_at).is_(None),
            ApplicationQuestion.asked_at < before,
            sent_notices.not_sent_condition(OPEN_QUESTION_NOTICE, col(ApplicationQuestion.id)),
        )
        .order_by(col(ApplicationQuestion.id))
    )
    locked = query.limit(limit).with_for_update(skip_locked=True, of=ApplicationQuestion)
    return list((await session.exec(locked)).all())
