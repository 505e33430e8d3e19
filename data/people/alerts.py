"""Who wants to hear of new matches, and how often."""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field, SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.db.types import enum_column, timestamp_column
from data.vocabulary import AlertPace

_EVERY = {AlertPace.DAILY: timedelta(days=1), AlertPace.WEEKLY: timedelta(days=7)}


class MatchAlert(SQLModel, table=True):
    """A person's wish to be told; without a row nothing is told."""

    __tablename__ = "match_alert"

    account_id: int = Field(primary_key=True, foreign_key="account.id", ondelete="CASCADE", sa_type=BigInteger)
    pace: AlertPace = enum_column(AlertPace)
    since: datetime = timestamp_column()
    """Listings that went live after this are new."""
    due_at: datetime = timestamp_column(index=True)


async def set_pace(session: AsyncSession, account_id: int, pace: AlertPace | None) -> None:
    """From now on so often; None: no more."""
    if pace is None:
        await session.exec(delete(MatchAlert).where(col(MatchAlert.account_id) == account_id))
        return
    now = await clock.now(session)
    row = insert(MatchAlert).values(account_id=account_id, pace=pace, since=now, due_at=now + _EVERY[pace])
    again = row.on_conflict_do_update(index_elements=["account_id"], set_={"pace": pace, "due_at": now + _EVERY[pace]})
    await session.execute(again)


async def take_due(session: AsyncSession, limit: int) -> list[tuple[int, datetime]]:
    """Accounts whose time has come, each with the moment from which listings are new to it; each is due again later."""
    now = await clock.now(session)
    query = select(MatchAlert).where(MatchAlert.due_at <= now).order_by(col(MatchAlert.due_at)).limit(limit)
    found = (await session.exec(query.with_for_update(skip_locked=True))).all()
    due = [(alert.account_id, alert.since) for alert in found]
    for alert in found:
        alert.since, alert.due_at = now, now + _EVERY[alert.pace]
    return due
