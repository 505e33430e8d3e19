"""Applying to an opening or enrolling in a course: the law's gates, a contact, and what happens next."""

import asyncio
from functools import partial
from typing import Any

from bot.chat import screen
from bot.chat.buttons import Button
from bot.chat.cards import phones as phone_card
from bot.chat.cards.explanations import explain
from bot.chat.forms.engine import (
    AmbiguousAnswer,
    BadAnswer,
    Choice,
    ConversationEnded,
    Draft,
    Form,
    FormQuestion,
    active_form,
    handle_answer_text,
    register,
    start_form,
)
from bot.chat.forms.screens import HIDE_PROGRESS_KEY
from bot.chat.texts import Html, join
from bot.chat.turn import Turn
from bot.crossing import read_name, read_phone_note
from bot.notices import applications as application_notices
from bot.notices import courses, organisations
from bot.seeker.applying import introduction, undo, willingness
from bot.seeker.applying.willingness import Willingness
from bot.seeker.search import free_text, listing
from bot.seeker.search.listing import ListingWithOrganisation
from data.applications import introductions, monthly_cap
from data.applications import service as applications
from data.applications.monthly_cap import FullThisMonth
from data.applications.service import AgeUnknown, AlreadyApplied, Application, NoPlaceLeft
from data.closed_forms import person_names, telephones
from data.closed_forms.telephones import WrongPhoneNumber
from data.enrolments import service as enrolments
from data.enrolments.service import AlreadyEnrolled, Enrolment
from data.listings.courses import Course
from data.listings.openings import Opening
from data.people import seekers
from data.vocabulary import EnrolmentState, Intent
from data.vocabulary import ProfileQuestion as Asked
from matching.matches import MatchQuery, find_legal_obstacle
from matching.understanding import understand
from matching.understanding.declines import is_decline

RELAY = ""
"""Instead of a number: both sides write through the bot."""
NO_NAME = ""
"""Instead of a name: the school's list has the number of the enrolment only."""
_IS_COURSE = "course"
"""Draft key: it is a course, whose school keeps a list."""
_IS_FIRST = "first"
"""Draft key: the person has not applied to an opening before."""


async def begin(turn: Turn, listing_id: str) -> None:
    """Apply, once consent is given: ask what is still needed, then do it."""
    found = await listing.require_live(turn.session, listing_id)
    await _require_new(turn, found)
    draft: dict[str, Any] = {"listing": found.listing.id, "title": found.listing.title}
    if isinstance(found.listing, Course):
        draft |= {_IS_COURSE: True, HIDE_PROGRESS_KEY: True}
    else:
        first = await introductions.never_applied(turn.session, turn.account_id)
        draft |= {_IS_FIRST: first, HIDE_PROGRESS_KEY: True} | await introduction.known(turn, found.listing)
    facts = await seekers.facts_of(turn.session, turn.account_id)
    if facts.age is not None:
        draft["age"] = facts.age
        if not await _may(turn, found):
            return
    await start_form(turn, APPLYING, draft)


async def _require_new(turn: Turn, found: ListingWithOrganisation) -> None:
    """What would refuse the application at the end, said before a number is given for nothing.

    Raises:
        AlreadyApplied, AlreadyEnrolled, NoPlaceLeft, FullThisMonth.
    """
    if isinstance(found.listing, Opening):
        if await applications.find_active(turn.session, turn.account_id, found.listing.id):
            raise AlreadyApplied
        if not await listing.places_left(turn.session, found.listing):
            raise NoPlaceLeft
        if await monthly_cap.is_full(turn.session, found.listing.organisation_id):
            raise FullThisMonth
    elif await enrolments.find_active(turn.session, turn.account_id, found.listing.id):
        raise AlreadyEnrolled


async def _parse_age(turn: Turn, draft: Draft, words: str) -> int:
    heard = await asyncio.to_thread(understand, words, Asked.AGE)
    if heard.intent is Intent.UNDERAGE:
        await free_text.refuse_child(turn, words)
        raise ConversationEnded
    age = heard.age
    if age is None or age > 100:
        raise BadAnswer("apply.age.unclear")
    facts = await seekers.facts_of(turn.session, turn.account_id)
    await seekers.save_facts(turn.session, turn.account_id, facts.model_copy(update={"age": age}))
    # before a number is given for nothing
    if not await _may(turn, await listing.require_live(turn.session, str(draft["listing"]))):
        turn.goto(None)
        raise ConversationEnded
    return age


async def _parse_contact(_: Turn, __: Draft, words: str) -> dict[str, Any]:
    try:
        given = telephones.read_given(words)
    except WrongPhoneNumber as refusal:
        raise BadAnswer("apply.contact.unclear") from refusal
    read = [read_phone_note(note, longest=telephones.LONGEST_NOTE) or "" if note else "" for note in given.notes]
    return {"numbers": given.numbers, "note": telephones.write_notes(read)}


async def _parse_name(turn: Turn, _: Draft, words: str) -> str:
    answer = await willingness.hear(words)
    if answer is Willingness.DECLINES:
        return NO_NAME
    if answer is Willingness.STOPS:
        raise BadAnswer("apply.name.unclear")
    name = read_name(words)
    if answer is Willingness.UNSURE or is_decline(words) or not person_names.looks_like_one(name):
        offered = [Choice(turn.t("apply.name.right"), name), Choice(turn.t("apply.name.none"), NO_NAME)]
        raise AmbiguousAnswer("apply.name.sure", offered, name=name)
    return name


async def _parse_introduction(turn: Turn, draft: Draft, words: str) -> str | None:
    answer = await willingness.hear(words)
    if answer is Willingness.DECLINES:
        return None
    if answer is Willingness.STOPS:
        raise BadAnswer("introduction.unclear")
    line = await introduction.read(turn, draft, words)
    if answer is Willingness.UNSURE or len(line) <= willingness.SHORT:
        offered = [Choice(turn.t("introduction.none"), None), Choice(turn.t("introduction.right"), line)]
        raise AmbiguousAnswer("introduction.sure", offered, said=line)
    return line


def _ask(text_id: str, turn: Turn, draft: Draft) -> Html:
    """What is applied to stands before the question."""
    return join([turn.t("apply.to", title=draft.get("title", "")), turn.t(text_id)])


def _contact_choices(turn: Turn, _: Draft) -> list[Choice]:
    return [Choice(turn.t("apply.contact.relay"), RELAY)]


def _keeps_no_list(draft: Draft) -> bool:
    return not draft.get(_IS_COURSE)


def _is_course(draft: Draft) -> bool:
    return bool(draft.get(_IS_COURSE))


def _after_numbers(text_id: str, turn: Turn, draft: Draft) -> Html:
    """The numbers that were noted stand before the next question."""
    return join([*_left_numbers(turn, phone_card.Given(**_numbers_of(draft))), turn.t(text_id)])


def _ask_introduction(turn: Turn, draft: Draft) -> Html:
    return _after_numbers("introduction.ask" if draft.get(_IS_FIRST) else "introduction.ask_again", turn, draft)


def _ask_name(turn: Turn, draft: Draft) -> Html:
    return join([turn.t("apply.to", title=draft.get("title", "")), _after_numbers("apply.name", turn, draft)])


def _name_choices(turn: Turn, _: Draft) -> list[Choice]:
    return [Choice(turn.t("apply.name.none"), NO_NAME)]


async def _finish(turn: Turn, draft: Draft) -> None:
    turn.goto(None)
    found = await listing.require_live(turn.session, str(draft["listing"]))
    if not await _may(turn, found):
        return
    phones = _numbers_of(draft)
    if isinstance(found.listing, Opening):
        await _apply_to_opening(turn, found, phones, str(draft.get("introduction") or "") or None)
    else:
        await _enrol(turn, found, phones, str(draft.get("name") or "") or None)


async def _may(turn: Turn, found: ListingWithOrganisation) -> bool:
    """Whether the law and the listing's own conditions let this person apply; says why not."""
    facts = await seekers.facts_of(turn.session, turn.account_id)
    if facts.age is None:
        raise AgeUnknown
    miss = await find_legal_obstacle(turn.session, MatchQuery(facts, turn.now.date()), found.listing.id)
    if miss is None:
        return True
    rows = [[Button(turn.t("matches.again"), "seek.again")]]
    if miss.course:
        rows.insert(0, [Button(turn.t("apply.see_course"), f"seek.open:{miss.course}")])
    await turn.say("apply.excluded", reason=explain(miss, turn.language), rows=rows)
    return False


async def _apply_to_opening(
    turn: Turn, found: ListingWithOrganisation, phones: dict[str, str | None], introduction: str | None
) -> None:
    application = await applications.apply(
        turn.session, turn.account_id, found.listing.id, introduction=introduction, **phones
    )
    await application_notices.announce_application(turn.session, application)
    await organisations.notify_if_full_this_month(turn.session, found.organisation)
    rows = _onwards(turn, application)
    screen.show_applied(turn, found.listing)
    lines = [turn.t("apply.done", code=application.code, title=found.listing.title), *_left_numbers(turn, application)]
    await turn.say(join(lines), rows=rows)


def _numbers_of(draft: Draft) -> dict[str, str | None]:
    """The numbers that were left, by their columns."""
    given: str | dict[str, Any] = draft.get("contact") or {}
    if isinstance(given, str):  # of a form begun before two could be left
        given = {"numbers": [given]}
    numbers: list[str] = list(given.get("numbers") or ())
    first, second, *_ = [*numbers, None, None]
    return {"phone": first, "second_phone": second, "phone_note": given.get("note")}


def _left_numbers(turn: Turn, left: phone_card.LeftNumbers) -> list[Html]:
    """The numbers as they were understood."""
    return [turn.t("apply.numbers", numbers=shown)] if (shown := phone_card.numbers(turn.language, left)) else []


def _onwards(turn: Turn, made: Application | Enrolment) -> list[list[Button]]:
    return [
        [Button(turn.t("my.button"), "seek.my"), Button(turn.t("matches.again"), "seek.again")],
        [undo.of_applying(turn, made)],
    ]


async def _enrol(turn: Turn, found: ListingWithOrganisation, phones: dict[str, str | None], name: str | None) -> None:
    enrolment = await enrolments.enrol(turn.session, turn.account_id, found.listing.id, name=name, **phones)
    await courses.announce_enrolment(turn.session, enrolment)
    rows = _onwards(turn, enrolment)
    screen.show_applied(turn, found.listing)
    words = "enrol.done" if enrolment.state == EnrolmentState.ENROLLED else "enrol.waitlisted"
    contact = found.organisation.contact_phone or turn.t("apply.contact.by_bot")
    lines = [turn.t(words, code=enrolment.code, title=found.listing.title, phone=contact)]
    if name:
        lines.append(turn.t("enrol.listed_as", name=name))
    lines += _left_numbers(turn, enrolment)
    await turn.say(join(lines), rows=rows)


async def handle_contact(turn: Turn) -> None:
    """A contact card arrived: only one's own number counts, and only while applying."""
    message = turn.update.effective_message
    form = active_form(turn)
    if message is None or message.contact is None or form is not APPLYING:
        await turn.say("media.other")
        return
    if message.contact.user_id != turn.account.telegram_id:
        await turn.say("apply.contact.own_only")
        return
    await handle_answer_text(turn, form, message.contact.phone_number)


APPLYING = register(
    Form(
        "apply",
        (
            FormQuestion("age", "apply.age", _parse_age, render_text=partial(_ask, "apply.age")),
            FormQuestion(
                "contact", "apply.contact", _parse_contact, choices=_contact_choices, columns=1,
                render_text=partial(_ask, "apply.contact"),
            ),
            FormQuestion(
                "name", "apply.name", _parse_name, choices=_name_choices, skip_when=_keeps_no_list, columns=1,
                render_text=_ask_name,
            ),
            FormQuestion(
                "introduction", "introduction.ask", _parse_introduction, choices=introduction.choices, optional=True,
                skip_when=_is_course, columns=1, render_text=_ask_introduction,
            ),
        ),
        _finish,
        subject_keys=("listing",),
        leave_texts=lambda _: ("form.cancel", "apply.left"),
    )
)  # fmt: skip
