"""The product's one clock. Real time, moved forward by an offset that lives in the database.

Tests and the demo move it; everything that is "due" asks it, so a month passes in a minute.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Field, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db.sessions import transaction_cache

ZONE = ZoneInfo("Asia/Shanghai")


class Clock(SQLModel, table=True):
    """The single row that holds the offset."""

    id: int = Field(default=1, primary_key=True)
    offset_seconds: int = 0


async def read_offset_seconds(session: AsyncSession) -> int:
    """Seconds that the clock was moved forward so far; read once a transaction."""
    remembered = transaction_cache(session)
    if Clock not in remembered:
        clock = await session.get(Clock, 1)
        remembered[Clock] = clock.offset_seconds if clock else 0
    seconds: int = remembered[Clock]
    return seconds


async def now(session: AsyncSession) -> datetime:
    """The moment it is, with time zone Asia/Shanghai."""
    return datetime.now(UTC).astimezone(ZONE) + timedelta(seconds=await read_offset_seconds(session))


async def today(session: AsyncSession) -> date:
    """Today's date in Asia/Shanghai."""
    return (await now(session)).date()


def months_later(day: date, months: int) -> date:
    """The same day so many months on, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


async def advance(session: AsyncSession, seconds: int) -> None:
    """Move the clock forward by `seconds` (never back)."""
    clock = await session.get(Clock, 1, with_for_update=True)
    if clock is None:
        clock = Clock()
    clock.offset_seconds += max(0, seconds)
    session.add(clock)
    await session.flush()
    transaction_cache(session).pop(Clock, None)
