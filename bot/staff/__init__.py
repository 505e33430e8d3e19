"""The staff side of the conversation."""

from bot.chat.turn import Handler, Turn
from bot.rules import questions
from bot.staff import acts, greeting, lookups, stats
from bot.staff.broadcasts import compose
from bot.staff.review import listings, queue
from matching.language.heads.acts import SURE_TO_DO

COMMANDS: dict[str, Handler] = {**queue.COMMANDS, **compose.COMMANDS, **stats.COMMANDS}
BUTTONS: dict[str, Handler] = {
    **acts.BUTTONS,
    **lookups.BUTTONS,
    **queue.BUTTONS,
    **listings.BUTTONS,
    **compose.BUTTONS,
    **stats.BUTTONS,
    **questions.BUTTONS,
}


async def handle_text(turn: Turn) -> None:
    """Free text outside any form: what it asks for, else what can be done here."""
    if not await acts.answer(turn, turn.text):
        await greeting.say_unheard(turn)


async def answer_aside(turn: Turn) -> bool:
    """What is typed into a form and does not answer its question."""
    return await acts.answer(turn, turn.text, least=SURE_TO_DO)
