"""One line about oneself for the enterprise: with the first application, and later by a button in /my."""

import asyncio

from bot import crossing
from bot.chat.buttons import rows
from bot.chat.callback_args import number_argument
from bot.chat.forms.engine import BadAnswer, Choice, Draft, Form, FormQuestion, register, start_form
from bot.chat.turn import Handler, Turn
from bot.notices.applications import announce_introduction
from data.applications import introductions
from data.applications.models import Application
from data.vocabulary import ApplicationState as State
from matching.understanding import understand

_READY = ("soon", "learn", "stay")
"""Lines that a tap says."""
_SURELY_ASKS = 0.9
"""A line about oneself may sound a little like a question, or like leaving."""
_LEAVING = frozenset({"cancel", "withdraw"})


def choices(turn: Turn, _: Draft) -> list[Choice]:
    """Lines to say with a tap."""
    said = [turn.t(f"introduction.{one}") for one in _READY]
    return [Choice(words, words) for words in said]


async def read(_: Turn, __: Draft, said: str) -> str:
    """The line, once it may cross.

    Raises:
        BadAnswer: too long, a question to be answered beside, or no line but a change of mind. RefusedAnswer: with a
            contact.
    """
    heard = (await asyncio.to_thread(understand, said)).acts
    sure = [act for act in heard if act.confidence >= _SURELY_ASKS]
    asks = heard == sure and all(act.kind == "ask" for act in sure)
    if sure and (asks or any(act.act in _LEAVING for act in sure)):
        raise BadAnswer("introduction.unclear")
    return await crossing.read_own_words(said, longest=introductions.LONGEST)


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
    await start_form(turn, INTRODUCING, {"application": application.id})


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
        (FormQuestion("said", "introduction.ask_later", read, choices=choices, columns=1),),
        finish=_finish,
        subject_keys=("application",),
    )
)

BUTTONS: dict[str, Handler] = {"seek.introduce": begin}
