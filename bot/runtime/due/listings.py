"""What the clock makes due, each a function that does a batch and returns how much it did."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from sqlalchemy import and_, or_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.enterprise import listing_expiry as expiry_notices
from bot.notices import listing_questions
from bot.notices.applications import announce_talking
from bot.notices.deliver import notify_people
from data.applications import offers, response_rate
from data.applications import service as applications
from data.applications.service import Application
from data.applications.stale import UNANSWERED_ENDS_DAYS
from data.db import clock
from data.db.errors import Refusal
from data.lifecycle import listing_expiry, retention, seeker_notices
from data.listings import openings, questions
from data.listings.openings import Opening
from data.listings.questions import ListingQuestion
from data.messaging import sent_notices
from data.organisations import service as organisations
from data.organisations.service import Organisation
from data.people import accounts
from data.vocabulary import ApplicationState

AUTO_ANSWER_SECONDS = 4
BATCH = 50


async def answer_for_samples(session: AsyncSession) -> int:
    """Sample enterprises that answer by themselves say yes after a moment."""
    before = await clock.now(session) - timedelta(seconds=AUTO_ANSWER_SECONDS)
    query = (
        select(Application.id, Application.opening_id)
        .join(Opening, col(Opening.id) == col(Application.opening_id))
        .join(Organisation, col(Organisation.id) == col(Opening.organisation_id))
        .where(
            Application.state == ApplicationState.APPLIED,
            col(Organisation.answers_by_itself),
            Application.created_at < before,
        )
        .order_by(col(Application.opening_id), col(Application.id))
        .limit(BATCH)
    )

    async def answer(application_id: int) -> None:
        application = await applications.accept_by_itself(session, application_id)
        await announce_talking(session, application)

    return await _act_on_each(session, (await session.exec(query)).all(), answer)


async def _act_on_each(
    session: AsyncSession, found: Sequence[tuple[int | None, str]], act: Callable[[int], Awaitable[None]]
) -> int:
    """Do it for each application, given with its opening; what somebody changed in the same moment is passed over.

    Returns how many were done.
    """
    await openings.lock_all(session, [opening_id for _, opening_id in found])
    done = 0
    for one, _ in found:
        try:
            async with session.begin_nested():
                await act(one or 0)
        except Refusal:
            continue
        done += 1
    return done


async def remind_enterprises(session: AsyncSession) -> int:
    """Applications nobody answered: the enterprise is reminded on days 3 and 7."""
    now = await clock.now(session)
    late = [
        and_(col(Application.reminders) == number, col(Application.created_at) < now - timedelta(days=days))
        for number, days in enumerate(seeker_notices.WAITING_DAYS)
    ]
    query = (
        select(Application, Opening)
        .join(Opening, col(Opening.id) == col(Application.opening_id))
        .where(Application.state == ApplicationState.APPLIED, or_(*late))
        .order_by(col(Application.opening_id), col(Application.id))
        .limit(BATCH)
    )
    # the opening too: the rate in search is written below, and only who holds the opening may go on to search
    found = (await session.exec(query.with_for_update(skip_locked=True, of=[Application, Opening]))).all()
    for application, opening in found:
        days = (now - application.created_at).days
        application.reminders = sum(days >= passed for passed in seeker_notices.WAITING_DAYS)
        answer = [[("applicants.see", f"member.applicants:{opening.id}")]]
        members = await organisations.list_member_ids(session, opening.organisation_id)
        await notify_people(session, members, "due.remind", answer, code=application.code, title=opening.title, n=days)
    await response_rate.refresh_search_rates(session, *sorted({opening.organisation_id for _, opening in found}))
    return len(found)


async def close_unanswered(session: AsyncSession) -> int:
    """After 14 days without an answer the application ends, and the person is told kindly."""
    before = await clock.now(session) - timedelta(days=UNANSWERED_ENDS_DAYS)
    query = (
        select(Application.id, Application.opening_id)
        .where(Application.state == ApplicationState.APPLIED, col(Application.created_at) < before)
        .order_by(col(Application.opening_id), col(Application.id))
        .limit(BATCH)
    )

    async def close(application_id: int) -> None:
        application = await applications.expire_unanswered(session, application_id)
        await _notify_seeker(session, application, "due.no_answer")

    return await _act_on_each(session, (await session.exec(query)).all(), close)


async def release_offers(session: AsyncSession) -> int:
    """Offers that nobody took within seven days free their place."""
    released = await offers.release_run_out(session)
    for application in released:
        await _notify_seeker(session, application, "due.offer_over")
        opening = await openings.find(session, application.opening_id)
        if opening is not None:
            members = await organisations.list_member_ids(session, opening.organisation_id)
            await notify_people(session, members, "due.offer_free", code=application.code, title=opening.title)
    return len(released)


async def _notify_seeker(session: AsyncSession, application: Application, text_id: str) -> None:
    opening = await openings.find(session, application.opening_id)
    if opening is not None:
        await notify_people(session, [application.account_id], text_id, code=application.code, title=opening.title)


async def warn_of_expiring_listings(session: AsyncSession) -> int:
    """Members hear of the last day of a listing seven days and one day before."""
    told = 0
    for days in sorted(listing_expiry.WARN_DAYS):
        for listing in await listing_expiry.list_due_expiry_warnings(session, days, BATCH):
            told += await expiry_notices.warn_of_last_day(session, listing, days)
    return told


async def advise_quiet_openings(session: AsyncSession) -> int:
    """Openings that few applied to in five days: what would bring in more."""
    return sum(
        [
            await expiry_notices.advise_quiet_opening(session, opening)
            for opening in await listing_expiry.list_due_few_applicants_notices(session, BATCH)
        ]
    )


async def remind_of_listing_questions(session: AsyncSession) -> int:
    """A question about a listing left open for two days is put to the organisation once more."""
    found = await _take_due_questions(session, questions.OPEN_NOTICE)
    for question in found:
        await listing_questions.ask_organisation(session, question, "ask_firm.remind")
    return len(found)


async def tell_of_silence(session: AsyncSession) -> int:
    """After five days without an answer those who asked hear that there is none."""
    found = await _take_due_questions(session, questions.SILENT_NOTICE)
    for question in found:
        await listing_questions.tell_askers(session, question, "ask_firm.silent")
    return len(found)


async def _take_due_questions(session: AsyncSession, notice: str) -> list[ListingQuestion]:
    """Questions for which the notice is due, noted as told."""
    found = await questions.list_due(session, notice, BATCH)
    return [question for question in found if await sent_notices.record_if_new(session, notice, str(question.id))]


async def expire_listings(session: AsyncSession) -> int:
    """Listings past their last day leave search, and their members hear it."""
    ended = await listing_expiry.expire_listings(session, BATCH)
    for listing in ended:
        await expiry_notices.notify_of_expiry(session, listing)
    return len(ended)


async def delete_old_rows(session: AsyncSession) -> int:
    """Messages, updates and notices whose time is over go, a batch at a time."""
    return await retention.delete_old_rows(session)


async def forget_messages_without_consent(session: AsyncSession) -> int:
    """A sentence that waits for the person's yes is not kept longer than an hour."""
    return await accounts.forget_unanswered(session, await clock.now(session) - timedelta(hours=1))
