"""What openings and courses have in common: fields, states, and who changed what and why."""

import secrets
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.db.errors import Refusal
from data.db.state_machine import require_move
from data.db.types import enum_column, json_list, text_list, timestamp_column
from data.vocabulary import Education, LabourBrand, ListingKind, ListingState

DEFAULT_LIFE_DAYS = 60
"""How long a listing stays live when nothing is said (features.md, appendix A)."""

RENEWED, EDITED = "renewed", "edited"
"""Reasons of the history that are no state: a longer life, and what it says changed."""


class NotVerified(Refusal):
    """The organisation has not been verified (or was suspended)."""

    text_id = "post.error.not_verified"


class DeadlinePassed(Refusal):
    """The last day to apply has gone by."""

    text_id = "openings.error.deadline_passed"


class ListingFields(SQLModel):
    """The columns of both kinds, named as in listing files."""

    id: str = Field(primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", ondelete="CASCADE", index=True, sa_type=BigInteger)
    title: str
    occupation_code: str = Field(index=True)
    trade: str | None = None
    """The trade of the occupation, where its trades must be told apart (`data.catalogue.trades`) and it is known."""
    city: str = Field(index=True)
    district: str | None = None
    address: str | None = None
    lat: float | None = None
    lon: float | None = None
    description: str
    start_date: date | None = None
    deadline: date | None = None
    expires_at: date | None = None
    education_min: Education | None = enum_column(Education, default=None)
    age_min: int | None = None
    age_max: int | None = None
    age_basis: str | None = None
    """The lawful reason for an age limit; a limit without one is not applied."""
    eligible_groups: list[str] = text_list()
    brand: LabourBrand | None = enum_column(LabourBrand, default=None)
    hazards: list[str] = text_list()
    contact_mode: str = "relay"
    """`phone` or `relay`: how both sides reach each other once both said yes."""
    state: ListingState = enum_column(ListingState, default=ListingState.DRAFT, index=True)
    state_reason: str | None = None
    version: int = 0
    """Grows with every change of what the listing says; whoever decides or edits names the one they saw."""
    doubts: list[dict[str, str]] = json_list()
    """What the law check doubts: `rule`, `category`, the `words`, the `reason` for which the organisation kept them,
    and `overruled`, for which a reviewer let them through."""
    created_by: int | None = Field(
        default=None, foreign_key="account.id", ondelete="SET NULL", index=True, sa_type=BigInteger
    )
    created_at: datetime = timestamp_column()
    live_at: datetime | None = timestamp_column(default=None, index=True)


def last_day_index(table: str) -> Index:
    """For `data/lifecycle/listing_expiry.py`: listings that people can find, by their last day."""
    return Index(
        f"ix_{table}_last_day", text("least(deadline, expires_at)"),
        postgresql_where=text("state IN ('live', 'paused')"),
    )  # fmt: skip


class ListingEvent(SQLModel, table=True):
    """One change of state: from what to what, by whom, and why."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    listing_id: str = Field(index=True)
    state: ListingState = enum_column(ListingState)
    by: int | None = Field(default=None, foreign_key="account.id", ondelete="SET NULL", index=True, sa_type=BigInteger)
    reason: str | None = None
    fields: list[str] = text_list()
    """Sent back: the questions to answer anew. Edited: the columns that changed."""
    at: datetime = timestamp_column()


ALLOWED_MOVES: dict[ListingState, frozenset[ListingState]] = {
    ListingState.DRAFT: frozenset({ListingState.IN_REVIEW, ListingState.LIVE, ListingState.WITHDRAWN}),
    ListingState.IN_REVIEW: frozenset({ListingState.LIVE, ListingState.NEEDS_CHANGES, ListingState.WITHDRAWN}),
    ListingState.NEEDS_CHANGES: frozenset({ListingState.IN_REVIEW, ListingState.WITHDRAWN}),
    ListingState.LIVE: frozenset(
        {
            ListingState.PAUSED,
            ListingState.FILLED,
            ListingState.EXPIRED,
            ListingState.CLOSED,
            ListingState.WITHDRAWN,
            ListingState.IN_REVIEW,
        }
    ),
    ListingState.PAUSED: frozenset(
        {
            ListingState.LIVE,
            ListingState.EXPIRED,
            ListingState.CLOSED,
            ListingState.WITHDRAWN,
            ListingState.IN_REVIEW,
        }
    ),
}
"""Which state may follow which; states that are not keys are final."""


CLOSABLE_STATES = frozenset(ALLOWED_MOVES)
"""Whose end has not come yet."""


def new_id(kind: ListingKind) -> str:
    """A short random id: `o-…` for an opening, `c-…` for a course."""
    alphabet = "23456789abcdefghjkmnpqrstuvwxyz"
    return f"{kind.value[0]}-" + "".join(secrets.choice(alphabet) for _ in range(8))


async def transition_listing(
    session: AsyncSession, listing: ListingFields, state: ListingState, *, by: int | None, reason: str | None = None,
    fields: Sequence[str] = (),
) -> None:  # fmt: skip
    """Take a listing (locked by the caller) to `state` and write the history.

    Raises:
        NotAvailable: the present state does not allow it.
    """
    session.add(set_listing_state(listing, state, await clock.now(session), by=by, reason=reason, fields=fields))
    await session.flush()


def set_listing_state(
    listing: ListingFields, state: ListingState, at: datetime, *, by: int | None, reason: str | None = None,
    fields: Sequence[str] = (),
) -> ListingEvent:  # fmt: skip
    """The same without a session; returns the event to be kept.

    Raises:
        NotAvailable: the present state does not allow it.
    """
    require_move(ALLOWED_MOVES, listing.state, state)
    listing.state = state
    listing.state_reason = reason
    if state == ListingState.LIVE:
        listing.live_at = at
        if listing.expires_at is None:
            listing.expires_at = at.date() + timedelta(days=DEFAULT_LIFE_DAYS)
    return ListingEvent(listing_id=listing.id, state=state, by=by, reason=reason, fields=list(fields), at=at)


async def add_history_note(
    session: AsyncSession, listing: ListingFields, *, by: int | None, reason: str | None, fields: Sequence[str] = ()
) -> None:
    """Write into the history what happened to a listing in its present state."""
    event = ListingEvent(
        listing_id=listing.id, state=listing.state, by=by, reason=reason, fields=list(fields),
        at=await clock.now(session),
    )  # fmt: skip
    session.add(event)
    await session.flush()


async def list_history(session: AsyncSession, listing_id: str) -> list[ListingEvent]:
    """All changes of state, oldest first."""
    query = select(ListingEvent).where(ListingEvent.listing_id == listing_id).order_by(col(ListingEvent.id))
    return list((await session.exec(query)).all())
