"""Closing an opening: what it costs, what is kept of it, and that nobody waits for ever for a lock."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.notices.applications import end_waiting_applications
from bot.runtime.due import listings
from data.applications import offers, response_rate
from data.applications import service as applications
from data.applications.response_rate import estimate_rate
from data.applications.service import Application, ApplicationEvent
from data.db import clock
from data.lifecycle import listing_expiry
from data.listings import transitions
from data.listings.openings import Opening
from data.messaging.outbox import OutboxMessage
from data.people.preferences import HeldNotice, NoticeTimes
from data.vocabulary import ApplicationState
from matching.search.indexing import index_listing
from tests import parties

MEMBER, SEEKER = 2701, 8700
MOST_STATEMENTS = 20


@contextmanager
def counted(session: AsyncSession) -> Iterator[list[str]]:
    """The statements that the session's engine sends."""
    sent: list[str] = []
    engine = session.get_bind().engine

    def note(_: object, __: object, statement: str, *___: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def _opening(session: AsyncSession, applicants: int, *, days_ago: float = 0) -> Opening:
    opening = await parties.live_opening(session, await parties.enterprise(session, MEMBER), headcount=9)
    for user in range(SEEKER, SEEKER + applicants):
        made = await parties.application(session, user, opening)
        made.created_at -= timedelta(days=days_ago)
    await session.flush()
    return opening


async def _close(session: AsyncSession, opening_id: str, by: int | None = None) -> None:
    """What the button does."""
    by = by or await parties.account_id(session, MEMBER)
    opening = await transitions.close(session, Opening, opening_id, member=by)
    await index_listing(session, opening)
    await end_waiting_applications(session, opening, by=by, reason="decline.closed")


async def test_closing_takes_few_statements_however_many_wait(session: AsyncSession) -> None:
    opening = await _opening(session, 31)
    by = await parties.account_id(session, MEMBER)
    session.expunge_all()
    with counted(session) as sent:
        await _close(session, opening.id, by)
    assert len(sent) <= MOST_STATEMENTS, [statement[:60] for statement in sent]
    messages = (await session.exec(select(OutboxMessage.payload))).all()
    codes = (await session.exec(select(Application.code).where(Application.state == "declined"))).all()
    assert len(codes) == len(messages) == 31
    assert all(sum(code in str(message) for message in messages) == 1 for code in codes)


async def test_who_wants_one_message_a_day_hears_of_the_end_in_it(session: AsyncSession) -> None:
    opening = await _opening(session, 3)
    now = await clock.now(session)
    reader = (await session.exec(select(Application.account_id))).first()
    session.add(NoticeTimes(account_id=reader, digest_at=(now + timedelta(hours=1)).time()))
    await session.flush()
    await _close(session, opening.id)
    assert (await session.exec(select(HeldNotice.account_id))).one() == reader
    assert len((await session.exec(select(OutboxMessage))).all()) == 2


async def test_the_history_says_why_an_application_ended(session: AsyncSession) -> None:
    opening = await _opening(session, 2)
    first = (await session.exec(select(Application).order_by(col(Application.id)))).first()
    assert first is not None
    by = await parties.account_id(session, MEMBER)
    await applications.decline(session, first.id or 0, member=by, reason="decline.hours")
    await _close(session, opening.id)
    declined = select(ApplicationEvent.reason).where(ApplicationEvent.state == ApplicationState.DECLINED)
    assert (await session.exec(declined.order_by(col(ApplicationEvent.id)))).all() == [
        "decline.hours",
        "decline.closed",
    ]


async def test_a_decline_is_one_update_of_the_application(session: AsyncSession) -> None:
    await _opening(session, 1)
    made = (await session.exec(select(Application))).one()
    by = await parties.account_id(session, MEMBER)
    with counted(session) as sent:
        await applications.decline(session, made.id or 0, member=by, reason="decline.hours")
        await session.flush()
    assert sum(statement.startswith("UPDATE application ") for statement in sent) == 1


async def test_an_offer_is_one_update_and_ends_with_its_state(session: AsyncSession) -> None:
    opening = await _opening(session, 0)
    made = await parties.application(session, SEEKER, opening)
    by = await parties.account_id(session, MEMBER)
    await applications.accept(session, made.id or 0, member=by)
    with counted(session) as sent:
        await offers.offer_place(session, made.id or 0, member=by)
        await session.flush()
    assert sum(statement.startswith("UPDATE application ") for statement in sent) == 1
    assert made.held_until is not None
    await offers.refuse_offer(session, made.account_id or 0, made.id or 0)
    assert made.held_until is None


@pytest.mark.parametrize(("days", "asked"), [(2, 0), (8, 4)])
async def test_closing_answers_nobody(session: AsyncSession, days: int, asked: int) -> None:
    opening = await _opening(session, 4, days_ago=days)
    await _close(session, opening.id)
    assert await response_rate.rate_of(session, opening.organisation_id) == pytest.approx(estimate_rate(0, asked))


async def test_a_no_before_the_end_stays_an_answer(session: AsyncSession) -> None:
    opening = await _opening(session, 2, days_ago=2)
    first = (await session.exec(select(Application.id))).first()
    by = await parties.account_id(session, MEMBER)
    await applications.decline(session, first or 0, member=by, reason="decline.hours")
    await _close(session, opening.id)
    assert await response_rate.rate_of(session, opening.organisation_id) == pytest.approx(estimate_rate(1, 1))


async def test_filling_the_last_place_answers_nobody_else(session: AsyncSession) -> None:
    opening = await _opening(session, 4, days_ago=2)
    by = await parties.account_id(session, MEMBER)
    closed = await listing_expiry.mark_filled(session, Opening, opening.id, member=by)
    await end_waiting_applications(session, closed, by=by, reason="decline.filled")
    assert await response_rate.rate_of(session, opening.organisation_id) == pytest.approx(estimate_rate(0, 0))


async def test_closing_and_reminding_at_the_same_moment_both_end(
    sessions: async_sessionmaker[AsyncSession],
) -> None:
    async with sessions() as session, session.begin():
        opening = await _opening(session, 3, days_ago=4)
        by = await parties.account_id(session, MEMBER)

    async def remind() -> int:
        async with sessions() as session, session.begin():
            return await listings.remind_enterprises(session)

    async with sessions() as session, session.begin():
        closed = await transitions.close(session, Opening, opening.id, member=by)
        await index_listing(session, closed)
        reminding = asyncio.create_task(remind())
        await asyncio.wait([reminding], timeout=0.5)
        assert await end_waiting_applications(session, closed, by=by, reason="decline.closed") == 3
    assert await reminding == 0


async def test_ending_several_offers_waits_for_no_opening_with_rows_of_search_in_hand(
    sessions: async_sessionmaker[AsyncSession],
) -> None:
    async with sessions() as session, session.begin():
        organisation = await parties.enterprise(session, MEMBER)
        first, second = [
            await parties.live_opening(session, organisation, headcount=9, id=f"o-lock{number}") for number in (1, 2)
        ]
        for user, opening in ((SEEKER, first), (SEEKER + 1, second)):
            await parties.offered(session, user, opening, MEMBER)
        waiting = await parties.application(session, SEEKER + 2, second)
        by = await parties.account_id(session, MEMBER)
        await clock.advance(session, int(timedelta(days=8).total_seconds()))

    async def release() -> int:
        async with sessions() as session, session.begin():
            return len(await offers.release_run_out(session))

    async with sessions() as session, session.begin():
        await transitions.lock(session, Opening, second.id)
        releasing = asyncio.create_task(release())
        await asyncio.wait([releasing], timeout=0.5)
        await applications.accept(session, waiting.id or 0, member=by)
    assert await releasing == 2
