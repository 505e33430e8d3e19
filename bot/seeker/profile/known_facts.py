"""What is known of the person this turn is with: nothing of one who only browses."""

from bot.chat.cards.names import place_name
from bot.chat.turn import Turn
from data.people import seekers
from data.people.profile import Facts
from data.vocabulary import Language

_EXAMPLE_CITIES = ("210100", "210200", "210300")
"""Cities that a hint may name."""
WORK_WORDS_KEY = "words"
"""Draft key of the person's own words for the work they are after."""


async def facts_of(turn: Turn) -> Facts:
    """All facts kept so far."""
    return Facts() if turn.account.browsing else await seekers.facts_of(turn.session, turn.account_id)


def work_words_of(turn: Turn) -> str:
    """Their own words for the work (叉车, of all lifting machines), for as long as the chat is about nothing else."""
    return str(turn.state.draft.get(WORK_WORDS_KEY, "")) if turn.state.flow is None else ""


def another_city(facts: Facts, language: Language) -> str:
    """A city for a hint such as 沈阳也行: none that the person named already."""
    named = {place.city for place in facts.places}
    city = next((code for code in _EXAMPLE_CITIES if code not in named), _EXAMPLE_CITIES[0])
    return place_name(city, language)
