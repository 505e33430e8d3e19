"""What people ask of a human: a ticket to staff on duty, answered in the chat."""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, Index, func, text
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.db.errors import NotAvailable, Refusal
from data.db.types import timestamp_column
from data.messaging import sent_notices
from data.staff import members

MOST_OPEN = 3
"""Tickets of one person that wait at the same time."""
REMIND_AFTER_HOURS = 24
OPEN_NOTICE = "ticket.open"


class TicketsWaiting(Refusal):
    """The person has `n` tickets that wait already."""

    text_id = "ticket.error.waiting"


class Ticket(SQLModel, table=True):
    __table_args__ = (Index("ix_ticket_open", "asked_at", postgresql_where=text("answered_at IS NULL")),)

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", index=True, sa_type=BigInteger)
    """Who asks; with them it goes."""
    said: str
    shares_profile: bool = False
    """Whether staff may see what the person told of themselves."""
    asked_at: datetime = timestamp_column()
    answer: str | None = None
    answered_at: datetime | None = timestamp_column(default=None)
    answered_by: int | None = Field(
        default=None, foreign_key="account.id", ondelete="SET NULL", index=True, sa_type=BigInteger
    )


async def require_room(session: AsyncSession, account_id: int) -> None:
    """Nobody lets more than a few wait.

    Raises:
        TicketsWaiting.
    """
    waiting = select(func.count()).where(Ticket.account_id == account_id, col(Ticket.answered_at).is_(None))
    if (await session.exec(waiting)).one() >= MOST_OPEN:
        raise TicketsWaiting(n=MOST_OPEN)


async def open_ticket(session: AsyncSession, account_id: int, said: str, *, shares_profile: bool) -> Ticket:
    """Ask a human.

    Raises:
        TicketsWaiting.
    """
    await require_room(session, account_id)
    return await store_ticket(session, account_id, said, shares_profile=shares_profile)


async def store_ticket(session: AsyncSession, account_id: int, said: str, *, shares_profile: bool) -> Ticket:
    """The same however many wait: a report of what others wrote."""
    asked_at = await clock.now(session)
    ticket = Ticket(account_id=account_id, said=said, shares_profile=shares_profile, asked_at=asked_at)
    session.add(ticket)
    await session.flush()
    return ticket


async def require_open(session: AsyncSession, ticket_id: int, *, staff: int) -> Ticket:
    """A ticket that still waits, locked, for one who may answer it.

    Raises:
        NotAllowed: not on duty. NotAvailable: answered already, or it does not exist.
    """
    await members.require_permission(session, staff, "tickets")
    found = select(Ticket).where(Ticket.id == ticket_id, col(Ticket.answered_at).is_(None)).with_for_update()
    ticket = (await session.exec(found)).first()
    if ticket is None:
        raise NotAvailable
    return ticket


async def list_open(session: AsyncSession, limit: int, *, staff: int) -> list[Ticket]:
    """Tickets that wait, the oldest first.

    Raises:
        NotAllowed: not on duty.
    """
    await members.require_permission(session, staff, "tickets")
    query = select(Ticket).where(col(Ticket.answered_at).is_(None)).order_by(col(Ticket.id)).limit(limit)
    return list((await session.exec(query)).all())


async def count_open(session: AsyncSession, *, staff: int) -> int:
    """How many tickets wait.

    Raises:
        NotAllowed: not on duty.
    """
    await members.require_permission(session, staff, "tickets")
    waiting = select(func.count()).select_from(Ticket).where(col(Ticket.answered_at).is_(None))
    return (await session.exec(waiting)).one()


async def answer(session: AsyncSession, ticket_id: int, said: str, *, staff: int) -> Ticket:
    """Answer it, once.

    Raises:
        NotAllowed: not on duty. NotAvailable: answered already, or it does not exist.
    """
    ticket = await require_open(session, ticket_id, staff=staff)
    ticket.answer, ticket.answered_by, ticket.answered_at = said, staff, await clock.now(session)
    session.add(ticket)
    await session.flush()
    return ticket


async def list_due_reminders(session: AsyncSession, limit: int) -> list[Ticket]:
    """Tickets left open so long that staff are reminded, who were not, locked."""
    before = await clock.now(session) - timedelta(hours=REMIND_AFTER_HOURS)
    query = select(Ticket).where(
        col(Ticket.answered_at).is_(None), Ticket.asked_at < before,
        sent_notices.not_sent_condition(OPEN_NOTICE, col(Ticket.id)),
    )  # fmt: skip
    ordered = query.order_by(col(Ticket.id)).limit(limit)
    return list((await session.exec(ordered.with_for_update(skip_locked=True))).all())
