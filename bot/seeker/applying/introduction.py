"""One line about oneself for the enterprise: with the first application, and later by a button in /my."""

import asyncio

from bot import crossing
from bot.chat.buttons import rows
from bot.chat.callback_args import number_argument
from bot.chat.forms.engine import BadAnswer, Choice, Draft, Form, FormQuestion, register, start_form
from bot.chat.turn import Handler, Turn
from bot.notices.applications import announce_introduction
from bot.seeker.applying import willingness
from bot.seeker.applying.willingness import Willingness
from data.applications import introductions
from data.applications.models import Application
from data.catalogue import trades
from data.listings import openings
from data.listings.openings import Opening
from data.people import seekers
from data.vocabulary import ApplicationState as State
from matching.language.acts import TAKES_BACK
from matching.understanding import understand

_READY = ("soon", "learn", "stay")
"""Lines that a tap says."""
_OF_BEGINNERS = "learn"
_SURELY_ASKS = 0.9
"""A line about oneself may sound a little like a question, or like leaving."""


_DONE_BEFORE, _LAST = "done_before", "last_line"
"""Draft keys: the person has done this work; what they said of themselves last."""
_LONGEST_LABEL = 30


async def known(turn: Turn, opening: Opening) -> Draft:
    """What the lines to say with a tap depend on, for the draft of a form that asks for one."""
    facts = await seekers.facts_of(turn.session, turn.account_id)
    done = [one for one in facts.occupations if one.role == "did" and one.code == opening.occupation_code]
    has_done = any(not trades.known_to_differ(one.trade, opening.trade) for one in done)
    last = await introductions.last_line(turn.session, turn.account_id)
    return {_DONE_BEFORE: has_done} | ({_LAST: last} if last else {})


def choices(turn: Turn, draft: Draft) -> list[Choice]:
    """Lines to say with a tap: the last one, and some that fit everybody; who has done this work is no beginner."""
    last = draft.get(_LAST)
    ready = [one for one in _READY if one != _OF_BEGINNERS or not draft.get(_DONE_BEFORE)]
    lines = dict.fromkeys([*([last] if last else []), *(turn.t(f"introduction.{one}") for one in ready)])
    return [Choice(crossing.quoted(line, _LONGEST_LABEL), line) for line in lines]


async def read(turn: Turn, _: Draft, said: str) -> str:
    """What was said as one line, once it may cross.

    Raises:
        BadAnswer: too long, a question to be answered beside, or no line but a change of mind. RefusedAnswer: with a
            contact, or with rights given away.
    """
    heard = (await asyncio.to_thread(understand, said)).acts
    sure = [act for act in heard if act.confidence >= _SURELY_ASKS]
    asks = heard == sure and all(act.kind == "ask" for act in sure)
    if sure and (asks or any(act.act in TAKES_BACK for act in sure)):
        raise BadAnswer("introduction.unclear")
    line = await crossing.read_own_words(said, longest=introductions.LONGEST)
    await crossing.require_nothing_given_away(turn, line)
    return " ".join(line.split())


async def _read_later(turn: Turn, draft: Draft, said: str) -> str:
    """The same where it was not asked for: who would rather not leaves by the button, or says so plainly."""
    if await willingness.hear(said) in {Willingness.DECLINES, Willingness.STOPS}:
        raise BadAnswer("introduction.unclear")
    return await read(turn, draft, said)


def button_id(application: Application) -> str | None:
    """Text of the button that puts a line to an application, while the enterprise has not answered."""
    if application.state != State.APPLIED:
        return None
    return "introduction.change" if application.introduction else "introduction.add"


async def begin(turn: Turn) -> None:
    """The button under an application in /my."""
    application = await introductions.require_undecided(turn.session, turn.account_id, number_argument(turn))
    if application.introduction:
        await turn.say("introduction.now", said=application.introduction)
    opening = await openings.find(turn.session, application.opening_id)
    known_of = await known(turn, opening) if opening else {}
    await start_form(turn, INTRODUCING, {"application": application.id} | known_of)


async def _finish(turn: Turn, draft: Draft) -> None:
    turn.goto(None)
    before = await introductions.require_undecided(turn.session, turn.account_id, draft["application"])
    is_first = before.introduction is None
    application = await introductions.introduce(turn.session, turn.account_id, draft["application"], draft["said"])
    if is_first:  # a line that changes again and again would be a way to write to them before they answer
        await announce_introduction(turn.session, application)
    await turn.say("introduction.done", rows=rows([[("my.button", "seek.my")]], turn.language), said=draft["said"])


INTRODUCING = register(
    Form(
        "introduction",
        (FormQuestion("said", "introduction.ask_later", _read_later, choices=choices, columns=1),),
        finish=_finish,
        subject_keys=("application",),
    )
)

BUTTONS: dict[str, Handler] = {"seek.introduce": begin}
