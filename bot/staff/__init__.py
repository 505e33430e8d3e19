"""The staff side of the conversation."""

from bot.chat.turn import Handler, Turn
from bot.staff import review

COMMANDS: dict[str, Handler] = {**review.COMMANDS}
BUTTONS: dict[str, Handler] = {**review.BUTTONS}


async def listen(turn: Turn) -> None:
    """Free text outside any form."""
    await turn.say("help.staff")
