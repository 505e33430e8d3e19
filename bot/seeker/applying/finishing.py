"""The school says that somebody finished its course: the learner says whether that is so."""

from datetime import date

from bot.chat.buttons import rows
from bot.chat.callback_args import listing_id_argument, text_argument
from bot.chat.turn import Handler, Turn
from bot.notices import courses
from bot.notices.courses import course_and_members
from data.db.errors import NotAvailable
from data.enrolments import service as enrolments
from data.enrolments.service import Enrolment


async def confirm(turn: Turn) -> None:
    """Finished."""
    found = await _answer(turn, confirmed=True)
    course, _, _ = await course_and_members(turn.session, found)
    onwards = rows([[("pathway.button", f"seek.leads:{course.id}")]], turn.language)
    await turn.edit("learn.completed", rows=onwards, code=found.code, title=course.title)


async def deny(turn: Turn) -> None:
    """Not yet: the course goes on for them, and the school hears it."""
    found = await _answer(turn, confirmed=False)
    course, organisation, _ = await course_and_members(turn.session, found)
    mine = rows([[("my.button", "seek.my")]], turn.language)
    await turn.edit("learn.still", rows=mine, organisation=organisation.name, title=course.title)
    await courses.announce_still_attending(turn.session, found)


async def _answer(turn: Turn, *, confirmed: bool) -> Enrolment:
    course_id = listing_id_argument(turn, 1)
    return await enrolments.answer_completion(turn.session, turn.account_id, course_id, _day(turn), confirmed=confirmed)


def _day(turn: Turn) -> date:
    try:
        return date.fromisoformat(text_argument(turn))
    except ValueError:
        raise NotAvailable from None


BUTTONS: dict[str, Handler] = {"seek.finished": confirm, "seek.still": deny}
