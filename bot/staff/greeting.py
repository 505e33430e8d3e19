"""What a member of staff sees first: what waits to be reviewed and answered, and the way there."""

from bot.chat.buttons import Button, arrange_in_columns
from bot.chat.texts import join
from bot.chat.turn import Turn
from bot.staff.review import listings
from data.lifecycle import verification
from data.listings import transitions
from data.listings.courses import Course
from data.listings.openings import Opening
from data.staff import members, tickets

_BUTTONS = {
    "review": listings.LISTS,
    "tickets": (("greeting.tickets_open", "ticket.list"),),
    "broadcast": (("staff_act.announce.begin", "staff.announce"),),
    "stats": (("greeting.stats_open", "staff.stats"),),
}
"""By what a role must allow."""


async def greet(turn: Turn) -> None:
    """Greet by the seat, with what this person may do."""
    allowed = await members.permissions_of(turn.session, turn.account_id)
    lines = [turn.t("greeting.staff")]
    if "review" in allowed:
        waiting = await _count_in_review(turn)
        lines.append(turn.t("greeting.review" if waiting else "greeting.nothing_to_review", n=waiting))
    if "tickets" in allowed:
        asking = await tickets.count_open(turn.session, staff=turn.account_id)
        lines.append(turn.t("greeting.tickets" if asking else "greeting.no_tickets", n=asking))
    await turn.say(join(lines), rows=_menu(turn, allowed))


async def answer_thanks(turn: Turn) -> None:
    """A word back, and the menu."""
    await _say_with_menu(turn, "talk.thanks")


async def answer_ack(turn: Turn) -> None:
    """To "all right" and "bye"."""
    await _say_with_menu(turn, "greeting.staff_ack")


async def say_unheard(turn: Turn) -> None:
    """What was not understood: what can be said, and the menu."""
    await _say_with_menu(turn, "greeting.staff_unheard")


async def _say_with_menu(turn: Turn, text_id: str) -> None:
    allowed = await members.permissions_of(turn.session, turn.account_id)
    await turn.say(text_id, rows=_menu(turn, allowed))


def _menu(turn: Turn, allowed: set[str]) -> list[list[Button]]:
    """A button for each thing that the role may do."""
    offered = [one for act, several in _BUTTONS.items() if act in allowed for one in several]
    return arrange_in_columns([Button(turn.t(text), data) for text, data in offered], 2)


async def _count_in_review(turn: Turn) -> int:
    """Organisations and listings that wait for a decision."""
    organisations = await verification.list_awaiting_decision(turn.session)
    openings = await transitions.in_review(turn.session, Opening)
    return len(organisations) + len(openings) + len(await transitions.in_review(turn.session, Course))
