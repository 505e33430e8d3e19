"""What a person agreed to, and when they took it back. Nothing of theirs is kept without a row here."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, exists
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.db.sessions import transaction_cache
from data.db.types import enum_column, timestamp_column

NOTICE_VERSION = "2026-11"
"""Of the notice's wording; a changed notice is asked again."""


class ConsentKind(StrEnum):
    MATCHING = "matching"
    """Answers are kept and used for matching."""
    TELEGRAM_ABROAD = "telegram_abroad"
    """Telegram, whose servers are abroad, carries the messages."""
    SENSITIVE = "sensitive"
    """A sensitive fact (disability, veteran status) may be kept for what the person asked for."""
    LEARNING = "learning"
    """Words that were not understood may be kept, masked, to learn from."""


REQUIRED_KINDS = (ConsentKind.MATCHING, ConsentKind.TELEGRAM_ABROAD)
"""Both are needed before anything is kept or sent unasked."""


class Consent(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", index=True, sa_type=BigInteger)
    kind: ConsentKind = enum_column(ConsentKind)
    version: str = NOTICE_VERSION
    given_at: datetime = timestamp_column()
    withdrawn_at: datetime | None = timestamp_column(default=None)


async def give(session: AsyncSession, account_id: int, kind: ConsentKind) -> Consent:
    """Record a yes; giving twice keeps the first."""
    standing = await find_current(session, account_id, kind)
    if standing is None:
        standing = Consent(account_id=account_id, kind=kind, given_at=await clock.now(session))
        session.add(standing)
        await session.flush()
        transaction_cache(session).pop((Consent, account_id), None)
    return standing


async def find_current(session: AsyncSession, account_id: int, kind: ConsentKind) -> Consent | None:
    """The consent of that kind in its present wording, unless withdrawn."""
    return (await _standing(session, account_id)).get(kind)


async def _standing(session: AsyncSession, account_id: int) -> dict[ConsentKind, Consent]:
    """What the account has agreed to and not taken back; read once a transaction."""
    remembered = transaction_cache(session)
    key = (Consent, account_id)
    if key not in remembered:
        query = select(Consent).where(
            Consent.account_id == account_id, Consent.version == NOTICE_VERSION, col(Consent.withdrawn_at).is_(None)
        )
        remembered[key] = {consent.kind: consent for consent in await session.exec(query)}
    standing: dict[ConsentKind, Consent] = remembered[key]
    return standing


async def has_required(session: AsyncSession, account_id: int) -> bool:
    """Whether the person's answers may be kept: yes to matching, and yes to Telegram abroad."""
    standing = await _standing(session, account_id)
    return all(kind in standing for kind in REQUIRED_KINDS)


def has_required_condition(account: Any) -> ColumnElement[bool]:
    """`complete` as a condition of a query; `account` is the column with the account's id."""
    given = [
        exists().where(
            col(Consent.account_id) == account,
            col(Consent.kind) == kind,
            col(Consent.version) == NOTICE_VERSION,
            col(Consent.withdrawn_at).is_(None),
        )
        for kind in REQUIRED_KINDS
    ]
    return and_(*given)


async def list_for_account(session: AsyncSession, account_id: int) -> list[Consent]:
    """All consents of one account, oldest first."""
    query = select(Consent).where(Consent.account_id == account_id).order_by(col(Consent.given_at))
    return list((await session.exec(query)).all())


async def withdraw_all(session: AsyncSession, account_id: int) -> None:
    """Take every consent back."""
    await withdraw(session, account_id, *ConsentKind)


async def withdraw(session: AsyncSession, account_id: int, *kinds: ConsentKind) -> None:
    """Take the consents of these kinds back."""
    moment_now = await clock.now(session)
    for consent in await list_for_account(session, account_id):
        if consent.kind in kinds and consent.withdrawn_at is None:
            consent.withdrawn_at = moment_now
    await session.flush()
    transaction_cache(session).pop((Consent, account_id), None)
