"""Announcements of staff to a segment. Every recipient is a row: nobody twice, nobody left out."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, Index, func, or_, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field, SQLModel, col, delete, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.db.errors import NotAvailable
from data.db.state_machine import require_move
from data.db.types import enum_column, json_object, timestamp_column
from data.people import consents, unasked
from data.people.accounts import Account
from data.people.seekers import Seeker
from data.staff import members
from data.vocabulary import BroadcastState as State
from data.vocabulary import DeliveryState, Language

ALLOWED_MOVES: dict[State, frozenset[State]] = {
    State.SENDING: frozenset({State.PAUSED, State.CANCELLED}),
    State.PAUSED: frozenset({State.SENDING, State.CANCELLED}),
}
"""What staff may do with an announcement that is under way; it is done by itself when everybody has had it."""


class Broadcast(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    author_id: int | None = Field(
        default=None, foreign_key="account.id", ondelete="SET NULL", index=True, sa_type=BigInteger
    )
    text: str
    """HTML-escaped already; what recipients see."""
    segment: dict[str, Any] = json_object()
    """`{"cities": [code, …], "occupations": [code, …]}`; none of a kind means any."""
    state: State = enum_column(State, default=State.DRAFT)
    progress_row: int | None = Field(default=None, sa_type=BigInteger)
    """Outbox row of the author's progress message."""
    created_at: datetime = timestamp_column()
    done_at: datetime | None = timestamp_column(default=None)


class Delivery(SQLModel, table=True):
    """One recipient's copy."""

    __table_args__ = (
        Index("ix_delivery_open", "broadcast_id", postgresql_where=text("state IN ('pending', 'sending')")),
    )

    broadcast_id: int = Field(primary_key=True, foreign_key="broadcast.id", ondelete="CASCADE", sa_type=BigInteger)
    account_id: int = Field(
        primary_key=True, foreign_key="account.id", ondelete="CASCADE", index=True, sa_type=BigInteger
    )
    state: DeliveryState = enum_column(DeliveryState, default=DeliveryState.PENDING)
    attempts: int = 0
    message_id: int | None = Field(default=None, sa_type=BigInteger)
    error: str | None = None
    changed_at: datetime | None = timestamp_column(default=None)


def _recipients(segment: dict[str, Any]) -> Any:
    query = (
        select(Account.id)
        .join(Seeker, col(Seeker.account_id) == col(Account.id))
        .where(col(Account.blocked_at).is_(None), consents.has_required_condition(col(Account.id)))
    )
    if cities := segment.get("cities"):
        query = query.where(col(Seeker.city).in_(cities))
    if occupations := segment.get("occupations"):
        query = query.where(or_(*(_does_or_wants(code) for code in occupations)))
    return query


def _does_or_wants(occupation: str) -> ColumnElement[bool]:
    """Whether the seeker has told of having done, or of wanting, this work."""
    told = ({"occupations": [{"code": occupation, "role": role}]} for role in ("did", "wants"))
    return or_(*(col(Seeker.facts).contains(one) for one in told))


async def count_recipients(session: AsyncSession, segment: dict[str, Any]) -> int:
    """How many reachable seekers the segment holds now."""
    return (await session.exec(select(func.count()).select_from(_recipients(segment).subquery()))).one()


async def create_draft(session: AsyncSession, author_id: int, html: str, segment: dict[str, Any]) -> Broadcast:
    """Keep an announcement for the author to look at.

    Raises:
        NotAllowed: the author may not broadcast.
    """
    await members.require_permission(session, author_id, "broadcast")
    broadcast = Broadcast(author_id=author_id, text=html, segment=segment, created_at=await clock.now(session))
    session.add(broadcast)
    await session.flush()
    return broadcast


async def approve(session: AsyncSession, broadcast_id: int, *, by: int) -> Broadcast:
    """Send it: recipients become rows, and the worker takes over.

    Raises:
        NotAllowed: no (longer) a broadcaster. NotAvailable: not a draft any more.
    """
    await members.require_permission(session, by, "broadcast")
    broadcast = await lock(session, broadcast_id)
    if broadcast.state != State.DRAFT:
        raise NotAvailable
    people = _recipients(broadcast.segment).add_columns(
        text(f"{broadcast_id}::bigint"), text(f"'{DeliveryState.PENDING.value}'"), text("0")
    )
    await session.execute(insert(Delivery).from_select(["account_id", "broadcast_id", "state", "attempts"], people))
    broadcast.state = State.SENDING
    return broadcast


async def lock(session: AsyncSession, broadcast_id: int) -> Broadcast:
    """The broadcast, locked.

    Raises:
        NotAvailable: no such broadcast.
    """
    broadcast = await session.get(Broadcast, broadcast_id, with_for_update=True, populate_existing=True)
    if broadcast is None:
        raise NotAvailable
    return broadcast


async def change_state(session: AsyncSession, broadcast_id: int, state: State, *, by: int) -> Broadcast:
    """Pause, resume or cancel.

    Raises:
        NotAllowed, or NotAvailable: not possible in the present state.
    """
    await members.require_permission(session, by, "broadcast")
    broadcast = await lock(session, broadcast_id)
    require_move(ALLOWED_MOVES, broadcast.state, state)
    broadcast.state = state
    return broadcast


async def list_to_send_now(session: AsyncSession) -> Sequence[Broadcast]:
    """Broadcasts under way, oldest first; none at night: they go on in the morning."""
    at_night = unasked.quiet_until(await clock.now(session)) is not None
    return [] if at_night else await list_broadcasts_under_way(session)


async def list_steerable(session: AsyncSession, *, staff: int, limit: int) -> Sequence[Broadcast]:
    """Broadcasts that can be paused, resumed or cancelled, the newest first.

    Raises:
        NotAllowed: not a broadcaster.
    """
    await members.require_permission(session, staff, "broadcast")
    query = select(Broadcast).where(col(Broadcast.state).in_(list(ALLOWED_MOVES)))
    return (await session.exec(query.order_by(col(Broadcast.id).desc()).limit(limit))).all()


async def list_broadcasts_under_way(session: AsyncSession) -> Sequence[Broadcast]:
    """Broadcasts under way, oldest first."""
    query = select(Broadcast).where(Broadcast.state == State.SENDING).order_by(col(Broadcast.id))
    return (await session.exec(query)).all()


class Recipient(NamedTuple):
    """Whose turn it is."""

    account_id: int
    telegram_id: int
    language: Language


async def claim_next_recipient(session: AsyncSession, broadcast_id: int) -> Recipient | None:
    """Take the next recipient of a broadcast that is under way; commit before calling Telegram."""
    query = (
        select(Delivery, Account.telegram_id, Account.language)
        .join(Account, col(Account.id) == col(Delivery.account_id))
        .join(Broadcast, col(Broadcast.id) == col(Delivery.broadcast_id))
        .where(
            Delivery.broadcast_id == broadcast_id,
            Delivery.state == DeliveryState.PENDING,
            Broadcast.state == State.SENDING,
        )
        .order_by(col(Delivery.account_id))
        .limit(1)
        .with_for_update(of=Delivery, skip_locked=True)
    )
    found = (await session.exec(query)).first()
    if found is None:
        return None
    delivery, telegram_id, language = found
    delivery.state = DeliveryState.SENDING
    delivery.attempts += 1
    return Recipient(delivery.account_id, telegram_id, Language(language or Language.ZH))


async def cancel_pending_deliveries(session: AsyncSession, account_id: int) -> None:
    """Send this person nothing of what is still under way."""
    pending = delete(Delivery).where(
        col(Delivery.account_id) == account_id, col(Delivery.state) == DeliveryState.PENDING
    )
    await session.exec(pending)


async def record_delivery(
    session: AsyncSession, broadcast_id: int, account_id: int, state: DeliveryState, *,
    message_id: int | None = None, error: str | None = None,
) -> None:  # fmt: skip
    """What became of one recipient's copy."""
    await session.execute(
        update(Delivery)
        .where(col(Delivery.broadcast_id) == broadcast_id, col(Delivery.account_id) == account_id)
        .values(state=state, message_id=message_id, error=error, changed_at=func.now())
    )


async def mark_uncertain(session: AsyncSession) -> int:
    """Copies found `sending` after a crash may or may not have arrived: they are not sent again."""
    found = update(Delivery).where(col(Delivery.state) == DeliveryState.SENDING)
    changed = await session.execute(found.values(state=DeliveryState.UNCERTAIN).returning(col(Delivery.account_id)))
    return len(changed.all())


async def count_deliveries_by_state(session: AsyncSession, broadcast_id: int) -> dict[DeliveryState, int]:
    """Recipients by state."""
    query = (
        select(Delivery.state, func.count()).where(Delivery.broadcast_id == broadcast_id).group_by(col(Delivery.state))
    )
    return {DeliveryState(state): number for state, number in (await session.exec(query)).all()}


async def finish_if_done(session: AsyncSession, broadcast: Broadcast) -> bool:
    """Close a broadcast (locked) whose recipients are all through; False when it is not, or was stopped meanwhile."""
    if broadcast.state != State.SENDING or broadcast.id is None:
        return False
    counts = await count_deliveries_by_state(session, broadcast.id)
    if counts.get(DeliveryState.PENDING) or counts.get(DeliveryState.SENDING):
        return False
    broadcast.state = State.DONE
    broadcast.done_at = await clock.now(session)
    session.add(broadcast)
    await session.flush()
    return True
