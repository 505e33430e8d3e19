"""The enterprise side of the conversation."""

from bot.chat.turn import Handler, Turn
from bot.enterprise import join

COMMANDS: dict[str, Handler] = {**join.COMMANDS}
BUTTONS: dict[str, Handler] = {**join.BUTTONS}


async def listen(turn: Turn) -> None:
    """Free text outside any form."""
    await turn.say("help.member")
