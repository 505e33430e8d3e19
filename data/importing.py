"""Listings from files into the database and back; the organisations named in them are found or created."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data import clock
from data.courses import Course
from data.listing_rows import CourseRow, OpeningRow, Row
from data.listings import DEFAULT_LIFE_DAYS, ListingEvent
from data.openings import Opening
from data.organisations import Organisation
from data.vocabulary import Kind, ListingState, OrganisationState

_NOT_COLUMNS = frozenset({"kind", "enterprise", "enterprise_code", "provider"})


@dataclass
class ImportResult:
    """What an import did. The caller brings the search index in step with `listings`."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kind_taken: list[str] = field(default_factory=list)
    """Ids that belong to a listing of the other kind; their rows were left out."""
    unlawful: list[str] = field(default_factory=list)
    """Ids of listings that people can see, whose rows would have had to wait for a reviewer; left as they were."""
    organisations: list[int] = field(default_factory=list)
    """Ids of the organisations that were created."""
    listings: list[Opening | Course] = field(default_factory=list)
    """Every listing of the rows, as it is now."""


async def import_rows(
    session: AsyncSession, rows: Iterable[Row], *, by: int | None = None, to_review: Collection[str] = ()
) -> ImportResult:
    """Write rows as live listings, keeping their ids. A row whose id exists changes that listing in place.

    New listings with an id in `to_review` wait for a reviewer instead; one that people can see already is left alone.

    A listing that was taken down stays down: an import renews facts, not decisions.
    """
    result = ImportResult()
    moment = await clock.now(session)
    for row in rows:
        table, other = (Opening, Course) if isinstance(row, OpeningRow) else (Course, Opening)
        if await session.get(other, row.id):
            result.kind_taken.append(row.id)
            continue
        organisation = await _organisation(session, row, moment, result)
        listing: Opening | Course | None = await session.get(table, row.id)
        if listing is None:
            listing = listing_of(row, organisation.id or 0, moment)
            if row.id in to_review:
                listing.state, listing.live_at, listing.expires_at = ListingState.IN_REVIEW, None, row.expires_at
            listing.created_by = by
            session.add(listing)
            session.add(ListingEvent(listing_id=row.id, state=listing.state, by=by, reason="import", at=moment))
            await session.flush()
            result.created.append(row.id)
        elif row.id in to_review and listing.state in (ListingState.LIVE, ListingState.PAUSED):
            result.unlawful.append(row.id)
            continue
        else:
            values = _facts(row) | {"organisation_id": organisation.id}
            (result.updated if _change(listing, values) else result.unchanged).append(row.id)
        result.listings.append(listing)
    await session.flush()
    return result


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


def _change(listing: Opening | Course, values: dict[str, Any]) -> bool:
    """Write what differs; an end that the row does not state is left as it is."""
    if values["expires_at"] is None:
        values.pop("expires_at")
    changed = {name: value for name, value in values.items() if getattr(listing, name) != value}
    for name, value in changed.items():
        setattr(listing, name, value)
    return bool(changed)


async def _organisation(session: AsyncSession, row: Row, moment: datetime, result: ImportResult) -> Organisation:
    """By credit code, else by name; one that is new counts as verified, because an operator brought it."""
    opening = isinstance(row, OpeningRow)
    name = row.enterprise if isinstance(row, OpeningRow) else row.provider
    code = row.enterprise_code if isinstance(row, OpeningRow) else None
    role = "enterprise" if opening else "provider"
    found = await _known_organisation(session, name, code)
    if found is None:
        found = Organisation(
            name=name, credit_code=code, city=row.city, district=row.district, kinds=[role],
            state=OrganisationState.VERIFIED, created_at=moment, decided_at=moment,
        )  # fmt: skip
        session.add(found)
        await session.flush()
        if found.id is not None:
            result.organisations.append(found.id)
    if role not in found.kinds:
        found.kinds = [*found.kinds, role]
    return found


async def _known_organisation(session: AsyncSession, name: str, code: str | None) -> Organisation | None:
    if code is not None:
        by_code = (await session.exec(select(Organisation).where(Organisation.credit_code == code))).first()
        if by_code is not None:
            return by_code
    verified = Organisation.state == OrganisationState.VERIFIED
    query = select(Organisation).where(Organisation.name == name, verified).order_by(col(Organisation.id))
    same_name = [one for one in (await session.exec(query)).all() if code is None or one.credit_code is None]
    if not same_name:
        return None
    if code is not None:
        same_name[0].credit_code = code
    return same_name[0]


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
            OpeningRow.model_construct(**values, kind=Kind.OPENING, enterprise=of.name, enterprise_code=of.credit_code)
        )
    for course in (await session.exec(courses)).all():
        of = names[course.organisation_id]
        rows.append(CourseRow.model_construct(**_values(course, CourseRow), kind=Kind.COURSE, provider=of.name))
    return rows


def _values(listing: Opening | Course, row: type[OpeningRow | CourseRow]) -> dict[str, Any]:
    return {name: getattr(listing, name) for name in row.model_fields if name not in _NOT_COLUMNS}
