"""The rows of an application: how it stands, and every state it has been in."""

from datetime import datetime

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from data.columns import choice, moment
from data.vocabulary import ApplicationState as State


class Application(SQLModel, table=True):
    __table_args__ = (
        Index(
            "uq_application_standing",
            "opening_id",
            "account_id",
            unique=True,
            postgresql_where="state NOT IN ('declined', 'withdrawn', 'expired', 'no_show')",
        ),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    code: str = Field(unique=True)
    """What people see and say, such as A3F9."""
    opening_id: str = Field(foreign_key="opening.id", ondelete="CASCADE", index=True)
    account_id: int | None = Field(
        default=None, foreign_key="account.id", ondelete="SET NULL", index=True, sa_type=BigInteger
    )
    state: State = choice(State, default=State.APPLIED)
    phone: str | None = None
    """Given by the person for this application; shown once both said yes."""
    reason: str | None = None
    """Text id of a canned reason for a decline."""
    held_until: datetime | None = moment(default=None)
    reminders: int = 0
    """How often the enterprise was reminded to answer."""
    created_at: datetime = moment()
    changed_at: datetime = moment()


class ApplicationEvent(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    application_id: int = Field(foreign_key="application.id", ondelete="CASCADE", index=True, sa_type=BigInteger)
    state: State = choice(State)
    by: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", sa_type=BigInteger)
    at: datetime = moment()
