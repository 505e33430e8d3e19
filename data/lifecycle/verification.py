"""Verifying organisations: first by staff, then again every six months, as 人社厅发〔2025〕60号 asks of publishers.

What an organisation hands in after its first verification is a `Submission` that staff decide; until then it stays as
it was verified. Run out, its listings pause; the next verification brings those back that have time left.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, String, cast, exists, func
from sqlmodel import Field, SQLModel, col, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.db.errors import NotAvailable
from data.db.types import json_object, timestamp_column
from data.listings import search_index
from data.listings.courses import Course
from data.listings.models import transition_listing
from data.listings.openings import Opening
from data.messaging import sent_notices
from data.messaging.sent_notices import Notice
from data.organisations import licences, membership
from data.organisations import service as organisations
from data.organisations.service import Organisation, OrganisationDetails, in_order, set_details
from data.vocabulary import ListingState, OrganisationState

MONTHS = organisations.VERIFIED_MONTHS
WARN_DAYS = (30, 7)
"""Admins hear so many days before that the verification runs out."""
LAPSED_REASON = "organisation.lapsed"
"""Why a listing is paused: its organisation's verification ran out."""

Listing = Opening | Course


class Submission(SQLModel, table=True):
    """What a verified organisation says of itself anew, for staff to decide."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    organisation_id: int = Field(foreign_key="organisation.id", ondelete="CASCADE", index=True, sa_type=BigInteger)
    said: dict[str, Any] = json_object()
    """`Particulars` as JSON."""
    made_by: int | None = Field(
        default=None, foreign_key="account.id", ondelete="SET NULL", index=True, sa_type=BigInteger
    )
    made_at: datetime = timestamp_column()
    decided_at: datetime | None = timestamp_column(default=None)
    verified: bool | None = None

    @property
    def details(self) -> OrganisationDetails:
        return OrganisationDetails(**self.said)


def current_details(organisation: Organisation) -> OrganisationDetails:
    """What the organisation says of itself now."""
    return OrganisationDetails(
        organisation.name, organisation.city, organisation.district, organisation.contact_phone or "",
        list(organisation.kinds),
    )  # fmt: skip


async def submit_details(
    session: AsyncSession, organisation_id: int, details: OrganisationDetails, *, by: int
) -> Organisation:
    """Hand the particulars in, changed or not. Before the first verification they hold at once.

    Raises:
        NotAllowed, AdminsOnly. NotAvailable: refused, suspended or closed.
    """
    organisation = await membership.require_admin(session, organisation_id, by)
    if organisation.state == OrganisationState.PENDING:
        set_details(organisation, details)
        await session.flush()
        return organisation
    if organisation.state not in (OrganisationState.VERIFIED, OrganisationState.LAPSED):
        raise NotAvailable
    moment_now = await clock.now(session)
    standing = await open_submission(session, organisation_id)
    if standing is not None:
        standing.decided_at = moment_now
    json = asdict(details) | {"kinds": in_order(details.kinds)}
    session.add(Submission(organisation_id=organisation_id, said=json, made_by=by, made_at=moment_now))
    await session.flush()
    return organisation


async def open_submission(session: AsyncSession, organisation_id: int) -> Submission | None:
    """What staff have still to decide about a verified organisation."""
    query = select(Submission).where(
        Submission.organisation_id == organisation_id, col(Submission.decided_at).is_(None)
    )
    return (await session.exec(query)).first()


def _submitted() -> ColumnElement[bool]:
    return exists().where(col(Submission.organisation_id) == col(Organisation.id), col(Submission.decided_at).is_(None))


async def list_awaiting_decision(session: AsyncSession) -> list[Organisation]:
    """Organisations about which staff have something to decide, those that registered first before the rest."""
    again = col(Organisation.state).in_((OrganisationState.VERIFIED, OrganisationState.LAPSED)) & _submitted()
    query = select(Organisation).where(or_(Organisation.state == OrganisationState.PENDING, again))
    found = (await session.exec(query.order_by(col(Organisation.created_at), col(Organisation.id)))).all()
    return sorted(found, key=lambda one: one.state != OrganisationState.PENDING)


async def awaits_decision(session: AsyncSession, organisation: Organisation) -> bool:
    """Whether staff have something to decide about this organisation."""
    if organisation.state == OrganisationState.PENDING:
        return True
    may = organisation.state in (OrganisationState.VERIFIED, OrganisationState.LAPSED)
    return may and await open_submission(session, organisation.id or 0) is not None


async def review_mark(session: AsyncSession, organisation: Organisation) -> str:
    """A short mark of what there is to decide about an organisation: it differs for whatever is handed in anew."""
    number = organisation.id or 0
    submission = await open_submission(session, number)
    licence = await licences.find_licence(session, number)
    said = asdict(submission.details if submission else current_details(organisation))
    handed_in = (submission and submission.id, said, await organisations.list_admin_ids(session, number))
    return blake2b(repr((handed_in, licence and licence.given_at)).encode(), digest_size=4).hexdigest()


async def decide(
    session: AsyncSession, organisation_id: int, *, mark: str, verified: bool, by: int, reason: str | None = None
) -> Organisation:
    """Verify or refuse what waits. The caller has checked that `by` is a reviewer, and `mark` is of what they saw.

    A refused submission leaves the organisation as it was, until its last verification runs out.

    Raises:
        NotAvailable: someone decided already, or something else was handed in since.
    """
    organisation = await organisations.lock(session, organisation_id)
    if mark != await review_mark(session, organisation):
        raise NotAvailable
    submission = await open_submission(session, organisation_id)
    moment_now = await clock.now(session)
    if submission is not None:
        submission.decided_at, submission.verified = moment_now, verified
        if verified:
            set_details(organisation, submission.details)
    elif organisation.state != OrganisationState.PENDING:
        raise NotAvailable
    elif not verified:
        organisation.state = OrganisationState.REFUSED
    if verified:
        organisation.state = OrganisationState.VERIFIED
        organisation.recheck_due = clock.months_later(moment_now.date(), MONTHS)
    organisation.state_reason = reason
    organisation.decided_at, organisation.decided_by = moment_now, by
    await session.flush()
    return organisation


async def list_due_expiry_warnings(session: AsyncSession, days: int, limit: int) -> list[Organisation]:
    """Verified organisations whose verification ends within `days`, with nothing handed in and not told yet, locked."""
    today = await clock.today(session)
    subject = func.concat(cast(col(Organisation.id), String), ":", cast(col(Organisation.recheck_due), String))
    told = exists().where(col(Notice.kind) == warning_kind(days), col(Notice.subject) == subject)
    query = select(Organisation).where(
        Organisation.state == OrganisationState.VERIFIED, col(Organisation.recheck_due) >= today,
        col(Organisation.recheck_due) <= today + timedelta(days=days), ~told, ~_submitted(),
    )  # fmt: skip
    rows = await session.exec(query.order_by(col(Organisation.id)).limit(limit).with_for_update(skip_locked=True))
    return list(rows.all())


def warning_kind(days: int) -> str:
    return f"verification.ends_in_{days}"


async def first_warning(session: AsyncSession, organisation: Organisation, days: int) -> bool:
    """Take note that the organisation is warned now, of this last day; earlier warnings are not made up for."""
    subject = f"{organisation.id}:{organisation.recheck_due}"
    first = await sent_notices.record_if_new(session, warning_kind(days), subject)
    for longer in (more for more in WARN_DAYS if more > days):
        await sent_notices.record_if_new(session, warning_kind(longer), subject)
    return first


async def lapse_overdue(session: AsyncSession, limit: int) -> list[tuple[Organisation, list[Listing]]]:
    """End verifications that ran out with nothing handed in: live listings pause. Returns what was paused."""
    today = await clock.today(session)
    query = select(Organisation).where(
        Organisation.state == OrganisationState.VERIFIED, col(Organisation.recheck_due) < today, ~_submitted()
    )
    rows = await session.exec(query.order_by(col(Organisation.id)).limit(limit).with_for_update(skip_locked=True))
    lapsed = []
    for organisation in rows.all():
        organisation.state = OrganisationState.LAPSED
        paused = await _listings(session, organisation, ListingState.LIVE)
        for listing in paused:
            await transition_listing(session, listing, ListingState.PAUSED, by=None, reason=LAPSED_REASON)
        lapsed.append((organisation, paused))
    await session.flush()
    await search_index.drop_all(session, [listing.id for _, paused in lapsed for listing in paused])
    return lapsed


async def resume_paused_listings(session: AsyncSession, organisation: Organisation) -> list[Listing]:
    """Verified again: what the end of the verification had paused is live; the caller brings search in step."""
    back = [
        listing
        for listing in await _listings(session, organisation, ListingState.PAUSED)
        if listing.state_reason == LAPSED_REASON and not _over(listing, await clock.today(session))
    ]
    for listing in back:
        since = listing.live_at
        await transition_listing(session, listing, ListingState.LIVE, by=None, reason=None)
        listing.live_at = since
    await session.flush()
    return back


def _over(listing: Listing, today: date) -> bool:
    return any(last is not None and last < today for last in (listing.deadline, listing.expires_at))


async def _listings(session: AsyncSession, organisation: Organisation, state: ListingState) -> list[Listing]:
    """The organisation's listings in that state, locked."""
    found: list[Listing] = []
    for table in (Opening, Course):
        query = select(table).where(table.organisation_id == organisation.id, table.state == state)
        rows: Sequence[Any] = (await session.exec(query.order_by(col(table.id)).with_for_update())).all()
        found += rows
    return found


async def list_listings_in_review(session: AsyncSession, organisation: Organisation) -> list[Listing]:
    """What was handed in while the verification ran, and is up for review now, oldest first."""
    found = await _listings(session, organisation, ListingState.IN_REVIEW)
    return sorted(found, key=lambda listing: (listing.created_at, listing.id))
