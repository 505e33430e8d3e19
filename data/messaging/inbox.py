"""Updates from Telegram as rows: written before they are acknowledged, processed in
order per person, then emptied.

A killed process loses nothing: what is not `done` is processed again, and `update_id` makes a repeated delivery
harmless.
"""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, Index, func, text
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlmodel import Field, SQLModel, col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db.engine import advisory_key
from data.db.types import enum_column, timestamp_column

MAX_ATTEMPTS = 3


ANONYMOUS_VALUES: dict[str, Any] = {"person": 0, "payload": None}


class InboxState(StrEnum):
    NEW = "new"
    DONE = "done"
    FAILED = "failed"
    """Set aside after repeated failure; shown by `shitu doctor`."""


class InboxUpdate(SQLModel, table=True):
    __tablename__ = "inbox"
    __table_args__ = (
        Index("ix_inbox_waiting", "person", "update_id", postgresql_where=text("state = 'new'")),
        Index("ix_inbox_through", "received_at", postgresql_where=text("state <> 'new'")),
        Index("ix_inbox_failed", "person", postgresql_where=text("state = 'failed'")),
    )

    update_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs={"autoincrement": False})
    person: int = Field(sa_type=BigInteger)
    """Telegram user whose order counts; 0 where there is none, and once it is processed."""
    payload: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True), nullable=True))
    """The update as received; erased once processed."""
    state: InboxState = enum_column(InboxState, default=InboxState.NEW)
    attempts: int = 0
    received_at: datetime = timestamp_column(sa_column_kwargs={"server_default": func.now()})
    done_at: datetime | None = timestamp_column(default=None)


async def store_updates(session: AsyncSession, updates: Sequence[tuple[int, int, dict[str, Any]]]) -> int:
    """Write `(update_id, person, payload)` rows; known ids are ignored. Returns how many were new."""
    if not updates:
        return 0
    rows = [{"update_id": uid, "person": person, "payload": payload} for uid, person, payload in updates]
    new = insert(InboxUpdate).values([row | {"state": InboxState.NEW, "attempts": 0} for row in rows])
    done = await session.execute(new.on_conflict_do_nothing().returning(col(InboxUpdate.update_id)))
    return len(done.all())


async def waiting_people(session: AsyncSession, limit: int, besides: Sequence[int] = ()) -> list[int]:
    """People with unprocessed updates, the longest waiting first."""
    query = (
        select(InboxUpdate.person)
        .where(InboxUpdate.state == InboxState.NEW, col(InboxUpdate.person).not_in(besides))
        .group_by(col(InboxUpdate.person))
        .order_by(func.min(InboxUpdate.update_id))
        .limit(limit)
    )
    return list((await session.exec(query)).all())


async def claim_next_update(session: AsyncSession, person: int) -> InboxUpdate | None:
    """The person's next update, theirs alone until this transaction ends; None when there is none, or another
    process is at work for them.
    """
    key = advisory_key("inbox", person)
    held = await session.execute(text("SELECT pg_try_advisory_xact_lock(:key)"), {"key": key})
    if not held.scalar_one():
        return None
    query = (
        select(InboxUpdate)
        .where(InboxUpdate.person == person, InboxUpdate.state == InboxState.NEW)
        .order_by(col(InboxUpdate.update_id))
        .limit(1)
    )
    return (await session.exec(query)).first()


def mark_done(row: InboxUpdate, at: datetime) -> None:
    """Processed: nothing of the words remains, nor whose they were."""
    row.state = InboxState.DONE
    row.person = 0
    row.payload = None
    row.done_at = at


async def count_attempt(session: AsyncSession, update_id: int, taken_back: int = 0) -> None:
    """Count an attempt before it begins, so that an update which kills the process is counted too.

    Commit at once, in a transaction of its own. `taken_back` earlier attempts failed for reasons outside the update.
    """
    counted = col(InboxUpdate.attempts) + 1 - taken_back
    await session.execute(update(InboxUpdate).where(col(InboxUpdate.update_id) == update_id).values(attempts=counted))


async def take_attempt_back(session: AsyncSession, update_id: int) -> None:
    """The last attempt failed for a reason outside the update: it does not count."""
    fewer = func.greatest(col(InboxUpdate.attempts) - 1, 0)
    await session.execute(update(InboxUpdate).where(col(InboxUpdate.update_id) == update_id).values(attempts=fewer))


async def fail_if_out_of_attempts(session: AsyncSession, update_id: int) -> bool:
    """Give the update up if all its attempts are used; True when this did it."""
    spent = (
        update(InboxUpdate)
        .where(
            col(InboxUpdate.update_id) == update_id,
            col(InboxUpdate.state) == InboxState.NEW,
            col(InboxUpdate.attempts) >= MAX_ATTEMPTS,
        )
        .values(state=InboxState.FAILED, payload=None)
        .returning(col(InboxUpdate.update_id))
    )
    return (await session.execute(spent)).first() is not None


async def forget_person(session: AsyncSession, person: int) -> None:
    """Take out of the updates that were set aside whose they were, and what they said."""
    failed = text("state = 'failed'")
    await session.execute(update(InboxUpdate).where(col(InboxUpdate.person) == person, failed).values(ANONYMOUS_VALUES))


async def count_by_state(session: AsyncSession) -> dict[str, int]:
    """Rows by state."""
    query = select(InboxUpdate.state, func.count()).group_by(col(InboxUpdate.state))
    return {str(state): count for state, count in (await session.exec(query)).all()}
