"""When a person wants to be told: at once, or once a day together; and hours in which nothing comes.

What is not sent at once waits as a row with a due time. Answers to what a person just did never wait.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import BigInteger, Time, exists
from sqlmodel import Field, SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.db.errors import Refusal
from data.db.types import json_object, timestamp_column
from data.people.accounts import Account


class NoQuietHours(Refusal):
    """Hours that end when they begin are none."""

    text_id = "settings.error.same_hour"


class NoticeTimes(SQLModel, table=True):
    """One person's wishes; without a row everything is sent at once."""

    __tablename__ = "notice_times"

    account_id: int = Field(primary_key=True, foreign_key="account.id", ondelete="CASCADE", sa_type=BigInteger)
    digest_at: time | None = Field(default=None, sa_type=Time)
    """The time of day of the one message that holds all; None: each at once."""
    quiet_from: time | None = Field(default=None, sa_type=Time)
    quiet_until: time | None = Field(default=None, sa_type=Time)


class HeldNotice(SQLModel, table=True):
    """A notice that waits for its time, as the Bot API's parameters of `sendMessage`."""

    __tablename__ = "held_notice"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", index=True, sa_type=BigInteger)
    """Who is to be told."""
    about_id: int | None = Field(
        default=None, foreign_key="account.id", ondelete="CASCADE", index=True, sa_type=BigInteger
    )
    """Account of somebody else whose words or particulars it carries: it goes with that account."""
    payload: dict[str, Any] = json_object()
    due_at: datetime = timestamp_column(index=True)
    held_at: datetime = timestamp_column()


def earliest_send_time(times: NoticeTimes, now: datetime) -> datetime:
    """When a notice of this moment may be sent: `now`, the next digest, or the end of the quiet hours."""
    at = now if times.digest_at is None else _next(now, times.digest_at)
    begin, end = times.quiet_from, times.quiet_until
    return at if begin is None or end is None or not is_within(at, begin, end) else _next(at, end)


def _next(now: datetime, at: time) -> datetime:
    """The next moment with this time of day, after `now`."""
    found = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return found if found > now else found + timedelta(days=1)


def is_within(now: datetime, begin: time, end: time) -> bool:
    """Whether the time of day lies from `begin` until `end`, across midnight if need be."""
    here = now.timetz().replace(tzinfo=None)
    return begin <= here < end if begin < end else here >= begin or here < end


async def get_or_default(session: AsyncSession, account_id: int) -> NoticeTimes:
    """A person's wishes, all at once where nothing was said; not stored by this."""
    return await session.get(NoticeTimes, account_id) or NoticeTimes(account_id=account_id)


async def list_reachable_with_hold(
    session: AsyncSession, account_ids: Sequence[int]
) -> list[tuple[Account, datetime | None]]:
    """Those of the accounts that have not blocked the bot, each with until when a notice of this moment waits."""
    query = (
        select(Account, NoticeTimes)
        .outerjoin(NoticeTimes, col(NoticeTimes.account_id) == col(Account.id))
        .where(col(Account.id).in_(account_ids), col(Account.blocked_at).is_(None))
    )
    now = await clock.now(session)
    found = []
    for account, times in (await session.exec(query)).all():
        at = now if times is None else earliest_send_time(times, now)
        found.append((account, at if at > now else None))
    return found


def hold_notice(
    session: AsyncSession, account_id: int, payload: dict[str, Any], until: datetime, *, now: datetime,
    about: int | None = None,
) -> None:  # fmt: skip
    """Keep a notice until its time. `about`: the account whose words or particulars it carries.

    Written with the caller's next flush.
    """
    about_id = None if about == account_id else about
    session.add(HeldNotice(account_id=account_id, about_id=about_id, payload=payload, due_at=until, held_at=now))


async def set_digest(session: AsyncSession, account_id: int, at: time | None) -> None:
    """Everything once a day at that time; None: each at once."""
    times = await get_or_default(session, account_id)
    times.digest_at = at
    await _keep(session, times)


async def set_quiet(session: AsyncSession, account_id: int, begin: time | None, end: time | None) -> None:
    """Nothing from `begin` until `end`, across midnight if need be; None: at any hour.

    Raises:
        NoQuietHours: both are the same.
    """
    if begin is not None and begin == end:
        raise NoQuietHours
    times = await get_or_default(session, account_id)
    times.quiet_from, times.quiet_until = begin, end
    await _keep(session, times)


async def _keep(session: AsyncSession, times: NoticeTimes) -> None:
    """What waits already goes by the new wishes."""
    session.add(times)
    await session.flush()
    now = await clock.now(session)
    at = earliest_send_time(times, now)
    for held in (await session.exec(select(HeldNotice).where(HeldNotice.account_id == times.account_id))).all():
        held.due_at = at
    await session.flush()


async def take_due(session: AsyncSession, limit: int) -> list[tuple[NoticeTimes, list[HeldNotice]]]:
    """Take what is due for up to `limit` people out of the waiting rows, oldest first for each of them.

    The person's wishes are locked, so that two workers never share one digest.
    """
    now = await clock.now(session)
    waits = exists().where(col(HeldNotice.account_id) == col(NoticeTimes.account_id), col(HeldNotice.due_at) <= now)
    people = select(NoticeTimes).where(waits).order_by(col(NoticeTimes.account_id)).limit(limit)
    taken = []
    for times in (await session.exec(people.with_for_update(skip_locked=True))).all():
        theirs = select(HeldNotice).where(HeldNotice.account_id == times.account_id, HeldNotice.due_at <= now)
        held = list((await session.exec(theirs.order_by(col(HeldNotice.id)))).all())
        await session.exec(delete(HeldNotice).where(col(HeldNotice.id).in_([one.id for one in held])))
        taken.append((times, held))
    return taken
