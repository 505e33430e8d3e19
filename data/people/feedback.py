"""What a seeker keeps for later, and what is not for them and why. Both teach the next matches."""

from datetime import datetime
from operator import itemgetter

from sqlalchemy import BigInteger, null, union_all
from sqlalchemy import select as select_columns
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field, SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.db.types import timestamp_column

MOST_LIKED = 5
"""Older ones no longer count."""


class Saved(SQLModel, table=True):
    account_id: int = Field(primary_key=True, foreign_key="account.id", ondelete="CASCADE", sa_type=BigInteger)
    listing_id: str = Field(primary_key=True)
    at: datetime = timestamp_column()


class Dismissal(SQLModel, table=True):
    account_id: int = Field(primary_key=True, foreign_key="account.id", ondelete="CASCADE", sa_type=BigInteger)
    listing_id: str = Field(primary_key=True)
    reason: str
    """`far`, `wage`, `work`, `hours`, `employer` or `other`."""
    at: datetime = timestamp_column()


class Liked(SQLModel, table=True):
    """More like this, please."""

    account_id: int = Field(primary_key=True, foreign_key="account.id", ondelete="CASCADE", sa_type=BigInteger)
    listing_id: str = Field(primary_key=True)
    at: datetime = timestamp_column()


async def save(session: AsyncSession, account_id: int, listing_id: str) -> bool:
    """Keep a listing for later; twice is once. Returns whether it was not kept before."""
    row = insert(Saved).values(account_id=account_id, listing_id=listing_id, at=await clock.now(session))
    kept = await session.execute(row.on_conflict_do_nothing().returning(col(Saved.listing_id)))
    return kept.first() is not None


async def forget_saved(session: AsyncSession, account_id: int, listing_id: str) -> None:
    """It is no longer kept."""
    mine = (col(Saved.account_id) == account_id, col(Saved.listing_id) == listing_id)
    await session.exec(delete(Saved).where(*mine))


async def list_saved_ids(session: AsyncSession, account_id: int) -> list[str]:
    """Ids of the kept listings, newest first."""
    query = select(Saved.listing_id).where(Saved.account_id == account_id).order_by(col(Saved.at).desc())
    return list((await session.exec(query)).all())


async def dismiss(session: AsyncSession, account_id: int, listing_id: str, reason: str) -> None:
    """Not for me, nor more like it; the last reason counts."""
    await unlike(session, account_id, listing_id)
    row = insert(Dismissal).values(
        account_id=account_id, listing_id=listing_id, reason=reason, at=await clock.now(session)
    )
    again = row.on_conflict_do_update(index_elements=["account_id", "listing_id"], set_={"reason": reason})
    await session.execute(again)


async def is_liked(session: AsyncSession, account_id: int, listing_id: str) -> bool:
    """Whether the person wants more like this."""
    mine = select(Liked.at).where(Liked.account_id == account_id, Liked.listing_id == listing_id)
    return (await session.exec(mine)).first() is not None


async def like(session: AsyncSession, account_id: int, listing_id: str) -> None:
    """More like this: it teaches the next matches. What was set aside comes back."""
    await undo_dismissal(session, account_id, listing_id)
    at = await clock.now(session)
    row = insert(Liked).values(account_id=account_id, listing_id=listing_id, at=at)
    await session.execute(row.on_conflict_do_update(index_elements=["account_id", "listing_id"], set_={"at": at}))


async def unlike(session: AsyncSession, account_id: int, listing_id: str) -> None:
    """No more like this; for a listing that was never liked nothing happens."""
    mine = (col(Liked.account_id) == account_id, col(Liked.listing_id) == listing_id)
    await session.exec(delete(Liked).where(*mine))


async def forget_liked(session: AsyncSession, account_id: int) -> None:
    """What was liked counts for the direction it was liked in; with another one it is forgotten."""
    await session.exec(delete(Liked).where(col(Liked.account_id) == account_id))


async def undo_dismissal(session: AsyncSession, account_id: int, listing_id: str) -> None:
    """It may be shown again."""
    mine = (col(Dismissal.account_id) == account_id, col(Dismissal.listing_id) == listing_id)
    await session.exec(delete(Dismissal).where(*mine))


async def load_opinions(session: AsyncSession, account_id: int) -> tuple[dict[str, str], tuple[str, ...]]:
    """What the person set aside (listing id → reason), and the last few they want more of, newest first."""
    dismissed = select_columns(col(Dismissal.listing_id), col(Dismissal.reason), null().label("at"))
    liked = select_columns(col(Liked.listing_id), null().label("reason"), col(Liked.at)).where(
        col(Liked.account_id) == account_id
    )
    newest = liked.order_by(col(Liked.at).desc()).limit(MOST_LIKED).subquery()
    query = union_all(dismissed.where(col(Dismissal.account_id) == account_id), select_columns(newest))
    found = (await session.execute(query)).all()
    more = sorted(((at, listing) for listing, _, at in found if at is not None), key=itemgetter(0), reverse=True)
    return {listing: reason for listing, reason, at in found if at is None}, tuple(listing for _, listing in more)
