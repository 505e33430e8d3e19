"""The rows of an application: how it stands, every state it has been in, what was asked, the meeting, the papers."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel

from data.db.types import enum_column, timestamp_column
from data.vocabulary import ApplicationState as State
from data.vocabulary import ApprenticeshipPaper, InterviewAnswer

HOLDING_STATES = (State.OFFERED, State.SIGNED, State.COMPLETED)
"""The application holds one of the opening's places."""


class Application(SQLModel, table=True):
    __table_args__ = (
        Index(
            "uq_application_standing",
            "opening_id",
            "account_id",
            unique=True,
            postgresql_where="state NOT IN ('declined', 'withdrawn', 'expired', 'no_show')",
        ),
        Index("ix_application_opening", "opening_id", "created_at"),
        # what the clock makes due, in `bot/runtime`
        Index("ix_application_unanswered", "created_at", postgresql_where=text("state = 'applied'")),
        Index("ix_application_talking", "changed_at", postgresql_where=text("state = 'talking'")),
        Index("ix_application_offered", "held_until", postgresql_where=text("state = 'offered'")),
        Index("ix_application_signed", "changed_at", postgresql_where=text("state = 'signed'")),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    code: str = Field(unique=True)
    """What people see and say, such as A3F9."""
    opening_id: str = Field(foreign_key="opening.id", ondelete="CASCADE")
    account_id: int | None = Field(
        default=None, foreign_key="account.id", ondelete="SET NULL", index=True, sa_type=BigInteger
    )
    state: State = enum_column(State, default=State.APPLIED)
    phone: str | None = None
    """Given by the person for this application; shown once both said yes."""
    second_phone: str | None = None
    phone_note: str | None = None
    """In the person's words, whose numbers these are; shown with them."""
    introduction: str | None = None
    """A line that the person says of themselves; the enterprise sees it."""
    seen_at: datetime | None = timestamp_column(default=None)
    """When somebody of the enterprise first opened it."""
    reason: str | None = None
    """Text id of a canned reason for a decline."""
    held_until: datetime | None = timestamp_column(default=None)
    """Until when the place is held; set while it is offered."""
    reminders: int = 0
    """How often the enterprise was reminded to move on from the present state."""
    starred: bool = False
    """On the enterprise's shortlist."""
    objected_at: datetime | None = timestamp_column(default=None)
    """When the person objected to having been marked as not come; once is heard."""
    created_at: datetime = timestamp_column()
    changed_at: datetime = timestamp_column()


def forget_person(application: Application) -> None:
    """Erase the numbers and words that the person left with an application."""
    application.phone = application.second_phone = application.phone_note = application.introduction = None


class ApplicationEvent(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    application_id: int = Field(foreign_key="application.id", ondelete="CASCADE", index=True, sa_type=BigInteger)
    state: State = enum_column(State)
    by: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True, sa_type=BigInteger)
    """Who did it; None: the clock, or somebody who has deleted their account."""
    reason: str | None = None
    """Text id of the canned reason for a decline; also tells an answer from the end of the whole opening."""
    at: datetime = timestamp_column()


class ApplicationQuestion(SQLModel, table=True):
    """What the enterprise wants to know before it says yes or no, passed on by the bot."""

    __table_args__ = (Index("ix_applicationquestion_open", "asked_at", postgresql_where=text("answered_at IS NULL")),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    application_id: int = Field(foreign_key="application.id", ondelete="CASCADE", index=True, sa_type=BigInteger)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", index=True, sa_type=BigInteger)
    """Who is asked; with them the words go."""
    asked_by: int | None = Field(
        default=None, foreign_key="account.id", ondelete="SET NULL", index=True, sa_type=BigInteger
    )
    said: str
    asked_at: datetime = timestamp_column()
    answer: str | None = None
    answered_at: datetime | None = timestamp_column(default=None)
    """Set without an `answer`: the person would rather not say."""


class Interview(SQLModel, table=True):
    """The meeting of both sides; another time takes the place of the one before."""

    application_id: int = Field(primary_key=True, foreign_key="application.id", ondelete="CASCADE", sa_type=BigInteger)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", index=True, sa_type=BigInteger)
    at: datetime = timestamp_column(index=True)
    place: str
    note: str | None = None
    answer: InterviewAnswer = enum_column(InterviewAnswer, default=InterviewAnswer.UNANSWERED)
    sequence: int = 0
    """How often the time was changed, for calendars (RFC 5545, 3.8.7.4)."""
    arranged_at: datetime = timestamp_column()


class OfferTerms(SQLModel, table=True):
    """What an offered place comes with, as the enterprise put it; of a later offer instead of the one before."""

    __tablename__ = "offer_terms"

    application_id: int = Field(primary_key=True, foreign_key="application.id", ondelete="CASCADE", sa_type=BigInteger)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", index=True, sa_type=BigInteger)
    """Who is offered the place."""
    first_day: date
    wage_min: int
    wage_max: int
    """Yuan a month in training."""
    place: str
    ask_for: str | None = None
    """Whom to ask for on the first day."""
    bring: str | None = None
    """Papers to bring."""


class Agreement(SQLModel, table=True):
    """The day on which a paper was signed; one with the school stands for the whole opening."""

    __table_args__ = (
        Index(
            "uq_agreement_paper", "opening_id", "application_id", "paper", unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    opening_id: str = Field(foreign_key="opening.id", ondelete="CASCADE")
    application_id: int | None = Field(
        default=None, foreign_key="application.id", ondelete="CASCADE", index=True, sa_type=BigInteger
    )
    paper: ApprenticeshipPaper = enum_column(ApprenticeshipPaper)
    signed_on: date
    recorded_by: int | None = Field(
        default=None, foreign_key="account.id", ondelete="SET NULL", index=True, sa_type=BigInteger
    )
    recorded_at: datetime = timestamp_column()
    confirmed: bool | None = None
    """What the apprentice said to it: signed so, or not; None: nothing yet."""
