"""Listings from files into the database and back: an operator's for anybody, a member's for their own organisations."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications import service as applications
from data.db import clock
from data.enrolments import service as enrolments
from data.imports.owners import MemberOwnerResolver, OperatorOwnerResolver, RowNotImported
from data.imports.schema import CourseRow, OpeningRow, Row
from data.listings.courses import Course
from data.listings.models import DEFAULT_LIFE_DAYS, ListingEvent, transition_listing
from data.listings.openings import Opening
from data.organisations.service import Organisation
from data.vocabulary import ListingKind, ListingState

IMPORTED = "import"
"""Reason in the history of a listing that came, or was changed, by a file."""
_SEEN = (ListingState.LIVE, ListingState.PAUSED)
_UNSEEN = (ListingState.DRAFT, ListingState.IN_REVIEW, ListingState.NEEDS_CHANGES)
_NOT_COLUMNS = frozenset({"kind", "enterprise", "enterprise_code", "provider"})


BATCH = 200
"""Rows looked up and written in one go."""


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A row that was not taken: its sentence is the text `reason_id`, filled with `params`."""

    listing_id: str
    reason_id: str
    params: dict[str, object] = field(default_factory=dict)


@dataclass
class ImportResult:
    """What an import did. The caller brings the search index in step with `listings`."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    organisations: list[int] = field(default_factory=list)
    """Ids of the organisations that were created."""
    listings: list[Opening | Course] = field(default_factory=list)
    """Every listing of the rows, as it is now."""


LintFlagsByListing = Mapping[str, list[dict[str, str]]]
"""By the id of a listing: what the law check found in it (`rule`, `category`, `words`)."""


@dataclass(frozen=True)
class _Sender:
    """Who brings the rows, when, and what the law check doubts in them."""

    by: int | None
    at: datetime
    doubts: LintFlagsByListing
    is_member: bool


async def import_rows(
    session: AsyncSession, rows: Sequence[Row], *, by: int | None = None, doubts: LintFlagsByListing | None = None,
    member_organisations: Sequence[Organisation] | None = None,
) -> ImportResult:  # fmt: skip
    """Write rows as live listings, keeping their ids. A row whose id exists changes that listing in place.

    New listings with `doubts` wait for a reviewer instead; one that people can see already is left alone. A listing
    that was taken down stays down: an import renews facts, not decisions.

    With `own` the rows are a member's: they must name one of these organisations and touch no other's listing, and
    whatever they bring or change goes to review.
    """
    result = ImportResult()
    moment = await clock.now(session)
    sender = _Sender(by, moment, doubts or {}, member_organisations is not None)
    owners = (
        OperatorOwnerResolver(session, moment)
        if member_organisations is None
        else MemberOwnerResolver(member_organisations)
    )
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        known = await _known(session, [row.id for row in batch])
        for row in batch:
            try:
                listing = await _take(session, row, await owners.resolve(row), known.get(row.id), sender, result)
            except RowNotImported as reason:
                result.skipped.append(SkippedRow(row.id, reason.text_id, reason.params))
            else:
                known[row.id] = listing
                result.listings.append(listing)
        await session.flush()
    result.organisations = owners.created
    return result


async def _known(session: AsyncSession, ids: Collection[str]) -> dict[str, Opening | Course]:
    """The listings with these ids, locked."""
    known: dict[str, Opening | Course] = {}
    for table in (Opening, Course):
        query = select(table).where(col(table.id).in_(ids)).order_by(col(table.id)).with_for_update()
        found = (await session.exec(query)).all()
        known |= {listing.id: listing for listing in found if isinstance(listing, Opening | Course)}
    return known


async def _take(
    session: AsyncSession, row: Row, organisation: Organisation, known: Opening | Course | None, sender: _Sender,
    result: ImportResult,
) -> Opening | Course:  # fmt: skip
    """Write one row; returns the listing as it is now."""
    if known is None:
        listing = _create(row, organisation, sender)
        event = ListingEvent(listing_id=row.id, state=listing.state, by=sender.by, reason=IMPORTED, at=sender.at)
        session.add_all([listing, event])
        result.created.append(row.id)
        return listing
    if sender.is_member:
        changed = await _revise(session, known, row, organisation, sender)
    else:
        changed = await _renew(session, known, row, organisation, sender)
    (result.updated if changed else result.unchanged).append(row.id)
    return known


def _create(row: Row, organisation: Organisation, sender: _Sender) -> Opening | Course:
    listing = listing_of(row, organisation.id or 0, sender.at)
    doubts = sender.doubts.get(row.id, [])
    if sender.is_member or doubts:
        listing.state, listing.live_at, listing.expires_at = ListingState.IN_REVIEW, None, row.expires_at
    listing.created_by, listing.doubts = sender.by, doubts
    return listing


async def _renew(
    session: AsyncSession, listing: Opening | Course, row: Row, organisation: Organisation, sender: _Sender
) -> bool:
    """An operator's row: the facts change, the state does not. True when something differs."""
    _require_kind(listing, row)
    if row.id in sender.doubts and listing.state in _SEEN:
        raise RowNotImported("import.reason.live_stays")
    await _require_room(session, listing, row)
    return bool(_change(listing, _facts(row) | {"organisation_id": organisation.id}))


async def _revise(
    session: AsyncSession, listing: Opening | Course, row: Row, organisation: Organisation, sender: _Sender
) -> bool:
    """A member's row: what it changes is looked at before people see it. True when something differs."""
    if listing.organisation_id != organisation.id:
        raise RowNotImported("import.reason.id_taken")
    _require_kind(listing, row)
    if listing.state not in (*_SEEN, *_UNSEEN):
        raise RowNotImported("import.reason.over")
    await _require_room(session, listing, row)
    lacked_trade = listing.trade is None
    changed = _change(listing, _facts(row) | {"doubts": sender.doubts.get(row.id, [])})
    if not changed or (lacked_trade and changed == {"trade"}):  # what the title says becomes known: nothing to review
        return False
    if listing.state != ListingState.IN_REVIEW:
        await transition_listing(session, listing, ListingState.IN_REVIEW, by=sender.by, reason=IMPORTED)
    return True


def _require_kind(listing: Opening | Course, row: Row) -> None:
    if isinstance(listing, Opening) != isinstance(row, OpeningRow):
        raise RowNotImported("import.reason.kind_taken")


async def _require_room(session: AsyncSession, listing: Opening | Course, row: Row) -> None:
    """Not fewer places than are promised to people already."""
    if isinstance(listing, Opening) and isinstance(row, OpeningRow) and row.headcount < listing.headcount:
        held, places = await applications.count_held_places(session, listing.id), row.headcount
    elif isinstance(listing, Course) and isinstance(row, CourseRow) and row.capacity < listing.capacity:
        held, places = await enrolments.count_held_places(session, listing.id), row.capacity
    else:
        return
    if places < held:
        raise RowNotImported("import.reason.fewer_than_held", held=held)


def listing_of(row: Row, organisation_id: int, at: datetime) -> Opening | Course:
    """The live listing that a row describes, not stored."""
    values = _facts(row) | {"organisation_id": organisation_id, "state": ListingState.LIVE}
    values |= {"created_at": at, "live_at": at}
    listing: Opening | Course = Opening(**values) if isinstance(row, OpeningRow) else Course(**values)
    if listing.expires_at is None:
        listing.expires_at = at.date() + timedelta(days=DEFAULT_LIFE_DAYS)
    return listing


def _facts(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.model_dump().items() if name not in _NOT_COLUMNS}


def _change(listing: Opening | Course, values: dict[str, Any]) -> set[str]:
    """Write what differs and name it; an end that the row does not state is left as it is."""
    if values["expires_at"] is None:
        values.pop("expires_at")
    changed = {name: value for name, value in values.items() if getattr(listing, name) != value}
    for name, value in changed.items():
        setattr(listing, name, value)
    listing.version += bool(changed)
    return set(changed)


async def export_rows(session: AsyncSession) -> list[Row]:
    """Every live listing as a row of a listing file, openings first, by id."""
    names: dict[int | None, Organisation] = {one.id: one for one in (await session.exec(select(Organisation))).all()}
    openings = select(Opening).where(Opening.state == ListingState.LIVE).order_by(col(Opening.id))
    courses = select(Course).where(Course.state == ListingState.LIVE).order_by(col(Course.id))
    rows: list[Row] = []
    for opening in (await session.exec(openings)).all():
        of = names[opening.organisation_id]
        values = _values(opening, OpeningRow)
        rows.append(
            OpeningRow.model_construct(
                **values, kind=ListingKind.OPENING, enterprise=of.name, enterprise_code=of.credit_code
            )
        )
    for course in (await session.exec(courses)).all():
        of = names[course.organisation_id]
        rows.append(CourseRow.model_construct(**_values(course, CourseRow), kind=ListingKind.COURSE, provider=of.name))
    return rows


def _values(listing: Opening | Course, row: type[OpeningRow | CourseRow]) -> dict[str, Any]:
    return {name: getattr(listing, name) for name in row.model_fields if name not in _NOT_COLUMNS}
