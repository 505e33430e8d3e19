"""Applying to an opening or enrolling in a course: the law's gates, a contact, and what happens next."""

import asyncio
from functools import partial
from typing import Any

from bot.chat import screen
from bot.chat.buttons import Button
from bot.chat.cards.explanations import explain
from bot.chat.forms.engine import (
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
from bot.chat.texts import Html, join
from bot.chat.turn import Turn
from bot.notices import applications as application_notices
from bot.notices import courses, organisations
from bot.seeker.search import free_text, listing
from bot.seeker.search.listing import ListingWithOrganisation
from data.applications import monthly_cap
from data.applications import service as applications
from data.applications.monthly_cap import FullThisMonth
from data.applications.service import AgeUnknown, AlreadyApplied, NoPlaceLeft
from data.closed_forms import telephones
from data.closed_forms.telephones import WrongPhoneNumber
from data.enrolments import service as enrolments
from data.enrolments.service import AlreadyEnrolled
from data.listings.openings import Opening
from data.people import seekers
from data.vocabulary import EnrolmentState, Intent
from data.vocabulary import ProfileQuestion as Asked
from matching.matches import MatchQuery, find_legal_obstacle
from matching.understanding import understand

RELAY = ""
"""Instead of a number: both sides write through the bot."""


async def begin(turn: Turn, listing_id: str) -> None:
    """Apply, once consent is given: ask what is still needed, then do it."""
    found = await listing.require_live(turn.session, listing_id)
    await _require_new(turn, found)
    draft: dict[str, Any] = {"listing": found.listing.id, "title": found.listing.title}
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
    await _keep_age(turn, age)
    # before a number is given for nothing
    if not await _may(turn, await listing.require_live(turn.session, str(draft["listing"]))):
        turn.goto(None)
        raise ConversationEnded
    return age


async def _parse_contact(_: Turn, __: Draft, words: str) -> str:
    try:
        return telephones.check(words)
    except WrongPhoneNumber as refusal:
        raise BadAnswer("apply.contact.unclear") from refusal


def _ask(text_id: str, turn: Turn, draft: Draft) -> Html:
    """What is applied to stands before the question."""
    return join([turn.t("apply.to", title=draft.get("title", "")), turn.t(text_id)])


def _contact_choices(turn: Turn, _: Draft) -> list[Choice]:
    return [Choice(turn.t("apply.contact.relay"), RELAY)]


async def _finish(turn: Turn, draft: Draft) -> None:
    turn.goto(None)
    found = await listing.require_live(turn.session, str(draft["listing"]))
    await _keep_age(turn, draft.get("age"))
    if not await _may(turn, found):
        return
    phone = str(draft.get("contact") or "") or None
    if isinstance(found.listing, Opening):
        await _apply_to_opening(turn, found, phone)
    else:
        await _enrol(turn, found, phone)


async def _keep_age(turn: Turn, age: int | None) -> None:
    facts = await seekers.facts_of(turn.session, turn.account_id)
    if age is not None and facts.age != age:
        await seekers.save_facts(turn.session, turn.account_id, facts.model_copy(update={"age": age}))


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


async def _apply_to_opening(turn: Turn, found: ListingWithOrganisation, phone: str | None) -> None:
    application = await applications.apply(turn.session, turn.account_id, found.listing.id, phone=phone)
    await application_notices.announce_application(turn.session, application)
    await organisations.notify_if_full_this_month(turn.session, found.organisation)
    rows = [[Button(turn.t("my.button"), "seek.my"), Button(turn.t("matches.again"), "seek.again")]]
    screen.show_applied(turn, found.listing)
    await turn.say("apply.done", rows=rows, code=application.code, title=found.listing.title)


async def _enrol(turn: Turn, found: ListingWithOrganisation, phone: str | None) -> None:
    enrolment = await enrolments.enrol(turn.session, turn.account_id, found.listing.id, phone=phone)
    await courses.announce_enrolment(turn.session, enrolment)
    rows = [[Button(turn.t("my.button"), "seek.my"), Button(turn.t("matches.again"), "seek.again")]]
    screen.show_applied(turn, found.listing)
    words = "enrol.done" if enrolment.state == EnrolmentState.ENROLLED else "enrol.waitlisted"
    await turn.say(
        words, rows=rows, code=enrolment.code, title=found.listing.title,
        phone=found.organisation.contact_phone or turn.t("apply.contact.by_bot"),
    )  # fmt: skip


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
        ),
        _finish,
        subject_keys=("listing",),
    )
)  # fmt: skip
