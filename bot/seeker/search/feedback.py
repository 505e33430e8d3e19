"""More like this: what a person liked teaches the next matches, and can be taken back."""

from bot.chat.buttons import Button
from bot.chat.turn import Handler, Turn
from bot.seeker.profile import known_facts
from bot.seeker.search import listing, matches
from data.db.errors import NotAvailable
from data.people import feedback
from data.people.profile import Facts


async def like(turn: Turn) -> None:
    """Keep it as liked, and show others like it."""
    found = await listing.require_live(turn.session, listing.listing_id_argument(turn))
    if turn.account.browsing:
        raise NotAvailable
    await feedback.like(turn.session, turn.account_id, found.listing.id)
    undo = Button(turn.t("like.undo"), f"seek.unlike:{found.listing.id}")
    await turn.say("like.done", title=found.listing.title, rows=[[undo]])
    await _show(turn, matches.ALIKE)


async def unlike(turn: Turn) -> None:
    """As before."""
    await feedback.unlike(turn.session, turn.account_id, listing.listing_id_argument(turn))
    await turn.edit("like.undone")
    await _show(turn)


async def _show(turn: Turn, order: str = "") -> None:
    facts = await known_facts.facts_of(turn)
    if facts == Facts():
        await turn.say("matches.nothing_known", rows=[[Button(turn.t("intake.step_by_step"), "seek.intake")]])
        return
    await matches.show(turn, facts, known_facts.work_words_of(turn), order=order)


BUTTONS: dict[str, Handler] = {"seek.like": like, "seek.unlike": unlike}
