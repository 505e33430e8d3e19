"""What is known of the person this turn is with: nothing of one who only browses."""

from bot.chat.turn import Turn
from data import seekers
from data.facts import Facts


async def facts_of(turn: Turn) -> Facts:
    """All facts kept so far."""
    return Facts() if turn.account.browsing else await seekers.facts_of(turn.session, turn.account_id)
