"""Listing files that members sent in the chat and that wait to be read. What was dealt with is forgotten."""

from datetime import datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.db.errors import Refusal
from data.db.types import moment

MOST_ATTEMPTS = 4


class StillReading(Refusal):
    """One file at a time for each person."""

    text_id = "files.error.still_reading"


class Upload(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    account_id: int = Field(unique=True, foreign_key="account.id", ondelete="CASCADE", sa_type=BigInteger)
    file_id: str
    """Where Telegram keeps it."""
    name: str
    attempts: int = 0
    created_at: datetime = moment()


async def receive(session: AsyncSession, account_id: int, *, file_id: str, name: str) -> Upload:
    """Note that a file is to be read.

    Raises:
        StillReading: the person's last one is not done.
    """
    if (await session.exec(select(Upload).where(Upload.account_id == account_id))).first():
        raise StillReading
    upload = Upload(account_id=account_id, file_id=file_id, name=name, created_at=await clock.now(session))
    session.add(upload)
    await session.flush()
    return upload


async def waiting(session: AsyncSession) -> list[Upload]:
    """The files that wait, those tried least often first."""
    return list((await session.exec(select(Upload).order_by(col(Upload.attempts), col(Upload.id)))).all())


async def take(session: AsyncSession, upload_id: int) -> Upload | None:
    """The file's row, locked; None when it is done, or in somebody else's hands."""
    query = select(Upload).where(Upload.id == upload_id).with_for_update(skip_locked=True)
    return (await session.exec(query)).first()


async def record_failure(session: AsyncSession, upload_id: int) -> bool:
    """Count an attempt that failed; True when there is no further one."""
    upload = await take(session, upload_id)
    if upload is None:
        return False
    upload.attempts += 1
    return upload.attempts >= MOST_ATTEMPTS


async def forget(session: AsyncSession, upload: Upload) -> None:
    """The file was dealt with."""
    await session.delete(upload)
    await session.flush()
