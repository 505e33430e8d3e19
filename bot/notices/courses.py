"""What each side hears of an enrolment: enrolled, left, moved up, ended, and the first day near."""

from collections.abc import Sequence
from datetime import date
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.buttons import Buttons
from bot.chat.cards import phones
from bot.chat.cards.names import full_place_name, label
from bot.chat.texts import Html, escape, format_day, join, render
from bot.notices import unasked
from bot.notices.deliver import notify_each, notify_people
from data.db import clock
from data.db.errors import NotAvailable
from data.enrolments import service as enrolments
from data.enrolments.service import HOLDING_STATES, Enrolment, EnrolmentCounts
from data.listings import courses
from data.listings.courses import Course
from data.messaging import sent_notices
from data.organisations import service as organisations
from data.organisations.service import Organisation
from data.vocabulary import CourseMode, Language, UnaskedKind
from data.vocabulary import EnrolmentState as State

SEE_OTHERS: Buttons = [[("enrol.see_others", "seek.again")]]


MINE: Buttons = [[("my.button", "seek.my")]]


async def announce_enrolment(session: AsyncSession, enrolment: Enrolment) -> None:
    """Somebody enrolled, or waits for a place: the provider's members hear it."""
    course, _, members = await course_and_members(session, enrolment)
    others = [member for member in members if member != enrolment.account_id]
    words, buttons = partial(_new, enrolment, course), buttons_for(enrolment, course, await clock.today(session))
    await notify_people(session, others, words, buttons, about=enrolment.account_id)


async def announce_leaving(session: AsyncSession, enrolment: Enrolment) -> None:
    """The person gave the place, or the wait for one, up."""
    course, _, members = await course_and_members(session, enrolment)
    others = [member for member in members if member != enrolment.account_id]
    see: Buttons = [[("courses.people", f"course.people:{course.id}")]]
    await notify_people(session, others, "learner.left", see, code=enrolment.code, title=course.title)


async def announce_promoted(session: AsyncSession, promoted: Enrolment | None) -> None:
    """Whoever moved up from the waiting list hears it, and so does the provider."""
    if promoted is None:
        return
    course, _, members = await course_and_members(session, promoted)
    await notify_people(session, [promoted.account_id], "enrol.promoted", MINE, code=promoted.code, title=course.title)
    await notify_people(
        session, members, "learner.promoted", buttons_for(promoted, course, await clock.today(session)),
        about=promoted.account_id, who=partial(who, promoted), title=course.title,
    )  # fmt: skip


async def announce_change(session: AsyncSession, course: Course) -> None:
    """Whoever has a place or waits for one hears that days or hours changed."""
    learners = [one.account_id for one in await enrolments.of_course(session, course.id)]
    see: Buttons = [[("courses.see", f"seek.open:{course.id}")]]
    await notify_people(session, learners, "enrol.changed", see, title=course.title)


async def course_and_members(session: AsyncSession, enrolment: Enrolment) -> tuple[Course, Organisation, list[int]]:
    course = await courses.find(session, enrolment.course_id)
    organisation = await session.get(Organisation, course.organisation_id) if course else None
    if course is None or organisation is None:
        raise NotAvailable
    return course, organisation, await organisations.list_member_ids(session, course.organisation_id)


def queue_words(figures: EnrolmentCounts, language: Language) -> Html:
    """How many wait for a place, or that nobody does."""
    return render("courses.waiting" if figures.waiting else "courses.nobody_waits", language, n=figures.waiting)


def who(enrolment: Enrolment, language: Language) -> Html:
    """Whom the provider has before it: the name given for its list, while there is a place; else the number."""
    if enrolment.name and enrolment.state in HOLDING_STATES:
        return escape(enrolment.name)
    return render("learners.number", language, code=enrolment.code)


def _new(enrolment: Enrolment, course: Course, language: Language) -> Html:
    return join([render("learner.new", language), card(enrolment, course, language)])


def card(enrolment: Enrolment, course: Course, language: Language) -> Html:
    """One person in a course: name or number, state and how to reach them, when they finished."""
    state = label("enrolment_state", enrolment.state, language)
    lines = [render("learner.heading", language, who=who(enrolment, language), title=course.title, state=state)]
    if enrolment.account_id is None:
        lines.append(render("applicant.deleted", language))
    elif enrolment.state in HOLDING_STATES:
        lines.append(reach(enrolment, language))
        if enrolment.name:
            lines.append(render("learner.name", language, code=enrolment.code))
    if enrolment.completed_on:
        said = "confirmed" if enrolment.completion_confirmed else "asked"
        lines.append(render(f"learner.finished.{said}", language, day=format_day(enrolment.completed_on, language)))
    if enrolment.certificate_number:
        lines.append(render("learner.certificate", language, number=enrolment.certificate_number))
    return join(lines)


def reach(enrolment: Enrolment, language: Language) -> Html:
    """How the provider reaches a person who has a place."""
    if enrolment.phone:
        return render("applicant.phone", language, phone=phones.numbers(language, enrolment))
    return render("learner.no_phone", language)


def buttons_for(enrolment: Enrolment, course: Course, today: date) -> Buttons:
    """What a member can do with an enrolment in its present state; nobody stays away before the first day."""
    number = enrolment.id
    refuse = ("learner.decline", f"course.no:{number}")
    missed = [("learner.no_show", f"course.missed:{number}")] if enrolments.has_begun(course, today) else []
    if enrolment.state == State.ENROLLED:
        return [[("learner.confirm", f"course.confirm:{number}"), *missed], [refuse]]
    if enrolment.state == State.WAITLISTED:
        return [[refuse]]
    if enrolment.state == State.ATTENDING:
        return [[("learner.complete", f"course.complete:{number}"), *missed]]
    if enrolment.state == State.COMPLETED and course.certificate_kind is not None:
        return [[("learner.certify", f"course.certify:{number}")]]
    if enrolment.state == State.CERTIFIED and enrolment.account_id is not None:
        words = "learner.number.change" if enrolment.certificate_number else "learner.number.add"
        return [[(words, f"course.certify:{number}")]]
    return []


async def ask_if_finished(session: AsyncSession, course: Course, finished: Sequence[Enrolment], on: date) -> None:
    """The provider says that these finished on the day: each is asked whether that is so."""
    organisation = await session.get(Organisation, course.organisation_id)
    about = f"{on:%Y%m%d}:{course.id}"
    answers: Buttons = [
        [("learn.finished.yes", f"seek.finished:{about}"), ("learn.finished.no", f"seek.still:{about}")]
    ]
    await notify_each(
        session, {one.account_id: {"code": one.code} for one in finished}, "learn.finished", answers,
        title=course.title, organisation=organisation.name if organisation else "", day=partial(format_day, on),
    )  # fmt: skip


async def announce_still_attending(session: AsyncSession, enrolment: Enrolment) -> None:
    """The learner says that they have not finished: the provider's members hear it."""
    course, _, members = await course_and_members(session, enrolment)
    see: Buttons = [[("learner.see", f"course.learner:{enrolment.id}")]]
    await notify_people(
        session, members, "learner.still_attending", see, about=enrolment.account_id, who=partial(who, enrolment),
        title=course.title,
    )  # fmt: skip


async def end_waiting(session: AsyncSession, course: Course, *, today: date) -> int:
    """The course was ended: who waits, and before its first day who has a place, is told; returns how many."""
    begun = course.start_date is not None and course.start_date <= today
    ended = await enrolments.end_waiting(session, course.id, reason="unenrol.cancelled", all_of_them=not begun)
    organisation = await session.get(Organisation, course.organisation_id)
    await notify_each(
        session, {one.account_id: {"code": one.code} for one in ended}, "learn.declined", SEE_OTHERS,
        title=course.title, organisation=organisation.name if organisation else "",
        reason=partial(render, "unenrol.cancelled"),
    )  # fmt: skip
    return len(ended)


async def tell_waited_in_vain(session: AsyncSession, enrolment: Enrolment) -> None:
    """The course began, or ended, without a place becoming free."""
    course, _, _ = await course_and_members(session, enrolment)
    await notify_people(
        session, [enrolment.account_id], "learn.waited", SEE_OTHERS, code=enrolment.code, title=course.title
    )


async def remind_of_the_start(session: AsyncSession, enrolment: Enrolment, course: Course) -> bool:
    """Tell somebody who has a place that the first day is near; False when that was told already."""
    if not await sent_notices.record_if_new(
        session, enrolments.COURSE_STARTS_NOTICE, f"{enrolment.id}:{course.start_date}"
    ):
        return False
    organisation = await session.get(Organisation, course.organisation_id)
    buttons: Buttons = [*MINE, [unasked.stop_button(UnaskedKind.COURSE)]]
    await notify_people(
        session, [enrolment.account_id], partial(_first_day, enrolment, course, organisation), buttons, about=None
    )
    return True


def _first_day(enrolment: Enrolment, course: Course, organisation: Organisation | None, language: Language) -> Html:
    """When and where it begins, what to bring, and whom to ask."""
    day = format_day(course.start_date, language)
    comma = render("card.comma", language)
    times = [text for text, yes in (("card.evening", course.evening), ("card.weekend", course.weekend)) if yes]
    papers = join([escape(one) for one in course.documents] or [render("paper.id", language)], comma)
    phone = (organisation and organisation.contact_phone) or "–"
    lines = [
        render("learn.starts", language, title=course.title, code=enrolment.code, day=day),
        *([join([render(text, language) for text in times], comma)] if times else []),
        _where(course, organisation, language),
        render("learn.starts.bring", language, papers=papers),
        render("learn.starts.ask", language, phone=phone),
    ]
    return join(lines)


def _where(course: Course, organisation: Organisation | None, language: Language) -> Html:
    name = organisation.name if organisation else ""
    if course.mode == CourseMode.ONLINE:
        return render("learn.starts.online", language, organisation=name)
    place = full_place_name(course.city, course.district, language)
    if course.address:
        return render("learn.starts.address", language, organisation=name, place=place, address=course.address)
    return render("learn.starts.place", language, organisation=name, place=place)
