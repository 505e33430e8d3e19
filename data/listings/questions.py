"""What people ask about a listing before they apply, without a name; the answer stays on the listing for everybody."""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, Index, func, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field, SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.db.errors import NotAllowed, NotAvailable, Refusal
from data.db.types import timestamp_column
from data.messaging import sent_notices
from data.organisations import service as organisations

MOST_A_DAY = 10
REMIND_AFTER_DAYS, SILENT_AFTER_DAYS = 2, 5
OPEN_NOTICE, SILENT_NOTICE = "listing_question.open", "listing_question.silent"


class AskedTooMuch(Refusal):
    """One person put all the questions of a day."""

    text_id = "ask_firm.error.too_many"


class ListingQuestion(SQLModel, table=True):
    __tablename__ = "listing_question"
    __table_args__ = (
        Index("ix_listing_question_open", "asked_at", postgresql_where=text("answered_at IS NULL")),
        Index("ix_listing_question_listing", "listing_id", "answered_at"),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    listing_id: str
    organisation_id: int = Field(foreign_key="organisation.id", ondelete="CASCADE", index=True, sa_type=BigInteger)
    said: str
    """The question as it was put, checked before it crossed."""
    asked_at: datetime = timestamp_column()
    answer: str | None = None
    answered_at: datetime | None = timestamp_column(default=None)
    answered_by: int | None = Field(
        default=None, foreign_key="account.id", ondelete="SET NULL", index=True, sa_type=BigInteger
    )


class ListingQuestionAsker(SQLModel, table=True):
    """Who wants to hear the answer; the organisation never learns who it is."""

    __tablename__ = "listing_question_asker"

    question_id: int = Field(
        primary_key=True, foreign_key="listing_question.id", ondelete="CASCADE", sa_type=BigInteger
    )
    account_id: int = Field(
        primary_key=True, foreign_key="account.id", ondelete="CASCADE", index=True, sa_type=BigInteger
    )
    asked_at: datetime = timestamp_column()


async def ask(
    session: AsyncSession, account_id: int, *, listing_id: str, organisation_id: int, said: str
) -> tuple[ListingQuestion, bool]:
    """Put a question; whoever puts one that waits already hears the same answer. Returns whether it is new.

    Raises:
        AskedTooMuch.
    """
    now = await clock.now(session)
    mine = select(func.count()).where(
        ListingQuestionAsker.account_id == account_id, ListingQuestionAsker.asked_at > now - timedelta(days=1)
    )
    if (await session.exec(mine)).one() >= MOST_A_DAY:
        raise AskedTooMuch(n=MOST_A_DAY)
    same = select(ListingQuestion).where(ListingQuestion.listing_id == listing_id, ListingQuestion.said == said)
    question = (await session.exec(same.order_by(col(ListingQuestion.id).desc()).limit(1))).first()
    is_new = question is None
    if question is None:
        question = ListingQuestion(
            listing_id=listing_id, organisation_id=organisation_id, said=said, asked_at=now
        )  # fmt: skip
        session.add(question)
        await session.flush()
    row = insert(ListingQuestionAsker).values(question_id=question.id, account_id=account_id, asked_at=now)
    await session.execute(row.on_conflict_do_nothing())
    return question, is_new


async def require_open(session: AsyncSession, question_id: int, *, member: int) -> ListingQuestion:
    """A question that still waits, locked, for one who may answer it.

    Raises:
        NotAvailable: answered already, or it does not exist. NotAllowed: not a member.
    """
    found = select(ListingQuestion).where(ListingQuestion.id == question_id).with_for_update()
    question = (await session.exec(found)).first()
    if question is None:
        raise NotAvailable
    if not await organisations.is_member(session, member, question.organisation_id):
        raise NotAllowed
    if question.answered_at is not None:
        raise NotAvailable
    return question


async def answer(session: AsyncSession, question_id: int, said: str, *, member: int) -> ListingQuestion:
    """Answer it once, for everybody.

    Raises:
        NotAvailable: answered already, or it does not exist. NotAllowed: not a member.
    """
    question = await require_open(session, question_id, member=member)
    question.answer, question.answered_by = said, member
    question.answered_at = await clock.now(session)
    session.add(question)
    await session.flush()
    return question


async def list_answered(session: AsyncSession, listing_id: str, limit: int) -> list[ListingQuestion]:
    """What was asked and answered, newest first."""
    query = select(ListingQuestion).where(
        ListingQuestion.listing_id == listing_id, col(ListingQuestion.answered_at).is_not(None)
    )
    return list((await session.exec(query.order_by(col(ListingQuestion.answered_at).desc()).limit(limit))).all())


async def list_askers(session: AsyncSession, question_id: int) -> list[int]:
    """Accounts that wait for the answer."""
    query = select(ListingQuestionAsker.account_id).where(ListingQuestionAsker.question_id == question_id)
    return list((await session.exec(query)).all())


async def forget(session: AsyncSession, account_id: int) -> None:
    """Take back what the person asked and nobody has answered, unless somebody else asked the same."""
    mine = select(ListingQuestionAsker.question_id).where(ListingQuestionAsker.account_id == account_id)
    others = select(ListingQuestionAsker.question_id).where(ListingQuestionAsker.account_id != account_id)
    await session.exec(
        delete(ListingQuestion).where(
            col(ListingQuestion.answered_at).is_(None),
            col(ListingQuestion.id).in_(mine),
            col(ListingQuestion.id).not_in(others),
        )
    )


async def list_due(session: AsyncSession, notice: str, limit: int) -> list[ListingQuestion]:
    """Questions left open so long that this notice is due and was not given, locked."""
    days = {OPEN_NOTICE: REMIND_AFTER_DAYS, SILENT_NOTICE: SILENT_AFTER_DAYS}[notice]
    before = await clock.now(session) - timedelta(days=days)
    query = (
        select(ListingQuestion)
        .where(
            col(ListingQuestion.answered_at).is_(None),
            ListingQuestion.asked_at < before,
            sent_notices.not_sent_condition(notice, col(ListingQuestion.id)),
        )
        .order_by(col(ListingQuestion.id))
    )
    return list((await session.exec(query.limit(limit).with_for_update(skip_locked=True))).all())
