"""The row of an enrolment."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, false, text
from sqlmodel import Field, SQLModel

from data.db.types import enum_column, timestamp_column
from data.vocabulary import EnrolmentState as State

PERSONAL_SQL = "name IS NOT NULL OR phone IS NOT NULL OR certificate_number IS NOT NULL"
"""SQL: the row says who somebody is. Written out, so that PostgreSQL sees that the partial index fits."""


class Enrolment(SQLModel, table=True):
    __table_args__ = (
        Index(
            "uq_enrolment_standing",
            "course_id",
            "account_id",
            unique=True,
            postgresql_where="state NOT IN ('declined', 'withdrawn', 'expired', 'no_show')",
        ),
        # what the clock makes due: waits that have become vain, first days that are near
        Index("ix_enrolment_waitlisted", "course_id", "id", postgresql_where=text("state = 'waitlisted'")),
        Index("ix_enrolment_coming", "course_id", postgresql_where=text("state IN ('enrolled', 'attending')")),
        # what is erased after its time
        Index("ix_enrolment_personal", "changed_at", postgresql_where=text(PERSONAL_SQL)),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    code: str = Field(unique=True)
    course_id: str = Field(foreign_key="course.id", ondelete="CASCADE", index=True)
    account_id: int | None = Field(
        default=None, foreign_key="account.id", ondelete="SET NULL", index=True, sa_type=BigInteger
    )
    state: State = enum_column(State)
    phone: str | None = None
    """Given by the person for this course; the provider sees it as long as they have a place."""
    second_phone: str | None = None
    phone_note: str | None = None
    """In the person's words, whose numbers these are; seen and erased like the number."""
    name: str | None = None
    """What the provider's list calls them: given, seen and erased like the phone."""
    completed_on: date | None = None
    """The day on which they finished, as the provider says."""
    completion_confirmed: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    """The learner has said so too."""
    certificate_number: str | None = None
    reason: str | None = None
    """Text id of a canned reason for a decline."""
    created_at: datetime = timestamp_column()
    changed_at: datetime = timestamp_column()


def forget_person(enrolment: Enrolment) -> None:
    """Erase what tells who the person is."""
    enrolment.name = enrolment.certificate_number = None
    enrolment.phone = enrolment.second_phone = enrolment.phone_note = None
