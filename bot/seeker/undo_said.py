"""Words that take back what was just done, said while the newest message offers that with a button.

Whose words name the button has tapped it. Other words that withdraw do the same where they can mean nothing else; what
was given up already is only offered back, for "I'm not going" may just say it again.
"""

import asyncio

from bot.chat.buttons import Button
from bot.chat.screen import AFTER_APPLY, Screen
from bot.chat.turn import Handler, Turn
from bot.seeker.applying import undo
from bot.seeker.search import listing
from matching.language.acts import TAKES_BACK
from matching.language.heads.acts import SURE_TO_DO, read_acts

_BY_OTHER_WORDS = frozenset({"seek.undo_apply", "seek.undo_enrol", "seek.unsave"})
_GIVEN_UP = "seek.undo_leave"
_SIGNS = " 。.!！~，,"


async def answer_if_undo(turn: Turn, seen: Screen, text: str) -> bool:
    """Undo what the last answer offered to undo, where the words say so."""
    offered = turn.undo_offered
    if offered is None or seen.has_news:
        return False
    name = offered.split(":", 1)[0]
    label = str(turn.t("undo.button")).casefold()
    said = text.strip(_SIGNS).casefold()
    if said != label:
        heard = await asyncio.to_thread(read_acts, text, "seeker", AFTER_APPLY)
        if not any(act.name in TAKES_BACK and act.score >= SURE_TO_DO for act in heard):
            return False
        if name == _GIVEN_UP and label not in said:
            await turn.say("undo.offer", rows=[[Button(turn.t("undo.button"), offered)]])
            return True
        if name not in _BY_OTHER_WORDS and label not in said:
            return False
    turn.stands_for = offered
    await _HANDLERS[name](turn)
    return True


_HANDLERS: dict[str, Handler] = {
    **undo.BUTTONS,
    "seek.unsave": listing.undo_save,
    "seek.undo_no": listing.undo_dismissal,
}
