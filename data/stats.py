"""Figures for staff. Breakdowns of people hide small cells, so that nobody is recognised in a table."""

from datetime import datetime, time
from typing import Any

from sqlalchemy import func
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications.service import Application
from data.broadcasts import Broadcast, Delivery
from data.db import clock
from data.enrolments.service import Enrolment
from data.listings.courses import Course
from data.listings.openings import Opening
from data.organisations.service import Organisation
from data.people.seekers import Seeker

SMALLEST_CELL = 10
"""A cell of a breakdown of people below this is not told."""

_BY_STATE: dict[str, type[SQLModel]] = {
    "organisations": Organisation,
    "openings": Opening,
    "courses": Course,
    "applications": Application,
    "enrolments": Enrolment,
    "broadcasts": Broadcast,
    "deliveries": Delivery,
}


async def figures(session: AsyncSession) -> dict[str, Any]:
    """Everything counted: `seekers`, `seekers_by_city`, for each other thing its number by state, and how many
    applications and enrolments there were this month.

    `seekers_by_city` maps city codes to a number, or None where it is below `SMALLEST_CELL`; largest first.
    """
    found: dict[str, Any] = {
        "seekers": (await session.exec(select(func.count()).select_from(Seeker))).one(),
        "seekers_by_city": await _by_city(session),
    }
    for name, table in _BY_STATE.items():
        found[name] = await _by_state(session, table)
    for name, table in (("applications_this_month", Application), ("enrolments_this_month", Enrolment)):
        found[name] = await _count_this_month(session, table)
    return found


async def _count_this_month(session: AsyncSession, table: type[Application] | type[Enrolment]) -> int:
    """How many began this month, whatever became of them."""
    begin = datetime.combine((await clock.today(session)).replace(day=1), time(), clock.ZONE)
    return (await session.exec(select(func.count()).select_from(table).where(table.created_at >= begin))).one()


async def _by_city(session: AsyncSession) -> dict[str, int | None]:
    query = (
        select(Seeker.city, func.count())
        .where(col(Seeker.city).is_not(None))
        .group_by(col(Seeker.city))
        .order_by(func.count().desc(), col(Seeker.city))
    )
    counted = (await session.exec(query)).all()
    return {city: number if number >= SMALLEST_CELL else None for city, number in counted if city}


async def _by_state(session: AsyncSession, table: Any) -> dict[str, int]:
    query = select(table.state, func.count()).group_by(table.state).order_by(table.state)
    return {str(state): number for state, number in (await session.exec(query)).all()}
