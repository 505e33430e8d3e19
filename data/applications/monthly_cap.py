"""At most so many new applicants a month: an organisation that has enough is not offered until the next one."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from sqlalchemy import String, cast, exists, func
from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications.models import HOLDING_STATES, Application
from data.db import clock
from data.db.clock import ZONE
from data.db.errors import Refusal
from data.listings.openings import Opening
from data.listings.search_index import ListingIndex
from data.messaging import sent_notices
from data.messaging.sent_notices import Notice
from data.organisations.service import Organisation, lock
from data.vocabulary import ListingKind

MAX_CAP = 9999
MONTH_SEEN = "cap.month"
"""Kind of the note that an organisation was offered again in a month."""


class FullThisMonth(Refusal):
    """The organisation takes no more new applicants this month."""

    text_id = "apply.error.full_this_month"


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def next_month(day: date) -> date:
    """The first day of the month after."""
    return first_of_month(first_of_month(day) + timedelta(days=31))


async def count_applicants_this_month(session: AsyncSession, organisation_id: int) -> int:
    """How many applied to the organisation's openings this month, whatever became of it."""
    begin = datetime.combine(first_of_month(await clock.today(session)), time(), ZONE)
    query = (
        select(func.count())
        .select_from(Application)
        .join(Opening, col(Opening.id) == col(Application.opening_id))
        .where(Opening.organisation_id == organisation_id, Application.created_at >= begin)
    )
    return (await session.exec(query)).one()


async def is_full(session: AsyncSession, organisation_id: int) -> bool:
    """Whether the organisation has as many new applicants this month as it takes."""
    organisation = await session.get(Organisation, organisation_id)
    if organisation is None or organisation.monthly_cap is None:
        return False
    return await count_applicants_this_month(session, organisation_id) >= organisation.monthly_cap


async def full_among(session: AsyncSession, organisation_ids: Collection[int]) -> set[int]:
    """Those of the organisations that have as many new applicants this month as they take."""
    capped = col(Organisation.monthly_cap).is_not(None)
    query = select(Organisation.id).where(col(Organisation.id).in_(organisation_ids), capped)
    return {one for one in await session.exec(query) if one is not None and await is_full(session, one)}


async def require_room(session: AsyncSession, organisation_id: int) -> None:
    """Check that one more may apply, and let nobody else in meanwhile.

    Raises:
        FullThisMonth: not before the first of the next month.
    """
    organisation = await session.get(Organisation, organisation_id)
    if organisation is None or organisation.monthly_cap is None:
        return
    await lock(session, organisation_id)
    if await is_full(session, organisation_id):
        raise FullThisMonth


async def set_cap(session: AsyncSession, organisation: Organisation, cap: int | None) -> None:
    """Take at most so many a month (None: any number). The caller has checked that an admin asks."""
    organisation.monthly_cap = cap
    await session.flush()
    await refresh_search_places(session, organisation.id or 0)


async def refresh_search_places(session: AsyncSession, organisation_id: int) -> bool:
    """Bring search in step: the openings have no place left while the month is full. Returns whether it is.

    The organisation is locked, so that nobody who applies meanwhile is overlooked.
    """
    await lock(session, organisation_id)
    full = await is_full(session, organisation_id)
    held = (
        select(func.count())
        .where(col(Application.opening_id) == col(Opening.id), col(Application.state).in_(HOLDING_STATES))
        .scalar_subquery()
    )
    query = select(Opening.id, col(Opening.headcount) - held).where(Opening.organisation_id == organisation_id)
    for opening_id, left in (await session.exec(query.order_by(col(Opening.id)))).all():
        row = update(ListingIndex).where(
            col(ListingIndex.listing_id) == opening_id, col(ListingIndex.kind) == ListingKind.OPENING
        )
        await session.exec(row.values(places_left=0 if full else max(0, left)))
    return full


async def begin_month(session: AsyncSession, limit: int) -> int:
    """With a new month, organisations that had enough are offered again; returns how many were looked at."""
    month = first_of_month(await clock.today(session)).isoformat()
    subject = func.concat(cast(col(Organisation.id), String), ":", month)
    seen = exists().where(col(Notice.kind) == MONTH_SEEN, col(Notice.subject) == subject)
    query = select(Organisation.id).where(col(Organisation.monthly_cap).is_not(None), ~seen)
    found = (await session.exec(query.order_by(col(Organisation.id)).limit(limit))).all()
    for organisation_id in found:
        if await sent_notices.record_if_new(session, MONTH_SEEN, f"{organisation_id}:{month}"):
            await refresh_search_places(session, organisation_id or 0)
    return len(found)
