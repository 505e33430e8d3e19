"""Openings: apprenticeship places of an enterprise."""

from collections.abc import Iterable
from typing import Any

from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db.types import enum_column, text_list
from data.listings import transitions
from data.listings.models import ListingFields, last_day_index
from data.vocabulary import Grade, Housing, ListingKind, Shift


class Opening(ListingFields, table=True):
    __table_args__ = (last_day_index("opening"),)

    headcount: int = Field(ge=1, le=9999)
    wage_min: int
    """Yuan a month during the apprenticeship."""
    wage_max: int
    wage_after_min: int | None = None
    """Yuan a month once qualified."""
    wage_after_max: int | None = None
    pay_day: int | None = None
    housing: Housing | None = enum_column(Housing, default=None)
    meals: bool | None = None
    shuttle: bool | None = None
    night_shift: bool | None = None
    shift: Shift | None = enum_column(Shift, default=None)
    hours_week: float | None = None
    social_insurance: bool | None = None
    contract_months: int | None = None
    probation_months: float | None = None
    term_months: int | None = None
    grade_target: Grade | None = enum_column(Grade, default=None)
    mentor: str | None = None
    partner_provider: str | None = None
    certificates_required: list[str] = text_list()
    """`kind:occupation:grade` each, empty parts allowed; a trade may follow (`data.required_papers`)."""
    accepts_no_experience: bool | None = None
    accepts_minors: bool = False
    accessible: bool | None = None


async def find(session: AsyncSession, opening_id: str) -> Opening | None:
    """The opening in whatever state, if it exists."""
    return await session.get(Opening, opening_id)


async def lock(session: AsyncSession, opening_id: str) -> Opening:
    """The opening, locked until the end of the transaction.

    Raises:
        NotAvailable: no such opening.
    """
    return await transitions.lock(session, Opening, opening_id)


async def lock_all(session: AsyncSession, opening_ids: Iterable[str]) -> None:
    """Lock several openings until the end of the transaction, in the order of their ids.

    Call it before an act that changes applications of more than one opening: each of them also writes to search, and
    nobody may wait for an opening while holding rows of search.
    """
    query = select(Opening.id).where(col(Opening.id).in_(set(opening_ids))).order_by(col(Opening.id))
    await session.exec(query.with_for_update())


async def create_draft(session: AsyncSession, organisation_id: int, *, member: int, **fields: Any) -> Opening:
    """Keep what a member wants to offer as a new opening.

    Raises:
        NotAllowed: not a member. NotVerified: the organisation was refused or suspended.
        WrongKind: it is no enterprise.
    """
    return await transitions.save_draft(session, Opening, ListingKind.OPENING, organisation_id, member=member, **fields)
