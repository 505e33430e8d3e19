"""What a person's own words do to what they applied for: take it back, answer an invitation or an offer, ask for
another time.

Where the words can mean one application only it is done, or asked once more where it ends something; else the list of
all of them is shown.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from bot.chat import screen
from bot.chat.buttons import Button, rows
from bot.chat.forms import meeting_time
from bot.chat.forms.engine import AmbiguousAnswer, BadAnswer
from bot.chat.screen import Screen
from bot.chat.texts import Html, join
from bot.chat.turn import Turn
from bot.notices.applications import load_parties, offer_buttons, offer_words
from bot.seeker.applying import interviews as meetings
from bot.seeker.applying import my, offers
from bot.seeker.applying import status as standing
from bot.seeker.applying.status import Standing
from data.applications import interviews
from data.applications import service as applications
from data.applications.models import Application, Interview
from data.closed_forms import calendar
from data.listings.lookup import ListingWithOrganisation
from data.vocabulary import ApplicationState as State

MOST_TOLD = 5
"""Applications whose state is told at once; /my has them all."""
_RUNNING = (*applications.OPEN_STATES, State.SIGNED)
_AWAITED = (State.INTERVIEW, State.OFFERED, State.SIGNED)
"""States in which the person is expected somewhere."""
STATUS = "status_of_application"
"""The act that asks after an application."""
FIRST_DAY = "start_date"
"""The act that asks when it begins."""
_CLAUSE_ENDS = re.compile(r"[，,。.；;！!？?\s]+")
_NEWS = {
    State.APPLIED: screen.AFTER_APPLY,
    State.TALKING: screen.AFTER_APPLY,
    State.OFFERED: screen.OFFER_MADE,
    State.SIGNED: screen.OFFER_MADE,
}


async def newest_on_screen(turn: Turn, seen: Screen) -> Screen:
    """What the person last saw: news of what they applied for, where it came after everything else."""
    newest, waiting = seen.at, seen
    for application in await applications.of_account(turn.session, turn.account_id):
        came, context = application.changed_at, _NEWS.get(application.state)
        if meeting := await interviews.find_upcoming(turn.session, application):
            came, context = meeting.arranged_at, screen.INTERVIEW_SET
        if context and (newest is None or came > newest):
            news = application.state != State.APPLIED
            newest, waiting = came, replace(seen, context=context, listing=application.opening_id, has_news=news)
    return waiting


async def _meant(turn: Turn, listing: str | None, states: Collection[State]) -> Application | None:
    """The application in one of these states that is meant: that of the listing on the screen, else the only one."""
    found = [one for one in await applications.of_account(turn.session, turn.account_id) if one.state in states]
    here = [one for one in found if one.opening_id == listing]
    return next(iter(here), None) or (found[0] if len(found) == 1 and listing is None else None)


async def _invited(turn: Turn, listing: str | None) -> tuple[Application, Interview] | None:
    application = await _meant(turn, listing, {State.INTERVIEW})
    meeting = await interviews.find_upcoming(turn.session, application) if application else None
    return (application, meeting) if application and meeting else None


async def has_applied(turn: Turn, seen: Screen) -> bool:
    """Whether the person applied to what is on the screen; with nothing there, to anything."""
    mine = await applications.of_account(turn.session, turn.account_id)
    return any(seen.listing in (None, one.opening_id) for one in mine)


async def has_applied_to(turn: Turn, listing: str) -> bool:
    """Whether an application of the person's to this listing is under way."""
    return await applications.find_active(turn.session, turn.account_id, listing) is not None


async def status(turn: Turn, listing: str | None, _: str) -> None:
    """How what was applied for stands: that of the listing on the screen, else all that is under way."""
    mine = await applications.of_account(turn.session, turn.account_id)
    here = [one for one in mine if one.opening_id == listing][:1]
    told = here or _running(mine) or mine[:1]
    if not told or (not here and await my.has_enrolments(turn)):
        await my.show(turn)
    else:
        await _tell(turn, told)


async def tell_what_runs(turn: Turn) -> bool:
    """How all that is under way stands, one sentence each; False where there is nothing."""
    running = _running(await applications.of_account(turn.session, turn.account_id))
    if running:
        await _tell(turn, running)
    return bool(running)


def _running(mine: Sequence[Application]) -> list[Application]:
    return [one for one in mine if one.state in _RUNNING][:MOST_TOLD]


async def _tell(turn: Turn, told: Sequence[Application]) -> None:
    """A sentence for each, with what can be done; of several each button names its application."""
    standings = [await standing.load(turn.session, one, turn.now) for one in told]
    ways = []
    for one in standings:
        own = rows(standing.buttons(one), turn.language)
        ways += own if len(standings) == 1 else [[_named(turn, one, button)] for row in own for button in row]
    lines = [standing.sentence(turn.language, one) for one in standings]
    await turn.say(join(lines, "\n\n"), rows=[*ways, *rows([[("my.button", "seek.my")]], turn.language)])


def _named(turn: Turn, one: Standing, button: Button) -> Button:
    words = turn.t("status.button", code=one.application.code, words=Html(button.text))
    return Button(words, button.data)


async def tell_first_day(turn: Turn, seen: Screen, asked: Sequence[ListingWithOrganisation] | None) -> bool:
    """Answer who asks for the first day of what they applied for with how that stands; beside a list, where both sides
    agreed. False where nothing of theirs is meant.
    """
    if asked is None:
        return False
    mine = _running(await applications.of_account(turn.session, turn.account_id))
    if len(asked) == 1:
        told = [one for one in mine if one.opening_id == asked[0].listing.id]
        if not seen.of_application:
            told = [one for one in told if one.state in _AWAITED]
    else:
        told = [one for one in mine if one.state in _AWAITED]
    if told:
        await _tell(turn, told)
    return bool(told)


async def withdraw(turn: Turn, listing: str | None, _: str) -> None:
    """Ask once whether the application is taken back."""
    application = await _meant(turn, listing, applications.OPEN_STATES)
    if application is None:
        await my.show(turn)
    elif application.state == State.OFFERED:
        await offers.ask_to_refuse(turn, application.id or 0)
    else:
        await my.ask_to_withdraw(turn, "a", application.id or 0)


async def accept(turn: Turn, listing: str | None, _: str) -> None:
    """Take the offered place, or say that one comes to the meeting."""
    if offered := await _meant(turn, listing, {State.OFFERED}):
        await _show_offer(turn, offered)
    elif invited := await _invited(turn, listing):
        await meetings.say_coming(turn, invited[0].id or 0, invited[1].sequence)
    else:
        await my.show(turn)


async def _show_offer(turn: Turn, offered: Application) -> None:
    """The place with the tap that takes it: a promise is not made by a word that may mean something else."""
    words = await offer_words(turn.session, offered)
    await turn.say(words(turn.language), rows=rows(offer_buttons(offered), turn.language))


async def refuse(turn: Turn, listing: str | None, words: str) -> None:
    """Let the offered place go, or do not come to the meeting: asked once."""
    if offered := await _meant(turn, listing, {State.OFFERED}):
        await offers.ask_to_refuse(turn, offered.id or 0)
    elif invited := await _invited(turn, listing):
        await meetings.ask_to_give_up(turn, invited[0].id or 0)
    else:
        await withdraw(turn, listing, words)


async def reschedule(turn: Turn, listing: str | None, words: str) -> None:
    """Ask the enterprise for another time: that of the words, or which."""
    invited = await _invited(turn, listing) or await _invited(turn, None)
    if invited is None:
        await my.show(turn)
        return
    application, meeting = invited
    try:
        when = await meeting_time.parse(turn, {}, words) if _names_one_time(turn, words) else None
    except (BadAnswer, AmbiguousAnswer):
        when = None
    if when is None or datetime.fromisoformat(when) == meeting.at:
        await meetings.ask_other_time(turn, application.id or 0, meeting.sequence)
    else:
        await meetings.wish_for(turn, application.id or 0, meeting.sequence, when)


def _names_one_time(turn: Turn, words: str) -> bool:
    """Whether one day and hour is named: of two (周三不行，周四行) one is refused."""
    named = [calendar.read_meeting_time(clause, turn.now) for clause in _CLAUSE_ENDS.split(words)]
    whole = calendar.read_meeting_time(words, turn.now)
    days = {one.day for one in named if one.day is not None}
    return whole.day is not None and whole.at is not None and len(days) <= 1


async def contact(turn: Turn, listing: str | None, _: str) -> None:
    """Write to the enterprise, once both said yes; before that, how contact comes about."""
    states = applications.IN_TOUCH_STATES
    application = await _meant(turn, listing, states)
    if application is None:
        await turn.say("talk.contact_employer")
        return
    opening, organisation, _members = await load_parties(turn.session, application)
    by_phone = opening.contact_mode == "phone" and organisation.contact_phone
    ways = [[("relay.write", f"relay.write:{application.id}")], [("my.button", "seek.my")]]
    await turn.say(
        "contact.phone" if by_phone else "contact.by_bot", rows=rows(ways, turn.language),
        organisation=organisation.name, title=opening.title, code=application.code,
        phone=organisation.contact_phone or "",
    )  # fmt: skip
