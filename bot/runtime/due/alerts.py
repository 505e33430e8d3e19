"""What went live since somebody last heard, and fits them; and where nothing did, what would bring more."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.cards import short
from bot.chat.cards.explanations import explain
from bot.chat.texts import Html, join, render
from bot.notices import unasked as unasked_notices
from data.db import clock
from data.lifecycle import seeker_notices
from data.lifecycle.taken_up import list_taken_up
from data.listings.lookup import ListingWithOrganisation, find, list_by_ids
from data.messaging import sent_notices
from data.people import feedback, seekers
from data.people.profile import Facts
from data.vocabulary import Language, UnaskedKind
from matching.explain.reasons import Reason
from matching.matches import MatchQuery, find_matches, interleave
from matching.why_not.relaxations import Relaxation
from matching.why_not.wider import WiderSearch, find_wider_searches

BATCH = 20
WIDENED_BATCH = 5
"""People for whom changes are tried in one transaction; each takes some dozen searches."""
MOST_TOLD = 3
MOST_CHANGES = 4
_RANKED = 12
"""How many of each kind are looked at: what is new and stands far behind is no news."""
_COUNTED = 30
"""The same where only the number is told."""


async def tell_new_matches(session: AsyncSession) -> int:
    """Those whose time has come hear of up to three listings that are new to them; nobody hears of none."""
    due = await seeker_notices.take_due_alerts(session, BATCH)
    for account_id, since in due:
        found = await _new_matches(session, account_id, since)
        if found:
            await _tell(session, account_id, found)
            await seeker_notices.postpone_widening(session, account_id)
    return len(due)


async def _new_matches(session: AsyncSession, account_id: int, since: datetime) -> list[ListingWithOrganisation]:
    facts = await seekers.facts_of(session, account_id)
    if facts == Facts():
        return []
    query = await _query(session, account_id, facts, _RANKED)
    taken = await list_taken_up(session, account_id)
    ids = [one.row.listing_id for one in interleave(await find_matches(session, query))]
    found: list[ListingWithOrganisation] = []
    for one in await list_by_ids(session, [one for one in ids if one not in taken]):
        subject = seeker_notices.listing_subject(account_id, one.listing.id)
        new = (one.listing.live_at or since) > since and len(found) < MOST_TOLD
        if new and await sent_notices.record_if_new(session, seeker_notices.MATCH_NOTICE, subject):
            found.append(one)
    return found


async def _query(session: AsyncSession, account_id: int, facts: Facts, limit: int) -> MatchQuery:
    dismissed, liked = await feedback.load_opinions(session, account_id)
    today = (await clock.now(session)).date()
    return MatchQuery(facts, today, limit_per_kind=limit, dismissed=dismissed, liked=liked, widen=False)


async def _tell(session: AsyncSession, account_id: int, found: list[ListingWithOrganisation]) -> None:
    def words(language: Language) -> Html:
        lines = [render("alerts.new", language, n=len(found))]
        for number, one in enumerate(found, 1):
            told = join(short.facts(language, one.listing), render("matches.separator", language))
            lines.append(join([render("alerts.title", language, number=number, title=one.listing.title), told]))
        return join(lines, "\n\n")

    see = [(f"alerts.open.{number}", f"seek.open:{one.listing.id}") for number, one in enumerate(found, 1)]
    pace = [("alerts.pace", "seek.alerts_pace"), ("alerts.change", "seek.alerts_stop")]
    await unasked_notices.tell(session, account_id, UnaskedKind.MATCHES, words, [see, pace])


async def tell_what_brings_more(session: AsyncSession) -> int:
    """Those who heard of nothing new for a week hear once which single changes would bring something."""
    due = await seeker_notices.take_due_widenings(session, WIDENED_BATCH)
    for account_id in due:
        facts = await seekers.facts_of(session, account_id)
        if facts == Facts():
            continue
        query = await _query(session, account_id, facts, _COUNTED)
        without = await list_taken_up(session, account_id)
        if ways := await find_wider_searches(session, query, without, MOST_CHANGES):
            await _tell_ways(session, account_id, ways)
    return len(due)


async def _tell_ways(session: AsyncSession, account_id: int, ways: Sequence[WiderSearch]) -> None:
    courses = {way.course: await find(session, way.course) for way in ways if way.course}
    titles = {course: found.listing.title if found else "" for course, found in courses.items()}

    def change(way: WiderSearch, language: Language) -> Html:
        if way.course is not None:
            return render("wider.learn", language, course=titles[way.course])
        return explain(Reason(f"change.{way.change.name.lower()}", way.params), language)

    def words(language: Language) -> Html:
        lines = [render("wider.line", language, change=change(way, language), n=way.gained) for way in ways]
        return join([render("wider.heading", language), *lines, render("wider.then", language)])

    rows = [[(partial(change, way), _data(way))] for way in ways]
    last = [("alerts.pace", "seek.alerts_pace"), unasked_notices.stop_button(UnaskedKind.WIDER)]
    await unasked_notices.tell(session, account_id, UnaskedKind.WIDER, words, [*rows, last])


def _data(way: WiderSearch) -> str:
    if way.change is Relaxation.LEARN:
        return f"seek.open:{way.course}"
    return f"seek.lift:{way.change}:{way.listing_id}"
