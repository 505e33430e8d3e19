"""Which of a member's own listings words are about: the one they name, else the one that was shown last."""

import asyncio
from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.chat import screen
from bot.chat.buttons import Button
from bot.chat.turn import Turn
from bot.enterprise.organisation.membership import own_organisations
from data.closed_forms.ordinals import entry
from data.closed_forms.text import longest_shared
from data.listings import transitions
from data.listings.courses import Course
from data.listings.name_search import EVERY_TITLE, title_run
from data.listings.openings import Opening
from data.organisations import service as organisations
from data.organisations.service import Organisation
from matching.language.ngrams import pairs
from matching.understanding import named_work

ListingT = TypeVar("ListingT", Opening, Opening | Course)
_SURELY = 3
"""Characters in a row from which words surely name a listing's title."""
_BEGINNING, _LEADING = 2, 6
"""Characters of a title that may stand for it, and of words that begin with its name."""
MOST_OFFERED, _LONGEST = 8, 40
"""Listings to pick one of; characters of a title on a button."""


async def own_listings(turn: Turn) -> list[Opening | Course]:
    """All listings of the organisations that the person acts for, newest first.

    Raises:
        NoOrganisation: there is none.
    """
    return await _listings_of(turn, await own_organisations(turn))


async def posted(turn: Turn) -> list[Opening | Course]:
    """The same; empty for who acts for no organisation."""
    return await _listings_of(turn, await organisations.list_for_member(turn.session, turn.account_id))


async def _listings_of(turn: Turn, mine: Sequence[Organisation]) -> list[Opening | Course]:
    found: list[Opening | Course] = []
    for table in (Opening, Course):
        found += await transitions.of_organisations(turn.session, table, [one.id or 0 for one in mine])
    return sorted(found, key=lambda listing: listing.created_at, reverse=True)


def named(turn: Turn, listings: Sequence[ListingT], words: str) -> list[ListingT]:
    """Those whose titles share most with the words; before a title that shares little, the one whose number in the last
    list they say.
    """
    said = pairs(words)
    shared = [len(pairs(EVERY_TITLE.sub(" ", listing.title)) & said) for listing in listings]
    best = max(shared, default=0)
    found = [listing for listing, how in zip(listings, shared, strict=True) if how == best > 0]
    surely = any(title_run(words, one.title) for one in found)
    return found if surely else _numbered(turn, listings, words) or found


def _numbered(turn: Turn, listings: Sequence[ListingT], words: str) -> list[ListingT]:
    number, shown = entry(words), screen.of(turn).own_list
    return [one for one in listings if number and number <= len(shown) and one.id == shown[number - 1]]


async def surely_named(turn: Turn, listings: Sequence[ListingT], words: str) -> list[ListingT]:
    """Those of them whose number or a good piece of whose title the words say, else those whose work they name."""
    found = named(turn, listings, words)
    if found and found == _numbered(turn, listings, words):
        return found
    work = await asyncio.to_thread(named_work, words)
    of_work = [one for one in listings if one.occupation_code == work]
    return [one for one in found if one in of_work or title_run(words, one.title)] or of_work


async def probably_named(turn: Turn, listings: Sequence[ListingT], words: str) -> list[ListingT]:
    """Those that words surely name, else those with a piece of whose title they begin, else, where none of them was
    shown last, those whose titles begin with what the words hold.
    """
    surely = await surely_named(turn, listings, words)
    if surely:
        return surely
    led = [one for one in listings if led_by_title(words, one.title)]
    begun = [one for one in listings if begins_title(words, one.title)]
    last = screen.of(turn).own
    return named(turn, led, words) or (begun if all(one.id != last for one in listings) else [])


def begins_title(words: str, title: str) -> bool:
    """Whether the words hold the beginning of a title, which tells what the work is: 叉车 of 叉车周末班."""
    return title[:_BEGINNING].casefold() in words.casefold()


def led_by_title(words: str, title: str) -> bool:
    """Whether the words begin with a piece of a title: 选矿那条…, 电工晚班学时…."""
    return bool(pairs(EVERY_TITLE.sub(" ", title)) & pairs(words[:_LEADING]))


def title_in(words: str, title: str) -> tuple[int, int] | None:
    """Where the words hold a piece of a listing's title that is long enough to name it, with the kind of listing that
    ends it (学徒, 班); None where they hold none.
    """
    same = longest_shared(title.casefold(), words.casefold())
    if same.size < min(_SURELY, len(title)):
        return None
    end = same.b + same.size
    kind = EVERY_TITLE.match(words, end)
    return same.b, kind.end() if kind else end


def without_title(words: str, title: str) -> str:
    """The words without the piece of a listing's title that they hold, if it is long enough to name it."""
    found = title_in(words, title)
    return f"{words[: found[0]]} {words[found[1] :]}" if found else words


def meant(turn: Turn, listings: Sequence[ListingT], words: str) -> list[ListingT]:
    """Those that the words name; else the one that was shown last; else all of them."""
    last = screen.of(turn).own
    return named(turn, listings, words) or [one for one in listings if one.id == last] or list(listings)


def to_pick(
    listings: Sequence[Opening | Course], button: str | Callable[[Opening | Course], str]
) -> list[list[Button]]:
    """A button each, by its title: this one, or the one that stands for the listing."""
    names = [button if isinstance(button, str) else button(one) for one in listings]
    return [[Button(one.title[:_LONGEST], f"{name}:{one.id}")] for one, name in zip(listings, names, strict=True)]
