"""The picture of a business licence: kept as Telegram's reference to it, never as a copy, and not for long.

The file itself stays where the member sent it. The reference is of use to this bot alone, stands in no backup as a
picture, and goes when the organisation is refused, or `KEPT_DAYS` after it was verified (time for an objection).
"""

from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import BigInteger
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel, col, delete
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.db.types import enum_column, timestamp_column

KEPT_DAYS = 30


class LicenceKind(StrEnum):
    PHOTO = "photo"
    DOCUMENT = "document"


class Licence(SQLModel, table=True):
    organisation_id: int = Field(
        primary_key=True, foreign_key="organisation.id", ondelete="CASCADE", sa_type=BigInteger
    )
    kind: LicenceKind = enum_column(LicenceKind)
    file_id: str
    """Telegram's, good for this bot only."""
    shown: list[int] = Field(default_factory=list, sa_type=ARRAY(BigInteger))
    """Outbox rows of the copies that reviewers were shown."""
    given_at: datetime = timestamp_column()
    delete_at: datetime | None = timestamp_column(default=None)


async def save_licence(session: AsyncSession, organisation_id: int, kind: LicenceKind, file_id: str) -> None:
    """Keep the reference until a decision; another one takes its place."""
    await delete_licence(session, organisation_id)
    session.add(Licence(organisation_id=organisation_id, kind=kind, file_id=file_id, given_at=await clock.now(session)))
    await session.flush()


async def find_licence(session: AsyncSession, organisation_id: int) -> Licence | None:
    """The licence that was sent, while it is kept."""
    return await session.get(Licence, organisation_id, populate_existing=True)


async def record_shown_copy(session: AsyncSession, licence: Licence, outbox_row: int) -> None:
    """Remember a reviewer's copy, to take it back after the decision."""
    licence.shown = [*licence.shown, outbox_row]
    await session.flush()


async def schedule_deletion(session: AsyncSession, organisation_id: int, *, verified: bool) -> list[int]:
    """Staff decided: the reference goes at once, or after the time for objections. Returns the copies to take back."""
    licence = await find_licence(session, organisation_id)
    if licence is None:
        return []
    shown, licence.shown = licence.shown, []
    licence.delete_at = await clock.now(session) + timedelta(days=KEPT_DAYS)
    await session.flush()
    if not verified:
        await delete_licence(session, organisation_id)
    return shown


async def delete_licence(session: AsyncSession, organisation_id: int) -> None:
    """Delete the reference."""
    licence = await find_licence(session, organisation_id)
    if licence is not None:
        await session.delete(licence)
        await session.flush()


async def forget_due(session: AsyncSession) -> int:
    """Delete the references whose time is over; returns how many."""
    over = delete(Licence).where(col(Licence.delete_at) <= await clock.now(session))
    return len((await session.execute(over.returning(col(Licence.organisation_id)))).all())
