"""How reliably an organisation answers those who apply: the share answered within a week, cautiously estimated."""

from datetime import timedelta

from sqlalchemy import and_, func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data import clock, listing_index
from data.applied import Application, ApplicationEvent
from data.listing_index import ANSWER_RATE_UNKNOWN
from data.openings import Opening
from data.vocabulary import ApplicationState as State

IN_TIME_DAYS = 7
ANSWERS = frozenset({State.TALKING, State.DECLINED})
"""A yes or a no; silence is neither."""
PRIOR_ASKED = 4
"""A Beta prior worth so many applications: one silence, or one answer, is no verdict on a newcomer."""


def rate(answered: int, asked: int) -> float:
    """The expected share of applications answered in time, 0 to 1; nobody asked yet: `ANSWER_RATE_UNKNOWN`."""
    return (answered + ANSWER_RATE_UNKNOWN * PRIOR_ASKED) / (asked + PRIOR_ASKED)


async def rate_of(session: AsyncSession, organisation_id: int) -> float:
    """The rate of an organisation: applications that were answered, or had a week to be."""
    due = await clock.now(session) - timedelta(days=IN_TIME_DAYS)
    answered_at = (
        select(func.min(ApplicationEvent.at))
        .where(ApplicationEvent.application_id == Application.id, col(ApplicationEvent.state).in_(ANSWERS))
        .correlate(Application)
        .scalar_subquery()
    )
    in_time = answered_at <= col(Application.created_at) + timedelta(days=IN_TIME_DAYS)
    unanswered = and_(answered_at.is_(None), col(Application.state) != State.WITHDRAWN)
    waited = and_(unanswered, col(Application.created_at) < due)
    query = (
        select(func.count().filter(in_time), func.count().filter(or_(answered_at.is_not(None), waited)))
        .select_from(Application)
        .join(Opening, col(Opening.id) == col(Application.opening_id))
        .where(Opening.organisation_id == organisation_id)
    )
    answered, asked = (await session.exec(query)).one()
    return rate(answered, asked)


async def refresh(session: AsyncSession, organisation_id: int) -> None:
    """Bring the organisation's rate in search in step with its answers."""
    await listing_index.set_answer_rate(session, organisation_id, await rate_of(session, organisation_id))
