"""Who is in a course: the provider's list and answers, and what each learner hears of them, once."""

from datetime import date
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.buttons import Button
from bot.chat.callback_args import number_of, word_of
from bot.chat.cards.names import label
from bot.chat.texts import Html, day, join, render
from bot.chat.turn import Handler, Turn
from bot.notices.deliver import Buttons, rows, tell, tell_each
from data.db.errors import Gone
from data.enrolments import service as enrolments
from data.enrolments.service import HOLDING_STATES, Enrolment
from data.listings import courses, transitions
from data.listings.courses import Course
from data.messaging import sent_notices
from data.organisations import service as organisations
from data.organisations.service import Organisation
from data.vocabulary import EnrolmentState as State
from data.vocabulary import Language

REASONS = ("papers", "not_eligible", "twice", "level", "no_contact", "cancelled")
"""Canned reasons that say nothing of age, gender, origin or health: `unenrol.…`."""
PAGE = 8

SEE_OTHERS: Buttons = [[("enrol.see_others", "seek.again")]]
MINE: Buttons = [[("my.button", "seek.my")]]


async def announce_enrolment(session: AsyncSession, enrolment: Enrolment) -> None:
    """Somebody enrolled, or waits for a place: the provider's members hear it."""
    course, _, members = await _around(session, enrolment)
    others = [member for member in members if member != enrolment.account_id]
    words = partial(_new, enrolment, course)
    await tell(session, others, words, buttons_for(enrolment, course), about=enrolment.account_id)


async def announce_leaving(session: AsyncSession, enrolment: Enrolment) -> None:
    """The person gave the place, or the wait for one, up."""
    course, _, members = await _around(session, enrolment)
    others = [member for member in members if member != enrolment.account_id]
    see: Buttons = [[("courses.people", f"course.people:{course.id}")]]
    await tell(session, others, "learner.left", see, code=enrolment.code, title=course.title)


async def announce_promoted(session: AsyncSession, promoted: Enrolment | None) -> None:
    """Whoever moved up from the waiting list hears it, and so does the provider."""
    if promoted is None:
        return
    course, _, members = await _around(session, promoted)
    await tell(session, [promoted.account_id], "enrol.promoted", MINE, code=promoted.code, title=course.title)
    await tell(
        session, members, "learner.promoted", buttons_for(promoted, course), code=promoted.code, title=course.title
    )


async def _around(session: AsyncSession, enrolment: Enrolment) -> tuple[Course, Organisation, list[int]]:
    course = await courses.find(session, enrolment.course_id)
    organisation = await session.get(Organisation, course.organisation_id) if course else None
    if course is None or organisation is None:
        raise Gone
    return course, organisation, await organisations.members(session, course.organisation_id)


def _new(enrolment: Enrolment, course: Course, language: Language) -> Html:
    return join([render("learner.new", language), card(enrolment, course, language)])


def card(enrolment: Enrolment, course: Course, language: Language) -> Html:
    """One person in a course: code, state, and how to reach them."""
    state = label("enrolment_state", enrolment.state, language)
    lines = [render("learner.heading", language, code=enrolment.code, title=course.title, state=state)]
    if enrolment.account_id is None:
        lines.append(render("applicant.deleted", language))
    elif enrolment.state in HOLDING_STATES:
        lines.append(reach(enrolment, language))
    return join(lines)


def reach(enrolment: Enrolment, language: Language) -> Html:
    """How the provider reaches a person who has a place."""
    if enrolment.phone:
        return render("applicant.phone", language, phone=enrolment.phone)
    return render("learner.no_phone", language)


def buttons_for(enrolment: Enrolment, course: Course) -> Buttons:
    """What a member can do with an enrolment in its present state."""
    number = enrolment.id
    refuse = ("learner.decline", f"course.no:{number}")
    missed = ("learner.no_show", f"course.missed:{number}")
    if enrolment.state == State.ENROLLED:
        return [[("learner.confirm", f"course.confirm:{number}"), missed], [refuse]]
    if enrolment.state == State.WAITLISTED:
        return [[refuse]]
    if enrolment.state == State.ATTENDING:
        return [[("learner.complete", f"course.complete:{number}"), missed]]
    if enrolment.state == State.COMPLETED and course.certificate_kind is not None:
        return [[("learner.certify", f"course.certify:{number}")]]
    return []


async def show_people(turn: Turn) -> None:
    """Who is in the course and who waits, a few at a time."""
    course = await transitions.for_member(turn.session, Course, word_of(turn), member=turn.account_id)
    people = await enrolments.of_course(turn.session, course.id)
    start = number_of(turn, 1, default=0)
    if not people[start:]:
        see = rows([[("courses.see", f"course.see:{course.id}")]], turn.language)
        await turn.say("learners.none", title=course.title, rows=see)
        return
    figures = (await enrolments.figures(turn.session, [course.id]))[course.id]
    lines = [
        turn.t("learners.heading", title=course.title, held=figures.held, waiting=figures.waiting,
               capacity=course.capacity)
    ]  # fmt: skip
    buttons = []
    for place, one in enumerate(people[start : start + PAGE], start + 1):
        state = label("enrolment_state", one.state, turn.language)
        phone = one.phone if one.state in HOLDING_STATES else None
        lines.append(turn.t("learners.line", place=place, code=one.code, state=state, phone=phone or "–"))
        buttons.append([Button(turn.t("learners.button", place=place, code=one.code), f"course.learner:{one.id}")])
    if start + PAGE < len(people):
        buttons.append([Button(turn.t("applicants.more_button"), f"course.people:{course.id}:{start + PAGE}")])
    await turn.say(join(lines), rows=buttons)


async def show_one(turn: Turn) -> None:
    """The card of one person in a course."""
    found, course = await enrolments.view(turn.session, number_of(turn), member=turn.account_id)
    await _show(turn, found, course)


async def _show(turn: Turn, found: Enrolment, course: Course, *, edit: bool = False) -> None:
    back = [("courses.people", f"course.people:{course.id}")]
    buttons = rows([*buttons_for(found, course), back], turn.language)
    await (turn.edit if edit else turn.say)(card(found, course, turn.language), rows=buttons)


async def _told(turn: Turn, found: Enrolment, words: str, buttons: Buttons = MINE) -> None:
    """Show the member how it stands now, and tell the learner."""
    course, organisation, _ = await _around(turn.session, found)
    await _show(turn, found, course, edit=True)
    await tell(
        turn.session, [found.account_id], words, buttons, about=None, code=found.code, title=course.title,
        organisation=organisation.name, phone=organisation.contact_phone or "–",
        reason=partial(render, found.reason or "unenrol.cancelled"),
    )  # fmt: skip


async def confirm(turn: Turn) -> None:
    """The person attends."""
    found = await enrolments.confirm(turn.session, number_of(turn), member=turn.account_id)
    await _told(turn, found, "learn.attending")


async def complete(turn: Turn) -> None:
    """The person has finished."""
    found = await enrolments.complete(turn.session, number_of(turn), member=turn.account_id)
    await _told(turn, found, "learn.completed", [[("pathway.button", f"seek.leads:{found.course_id}")]])


async def certify(turn: Turn) -> None:
    """The person has the certificate."""
    found = await enrolments.certify(turn.session, number_of(turn), member=turn.account_id)
    await _told(turn, found, "learn.certified", [[("pathway.button", f"seek.leads:{found.course_id}")]])


async def missed(turn: Turn) -> None:
    """The person did not come; the place goes to whoever waits."""
    found, promoted = await enrolments.miss(turn.session, number_of(turn), member=turn.account_id)
    await _told(turn, found, "learn.no_show", SEE_OTHERS)
    await announce_promoted(turn.session, promoted)


async def ask_reason(turn: Turn) -> None:
    """Why not: the person will read it."""
    found, _ = await enrolments.view(turn.session, number_of(turn), member=turn.account_id)
    if found.state not in (State.ENROLLED, State.WAITLISTED):
        raise Gone
    buttons = [[(f"unenrol.{reason}.short", f"course.no_because:{found.id}:{reason}")] for reason in REASONS]
    buttons.append([("decline.keep", f"course.learner:{found.id}")])
    await turn.edit("decline.which", rows=rows(buttons, turn.language), code=found.code)


async def refuse(turn: Turn) -> None:
    """No, with the reason that was picked; the place goes to whoever waits."""
    reason = word_of(turn, 1)
    if reason not in REASONS:
        raise Gone
    found, promoted = await enrolments.decline(
        turn.session, number_of(turn), member=turn.account_id, reason=f"unenrol.{reason}"
    )
    await _told(turn, found, "learn.declined", SEE_OTHERS)
    await announce_promoted(turn.session, promoted)


async def end_waiting(session: AsyncSession, course: Course, *, today: date) -> int:
    """The course was ended: who waits, and before its first day who has a place, is told; returns how many."""
    begun = course.start_date is not None and course.start_date <= today
    ended = await enrolments.end_waiting(session, course.id, reason="unenrol.cancelled", all_of_them=not begun)
    organisation = await session.get(Organisation, course.organisation_id)
    await tell_each(
        session, {one.account_id: {"code": one.code} for one in ended}, "learn.declined", SEE_OTHERS,
        title=course.title, organisation=organisation.name if organisation else "",
        reason=partial(render, "unenrol.cancelled"),
    )  # fmt: skip
    return len(ended)


async def tell_waited_in_vain(session: AsyncSession, enrolment: Enrolment) -> None:
    """The course began, or ended, without a place becoming free."""
    course, _, _ = await _around(session, enrolment)
    await tell(session, [enrolment.account_id], "learn.waited", SEE_OTHERS, code=enrolment.code, title=course.title)


async def remind_of_the_start(session: AsyncSession, enrolment: Enrolment, course: Course) -> bool:
    """Tell somebody who has a place that the first day is near; False when that was told already."""
    if not await sent_notices.first_time(session, enrolments.STARTS, f"{enrolment.id}:{course.start_date}"):
        return False
    organisation = await session.get(Organisation, course.organisation_id)
    await tell(
        session, [enrolment.account_id], "learn.starts", MINE, about=None, code=enrolment.code, title=course.title,
        day=partial(day, course.start_date), phone=(organisation and organisation.contact_phone) or "–",
    )  # fmt: skip
    return True


BUTTONS: dict[str, Handler] = {
    "course.people": show_people,
    "course.learner": show_one,
    "course.confirm": confirm,
    "course.complete": complete,
    "course.certify": certify,
    "course.missed": missed,
    "course.no": ask_reason,
    "course.no_because": refuse,
}
