"""What a member of staff sees first: what waits to be reviewed and answered, and the way there."""

from bot.chat.buttons import Button
from bot.chat.texts import join
from bot.chat.turn import Turn
from data.lifecycle import verification
from data.listings import transitions
from data.listings.courses import Course
from data.listings.openings import Opening
from data.staff import members, tickets

_BUTTONS = {
    "review": ("review.open", "staff.review"),
    "tickets": ("greeting.tickets_open", "ticket.list"),
    "broadcast": ("staff_act.announce.begin", "staff.announce"),
    "stats": ("greeting.stats_open", "staff.stats"),
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
    buttons = [Button(turn.t(text), data) for act, (text, data) in _BUTTONS.items() if act in allowed]
    await turn.say(join(lines), rows=[buttons[:2], buttons[2:]])


async def _count_in_review(turn: Turn) -> int:
    """Organisations and listings that wait for a decision."""
    organisations = await verification.list_awaiting_decision(turn.session)
    openings = await transitions.in_review(turn.session, Opening)
    return len(organisations) + len(openings) + len(await transitions.in_review(turn.session, Course))
