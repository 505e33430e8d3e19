"""Who wants to hear of new matches, and how often."""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field, SQLModel, col, delete
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.db.types import enum_column, timestamp_column
from data.vocabulary import AlertPace

EVERY = {
    AlertPace.AT_ONCE: timedelta(minutes=30), AlertPace.DAILY: timedelta(days=1), AlertPace.WEEKLY: timedelta(days=7),
}  # fmt: skip
"""At once still gathers what goes live within so short a time."""
NOTHING_DAYS = 7
"""Who heard of nothing for so long is told what would bring something."""


class MatchAlert(SQLModel, table=True):
    """A person's wish to be told; without a row nothing is told."""

    __tablename__ = "match_alert"

    account_id: int = Field(primary_key=True, foreign_key="account.id", ondelete="CASCADE", sa_type=BigInteger)
    pace: AlertPace = enum_column(AlertPace)
    since: datetime = timestamp_column()
    """Listings that went live after this are new."""
    due_at: datetime = timestamp_column(index=True)
    widen_at: datetime = timestamp_column(index=True)
    """When to look what would bring something, if nothing is told until then."""


async def find(session: AsyncSession, account_id: int) -> MatchAlert | None:
    """The person's wish, if there is one."""
    return await session.get(MatchAlert, account_id)


async def set_pace(session: AsyncSession, account_id: int, pace: AlertPace | None) -> None:
    """From now on so often; None: no more."""
    if pace is None:
        await session.exec(delete(MatchAlert).where(col(MatchAlert.account_id) == account_id))
        return
    now = await clock.now(session)
    due_at = now if pace is AlertPace.AT_ONCE else now + EVERY[pace]
    row = insert(MatchAlert).values(
        account_id=account_id, pace=pace, since=now, due_at=due_at, widen_at=now + timedelta(days=NOTHING_DAYS)
    )
    again = row.on_conflict_do_update(index_elements=["account_id"], set_={"pace": pace, "due_at": due_at})
    await session.execute(again)
