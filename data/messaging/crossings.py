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


async def list_repeated(session: AsyncSession, limit: int) -> list[tuple[int, int, list[str]]]:
    """Accounts of which several texts were stopped lately, with the newest one's id and the categories.

    Not those of whom staff heard already today, or since the newest one.
    """
    now = await clock.now(session)
    stopped = (
        select(
            col(Crossing.account_id).label("account"),
            func.max(Crossing.id).label("newest"),
            func.array_agg(col(Crossing.stopped_for).distinct()).label("categories"),
        )
        .where(col(Crossing.stopped_for).is_not(None), Crossing.at > now - timedelta(days=WITHIN_DAYS))
        .group_by(col(Crossing.account_id))
        .having(func.count() >= REPEATED)
        .subquery()
    )
    unheard = (
        sent_notices.not_sent_condition(REPEATED_NOTICE, stopped.c.account, today_key(now)),
        sent_notices.not_sent_condition(REPEATED_NOTICE, stopped.c.account, stopped.c.newest),
    )
    query = select(stopped.c.account, stopped.c.newest, stopped.c.categories).where(*unheard)
    found = (await session.exec(query.order_by(stopped.c.account).limit(limit))).all()
    return [(account, newest, sorted(categories)) for account, newest, categories in found]


async def record_if_untold(session: AsyncSession, account: int, newest: int) -> bool:
    """Take note that staff hear of an account now, up to this text; False when they did, today or of this text."""
    subjects = (today_key(await clock.now(session)), str(newest))
    told = [await sent_notices.record_if_new(session, REPEATED_NOTICE, f"{account}:{subject}") for subject in subjects]
    return all(told)


def today_key(now: datetime) -> str:
    """What stands for a day in a notice."""
    return now.date().isoformat()
