"""Whether words that were not understood may be kept, masked, to learn from; taken back in /mydata."""

import asyncio

from bot.chat.buttons import Button
from bot.chat.turn import Handler, Turn
from data.people import consents, unheard
from data.people.consents import ConsentKind
from data.vocabulary import ProfileQuestion
from matching.understanding import is_private
from matching.understanding.declines import is_decline


async def keep_or_offer(turn: Turn, text: str, asked: ProfileQuestion | None) -> list[Button]:
    """Keep what was not understood if the person agreed; else the button that explains and asks.

    Nothing is kept of whoever browses, nor of words that may speak of what is specially protected.
    """
    if turn.account.browsing:
        return []
    if await consents.find_current(turn.session, turn.account_id, ConsentKind.LEARNING) is None:
        return [Button(turn.t("learning.offer"), "seek.learn")]
    if not is_decline(text) and not await asyncio.to_thread(is_private, text):
        await unheard.keep(turn.session, turn.account_id, text, asked)
    return []


async def switch_button(turn: Turn) -> list[Button]:
    """For whoever agreed, or of whom something is kept: take it back."""
    allowed = await consents.find_current(turn.session, turn.account_id, ConsentKind.LEARNING)
    kept = allowed or await unheard.count(turn.session, turn.account_id)
    return [Button(turn.t("learning.refuse"), "seek.learn:no")] if kept else []


async def handle_choice(turn: Turn) -> None:
    """What would be kept, for how long and for whom, with yes and no; the yes; or the no that deletes what was kept."""
    match turn.arguments:
        case ["yes"] if not turn.account.browsing:
            await consents.give(turn.session, turn.account_id, ConsentKind.LEARNING)
            await turn.edit("learning.allowed", rows=[[Button(turn.t("learning.refuse"), "seek.learn:no")]])
        case ["no"]:
            await unheard.refuse(turn.session, turn.account_id)
            await turn.edit("learning.refused")
        case _:
            yes, no = Button(turn.t("learning.yes"), "seek.learn:yes"), Button(turn.t("learning.no"), "seek.learn:no")
            await turn.say("learning.ask", rows=[[yes, no]])


BUTTONS: dict[str, Handler] = {"seek.learn": handle_choice}
