"""The undo button under what was just done: applied, enrolled, withdrawn, refused an offer."""

from bot.chat import screen
from bot.chat.buttons import Button, rows
from bot.chat.callback_args import number_argument
from bot.chat.turn import Handler, Turn
from bot.notices import courses, departures
from bot.notices.applications import SEE_OTHERS_BUTTONS, announce_undone
from bot.seeker.applying import status
from data.applications import undo
from data.applications.models import Application
from data.enrolments import undo as enrolment_undo
from data.enrolments.service import Enrolment


def of_applying(turn: Turn, made: Application | Enrolment) -> Button:
    """The button under "you have applied"."""
    name = "seek.undo_apply" if isinstance(made, Application) else "seek.undo_enrol"
    return screen.undo_button(turn, f"{name}:{made.id}")


def of_withdrawing(turn: Turn, application: Application) -> Button:
    """The button under "you have withdrawn"."""
    return screen.undo_button(turn, f"seek.undo_leave:{application.id}")


async def undo_application(turn: Turn) -> None:
    """Not applied after all."""
    application = await undo.undo_application(turn.session, turn.account_id, number_argument(turn))
    await turn.edit("undo.applied", rows=rows(SEE_OTHERS_BUTTONS, turn.language))
    await departures.notify_enterprise(turn.session, application)


async def undo_enrolment(turn: Turn) -> None:
    """Not enrolled after all."""
    left, promoted = await enrolment_undo.undo_enrolment(turn.session, turn.account_id, number_argument(turn))
    await turn.edit("undo.applied", rows=rows(SEE_OTHERS_BUTTONS, turn.language))
    await courses.announce_leaving(turn.session, left)
    await courses.announce_promoted(turn.session, promoted)


async def undo_withdrawal(turn: Turn) -> None:
    """Not withdrawn after all: it stands as before."""
    application = await undo.undo_withdrawal(turn.session, turn.account_id, number_argument(turn))
    standing = await status.load(turn.session, application, turn.now)
    buttons = [*status.buttons(standing), [("my.button", "seek.my")]]
    told = status.sentence(turn.language, standing)
    await turn.edit("undo.withdrawn", rows=rows(buttons, turn.language), told=told)
    await announce_undone(turn.session, application)


BUTTONS: dict[str, Handler] = {
    "seek.undo_apply": undo_application,
    "seek.undo_enrol": undo_enrolment,
    "seek.undo_leave": undo_withdrawal,
}
