"""What members and reviewers do with a listing, whatever its kind: hand it in, let it through, pause it, end it.

Every act names the table, locks the row and checks its own rule.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from sqlmodel.sql.expression import SelectOfScalar

from data.db import clock
from data.db.errors import NotAvailable
from data.listings.models import (
    DeadlinePassed,
    ListingFields,
    NotVerified,
    new_id,
    set_listing_state,
    transition_listing,
)
from data.organisations import service as organisations
from data.organisations.service import MAY_POST, Organisation
from data.vocabulary import ListingKind, ListingState, OrganisationState

Table = TypeVar("Table", bound=ListingFields)


async def lock(session: AsyncSession, table: type[Table], listing_id: str) -> Table:
    """The listing, locked until the end of the transaction.

    Raises:
        NotAvailable: no such listing.
    """
    query = select(table).where(table.id == listing_id).with_for_update()
    listing = (await session.exec(query.execution_options(populate_existing=True))).first()
    if listing is None:
        raise NotAvailable
    return listing


async def lock_for_member(session: AsyncSession, table: type[Table], listing_id: str, *, member: int) -> Table:
    """The listing, locked, for somebody who acts for its organisation.

    Raises:
        NotAllowed: not a member. NotAvailable: no such listing.
    """
    listing = await lock(session, table, listing_id)
    await organisations.get_for_member(session, member, listing.organisation_id)
    return listing


async def of_organisation(session: AsyncSession, table: type[Table], organisation_id: int) -> list[Table]:
    """An organisation's listings of one kind, newest first."""
    query = select(table).where(table.organisation_id == organisation_id).order_by(col(table.created_at).desc())
    return list((await session.exec(query)).all())


async def of_organisations(session: AsyncSession, table: type[Table], organisation_ids: Iterable[int]) -> list[Table]:
    """The listings of one kind of several organisations, one organisation after the other."""
    return [one for number in organisation_ids for one in await of_organisation(session, table, number)]


async def in_review(session: AsyncSession, table: type[Table]) -> list[str]:
    """Ids of the listings of verified organisations that wait for a reviewer, oldest first."""
    query = (
        select(table.id)
        .join(Organisation, col(Organisation.id) == col(table.organisation_id))
        .where(table.state == ListingState.IN_REVIEW, Organisation.state == OrganisationState.VERIFIED)
        .order_by(col(table.created_at), col(table.id))
    )
    return list((await session.exec(query)).all())


def _undoubted(table: type[Table], organisation_id: int) -> SelectOfScalar[Table]:
    waits = table.state == ListingState.IN_REVIEW
    return select(table).where(table.organisation_id == organisation_id, waits, col(table.doubts) == [])


async def count_unflagged(session: AsyncSession, table: type[Table], organisation_id: int) -> int:
    """How many listings of one organisation wait in which the law check found nothing."""
    waiting = _undoubted(table, organisation_id).subquery()
    return (await session.exec(select(func.count()).select_from(waiting))).one()


async def list_unflagged(session: AsyncSession, table: type[Table], organisation_id: int) -> list[Table]:
    """These listings."""
    return list((await session.exec(_undoubted(table, organisation_id).order_by(col(table.id)))).all())


async def approve_all(
    session: AsyncSession, table: type[Table], organisation_id: int, *, by: int, expected_versions: Mapping[str, int]
) -> list[Table]:
    """A reviewer lets these listings of an organisation (version by id) go live, in which the law check found nothing.

    Raises:
        NotAvailable: the organisation is not (any more) verified, or one of them is not as it was.
    """
    organisation = await session.get(Organisation, organisation_id)
    if organisation is None or organisation.state != OrganisationState.VERIFIED:
        raise NotAvailable
    query = _undoubted(table, organisation_id).where(col(table.id).in_(expected_versions))
    found = list((await session.exec(query.order_by(col(table.id)).with_for_update())).all())
    if {one.id: one.version for one in found} != expected_versions:
        raise NotAvailable
    moment = await clock.now(session)
    for listing in found:
        session.add(set_listing_state(listing, ListingState.LIVE, moment, by=by))
    await session.flush()
    return found


async def save_draft(
    session: AsyncSession, table: type[Table], kind: ListingKind, organisation_id: int, *, member: int,
    listing_id: str | None = None, **fields: Any,
) -> Table:  # fmt: skip
    """Keep what a member wants to offer: a new listing, or the corrected form of one that needs changes.

    Raises:
        NotAllowed: not a member. NotVerified: the organisation was refused or suspended.
        WrongKind: it does not post such listings. NotAvailable: the listing is not waiting for a correction.
    """
    organisation = await organisations.get_for_member(session, member, organisation_id)
    if organisation.state not in MAY_POST:
        raise NotVerified
    organisations.require_kind(organisation, kind)
    if listing_id is None:
        listing = table(
            id=new_id(kind), organisation_id=organisation_id, created_by=member, created_at=await clock.now(session),
            **fields,
        )  # fmt: skip
        session.add(listing)
    else:
        listing = await lock_for_member(session, table, listing_id, member=member)
        if listing.state != ListingState.NEEDS_CHANGES or listing.organisation_id != organisation_id:
            raise NotAvailable
        for name, value in fields.items():
            setattr(listing, name, value)
        listing.version += 1
    await session.flush()
    return listing


async def submit_for_review(session: AsyncSession, listing: ListingFields, *, by: int) -> None:
    """Hand a draft, or a corrected listing, in for review; it waits there until the organisation is verified."""
    await transition_listing(session, listing, ListingState.IN_REVIEW, by=by)


async def approve(
    session: AsyncSession, table: type[Table], listing_id: str, *, by: int, expected_version: int
) -> Table:
    """A reviewer lets the listing go live in the version that was `seen`.

    Raises:
        NotAvailable: decided, changed or withdrawn meanwhile, or its organisation is not (any more) verified.
    """
    listing = await lock(session, table, listing_id)
    if (
        listing.state != ListingState.IN_REVIEW
        or listing.version != expected_version
        or not await _verified(session, listing)
    ):
        raise NotAvailable
    await transition_listing(session, listing, ListingState.LIVE, by=by)
    return listing


async def store_doubts(session: AsyncSession, listing: Table, doubts: Sequence[dict[str, str]]) -> None:
    """Keep what a reviewer overruled beside the reason for which the organisation kept the same words, if it did."""
    known = {(one.get("rule"), one.get("words")): one for one in listing.doubts}
    for one in doubts:
        key = one["rule"], one["words"]
        known[key] = known.get(key, {}) | {name: value for name, value in one.items() if value}
    listing.doubts = list(known.values())
    session.add(listing)
    await session.flush()


async def request_changes(
    session: AsyncSession, table: type[Table], listing_id: str, *, by: int, reason: str, fields: Sequence[str] = ()
) -> Table:
    """A reviewer sends the listing back with a reason and the questions to answer anew."""
    listing = await lock(session, table, listing_id)
    await transition_listing(session, listing, ListingState.NEEDS_CHANGES, by=by, reason=reason, fields=fields)
    return listing


async def pause(session: AsyncSession, table: type[Table], listing_id: str, *, member: int) -> Table:
    """Take it out of search for a while; what was applied for goes on."""
    listing = await lock_for_member(session, table, listing_id, member=member)
    await transition_listing(session, listing, ListingState.PAUSED, by=member)
    return listing


async def resume(session: AsyncSession, table: type[Table], listing_id: str, *, member: int) -> Table:
    """Bring a paused listing back.

    Raises:
        NotVerified: the organisation is no longer verified. DeadlinePassed: nobody could apply any more.
    """
    listing = await lock_for_member(session, table, listing_id, member=member)
    if not await _verified(session, listing):
        raise NotVerified
    if listing.state != ListingState.PAUSED:
        raise NotAvailable
    if listing.deadline is not None and listing.deadline < await clock.today(session):
        raise DeadlinePassed
    await transition_listing(session, listing, ListingState.LIVE, by=member)
    return listing


async def close(session: AsyncSession, table: type[Table], listing_id: str, *, member: int) -> Table:
    """End it: closed when people could see it, withdrawn when nobody had yet."""
    listing = await lock_for_member(session, table, listing_id, member=member)
    seen = listing.state in (ListingState.LIVE, ListingState.PAUSED)
    await transition_listing(session, listing, ListingState.CLOSED if seen else ListingState.WITHDRAWN, by=member)
    return listing


async def _verified(session: AsyncSession, listing: ListingFields) -> bool:
    organisation = await session.get(Organisation, listing.organisation_id)
    return organisation is not None and organisation.state == OrganisationState.VERIFIED
