"""What the state pays, asked by who acts for an organisation: for the opening that is meant, else for any."""

import asyncio
from collections.abc import Sequence

from bot.chat import screen
from bot.chat.texts import join
from bot.chat.turn import Turn
from bot.enterprise.changes.in_words import CHANGEABLE
from bot.enterprise.listings.meant import MOST_OFFERED, meant, posted, to_pick
from bot.enterprise.openings import subsidy
from bot.rules import questions
from bot.rules.questions import Payee
from data.listings.openings import Opening
from data.organisations import service as organisations
from data.organisations.service import Organisation
from data.vocabulary import ListingKind
from matching.understanding import named_cities


async def tell(turn: Turn, words: str) -> None:
    """What the state pays, where the words ask as a person may."""
    await _tell(turn, words, await organisations.list_for_member(turn.session, turn.account_id), None)


async def tell_of_enterprise(turn: Turn, words: str) -> None:
    """The enterprise's subsidy, and what persons get where the words rather mean that."""
    mine = await organisations.list_for_member(turn.session, turn.account_id)
    await _tell(turn, words, mine, _leaning(mine))


async def _tell(turn: Turn, words: str, mine: Sequence[Organisation], leaning: Payee | None) -> None:
    found = await questions.read_support(turn, words, city=_city_of(mine), leaning=leaning)
    told = [found.words[payee] for payee in found.payees]
    ways_on = questions.ways_to_rest(turn, found, words)
    if Payee.ENTERPRISE in found.payees:
        openings = await _openings_meant(turn, words)
        if len(openings) == 1:
            screen.show_own(turn, openings[0].id)
            await subsidy.show_of(turn, openings[0], ways_on)
            told = [found.words[payee] for payee in found.payees if payee is not Payee.ENTERPRISE]
        elif openings:
            told.append(turn.t("rules.by_opening"))
            ways_on = [*to_pick(openings[:MOST_OFFERED], "member.subsidy"), *ways_on]
        elif leaning is Payee.ENTERPRISE:
            told.append(turn.t("rules.post_first"))
    if told:
        await turn.say(join(told, "\n\n"), rows=ways_on)


def _city_of(mine: Sequence[Organisation]) -> str | None:
    """Where the organisations are, if it is one city."""
    cities = {one.city for one in mine}
    return cities.pop() if len(cities) == 1 else None


def _leaning(mine: Sequence[Organisation]) -> Payee | None:
    """Who may hire asks for the enterprise; of a school that only teaches nothing is known."""
    hires = not mine or any(organisations.may_offer(one, ListingKind.OPENING) for one in mine)
    return Payee.ENTERPRISE if hires else None


async def _openings_meant(turn: Turn, words: str) -> list[Opening]:
    """Openings that the words may mean: none in another city than one that they name."""
    mine = [one for one in await posted(turn) if isinstance(one, Opening) and one.state in CHANGEABLE]
    cities = await asyncio.to_thread(named_cities, words)
    return [one for one in meant(turn, mine, words) if not cities or one.city in cities]
