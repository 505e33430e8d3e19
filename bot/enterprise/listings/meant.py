"""Which of a member's own listings words are about: the one they name, else the one that was shown last."""

import re
from collections.abc import Sequence
from typing import TypeVar

from bot.chat import screen
from bot.chat.turn import Turn
from bot.enterprise.organisation.membership import own_organisations
from data.closed_forms.ordinals import ordinal
from data.listings import transitions
from data.listings.courses import Course
from data.listings.openings import Opening
from matching.language.ngrams import pairs

ListingT = TypeVar("ListingT", Opening, Opening | Course)
_EVERY_TITLE = re.compile("学徒|培训|班")


async def own_listings(turn: Turn) -> list[Opening | Course]:
    """All listings of the organisations that the person acts for, newest first."""
    found: list[Opening | Course] = []
    for organisation in await own_organisations(turn):
        for table in (Opening, Course):
            found += await transitions.of_organisation(turn.session, table, organisation.id or 0)
    return sorted(found, key=lambda listing: listing.created_at, reverse=True)


def named(listings: Sequence[ListingT], words: str) -> list[ListingT]:
    """Those whose titles share most with the words, or the one whose number they say; none where nothing is shared."""
    number = ordinal(words)
    if number is not None and 0 < number <= len(listings):
        return [listings[number - 1]]
    said = pairs(words)
    shared = [len(pairs(_EVERY_TITLE.sub(" ", listing.title)) & said) for listing in listings]
    best = max(shared, default=0)
    return [listing for listing, how in zip(listings, shared, strict=True) if how == best > 0]


def meant(turn: Turn, listings: Sequence[ListingT], words: str) -> list[ListingT]:
    """Those that the words name; else the one that was shown last; else all of them."""
    last = screen.of(turn).own
    return named(listings, words) or [one for one in listings if one.id == last] or list(listings)
