"""What is known of the person this turn is with: nothing of one who only browses."""

from bot.chat.turn import Turn
from data.people import seekers
from data.people.profile import Facts

WORK_WORDS_KEY = "words"
"""Draft key of the person's own words for the work they are after."""


async def facts_of(turn: Turn) -> Facts:
    """All facts kept so far."""
    return Facts() if turn.account.browsing else await seekers.facts_of(turn.session, turn.account_id)


def work_words_of(turn: Turn) -> str:
    """Their own words for the work (叉车, of all lifting machines), for as long as the chat is about nothing else."""
    return str(turn.state.draft.get(WORK_WORDS_KEY, "")) if turn.state.flow is None else ""
