"""What people tried to pass to the other side: how much in an hour, and what was stopped; never the words."""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, func
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.db.errors import Refusal
from data.db.types import timestamp_column
from data.messaging import sent_notices

MOST_AN_HOUR = 20
REPEATED, WITHIN_DAYS = 3, 7
"""Texts stopped within so many days, from which on staff hear of it."""
REPEATED_NOTICE = "crossing.repeated"
KEPT_DAYS = 30


class PassedOnTooMuch(Refusal):
    """One person sent all the messages of an hour."""

    text_id = "relay.error.too_many"


class Crossing(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", index=True, sa_type=BigInteger)
    """Who wrote it; with them it goes."""
    stopped_for: str | None = None
    """Category of the law check; None for what was passed on."""
    at: datetime = timestamp_column(index=True)


async def record(session: AsyncSession, account_id: int, stopped_for: str | None = None) -> None:
    """A text was passed on, or stopped."""
    session.add(Crossing(account_id=account_id, stopped_for=stopped_for, at=await clock.now(session)))
    await session.flush()


async def require_room(session: AsyncSession, account_id: int) -> None:
    """Nobody floods the other side.

    Raises:
        PassedOnTooMuch.
    """
    since = await clock.now(session) - timedelta(hours=1)
    passed = select(func.count()).where(
        Crossing.account_id == account_id, col(Crossing.stopped_for).is_(None), Crossing.at > since
    )
    if (await session.exec(passed)).one() >= MOST_AN_HOUR:
        raise PassedOnTooMuch(n=MOST_AN_HOUR)


async def list_repeated(session: AsyncSession, limit: int) -> list[tuple[int, list[str]]]:
    """Accounts of which several texts were stopped lately and staff have not heard today, with the categories."""
    now = await clock.now(session)
    query = (
        select(Crossing.account_id, func.array_agg(Crossing.stopped_for.distinct()))  # type: ignore[union-attr]
        .where(col(Crossing.stopped_for).is_not(None), Crossing.at > now - timedelta(days=WITHIN_DAYS))
        .where(sent_notices.not_sent_condition(REPEATED_NOTICE, col(Crossing.account_id), now.date().isoformat()))
        .group_by(col(Crossing.account_id))
        .having(func.count() >= REPEATED)
        .order_by(col(Crossing.account_id))
        .limit(limit)
    )
    return [(account, sorted(categories)) for account, categories in (await session.exec(query)).all()]
