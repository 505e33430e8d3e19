"""A course's list of learners as a spreadsheet, for the member who asks for it."""

import html
from collections.abc import Sequence

from bot.chat.buttons import rows
from bot.chat.callback_args import listing_id_argument
from bot.chat.cards import phones
from bot.chat.cards.names import label
from bot.chat.turn import Handler, Turn
from data.db.clock import ZONE
from data.enrolments import service as enrolments
from data.enrolments.service import HOLDING_STATES, Enrolment
from data.listings import transitions
from data.listings.courses import Course
from data.workbooks import Sheet, write_book

COLUMNS = ("code", "name", "phone", "state", "enrolled", "completed", "certificate")
"""Text ids of the heading: `roster.column.…`."""


async def send(turn: Turn) -> None:
    """Everybody in the course and on its waiting list; of those who wait, no name and no number."""
    course = await transitions.lock_for_member(turn.session, Course, listing_id_argument(turn), member=turn.account_id)
    people = await enrolments.of_course(turn.session, course.id)
    if not people:
        see = rows([[("courses.see", f"course.see:{course.id}")]], turn.language)
        await turn.say("learners.none", title=course.title, rows=see)
        return
    name = turn.t("roster.name", day=turn.now.date().isoformat())
    await turn.send_file(f"{name}.xlsx", _book(turn, people), "roster.done", title=course.title, n=len(people))


def _book(turn: Turn, people: Sequence[Enrolment]) -> bytes:
    header = [turn.t(f"roster.column.{column}") for column in COLUMNS]
    return write_book(Sheet(turn.t("roster.button"), header, [_row(turn, one) for one in people]))


def _row(turn: Turn, one: Enrolment) -> list[object]:
    seen = one.state in HOLDING_STATES
    name, phone = (one.name, html.unescape(phones.numbers(turn.language, one)) or None) if seen else (None, None)
    state = label("enrolment_state", one.state, turn.language)
    enrolled_on = one.created_at.astimezone(ZONE).date()
    return [one.code, name, phone, str(state), enrolled_on, one.completed_on, one.certificate_number]


BUTTONS: dict[str, Handler] = {"course.roster": send}
