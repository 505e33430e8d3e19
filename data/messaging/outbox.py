"""Messages to people as rows, written in the transaction that causes them and sent right after it commits.

`sending` is committed before the call. A row found `sending` whose sender has died is sent again: a repeated reply
beats silence. What a sent row said is erased.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, Column, Index, LargeBinary, case, exists, func, or_, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel, col, delete, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db.types import enum_column, timestamp_column
from data.people.accounts import Account

FINISHED_SQL = "state NOT IN ('pending', 'sending')"
"""SQL: nothing is left to do with the row. Written out, so that PostgreSQL sees that the partial indexes fit."""


class OutboxState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    BLOCKED = "blocked"
    FAILED = "failed"


class OutboxMessage(SQLModel, table=True):
    __tablename__ = "outbox"
    __table_args__ = (
        Index("ix_outbox_open", "chat_id", "id", postgresql_where=text("state IN ('pending', 'sending')")),
        Index("ix_outbox_through", "sent_at", postgresql_where=text(FINISHED_SQL)),
        Index("ix_outbox_through_chat", "chat_id", postgresql_where=text(FINISHED_SQL)),
        Index("ix_outbox_edits", "edits", postgresql_where=text("edits IS NOT NULL")),
        Index("ix_outbox_about_id", "about_id", postgresql_where=text("about_id IS NOT NULL")),
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    chat_id: int = Field(sa_type=BigInteger)
    method: str
    """Bot API method, such as `sendMessage`."""
    payload: dict[str, Any] | None = Field(default=None, sa_column=Column(JSONB(none_as_null=True), nullable=True))
    """The method's parameters besides `chat_id`; erased once sent."""
    attachment: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    attachment_name: str | None = None
    edits: int | None = Field(default=None, sa_type=BigInteger)
    """Id of the outbox row whose message this one edits, where the Telegram id was not known yet."""
    about_id: int | None = Field(default=None, foreign_key="account.id", ondelete="CASCADE", sa_type=BigInteger)
    """Account of somebody else whose words or particulars it carries: it goes with that account."""
    state: OutboxState = enum_column(OutboxState, default=OutboxState.PENDING)
    owner: int | None = Field(default=None, sa_type=BigInteger)
    """Advisory-lock key that the sending process holds as long as it lives."""
    attempts: int = 0
    due_at: datetime = timestamp_column(sa_column_kwargs={"server_default": func.now()})
    created_at: datetime = timestamp_column(sa_column_kwargs={"server_default": func.now()})
    sent_at: datetime | None = timestamp_column(default=None)
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    error: str | None = None


_CLAIM = text(
    """
    WITH first AS MATERIALIZED (
        SELECT id FROM outbox AS head
        WHERE state = 'pending' AND due_at <= now() AND NOT EXISTS (
            SELECT FROM outbox AS earlier
            WHERE earlier.chat_id = head.chat_id AND earlier.id < head.id AND earlier.state IN ('pending', 'sending')
        )
        ORDER BY due_at, id LIMIT :heads FOR UPDATE SKIP LOCKED
    )
    UPDATE outbox SET state = 'sending', owner = :owner, attempts = attempts + 1
    WHERE id IN (SELECT id FROM first)
    RETURNING id
    """
)


async def claim_messages(session: AsyncSession, owner: int, limit: int) -> list[OutboxMessage]:
    """Take the first open message of up to `limit` chats; commit before calling Telegram."""
    ids = [row[0] for row in (await session.execute(_CLAIM, {"owner": owner, "heads": limit})).all()]
    if not ids:
        return []
    query = select(OutboxMessage).where(col(OutboxMessage.id).in_(ids)).order_by(col(OutboxMessage.id))
    return list((await session.exec(query.execution_options(populate_existing=True))).all())


async def write_edit(session: AsyncSession, chat_id: int, edited_row: int, payload: dict[str, Any]) -> None:
    """Rewrite the message that `edited_row` sent, any number of times: one row for each message at most waits.

    A rewriting that was not sent yet is replaced, those sent before are deleted.
    """
    mine = col(OutboxMessage.edits) == edited_row
    await session.execute(delete(OutboxMessage).where(mine, text(FINISHED_SQL)))
    waiting = update(OutboxMessage).where(mine, col(OutboxMessage.state) == OutboxState.PENDING)
    if (await session.execute(waiting.values(payload=payload).returning(col(OutboxMessage.id)))).first() is None:
        session.add(OutboxMessage(chat_id=chat_id, method="editMessageText", payload=payload, edits=edited_row))
        await session.flush()


async def record_result(
    session: AsyncSession, message_row_id: int, state: OutboxState, *, message_id: int | None = None,
    error: str | None = None,
) -> None:  # fmt: skip
    """Write what became of a call; the words are erased unless the row stays pending.

    So is the id of the chat where its person has deleted their account meanwhile; groups have negative ids.
    """
    values: dict[str, Any] = {"state": state, "message_id": message_id, "error": error, "owner": None}
    if state != OutboxState.PENDING:
        values |= {"payload": None, "attachment": None, "about_id": None, "sent_at": func.now()}
        known = exists().where(col(Account.telegram_id) == col(OutboxMessage.chat_id))
        stays = or_(col(OutboxMessage.chat_id) < 0, known)
        values["chat_id"] = case((stays, col(OutboxMessage.chat_id)), else_=0)
    await session.execute(update(OutboxMessage).where(col(OutboxMessage.id) == message_row_id).values(**values))


async def postpone(
    session: AsyncSession, message_row_id: int, delay: timedelta, error: str, *, counted: bool
) -> None:  # fmt: skip
    """Try again after `delay`; an attempt that is not `counted` leaves the message as many as it had."""
    attempts = col(OutboxMessage.attempts) if counted else func.greatest(col(OutboxMessage.attempts) - 1, 0)
    await session.execute(
        update(OutboxMessage)
        .where(col(OutboxMessage.id) == message_row_id)
        .values(state=OutboxState.PENDING, owner=None, due_at=func.now() + delay, error=error, attempts=attempts)
    )


async def message_id_of(session: AsyncSession, message_row_id: int) -> int | None:
    """The Telegram id that an earlier row's message got."""
    query = select(OutboxMessage.message_id).where(OutboxMessage.id == message_row_id)
    return (await session.exec(query)).first()


async def list_owners(session: AsyncSession) -> Sequence[int]:
    """Keys of the processes that have messages in hand."""
    query = select(OutboxMessage.owner).where(
        OutboxMessage.state == OutboxState.SENDING, col(OutboxMessage.owner).is_not(None)
    )
    return [owner for owner in (await session.exec(query.distinct())).all() if owner is not None]


async def release_messages(session: AsyncSession, owner: int, excluding: Collection[int] = ()) -> int:
    """Give the messages back that `owner` took and has not in hand (any more); returns how many."""
    freed = (
        update(OutboxMessage)
        .where(
            col(OutboxMessage.owner) == owner,
            col(OutboxMessage.state) == OutboxState.SENDING,
            col(OutboxMessage.id).not_in(excluding),
        )
        .values(state=OutboxState.PENDING, owner=None)
        .returning(col(OutboxMessage.id))
    )
    return len((await session.execute(freed)).all())


async def forget_chat(session: AsyncSession, chat_id: int) -> None:
    """Delete the rows that say when something was written to this chat; what is still to be sent goes out."""
    await session.execute(delete(OutboxMessage).where(col(OutboxMessage.chat_id) == chat_id, text(FINISHED_SQL)))


async def open_count(session: AsyncSession) -> int:
    """Messages not yet sent."""
    query = select(func.count()).where(col(OutboxMessage.state).in_((OutboxState.PENDING, OutboxState.SENDING)))
    return (await session.exec(query)).one()


SENT_ANEW = "sent anew"
"""The error of an edit that became a message of its own: nothing is lost."""


async def given_up_count(session: AsyncSession, since: datetime) -> int:
    """Messages that were given up since then: somebody was to hear something and did not."""
    query = select(func.count()).where(
        OutboxMessage.state == OutboxState.FAILED,
        col(OutboxMessage.sent_at) >= since,
        col(OutboxMessage.method) != "deleteMessage",
        func.coalesce(OutboxMessage.error, "") != SENT_ANEW,
    )
    return (await session.exec(query)).one()
