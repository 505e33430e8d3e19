"""What went live since somebody last heard, and fits them: told to those who want it."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.cards import short
from bot.chat.texts import Html, join, render
from bot.notices.deliver import notify_people
from data.db import clock
from data.lifecycle.taken_up import list_taken_up
from data.listings.lookup import ListingWithOrganisation, list_by_ids
from data.people import alerts, feedback, seekers
from data.vocabulary import Language
from matching.matches import MatchQuery, find_matches, interleave

BATCH = 20
MOST_TOLD = 3
_RANKED = 12
"""How many of each kind are looked at: what is new and stands far behind is no news."""


async def tell_new_matches(session: AsyncSession) -> int:
    """Those whose time has come hear of up to three listings that are new to them; nobody hears of none."""
    due = await alerts.take_due(session, BATCH)
    for account_id, since in due:
        found = await _new_matches(session, account_id, since)
        if found:
            await _tell(session, account_id, found)
    return len(due)


async def _new_matches(session: AsyncSession, account_id: int, since: datetime) -> list[ListingWithOrganisation]:
    facts = await seekers.facts_of(session, account_id)
    dismissed, liked = await feedback.load_opinions(session, account_id)
    query = MatchQuery(
        facts, (await clock.now(session)).date(), limit_per_kind=_RANKED, dismissed=dismissed, liked=liked, widen=False
    )
    taken = await list_taken_up(session, account_id)
    ids = [one.row.listing_id for one in interleave(await find_matches(session, query))]
    listings = {one.listing.id: one for one in await list_by_ids(session, [one for one in ids if one not in taken])}
    new = [listings[one] for one in ids if one in listings and (listings[one].listing.live_at or since) > since]
    return new[:MOST_TOLD]


async def _tell(session: AsyncSession, account_id: int, found: list[ListingWithOrganisation]) -> None:
    def words(language: Language) -> Html:
        lines = [render("alerts.new", language, n=len(found))]
        for number, one in enumerate(found, 1):
            told = join(short.facts(language, one.listing), render("matches.separator", language))
            lines.append(join([render("alerts.title", language, number=number, title=one.listing.title), told]))
        return join(lines, "\n\n")

    see = [(f"alerts.open.{number}", f"seek.open:{one.listing.id}") for number, one in enumerate(found, 1)]
    await notify_people(session, [account_id], words, [see, [("alerts.change", "seek.alerts_stop")]], about=None)
