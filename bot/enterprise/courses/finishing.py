"""The end of a course for its learners: the day of finishing, for one or all, and the number of the certificate."""

from datetime import date

from bot.chat.buttons import rows
from bot.chat.callback_args import listing_id_argument, number_argument
from bot.chat.forms import past_days
from bot.chat.forms.engine import BadAnswer, Choice, Draft, Form, FormQuestion, register, start_form
from bot.chat.texts import Html, format_day, join
from bot.chat.turn import Handler, Turn
from bot.enterprise.courses.learners import show_card
from bot.notices.courses import ask_if_finished, course_and_members
from bot.notices.deliver import notify_people
from data.closed_forms import certificate_numbers
from data.db.errors import NotAvailable
from data.enrolments import service as enrolments
from data.enrolments.service import DayAhead, DayTooEarly
from data.listings import courses, transitions
from data.listings.courses import Course
from data.vocabulary import EnrolmentState as State

NO_NUMBER = ""
"""The certificate is there, its number is not yet."""


async def ask_day(turn: Turn) -> None:
    """On which day did this one finish?"""
    found, course = await enrolments.get_for_member(turn.session, number_argument(turn), member=turn.account_id)
    if found.state != State.ATTENDING:
        raise NotAvailable
    await _ask_day(turn, course, {"enrolment": found.id, "whom": found.code})


async def ask_day_of_all(turn: Turn) -> None:
    """On which day did all who attend finish?"""
    course = await transitions.lock_for_member(turn.session, Course, listing_id_argument(turn), member=turn.account_id)
    attending = [one for one in await enrolments.of_course(turn.session, course.id) if one.state == State.ATTENDING]
    if not attending:
        raise NotAvailable
    await _ask_day(turn, course, {"enrolment": None, "n": len(attending)})


async def _ask_day(turn: Turn, course: Course, draft: Draft) -> None:
    today = turn.now.date()
    enrolments.require_begun(course, today)
    known = {"course": course.id, "title": course.title, past_days.ASKED_ON: today.isoformat()}
    await start_form(turn, FINISHING, known | draft)


def _question(turn: Turn, draft: Draft) -> Html:
    whom = (
        turn.t("learner.finish.one", code=draft["whom"], title=draft["title"])
        if draft["enrolment"]
        else turn.t("learner.finish.all", n=draft["n"], title=draft["title"])
    )
    return join([whom, turn.t("learner.finish")])


async def _finish(turn: Turn, draft: Draft) -> None:
    try:
        await (_complete_one if draft["enrolment"] else _complete_all)(turn, draft, date.fromisoformat(draft["on"]))
    except (DayAhead, DayTooEarly) as refusal:  # another day may do
        raise BadAnswer(refusal.text_id) from refusal


async def _complete_one(turn: Turn, draft: Draft, on: date) -> None:
    found = await enrolments.complete(turn.session, draft["enrolment"], on, member=turn.account_id)
    turn.goto(None)
    course, _, _ = await course_and_members(turn.session, found)
    await show_card(turn, found, course)
    await ask_if_finished(turn.session, course, [found], on)


async def _complete_all(turn: Turn, draft: Draft, on: date) -> None:
    finished = await enrolments.complete_all(turn.session, draft["course"], on, member=turn.account_id)
    turn.goto(None)
    course = await courses.lock(turn.session, draft["course"])
    see = rows([[("courses.people", f"course.people:{course.id}")]], turn.language)
    await turn.say(
        "learners.completed", rows=see, n=len(finished), title=course.title, day=format_day(on, turn.language)
    )
    await ask_if_finished(turn.session, course, finished, on)


async def ask_number(turn: Turn) -> None:
    """Which number does the certificate have?"""
    found, course = await enrolments.get_for_member(turn.session, number_argument(turn), member=turn.account_id)
    if found.state not in (State.COMPLETED, State.CERTIFIED) or course.certificate_kind is None:
        raise NotAvailable
    if found.account_id is None:
        await _certify(turn, {"enrolment": found.id})
        return
    known = {"enrolment": found.id, "code": found.code, "title": course.title}
    await start_form(turn, CERTIFYING, known | {"certified": found.state == State.CERTIFIED})


def _number_question(turn: Turn, draft: Draft) -> Html:
    return turn.t("learner.number", code=draft["code"], title=draft["title"])


def _number_choices(turn: Turn, draft: Draft) -> list[Choice]:
    return [] if draft["certified"] else [Choice(turn.t("learner.number.later"), NO_NUMBER)]


async def _parse_number(_: Turn, __: Draft, said: str) -> str:
    number = certificate_numbers.read(said)
    if number is None:
        raise BadAnswer(
            "learner.number.error", shortest=certificate_numbers.SHORTEST, longest=certificate_numbers.LONGEST
        )
    return number


async def _certify(turn: Turn, draft: Draft) -> None:
    number = draft.get("number") or None
    found = await enrolments.certify(turn.session, draft["enrolment"], number, member=turn.account_id)
    turn.goto(None)
    course, organisation, _ = await course_and_members(turn.session, found)
    await show_card(turn, found, course)
    words = "learn.number" if draft.get("certified") else "learn.certified_with" if number else "learn.certified"
    await notify_people(
        turn.session, [found.account_id], words, [[("pathway.button", f"seek.leads:{course.id}")]], code=found.code,
        title=course.title, number=number or "", organisation=organisation.name,
    )  # fmt: skip


FINISHING = register(
    Form(
        "finishing",
        (
            FormQuestion(
                "on", "learner.finish", past_days.parse, choices=past_days.choices, render_text=_question,
            ),
        ),
        finish=_finish,
        subject_keys=("course", "enrolment"),
    )
)  # fmt: skip

CERTIFYING = register(
    Form(
        "certifying",
        (
            FormQuestion(
                "number", "learner.number", _parse_number, choices=_number_choices, render_text=_number_question,
            ),
        ),
        finish=_certify,
        subject_keys=("enrolment",),
    )
)  # fmt: skip

BUTTONS: dict[str, Handler] = {
    "course.complete": ask_day,
    "course.complete_all": ask_day_of_all,
    "course.certify": ask_number,
}
