"""Who is in a course: the list that the provider sees, and their answers."""

from functools import partial

from bot.chat.buttons import Button, Buttons, rows
from bot.chat.callback_args import number_argument, page_data, page_of, text_argument
from bot.chat.cards import phones
from bot.chat.cards.names import label
from bot.chat.texts import Html, escape, join, render
from bot.chat.turn import Handler, Turn
from bot.notices.courses import (
    MINE,
    SEE_OTHERS,
    announce_promoted,
    buttons_for,
    card,
    course_and_members,
    queue_words,
    who,
)
from bot.notices.deliver import notify_people
from data.db.errors import NotAvailable
from data.enrolments import service as enrolments
from data.enrolments.service import HOLDING_STATES, Enrolment
from data.listings import transitions
from data.listings.courses import Course
from data.vocabulary import EnrolmentState as State

REASONS = ("papers", "not_eligible", "twice", "level", "no_contact", "cancelled")
"""Canned reasons that say nothing of age, gender, origin or health: `unenrol.…`."""
PAGE = 8


async def show_people(turn: Turn) -> None:
    """Who is in the course and who waits, a few at a time."""
    course_id, start, _ = page_of(turn)
    course = await transitions.lock_for_member(turn.session, Course, course_id, member=turn.account_id)
    people = await enrolments.of_course(turn.session, course.id)
    if not people[start:]:
        see = rows([[("courses.see", f"course.see:{course.id}")]], turn.language)
        await turn.say("learners.none", title=course.title, rows=see)
        return
    figures = (await enrolments.counts_by_course(turn.session, [course.id]))[course.id]
    lines = [
        turn.t("learners.heading", title=course.title, held=figures.held, waiting=queue_words(figures, turn.language),
               capacity=course.capacity)
    ]  # fmt: skip
    buttons = []
    for place, one in enumerate(people[start : start + PAGE], start + 1):
        state = label("enrolment_state", one.state, turn.language)
        called = who(one, turn.language)
        details = join([escape(state), *_reach_and_number(turn, one)], turn.t("card.comma"))
        lines.append(turn.t("learners.line", place=place, who=called, details=details))
        buttons.append([Button(turn.t("learners.button", place=place, who=called), f"course.learner:{one.id}")])
    if start + PAGE < len(people):
        buttons.append([Button(turn.t("applicants.more_button"), page_data("course.people", course.id, start + PAGE))])
    below = [[("roster.button", f"course.roster:{course.id}")]]
    if any(one.state is State.ATTENDING for one in people):
        below[0].append(("learners.complete", f"course.complete_all:{course.id}"))
    await turn.say(join(lines), rows=[*buttons, *rows(below, turn.language)])


def _reach_and_number(turn: Turn, one: Enrolment) -> list[Html]:
    """The telephone of somebody who has a place; the number, where the name stands before it."""
    if one.state not in HOLDING_STATES:
        return []
    numbers = phones.numbers(turn.language, one)
    reach = [turn.t("learners.phone", phone=numbers)] if numbers else []
    return [*reach, turn.t("learners.number", code=one.code)] if one.name else reach


async def show_one(turn: Turn) -> None:
    """The card of one person in a course."""
    found, course = await enrolments.get_for_member(turn.session, number_argument(turn), member=turn.account_id)
    await show_card(turn, found, course)


async def show_card(turn: Turn, found: Enrolment, course: Course, *, edit: bool = False) -> None:
    back = [("courses.people", f"course.people:{course.id}")]
    buttons = rows([*buttons_for(found, course, turn.now.date()), back], turn.language)
    await (turn.edit if edit else turn.say)(card(found, course, turn.language), rows=buttons)


async def _told(turn: Turn, found: Enrolment, words: str, buttons: Buttons = MINE) -> None:
    """Show the member how it stands now, and tell the learner."""
    course, organisation, _ = await course_and_members(turn.session, found)
    await show_card(turn, found, course, edit=True)
    await notify_people(
        turn.session, [found.account_id], words, buttons, about=None, code=found.code, title=course.title,
        organisation=organisation.name, phone=organisation.contact_phone or "–",
        reason=partial(render, found.reason or "unenrol.cancelled"),
    )  # fmt: skip


async def confirm(turn: Turn) -> None:
    """The person attends."""
    found = await enrolments.confirm_attendance(turn.session, number_argument(turn), member=turn.account_id)
    await _told(turn, found, "learn.attending")


async def missed(turn: Turn) -> None:
    """The person did not come; the place goes to whoever waits."""
    found, promoted = await enrolments.mark_no_show(turn.session, number_argument(turn), member=turn.account_id)
    await _told(turn, found, "learn.no_show", SEE_OTHERS)
    await announce_promoted(turn.session, promoted)


async def ask_reason(turn: Turn) -> None:
    """Why not: the person will read it."""
    found, _ = await enrolments.get_for_member(turn.session, number_argument(turn), member=turn.account_id)
    if found.state not in (State.ENROLLED, State.WAITLISTED):
        raise NotAvailable
    buttons = [[(f"unenrol.{reason}.short", f"course.no_because:{found.id}:{reason}")] for reason in REASONS]
    buttons.append([("decline.keep", f"course.learner:{found.id}")])
    await turn.edit("decline.which", rows=rows(buttons, turn.language), code=who(found, turn.language))


async def refuse(turn: Turn) -> None:
    """No, with the reason that was picked; the place goes to whoever waits."""
    reason = text_argument(turn, 1)
    if reason not in REASONS:
        raise NotAvailable
    found, promoted = await enrolments.decline(
        turn.session, number_argument(turn), member=turn.account_id, reason=f"unenrol.{reason}"
    )
    await _told(turn, found, "learn.declined", SEE_OTHERS)
    await announce_promoted(turn.session, promoted)


BUTTONS: dict[str, Handler] = {
    "course.people": show_people,
    "course.learner": show_one,
    "course.confirm": confirm,
    "course.missed": missed,
    "course.no": ask_reason,
    "course.no_because": refuse,
}
