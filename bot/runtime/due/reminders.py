"""What the clock makes due for seekers with something under way: kept listings that end, answers that do not come."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.buttons import Buttons
from bot.chat.cards import short
from bot.chat.texts import Html, format_day, join, render
from bot.notices import unasked as unasked_notices
from bot.notices.applications import load_parties
from data.applications import response_rate
from data.applications.service import Application
from data.applications.stale import UNANSWERED_ENDS_DAYS
from data.db import clock
from data.lifecycle import seeker_notices
from data.lifecycle.listing_expiry import Listing, last_day
from data.listings.openings import Opening
from data.messaging import sent_notices
from data.people import accounts
from data.vocabulary import Language, UnaskedKind

BATCH = 50


async def remind_of_ending_saved(session: AsyncSession) -> int:
    """Who kept a listing and did not join it hears two days before its last day."""
    found = await seeker_notices.list_ending_saved(session, BATCH)
    return sum([await _tell_of_the_end(session, account_id, listing) for account_id, listing in found])


async def _tell_of_the_end(session: AsyncSession, account_id: int, listing: Listing) -> bool:
    def words(language: Language) -> Html:
        day = format_day(last_day(listing), language)
        told = join(short.facts(language, listing), render("matches.separator", language))
        return join([render("saved.ends", language, title=listing.title, day=day), told])

    act = "card.apply" if isinstance(listing, Opening) else "card.enrol"
    buttons: Buttons = [
        [(act, f"seek.apply:{listing.id}"), ("saved.open", f"seek.open:{listing.id}")],
        [("saved.forget", f"seek.forget:{listing.id}"), unasked_notices.stop_button(UnaskedKind.SAVED)],
    ]
    notice = (seeker_notices.SAVED_ENDS_NOTICE, seeker_notices.listing_subject(account_id, listing.id))
    return await unasked_notices.tell_once(session, account_id, UnaskedKind.SAVED, notice, words, buttons)


async def tell_of_unanswered(session: AsyncSession) -> int:
    """Who applied and got no answer hears on days 3 and 7 how it stands; the later stands for a missed earlier one."""
    told = 0
    for days in sorted(seeker_notices.WAITING_DAYS, reverse=True):
        for application in await seeker_notices.list_unanswered(session, days, BATCH):
            if await _tell_how_it_stands(session, application, days):
                told += 1
                for earlier in (one for one in seeker_notices.WAITING_DAYS if one < days):
                    await sent_notices.record_if_new(session, seeker_notices.waiting_kind(earlier), str(application.id))
    return told


async def _tell_how_it_stands(session: AsyncSession, application: Application, days: int) -> bool:
    opening, organisation, members = await load_parties(session, application)
    reached = await accounts.list_reachable(session, members)
    record = await response_rate.record_of(session, opening.organisation_id)
    waited = (await clock.now(session) - application.created_at).days

    def words(language: Language) -> Html:
        about = {"code": application.code, "title": opening.title, "organisation": organisation.name}
        lines = [
            render("waiting.told", language, **about, n=waited),
            render("waiting.reminded" if reached else "waiting.unreachable", language),
            _usual_time(record, language),
            render("waiting.ends", language, n=UNANSWERED_ENDS_DAYS),
        ]
        return join(lines)

    buttons: Buttons = [
        [("waiting.others", "seek.again"), ("waiting.withdraw", f"seek.withdraw:a:{application.id}")],
        [unasked_notices.stop_button(UnaskedKind.WAITING)],
    ]
    notice = (seeker_notices.waiting_kind(days), str(application.id))
    account_id = application.account_id or 0
    return await unasked_notices.tell_once(session, account_id, UnaskedKind.WAITING, notice, words, buttons)


def _usual_time(record: response_rate.AnswerRecord, language: Language) -> Html:
    if record.usual_days is not None:
        return render("waiting.usual", language, n=record.usual_days)
    return render("waiting.slow" if record.is_slow else "waiting.unknown", language)


TASKS = (remind_of_ending_saved, tell_of_unanswered)
