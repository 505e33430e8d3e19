"""Organisations that answer those who apply: how their rate is counted, and that search knows of it."""

from datetime import timedelta

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications import response_rate
from data.applications import service as applications
from data.applications.response_rate import estimate_rate
from data.applications.service import Application
from data.db import clock
from data.listings.search_index import ANSWER_RATE_UNKNOWN, ListingIndex
from tests.parties import account_id, application, enterprise, live_opening

MEMBER = 2001


async def in_search(session: AsyncSession, organisation_id: int) -> float:
    query = select(ListingIndex.answer_rate).where(col(ListingIndex.organisation_id) == organisation_id)
    return (await session.exec(query)).one()


def test_a_newcomer_is_neither_trusted_blindly_nor_punished() -> None:
    assert estimate_rate(0, 0) == ANSWER_RATE_UNKNOWN
    assert estimate_rate(0, 1) > 0.5
    assert estimate_rate(0, 20) < 0.2
    assert 0.9 < estimate_rate(20, 20) < 1


async def test_an_answer_within_a_week_raises_the_rate_in_search(session: AsyncSession) -> None:
    organisation = await enterprise(session, MEMBER)
    opening = await live_opening(session, organisation)
    made = await application(session, 5001, opening)
    assert await in_search(session, opening.organisation_id) == ANSWER_RATE_UNKNOWN
    await applications.accept(session, made.id or 0, member=await account_id(session, MEMBER))
    assert await in_search(session, opening.organisation_id) == pytest.approx(estimate_rate(1, 1))


@pytest.mark.parametrize(("days", "asked"), [(3, 0), (8, 1)])
async def test_silence_counts_once_a_week_has_passed(session: AsyncSession, days: int, asked: int) -> None:
    opening = await live_opening(session, await enterprise(session, MEMBER))
    made = await application(session, 5001, opening)
    made.created_at = await clock.now(session) - timedelta(days=days)
    await session.flush()
    assert await response_rate.rate_of(session, opening.organisation_id) == pytest.approx(estimate_rate(0, asked))


async def test_an_answer_after_a_week_is_no_answer_in_time(session: AsyncSession) -> None:
    opening = await live_opening(session, await enterprise(session, MEMBER))
    made = await application(session, 5001, opening)
    made.created_at = await clock.now(session) - timedelta(days=9)
    await session.flush()
    await applications.decline(session, made.id or 0, member=await account_id(session, MEMBER), reason="other")
    assert await in_search(session, opening.organisation_id) == pytest.approx(estimate_rate(0, 1))


async def test_who_takes_the_application_back_leaves_no_mark(session: AsyncSession) -> None:
    opening = await live_opening(session, await enterprise(session, MEMBER))
    made = await application(session, 5001, opening)
    made.created_at = await clock.now(session) - timedelta(days=9)
    await session.flush()
    await applications.withdraw(session, made.account_id or 0, made.id or 0)
    assert await response_rate.rate_of(session, opening.organisation_id) == ANSWER_RATE_UNKNOWN
    assert (await session.exec(select(Application.state))).one() == "withdrawn"
