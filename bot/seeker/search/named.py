"""A listing that words name by what it is called: "the Java one", "轮胎厂那个"."""

import asyncio
from collections.abc import Iterable

from bot.chat.screen import Screen
from bot.chat.turn import Turn
from bot.seeker.profile import known_facts
from data.catalogue import occupations
from data.listings import lookup
from data.listings.lookup import ListingWithOrganisation
from data.vocabulary import ProfileQuestion
from matching.language.ngrams import pairs
from matching.matches import MatchQuery, find_matches, interleave
from matching.search.intent import words_for_work
from matching.understanding import named_work, understand

_LOOKED_AMONG = 5


async def on_screen(turn: Turn, seen: Screen, words: str) -> str | None:
    """The one listing of the list, of the open one and of the one before it whose name the words share most with."""
    ids = dict.fromkeys((*seen.listings, *filter(None, (seen.listing, seen.earlier))))
    found = await lookup.list_by_ids(turn.session, list(ids))
    return _likest(words, found)


async def anywhere(turn: Turn, words: str) -> str | None:
    """Of the live listings of the work that the words name, the best one whose name they share something with."""
    understood = await asyncio.to_thread(understand, words, ProfileQuestion.WANTS)
    facts = understood.facts()
    facts = facts.model_copy(update={"places": facts.places or (await known_facts.facts_of(turn)).places})
    wished = words_for_work(facts, words, understood.unclear_work)
    if not wished and (work := await asyncio.to_thread(named_work, words)):
        wished = occupations.occupation(work).name
    query = MatchQuery(facts, turn.now.date(), texts=(wished or words,), limit_per_kind=_LOOKED_AMONG)
    ids = [one.row.listing_id for one in interleave(await find_matches(turn.session, query))]
    said = pairs(words)
    found = await lookup.list_by_ids(turn.session, ids)
    return next((one.listing.id for one in found if said & pairs(one.listing.title)), None)


def _likest(words: str, found: Iterable[ListingWithOrganisation]) -> str | None:
    """The one whose name has most terms of the words that not all names have; None where two have as many."""
    said = pairs(words)
    shared = {one.listing.id: said & pairs(f"{one.listing.title} {one.organisation.name}") for one in found}
    common = frozenset.intersection(*shared.values()) if len(shared) > 1 else frozenset[str]()
    order = sorted(shared, key=lambda one: -len(shared[one] - common))
    counts = [len(shared[one] - common) for one in order]
    return order[0] if counts and counts[0] > (counts[1] if len(counts) > 1 else 0) else None
