"""One pace for all processes of a bot: announcements leave room for replies under Telegram's limit."""

from sqlalchemy import text
from sqlmodel import Field, SQLModel
from sqlmodel.ext.asyncio.session import AsyncSession

BROADCASTS_PER_SECOND = 22
"""Of Telegram's about 30 a second, the rest is kept for replies and alerts (telegram.md 3.5)."""


class Pace(SQLModel, table=True):
    """When the next call of a kind may leave, in seconds since the epoch of the database's clock."""

    name: str = Field(primary_key=True)
    next_at: float = 0.0


CATCH_UP_SECONDS = 0.2
"""How much lateness may be made up for: keeps the average where a moment's work takes longer than a slot."""

_TAKE = text(
    """
    INSERT INTO pace (name, next_at) VALUES (:name, extract(epoch FROM clock_timestamp()) + :step)
    ON CONFLICT (name) DO UPDATE
        SET next_at = greatest(pace.next_at, extract(epoch FROM clock_timestamp()) - :catch_up) + :step
    RETURNING next_at - :step - extract(epoch FROM clock_timestamp())
    """
)


async def take_turn(session: AsyncSession, name: str, per_second: float) -> float:
    """Book the next slot; returns the seconds to wait for it (0 or more). Commit at once."""
    step = 1.0 / per_second
    wait = (await session.execute(_TAKE, {"name": name, "step": step, "catch_up": CATCH_UP_SECONDS})).scalar_one()
    return max(0.0, float(wait))


async def pause_calls(session: AsyncSession, name: str, seconds: float) -> None:
    """Telegram asked for silence: nothing of this kind leaves for `seconds`."""
    await session.execute(
        text(
            "INSERT INTO pace (name, next_at) VALUES (:name, extract(epoch FROM clock_timestamp()) + :s) "
            "ON CONFLICT (name) DO UPDATE SET next_at = greatest(pace.next_at, excluded.next_at)"
        ),
        {"name": name, "s": seconds},
    )
