"""Openings: apprenticeship places of an enterprise."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Field, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data import clock, organisations
from data.columns import choice, text_list
from data.errors import Gone, Refusal
from data.listings import ListingFields, NotVerified, move, new_id
from data.vocabulary import Grade, Housing, Kind, ListingState, OrganisationState, Shift

MAY_POST = frozenset({OrganisationState.PENDING, OrganisationState.VERIFIED, OrganisationState.LAPSED})
"""What an organisation posts that is not (or no longer) verified waits until it is."""


class DeadlinePassed(Refusal):
    """The last day to apply has gone by."""

    text_id = "openings.error.deadline_passed"


class Opening(ListingFields, table=True):
    headcount: int = Field(ge=1, le=9999)
    wage_min: int
    """Yuan a month during the apprenticeship."""
    wage_max: int
    wage_after_min: int | None = None
    """Yuan a month once qualified."""
    wage_after_max: int | None = None
    pay_day: int | None = None
    housing: Housing | None = choice(Housing, default=None)
    meals: bool | None = None
    shuttle: bool | None = None
    night_shift: bool | None = None
    shift: Shift | None = choice(Shift, default=None)
    hours_week: float | None = None
    social_insurance: bool | None = None
    contract_months: int | None = None
    probation_months: float | None = None
    term_months: int | None = None
    grade_target: Grade | None = choice(Grade, default=None)
    mentor: str | None = None
    partner_provider: str | None = None
    certificates_required: list[str] = text_list()
    """`kind:occupation:grade` each, empty parts allowed."""
    accepts_no_experience: bool | None = None
    accepts_minors: bool = False
    accessible: bool | None = None


async def find(session: AsyncSession, opening_id: str) -> Opening | None:
    """The opening in whatever state, if it exists."""
    return await session.get(Opening, opening_id)


async def lock(session: AsyncSession, opening_id: str) -> Opening:
    """The opening, locked until the end of the transaction.

    Raises:
        Gone: no such opening.
    """
    query = select(Opening).where(Opening.id == opening_id).with_for_update()
    opening = (await session.exec(query.execution_options(populate_existing=True))).first()
    if opening is None:
        raise Gone
    return opening


async def of_organisation(session: AsyncSession, organisation_id: int) -> list[Opening]:
    """An organisation's openings, newest first."""
    query = select(Opening).where(Opening.organisation_id == organisation_id).order_by(col(Opening.created_at).desc())
    return list((await session.exec(query)).all())


async def draft(session: AsyncSession, organisation_id: int, *, member: int, **fields: Any) -> Opening:
    """Keep what a member wants to offer as a new opening.

    Raises:
        NotAllowed: not a member. NotVerified: the organisation was refused or suspended.
        WrongKind: it is no enterprise.
    """
    organisation = await organisations.for_member(session, member, organisation_id)
    if organisation.state not in MAY_POST:
        raise NotVerified
    organisations.require_kind(organisation, Kind.OPENING)
    opening = Opening(
        id=new_id(Kind.OPENING), organisation_id=organisation_id, created_by=member,
        created_at=await clock.now(session), **fields,
    )  # fmt: skip
    session.add(opening)
    await session.flush()
    return opening


async def for_member(session: AsyncSession, opening_id: str, *, member: int) -> Opening:
    """The opening, locked, for somebody who acts for its organisation.

    Raises:
        NotAllowed: not a member. Gone: no such opening.
    """
    opening = await lock(session, opening_id)
    await organisations.for_member(session, member, opening.organisation_id)
    return opening


async def pause(session: AsyncSession, opening_id: str, *, member: int) -> Opening:
    """Take it out of search for a while; applications go on."""
    opening = await for_member(session, opening_id, member=member)
    await move(session, opening, ListingState.PAUSED, by=member)
    return opening


async def resume(session: AsyncSession, opening_id: str, *, member: int) -> Opening:
    """Bring a paused opening back.

    Raises:
        NotVerified: the organisation is no longer verified. DeadlinePassed: nobody could apply any more.
    """
    opening = await for_member(session, opening_id, member=member)
    organisation = await organisations.for_member(session, member, opening.organisation_id)
    if organisation.state != OrganisationState.VERIFIED:
        raise NotVerified
    if opening.state != ListingState.PAUSED:
        raise Gone
    if opening.deadline is not None and opening.deadline < await clock.today(session):
        raise DeadlinePassed
    await move(session, opening, ListingState.LIVE, by=member)
    return opening


async def close(session: AsyncSession, opening_id: str, *, member: int) -> Opening:
    """End it: closed when people could see it, withdrawn when nobody had yet."""
    opening = await for_member(session, opening_id, member=member)
    seen = opening.state in (ListingState.LIVE, ListingState.PAUSED)
    await move(session, opening, ListingState.CLOSED if seen else ListingState.WITHDRAWN, by=member)
    return opening


async def submit(session: AsyncSession, opening: Opening, *, by: int) -> None:
    """Hand a draft in for review.

    It waits there until the organisation is verified.
    """
    await move(session, opening, ListingState.IN_REVIEW, by=by)


async def approve(session: AsyncSession, opening_id: str, *, by: int, seen: int) -> Opening:
    """A reviewer lets the opening go live in the version that was `seen`.

    Raises:
        Gone: decided, changed or withdrawn meanwhile, or its organisation is not (any more) verified.
    """
    opening = await lock(session, opening_id)
    organisation = await session.get(organisations.Organisation, opening.organisation_id)
    if organisation is None or organisation.state != OrganisationState.VERIFIED:
        raise Gone
    if opening.state != ListingState.IN_REVIEW or opening.version != seen:
        raise Gone
    await move(session, opening, ListingState.LIVE, by=by)
    return opening


async def request_changes(
    session: AsyncSession, opening_id: str, *, by: int, reason: str, fields: Sequence[str] = ()
) -> Opening:
    """A reviewer sends the opening back with a reason and the questions to answer anew."""
    opening = await lock(session, opening_id)
    await move(session, opening, ListingState.NEEDS_CHANGES, by=by, reason=reason, fields=fields)
    return opening
