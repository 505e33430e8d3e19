"""Accounts: one per Telegram user, whatever roles it acts in, and where its conversation stands. No name is stored."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Field, SQLModel, col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.db.types import enum_column, json_object, timestamp_column
from data.vocabulary import Language, Role

CONSENT_FLOW = "consent"
"""Flow of a conversation in which the notice waits for its answer."""


class Account(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    telegram_id: int = Field(unique=True, sa_type=BigInteger)
    """Also the id of the private chat with the person."""
    language: Language | None = enum_column(Language, default=None)
    role: Role = enum_column(Role, default=Role.SEEKER)
    blocked_at: datetime | None = timestamp_column(default=None)
    """When the person was found to have blocked the bot; unset as soon as they write again."""
    browsing: bool = False
    """The person declined the consents and looks around without anything being kept."""
    menu: str | None = None
    """Which command menu the chat was given; none of its own yet: that of everybody."""
    created_at: datetime = timestamp_column()
    seen_at: datetime = timestamp_column()


class ChatState(SQLModel, table=True):
    """Where one conversation stands: which flow, at which step, with which answers so far."""

    __table_args__ = (Index("ix_chatstate_consent", "updated_at", postgresql_where=text("flow = 'consent'")),)

    account_id: int = Field(primary_key=True, foreign_key="account.id", ondelete="CASCADE", sa_type=BigInteger)
    flow: str | None = None
    step: str | None = None
    draft: dict[str, Any] = json_object()
    screen: dict[str, Any] = json_object()
    """What the person last saw that words can be about (`bot.chat.screen`)."""
    updated_at: datetime = timestamp_column()


async def get_or_create(session: AsyncSession, telegram_id: int) -> Account:
    """The account of a Telegram user, made on first sight; a person who writes has not blocked the bot."""
    moment_now = await clock.now(session)
    new = insert(Account).values(
        telegram_id=telegram_id,
        role=Role.SEEKER,
        created_at=moment_now,
        seen_at=moment_now,
        blocked_at=None,
        browsing=False,
    )
    again = new.on_conflict_do_update(index_elements=["telegram_id"], set_={"seen_at": moment_now, "blocked_at": None})
    found = await session.execute(again.returning(Account), execution_options={"populate_existing": True})
    account: Account = found.scalar_one()
    return account


async def by_telegram_id(session: AsyncSession, telegram_id: int) -> Account | None:
    """The account of a Telegram user, if there is one."""
    return (await session.exec(select(Account).where(Account.telegram_id == telegram_id))).first()


async def mark_blocked(session: AsyncSession, telegram_id: int) -> None:
    """Remember that the person blocked the bot (or deleted their Telegram account)."""
    account = await by_telegram_id(session, telegram_id)
    if account and account.blocked_at is None:
        account.blocked_at = await clock.now(session)


async def chat_state(session: AsyncSession, account: Account) -> ChatState:
    """The conversation's state, made on first use."""
    assert account.id is not None  # noqa: S101 - read from the database
    state = await session.get(ChatState, account.id)
    if state is None:
        state = ChatState(account_id=account.id, updated_at=await clock.now(session))
        session.add(state)
    return state


async def forget_unanswered(session: AsyncSession, before: datetime) -> int:
    """Empty the drafts of those who left the notice about consent unanswered since `before`; returns how many."""
    waiting = update(ChatState).where(
        col(ChatState.flow) == CONSENT_FLOW, col(ChatState.updated_at) < before, col(ChatState.draft) != {}
    )
    changed = await session.execute(waiting.values(draft={}).returning(col(ChatState.account_id)))
    return len(changed.all())


async def delete_account(session: AsyncSession, account: Account) -> None:
    """Delete the account and, by cascade, all that hangs on it. Applications keep only their state."""
    await session.delete(account)
    await session.flush()


async def list_reachable(session: AsyncSession, account_ids: list[int]) -> list[Account]:
    """Those of the accounts that have not blocked the bot."""
    wanted = select(Account).where(col(Account.id).in_(account_ids), col(Account.blocked_at).is_(None))
    return list((await session.exec(wanted)).all())
