"""Talks that do not move on: the enterprise is asked, and at last they end, so that nobody waits for ever."""

from datetime import timedelta

from sqlalchemy import and_, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications import service as applications
from data.applications.models import Application, Interview
from data.db import clock
from data.db.errors import NotAvailable
from data.listings import openings
from data.vocabulary import ApplicationState as State

UNANSWERED_ENDS_DAYS = 14
"""Silence is made impossible: the enterprise is reminded twice, then the seeker hears (DESIGN, interaction rules)."""
REMIND_AFTER_DAYS = (7, 14)
"""So long after both said yes, or after the last sign of life."""
TALK_ENDS_DAYS = 30
ASK_AFTER_INTERVIEW_DAYS = (0, 3, 7)
INTERVIEW_ENDS_DAYS = 14
"""So long after an interview of which nothing was said."""


async def take_stalled_talks(session: AsyncSession, limit: int) -> list[tuple[Application, int]]:
    """Talks whose enterprise is to be asked now, locked and counted as asked, with the days they have stood still."""
    now = await clock.now(session)
    late = [
        and_(col(Application.reminders) == number, col(Application.changed_at) < now - timedelta(days=days))
        for number, days in enumerate(REMIND_AFTER_DAYS)
    ]
    query = select(Application).where(Application.state == State.TALKING, or_(*late)).order_by(col(Application.id))
    found = []
    for application in (await session.exec(query.limit(limit).with_for_update(skip_locked=True))).all():
        days = (now - application.changed_at).days
        application.reminders = sum(days >= passed for passed in REMIND_AFTER_DAYS)
        found.append((application, days))
    return found


async def confirm_still_talking(session: AsyncSession, application_id: int, *, member: int) -> Application:
    """The enterprise says that they are still talking: the days are counted anew.

    Raises:
        NotAllowed: not a member. NotAvailable: they are not talking.
    """
    application, _ = await applications.lock_for_member(session, application_id, member)
    if application.state != State.TALKING:
        raise NotAvailable
    application.changed_at, application.reminders = await clock.now(session), 0
    session.add(application)
    await session.flush()
    return application


async def end_stale_applications(session: AsyncSession, limit: int) -> list[Application]:
    """End talks and interviews that nobody took further; returns them."""
    now = await clock.now(session)
    talks = and_(
        col(Application.state) == State.TALKING, col(Application.changed_at) < now - timedelta(days=TALK_ENDS_DAYS)
    )
    met = and_(col(Application.state) == State.INTERVIEW, col(Interview.at) < now - timedelta(days=INTERVIEW_ENDS_DAYS))
    query = (
        select(Application.id, Application.opening_id)
        .join(Interview, col(Interview.application_id) == col(Application.id), isouter=True)
        .where(or_(talks, met))
        .order_by(col(Application.opening_id), col(Application.id))
    )
    found = (await session.exec(query.limit(limit))).all()
    await openings.lock_all(session, [opening_id for _, opening_id in found])
    ended = []
    for application_id, _ in found:
        application = await applications.lock(session, application_id or 0)
        if application.state in (State.TALKING, State.INTERVIEW):
            await applications.transition(session, application, State.EXPIRED, None)
            ended.append(application)
    return ended
