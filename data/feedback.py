"""What a seeker keeps for later, and what is not for them and why. Both teach the next matches."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field, SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data import clock
from data.columns import moment


class Saved(SQLModel, table=True):
    account_id: int = Field(primary_key=True, foreign_key="account.id", ondelete="CASCADE", sa_type=BigInteger)
    listing_id: str = Field(primary_key=True)
    at: datetime = moment()


class Dismissal(SQLModel, table=True):
    account_id: int = Field(primary_key=True, foreign_key="account.id", ondelete="CASCADE", sa_type=BigInteger)
    listing_id: str = Field(primary_key=True)
    reason: str
    """`far`, `wage`, `work`, `hours`, `employer` or `other`."""
    at: datetime = moment()


async def save(session: AsyncSession, account_id: int, listing_id: str) -> None:
    """Keep a listing for later; twice is once."""
    row = insert(Saved).values(account_id=account_id, listing_id=listing_id, at=await clock.now(session))
    await session.execute(row.on_conflict_do_nothing())


async def saved(session: AsyncSession, account_id: int) -> list[str]:
    """Ids of the kept listings, newest first."""
    query = select(Saved.listing_id).where(Saved.account_id == account_id).order_by(col(Saved.at).desc())
    return list((await session.exec(query)).all())


async def dismiss(session: AsyncSession, account_id: int, listing_id: str, reason: str) -> None:
    """Not for me; the last reason counts."""
    row = insert(Dismissal).values(
        account_id=account_id, listing_id=listing_id, reason=reason, at=await clock.now(session)
    )
    again = row.on_conflict_do_update(index_elements=["account_id", "listing_id"], set_={"reason": reason})
    await session.execute(again)


async def take_back(session: AsyncSession, account_id: int, listing_id: str) -> None:
    """It may be shown again."""
    mine = (col(Dismissal.account_id) == account_id, col(Dismissal.listing_id) == listing_id)
    await session.exec(delete(Dismissal).where(*mine))


async def dismissed(session: AsyncSession, account_id: int) -> dict[str, str]:
    """Listing id → reason."""
    query = select(Dismissal.listing_id, Dismissal.reason).where(Dismissal.account_id == account_id)
    return dict((await session.exec(query)).all())
