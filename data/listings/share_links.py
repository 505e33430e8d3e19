"""Links by which a listing is shared: a short random code for each way, and how often it was opened.

Nothing is kept of who opened one: a link counts openings and knows no person.
"""

import secrets
from collections.abc import Collection
from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field, SQLModel, col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.db.types import enum_column, timestamp_column

_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
"""Without what is misread when somebody types a code from paper."""
LENGTH = 8


class ShareChannel(StrEnum):
    """How a link reached whoever opens it."""

    LINK = "link"
    """Sent on by somebody."""
    POSTER = "poster"
    INLINE = "inline"
    """A card put into another chat."""


class ShareLink(SQLModel, table=True):
    __tablename__ = "share_link"
    __table_args__ = (UniqueConstraint("listing_id", "way"),)

    code: str = Field(primary_key=True)
    listing_id: str
    way: ShareChannel = enum_column(ShareChannel)
    opened: int = 0
    created_at: datetime = timestamp_column()


async def code_of(session: AsyncSession, listing_id: str, way: ShareChannel) -> str:
    """The code of the listing's link of this way, made on first use."""
    return (await codes_of(session, [listing_id], way))[listing_id]


async def codes_of(session: AsyncSession, listing_ids: Collection[str], way: ShareChannel) -> dict[str, str]:
    """Listing id → code, for several listings at once."""
    if not listing_ids:
        return {}
    known = await _codes(session, listing_ids, way)
    missing = sorted(set(listing_ids) - set(known))
    if not missing:
        return known
    now = await clock.now(session)
    rows = [{"code": _new_code(), "listing_id": one, "way": way, "opened": 0, "created_at": now} for one in missing]
    await session.execute(insert(ShareLink).values(rows).on_conflict_do_nothing())
    return await _codes(session, listing_ids, way)


async def _codes(session: AsyncSession, listing_ids: Collection[str], way: ShareChannel) -> dict[str, str]:
    query = select(ShareLink.listing_id, ShareLink.code).where(
        col(ShareLink.listing_id).in_(listing_ids), ShareLink.way == way
    )
    return dict((await session.exec(query)).all())


def _new_code() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(LENGTH))


async def record_click(session: AsyncSession, code: str) -> str | None:
    """Count an opening; the id of the listing behind the code, or None when there is no such link."""
    count = update(ShareLink).where(col(ShareLink.code) == code).values(opened=ShareLink.opened + 1)
    return (await session.execute(count.returning(col(ShareLink.listing_id)))).scalar_one_or_none()


async def count_clicks_by_channel(session: AsyncSession, listing_id: str) -> dict[ShareChannel, int]:
    """How often the listing was opened by each way so far."""
    query = select(ShareLink.way, ShareLink.opened).where(ShareLink.listing_id == listing_id)
    counted = dict((await session.exec(query)).all())
    return {way: counted.get(way, 0) for way in ShareChannel}
