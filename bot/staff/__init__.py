"""The staff side of the conversation."""

from bot.chat.turn import Handler, Turn
from bot.staff import broadcast, review, stats

COMMANDS: dict[str, Handler] = {**review.COMMANDS, **broadcast.COMMANDS, **stats.COMMANDS}
BUTTONS: dict[str, Handler] = {**review.BUTTONS, **broadcast.BUTTONS, **stats.BUTTONS}


async def listen(turn: Turn) -> None:
    """Free text outside any form."""
    await turn.say("help.staff")
