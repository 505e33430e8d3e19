"""How reliably an organisation answers those who apply: the share answered within a week, cautiously estimated.

Said in words only once enough people have applied to tell.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications.models import Application, ApplicationEvent
from data.db import clock
from data.listings import search_index
from data.listings.openings import Opening
from data.listings.search_index import ANSWER_RATE_UNKNOWN
from data.vocabulary import ApplicationState as State

IN_TIME_DAYS = 7
NO_ANSWERS = ("decline.closed", "decline.filled")
"""Reasons with which the system ends all that wait when an opening closes or is filled: nobody looked at anybody."""
CHANGES_RATE = frozenset({State.TALKING, State.DECLINED})
"""States that an application comes to by a yes or a no, or by the end of its opening."""
USUAL_DAYS = (1, 3, IN_TIME_DAYS)
USUALLY = 0.75
"""What happens to so large a share is usual."""
SELDOM = 0.5
ENOUGH_ASKED = 3
"""Fewer applications say nothing of habits."""
PRIOR_ASKED = 4
"""A Beta prior worth so many applications: one silence, or one answer, is no verdict on a newcomer."""


def estimate_rate(answered: int, asked: int) -> float:
    """The expected share of applications answered in time, 0 to 1; nobody asked yet: `ANSWER_RATE_UNKNOWN`."""
    return (answered + ANSWER_RATE_UNKNOWN * PRIOR_ASKED) / (asked + PRIOR_ASKED)


async def rate_of(session: AsyncSession, organisation_id: int) -> float:
    """The rate of an organisation: applications that were answered, or had a week to be."""
    return (await rates_of(session, [organisation_id]))[organisation_id]


async def rates_of(session: AsyncSession, organisation_ids: Collection[int]) -> dict[int, float]:
    """The rates of organisations."""
    records = await _records(session, organisation_ids)
    return {one: estimate_rate(found.answered[IN_TIME_DAYS], found.asked) for one, found in records.items()}


@dataclass(frozen=True)
class AnswerRecord:
    """How many applications were answered within how many days, of those answered at all or left for a week."""

    answered: dict[int, int]
    asked: int

    @property
    def usual_days(self) -> int | None:
        """Within so many days an answer usually comes; None: it does not, or that cannot be told."""
        if self.asked < ENOUGH_ASKED:
            return None
        return next((days for days in USUAL_DAYS if self.answered[days] >= USUALLY * self.asked), None)

    @property
    def is_slow(self) -> bool:
        """Whether most people wait longer than a week, or in vain."""
        return self.asked >= ENOUGH_ASKED and self.answered[IN_TIME_DAYS] < SELDOM * self.asked


def _is_answer() -> ColumnElement[bool]:
    """A yes, or a no with a reason of its own; silence is neither, and the end of the whole opening is silence."""
    reason = func.coalesce(col(ApplicationEvent.reason), "")
    declined = and_(col(ApplicationEvent.state) == State.DECLINED, reason.not_in(NO_ANSWERS))
    return or_(col(ApplicationEvent.state) == State.TALKING, declined)


async def record_of(session: AsyncSession, organisation_id: int) -> AnswerRecord:
    """What is known of an organisation's answers to those who applied to its openings."""
    return (await _records(session, [organisation_id]))[organisation_id]


async def _records(session: AsyncSession, organisation_ids: Collection[int]) -> dict[int, AnswerRecord]:
    due = await clock.now(session) - timedelta(days=IN_TIME_DAYS)
    answered_at: Any = (
        select(func.min(ApplicationEvent.at))
        .where(ApplicationEvent.application_id == Application.id, _is_answer())
        .correlate(Application)
        .scalar_subquery()
    )

    def within(days: int) -> ColumnElement[bool]:
        found: ColumnElement[bool] = answered_at <= col(Application.created_at) + timedelta(days=days)
        return found

    unanswered = and_(answered_at.is_(None), col(Application.state) != State.WITHDRAWN)
    waited = and_(unanswered, col(Application.created_at) < due)
    counts = [func.count().filter(within(days)) for days in USUAL_DAYS]
    query: Any = (
        select(Opening.organisation_id, func.count().filter(or_(answered_at.is_not(None), waited)), *counts)
        .select_from(Application)
        .join(Opening, col(Opening.id) == col(Application.opening_id))
        .where(col(Opening.organisation_id).in_(organisation_ids))
        .group_by(col(Opening.organisation_id))
    )
    records = {one: AnswerRecord(dict.fromkeys(USUAL_DAYS, 0), 0) for one in organisation_ids}
    for organisation_id, asked, *answered in await session.exec(query):
        records[organisation_id] = AnswerRecord(dict(zip(USUAL_DAYS, answered, strict=True)), asked)
    return records


async def refresh_search_rates(session: AsyncSession, *organisation_ids: int) -> None:
    """Bring the rates of organisations in search in step with their answers; the caller has its other locks by now."""
    if len(organisation_ids) > 1:
        await search_index.lock_of_organisations(session, organisation_ids)
    for organisation_id, rate in (await rates_of(session, organisation_ids)).items():
        await search_index.set_answer_rate(session, organisation_id, rate)
