"""Listing files that members sent in the chat and that wait to be read. What was dealt with is forgotten."""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, func
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.db.errors import Refusal
from data.db.types import timestamp_column

MOST_ATTEMPTS = 4
LONGEST_PAUSE = timedelta(minutes=1)
SHORTEST_PAUSE = timedelta(seconds=1)
DEADLINE = timedelta(days=1)
"""So long Telegram is asked for a file while it cannot be reached."""


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
    """How often somebody began to read it; committed before reading, so that a process that dies of it counts."""
    reader: int | None = Field(default=None, sa_type=BigInteger)
    """Advisory-lock key that the reading process holds as long as it lives."""
    due_at: datetime = timestamp_column()
    created_at: datetime = timestamp_column()


async def receive(session: AsyncSession, account_id: int, *, file_id: str, name: str) -> Upload:
    """Note that a file is to be read.

    Raises:
        StillReading: the person's last one is not done.
    """
    if (await session.exec(select(Upload).where(Upload.account_id == account_id))).first():
        raise StillReading
    now = await clock.now(session)
    upload = Upload(account_id=account_id, file_id=file_id, name=name, due_at=now, created_at=now)
    session.add(upload)
    await session.flush()
    return upload


async def due(session: AsyncSession) -> list[int]:
    """The ids of the files to be read now, those tried least often first."""
    query = select(Upload.id).where(col(Upload.due_at) <= await clock.now(session))
    found = (await session.exec(query.order_by(col(Upload.attempts), col(Upload.id)))).all()
    return [upload_id for upload_id in found if upload_id is not None]


async def claim(session: AsyncSession, upload_id: int, reader: int) -> Upload | None:
    """Take the file in hand as `reader`; None when it is done, or in the hands of another living process."""
    upload = await take(session, upload_id, skip_locked=True)
    if upload is None or not await _is_free(session, upload, reader):
        return None
    upload.reader = reader
    await session.flush()
    return upload


async def _is_free(session: AsyncSession, upload: Upload, reader: int) -> bool:
    if upload.reader in (None, reader):
        return True
    dead = await session.exec(select(func.pg_try_advisory_xact_lock(upload.reader)))
    return bool(dead.one())


async def take(session: AsyncSession, upload_id: int, *, skip_locked: bool = False) -> Upload | None:
    """Lock the file's row, waiting for whoever holds it; None when it is done, or held and to be skipped."""
    query = select(Upload).where(Upload.id == upload_id).with_for_update(skip_locked=skip_locked)
    return (await session.exec(query)).first()


async def count_attempt(session: AsyncSession, upload_id: int) -> bool:
    """Count that reading begins now, to be committed before it does; False when it was tried often enough."""
    upload = await take(session, upload_id)
    if upload is None or upload.attempts >= MOST_ATTEMPTS:
        return False
    upload.attempts += 1
    await session.flush()
    return True


async def postpone(session: AsyncSession, upload_id: int, *, attempts: int | None = None) -> bool:
    """Try again later, the longer it waits the later; False when it waits for longer than `DEADLINE`.

    With `attempts`, set the count back to this: what went wrong was no fault of the file.
    """
    upload = await take(session, upload_id)
    if upload is None:
        return True
    now = await clock.now(session)
    waited = now - upload.created_at
    upload.due_at = now + min(max(waited / 2, SHORTEST_PAUSE), LONGEST_PAUSE)
    upload.reader = None
    if attempts is not None:
        upload.attempts = attempts
    await session.flush()
    return waited <= DEADLINE


async def forget(session: AsyncSession, upload: Upload) -> None:
    """The file was dealt with."""
    await session.delete(upload)
    await session.flush()
