"""The staff side of the conversation."""

from bot.chat.turn import Handler, Turn

COMMANDS: dict[str, Handler] = {}
BUTTONS: dict[str, Handler] = {}


async def listen(turn: Turn) -> None:
    """Free text outside any form."""
    await turn.say(f"help.{turn.account.role.value}")
