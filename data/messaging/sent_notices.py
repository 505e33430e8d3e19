"""What was told already: one row for each notice, so that the clock, a restart or a second worker never repeats one."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, func
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field, SQLModel, col
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.db.types import timestamp_column


class Notice(SQLModel, table=True):
    kind: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    """What it is about: the id of a thing, with whatever makes the notice due anew (a new last day)."""
    at: datetime = timestamp_column(index=True)


async def record_if_new(session: AsyncSession, kind: str, subject: str) -> bool:
    """Take note that this is told now; False when it was told before. Holds with the transaction."""
    row = insert(Notice).values(kind=kind, subject=subject, at=await clock.now(session))
    return (await session.execute(row.on_conflict_do_nothing().returning(col(Notice.kind)))).first() is not None


def not_sent_condition(kind: str, *subject: Any) -> ColumnElement[bool]:
    """For a query: the notice about `subject` (columns, joined by colons) was not told yet.

    What it finds is a candidate, even when locked: another worker may have told it since the query began. Only
    `record_if_new` decides.
    """
    about = func.concat_ws(":", *subject)
    return ~exists().where(col(Notice.kind) == kind, col(Notice.subject) == about)
