"""How long rows are kept that have done their work. The worker deletes them, a batch in a transaction."""

from datetime import timedelta
from typing import Any

from sqlalchemy import text, tuple_
from sqlmodel import col, delete, or_, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications.contracts import CONTRACT_DUE, TERM_OVER
from data.db import clock
from data.enrolments import service as enrolments
from data.lifecycle.listing_expiry import FEW_APPLICANTS_NOTICE
from data.messaging import crossings, outbox
from data.messaging.crossings import Crossing
from data.messaging.sent_notices import Notice
from data.people import unasked, unheard
from data.people.unasked import UnaskedNotice
from data.people.unheard import UnheardMessage

SENT_DAYS = 3
"""Messages that were sent, or whose person blocked the bot: a deletion or a rewriting can still refer to one. Telegram
lets a bot delete its messages for two days."""
FAILED_DAYS = 30
"""Messages and updates that failed are kept until an operator has had a month to look (`shitu doctor`)."""
UPDATE_DAYS = 2
"""Updates that were processed: Telegram delivers again what it was not told is received, for one day."""
NOTICE_DAYS = 90
"""That something was told is of use as long as it could be told again; most notices have a last day within weeks."""
LASTING_NOTICES = (CONTRACT_DUE, TERM_OVER, FEW_APPLICANTS_NOTICE)
"""Notices of what can go on for years: an apprenticeship without papers, an opening that is renewed again and again."""
LASTING_NOTICE_DAYS = 3 * 366
"""The longest term of an enterprise apprenticeship is three years (企业新型学徒制)."""
BATCH = 1000
"""Rows of a kind that one transaction deletes: locks are held for a moment, and the worker goes on in between.

What is chosen stands in a materialised WITH: as a subquery of IN it may be run more than once, and more rows would go.
"""

_OLD_MESSAGES = text(
    f"""
    WITH old AS MATERIALIZED (
        SELECT id FROM outbox
        WHERE {outbox.FINISHED_SQL} AND sent_at < now() - make_interval(days => :sent)
        AND (state <> 'failed' OR sent_at < now() - make_interval(days => :failed))
        AND NOT EXISTS (
            SELECT FROM outbox AS edit WHERE edit.edits = outbox.id AND edit.state IN ('pending', 'sending')
        )
        AND NOT EXISTS (
            SELECT FROM broadcast WHERE progress_row = outbox.id AND broadcast.state NOT IN ('done', 'cancelled')
        )
        AND NOT EXISTS (SELECT FROM licence WHERE outbox.id = ANY (shown))
        ORDER BY sent_at LIMIT :batch FOR UPDATE SKIP LOCKED
    )
    DELETE FROM outbox WHERE id IN (SELECT id FROM old)
    """  # noqa: S608 - a constant
)
"""Kept longer: what a rewriting waits for, the progress of a broadcast under way, copies of a licence to take back."""

_OLD_UPDATES = text(
    """
    WITH old AS MATERIALIZED (
        SELECT update_id FROM inbox
        WHERE state <> 'new' AND received_at < now() - make_interval(days => :done)
        AND (state = 'done' OR received_at < now() - make_interval(days => :failed))
        ORDER BY received_at LIMIT :batch FOR UPDATE SKIP LOCKED
    )
    DELETE FROM inbox WHERE update_id IN (SELECT update_id FROM old)
    """
)


async def delete_old_rows(session: AsyncSession, batch: int = BATCH) -> int:
    """Delete up to `batch` rows of each kind whose time is over, and erase who people are in as many enrolments.

    Returns how many rows in all.
    """
    messages: Any = await session.execute(_OLD_MESSAGES, {"sent": SENT_DAYS, "failed": FAILED_DAYS, "batch": batch})
    updates: Any = await session.execute(_OLD_UPDATES, {"done": UPDATE_DAYS, "failed": FAILED_DAYS, "batch": batch})
    others = await _delete_notices(session, batch)
    for table, kept_since, days in _KEPT:
        others += await _delete_older(session, table, kept_since, days, batch)
    others += await enrolments.forget_old(session, batch)
    return int(messages.rowcount + updates.rowcount) + others


async def _delete_notices(session: AsyncSession, batch: int) -> int:
    now = await clock.now(session)
    lasting = col(Notice.kind).in_(LASTING_NOTICES)
    over = col(Notice.at) < now - timedelta(days=NOTICE_DAYS)
    long_over = col(Notice.at) < now - timedelta(days=LASTING_NOTICE_DAYS)
    old = select(Notice.kind, Notice.subject).where(over, or_(~lasting, long_over)).order_by(col(Notice.at))
    chosen = old.limit(batch).with_for_update(skip_locked=True).cte("old")
    keys = tuple_(Notice.kind, Notice.subject).in_(select(chosen.c.kind, chosen.c.subject))
    deleted: Any = await session.execute(delete(Notice).where(keys))
    return int(deleted.rowcount)


_KEPT: tuple[tuple[Any, Any, int], ...] = (
    (UnheardMessage, col(UnheardMessage.kept_at), unheard.KEPT_DAYS),
    (Crossing, col(Crossing.at), crossings.KEPT_DAYS),
    (UnaskedNotice, col(UnaskedNotice.at), unasked.KEPT_DAYS),
)
"""Tables of rows that go after so many days, whatever became of them."""


async def _delete_older(session: AsyncSession, table: Any, kept_since: Any, days: int, batch: int) -> int:
    over = kept_since < await clock.now(session) - timedelta(days=days)
    chosen = select(table.id).where(over).order_by(kept_since).limit(batch).with_for_update(skip_locked=True).cte("old")
    deleted: Any = await session.execute(delete(table).where(col(table.id).in_(select(chosen.c.id))))
    return int(deleted.rowcount)
