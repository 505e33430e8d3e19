"""What seekers are told unasked: not too much in a week, not at night, and nothing that they do not want.

What somebody waits for (answers, interviews, offers) is no concern of this.
"""

from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, exists, func, literal, or_, true
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field, SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.db.engine import advisory_key
from data.db.types import enum_column, timestamp_column
from data.people.accounts import Account
from data.people.preferences import NoticeTimes, is_within
from data.vocabulary import UnaskedKind

WEEK = timedelta(days=7)
MOST_A_WEEK = 5
"""Messages to one person within seven days, of all kinds but `UNCOUNTED`."""
KEPT_FOR_REMINDERS = 1
"""So many of them are left to what has a last day, or was applied for."""
SUGGESTIONS = frozenset({UnaskedKind.MATCHES, UnaskedKind.WIDER})
UNCOUNTED = frozenset({UnaskedKind.COURSE})
"""Who does not hear of it misses what they agreed to come to."""
QUIET_FROM, QUIET_UNTIL = time(21), time(8)
"""Of those who chose no times of their own; what is due meanwhile is told in the morning."""
KEPT_DAYS = 28
"""As long as a suggestion is not made again."""


class UnaskedNotice(SQLModel, table=True):
    """That something was told, without its words."""

    __tablename__ = "unasked_notice"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", index=True, sa_type=BigInteger)
    kind: UnaskedKind = enum_column(UnaskedKind)
    at: datetime = timestamp_column(index=True)


class UnwantedNotice(SQLModel, table=True):
    """A kind that the person does not want to be told of."""

    __tablename__ = "unwanted_notice"

    account_id: int = Field(primary_key=True, foreign_key="account.id", ondelete="CASCADE", sa_type=BigInteger)
    kind: UnaskedKind = enum_column(UnaskedKind, primary_key=True)
    at: datetime = timestamp_column()


def may_hear(account_id: Any, kind: UnaskedKind, now: datetime) -> ColumnElement[bool]:
    """For a query: the account (a column) may be told something of this kind now."""
    reachable = exists().where(
        col(Account.id) == account_id,
        col(Account.blocked_at).is_(None),
        col(Account.browsing).is_(False) if kind in SUGGESTIONS else true(),
    )
    unwanted = exists().where(col(UnwantedNotice.account_id) == account_id, col(UnwantedNotice.kind) == kind)
    return and_(reachable, ~unwanted, _at_this_hour(account_id, now), _has_room(account_id, kind, now))


def _at_this_hour(account_id: Any, now: datetime) -> ColumnElement[bool]:
    """By day always; at night who chose times of their own, which hold the message by themselves."""
    if not is_within(now, QUIET_FROM, QUIET_UNTIL):
        return true()
    chosen = or_(col(NoticeTimes.digest_at).is_not(None), col(NoticeTimes.quiet_from).is_not(None))
    return exists().where(col(NoticeTimes.account_id) == account_id, chosen)


def _has_room(account_id: Any, kind: UnaskedKind, now: datetime) -> ColumnElement[bool]:
    if kind in UNCOUNTED:
        return true()
    most = MOST_A_WEEK - (KEPT_FOR_REMINDERS if kind in SUGGESTIONS else 0)
    told = select(func.count()).where(
        col(UnaskedNotice.account_id) == account_id,
        col(UnaskedNotice.kind).not_in(UNCOUNTED),
        col(UnaskedNotice.at) > now - WEEK,
    )
    return told.scalar_subquery() < most


def quiet_until(now: datetime) -> datetime | None:
    """When the night ends in which nobody is told anything unasked; None by day."""
    if not is_within(now, QUIET_FROM, QUIET_UNTIL):
        return None
    morning = datetime.combine(now.date(), QUIET_UNTIL, now.tzinfo)
    return morning if morning > now else morning + timedelta(days=1)


def not_told_since(account_id: Any, kind: UnaskedKind, since: datetime) -> ColumnElement[bool]:
    """For a query: nothing of this kind was told to the account (a column) after `since`."""
    mine = (col(UnaskedNotice.account_id) == account_id, col(UnaskedNotice.kind) == kind)
    return ~exists().where(*mine, col(UnaskedNotice.at) > since)


async def take_turn(session: AsyncSession, account_id: int, kind: UnaskedKind) -> bool:
    """Whether the person may be told now; then nobody else tells them anything unasked until the transaction ends."""
    key = advisory_key("unasked", account_id)
    if not (await session.exec(select(func.pg_try_advisory_xact_lock(key)))).one():
        return False
    free = select(may_hear(literal(account_id, BigInteger), kind, await clock.now(session)))
    return bool((await session.exec(free)).one())


async def record(session: AsyncSession, account_id: int, kind: UnaskedKind) -> None:
    """Something of this kind is told now."""
    session.add(UnaskedNotice(account_id=account_id, kind=kind, at=await clock.now(session)))
    await session.flush()


async def stop(session: AsyncSession, account_id: int, kind: UnaskedKind) -> None:
    """Nothing of this kind any more; twice is once."""
    row = insert(UnwantedNotice).values(account_id=account_id, kind=kind, at=await clock.now(session))
    await session.execute(row.on_conflict_do_nothing())


async def resume(session: AsyncSession, account_id: int, kind: UnaskedKind) -> None:
    """The same is wanted again."""
    mine = (col(UnwantedNotice.account_id) == account_id, col(UnwantedNotice.kind) == kind)
    await session.exec(delete(UnwantedNotice).where(*mine))


async def list_stopped(session: AsyncSession, account_id: int) -> list[UnaskedKind]:
    """The kinds that the person does not want to be told of."""
    query = select(UnwantedNotice.kind).where(UnwantedNotice.account_id == account_id)
    return [UnaskedKind(kind) for kind in (await session.exec(query.order_by(col(UnwantedNotice.kind)))).all()]
