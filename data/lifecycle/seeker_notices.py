"""What seekers are to be told unasked now: new matches, kept listings that end, applications without an answer.

What a query finds is a candidate; `unasked.take_turn` and `sent_notices.record_if_new` decide.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, or_
from sqlalchemy import select as select_columns
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications.service import Application
from data.db import clock
from data.enrolments.service import Enrolment
from data.lifecycle.listing_expiry import Listing, last_day_column
from data.listings.courses import Course
from data.listings.openings import Opening
from data.listings.search_index import ListingIndex
from data.messaging import sent_notices
from data.people import alerts, unasked
from data.people.alerts import MatchAlert
from data.people.feedback import Dismissal, Saved
from data.vocabulary import AlertPace, ApplicationState, ListingState, UnaskedKind

MATCH_NOTICE = "alerts.match"
"""Kind of the notice that a listing is new, for each person once."""
SAVED_ENDS_NOTICE = "saved.ends"
SAVED_ENDS_DAYS = 2
WAITING_DAYS = (3, 7)
"""After so many days without an answer the enterprise is reminded of an application, and the person told of it."""
WIDEN_AGAIN = timedelta(days=unasked.KEPT_DAYS)


async def take_due_alerts(session: AsyncSession, limit: int) -> list[tuple[int, datetime]]:
    """Accounts whose time has come, each with the moment from which listings are new to it; each is due again later.

    Who may not be told anything now stays due: what is new then comes with what is new until then.
    """
    now = await clock.now(session)
    account = col(MatchAlert.account_id)
    query = (
        select(MatchAlert)
        .where(
            MatchAlert.due_at <= now,
            or_(col(MatchAlert.pace) != AlertPace.AT_ONCE, _newest_listing() > col(MatchAlert.since)),
            unasked.may_hear(account, UnaskedKind.MATCHES, now),
        )
        .order_by(col(MatchAlert.due_at), account)
        .limit(limit)
    )
    found = (await session.exec(query.with_for_update(skip_locked=True))).all()
    due = []
    for alert in found:
        if await unasked.take_turn(session, alert.account_id, UnaskedKind.MATCHES):
            due.append((alert.account_id, alert.since))
            alert.since, alert.due_at = now, now + alerts.EVERY[alert.pace]
    return due


def _newest_listing() -> ColumnElement[datetime]:
    """When a listing went live last."""
    newest = [select_columns(func.max(col(table.live_at))).scalar_subquery() for table in (Opening, Course)]
    return func.greatest(*newest)


async def postpone_widening(session: AsyncSession, account_id: int) -> None:
    """Something was told: what would bring more can wait."""
    alert = await alerts.find(session, account_id)
    if alert is not None:
        later = await clock.now(session) + timedelta(days=alerts.NOTHING_DAYS)
        alert.widen_at = max(alert.widen_at, later)


async def take_due_widenings(session: AsyncSession, limit: int) -> list[int]:
    """Accounts that heard of nothing new for a week, and not lately of what would change that; each is due again in
    four weeks.
    """
    now = await clock.now(session)
    account = col(MatchAlert.account_id)
    looked = or_(col(MatchAlert.pace) == AlertPace.AT_ONCE, col(MatchAlert.due_at) > now)
    query = (
        select(MatchAlert)
        .where(
            MatchAlert.widen_at <= now,
            looked,
            unasked.not_told_since(account, UnaskedKind.WIDER, now - WIDEN_AGAIN),
            unasked.may_hear(account, UnaskedKind.WIDER, now),
        )
        .order_by(account)
        .limit(limit)
    )
    found = (await session.exec(query.with_for_update(skip_locked=True))).all()
    due = []
    for alert in found:
        if await unasked.take_turn(session, alert.account_id, UnaskedKind.WIDER):
            due.append(alert.account_id)
            alert.widen_at = now + WIDEN_AGAIN
    return due


def listing_subject(account_id: int, listing_id: str) -> str:
    """What a notice is about that tells a person of a listing."""
    return f"{account_id}:{listing_id}"


async def list_ending_saved(session: AsyncSession, limit: int) -> list[tuple[int, Listing]]:
    """Kept listings that end within two days and can still be joined by the person, who has not done so nor been told;
    with the account.
    """
    now = await clock.now(session)
    found: list[tuple[int, Listing]] = []
    for table, joined in ((Opening, _has_applied()), (Course, _has_enrolled())):
        account, listing = col(Saved.account_id), col(table.id)
        dismissed = exists().where(col(Dismissal.account_id) == account, col(Dismissal.listing_id) == listing)
        ends = last_day_column(table).between(now.date(), now.date() + timedelta(days=SAVED_ENDS_DAYS))
        query: Any = (
            select(Saved.account_id, table)
            .join(table, listing == col(Saved.listing_id))
            .where(
                table.state == ListingState.LIVE, ends, ~joined, ~dismissed, _has_place(table),
                sent_notices.not_sent_condition(SAVED_ENDS_NOTICE, account, listing),
                unasked.may_hear(account, UnaskedKind.SAVED, now),
            )
            .order_by(account, listing)
            .limit(limit)
        )  # fmt: skip
        found += [(one, kept) for one, kept in (await session.exec(query)).all()]
    return sorted(found, key=lambda pair: (pair[0], pair[1].id))


def _has_applied() -> ColumnElement[bool]:
    mine = col(Application.account_id) == col(Saved.account_id)
    return exists().where(mine, col(Application.opening_id) == col(Saved.listing_id))


def _has_enrolled() -> ColumnElement[bool]:
    mine = col(Enrolment.account_id) == col(Saved.account_id)
    return exists().where(mine, col(Enrolment.course_id) == col(Saved.listing_id))


def _has_place(table: type[Listing]) -> ColumnElement[bool]:
    """A course without one has a waiting list."""
    left = and_(col(ListingIndex.listing_id) == col(table.id), col(ListingIndex.places_left) > 0)
    return exists().where(left) if table is Opening else exists().where(col(ListingIndex.listing_id) == col(table.id))


def waiting_kind(days: int) -> str:
    """Kind of the notice of an application that has waited so long."""
    return f"application.waits_{days}"


async def list_unanswered(session: AsyncSession, days: int, limit: int) -> Sequence[Application]:
    """Applications of which the enterprise was reminded after so many days, whose person was not told so, locked."""
    now = await clock.now(session)
    query = (
        select(Application)
        .where(
            Application.state == ApplicationState.APPLIED,
            Application.created_at < now - timedelta(days=days),
            Application.reminders > WAITING_DAYS.index(days),
            sent_notices.not_sent_condition(waiting_kind(days), col(Application.id)),
            unasked.may_hear(col(Application.account_id), UnaskedKind.WAITING, now),
        )
        .order_by(col(Application.account_id), col(Application.id))
        .limit(limit)
    )
    return (await session.exec(query.with_for_update(skip_locked=True))).all()
