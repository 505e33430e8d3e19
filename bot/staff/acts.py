"""What the words of staff can do: the same as the commands; each checks again who asks."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import asdict

from bot import unlawful
from bot.chat import commands, screen
from bot.chat.buttons import rows
from bot.chat.cards.names import label
from bot.chat.turn import Handler, Turn
from bot.rules import fixed_answers, questions
from bot.rules.apprenticeship import papers_to_file
from bot.staff import stats
from bot.staff.broadcasts import compose
from bot.staff.review import queue
from data.staff import members, organisations
from matching.language.heads.acts import Act, is_sure, read_acts


def _say(text_id: str) -> Callable[[Turn], Awaitable[None]]:
    async def answer(turn: Turn) -> None:
        await turn.say(text_id)

    return answer


async def _show_organisation(turn: Turn) -> None:
    """How the organisation that the words name stands."""
    found = await organisations.find_named(turn.session, turn.text, staff=turn.account_id)
    if found is None:
        await turn.say("staff_act.no_organisation")
        return
    known = await organisations.figures(turn.session, found)
    state = label("organisation_state", found.state, turn.language)
    await turn.say("staff_act.organisation", name=found.name, state=state, **asdict(known))


async def _announce(turn: Turn) -> None:
    await compose.begin_in_words(turn, turn.text)


async def _tell_support(turn: Turn) -> None:
    await questions.tell_support(turn, turn.text)


async def _tell_papers(turn: Turn) -> None:
    await turn.say(papers_to_file(turn))


HANDLERS: Mapping[str, Handler] = {
    "show_queue": queue.show_queue,
    "approve": queue.show_queue,
    "ask_changes": queue.show_queue,
    "find_org": _show_organisation,
    "review_status": queue.show_queue,
    "broadcast_to": _announce,
    "schedule": compose.begin,
    "targets": stats.show,
    "unmet_demand": stats.show,
    "statistics": stats.show,
    "progress": stats.show,
    "export": _say("staff_act.export"),
    "invite_staff": _say("staff_act.invite_staff"),
    "remove_staff": _say("staff_act.invite_staff"),
    "suspend": _say("staff_act.suspend"),
    "pause_broadcast": _say("staff_act.pause_broadcast"),
    "switch_language": commands.choose_language,
    "thanks": _say("talk.thanks"),
    **{act: _say(text_id) for act, text_id in fixed_answers.FOR_WHO_HIRES.items()},
    **dict.fromkeys(questions.SUPPORT, _tell_support),
    **{act: _say(text_id) for act, text_id in questions.FIXED.items()},
    questions.PAPERS: _tell_papers,
    questions.REPORT: _say("rules.report.staff"),
}
"""By act."""
_SHOWING = frozenset({"show_queue", "targets", "unmet_demand", "statistics", "progress"})
_BEGINNING = frozenset({"broadcast_to", "schedule"})
_SURE_TO_BEGIN = 0.9
_ANNOUNCE = "announce"
"""What the screen keeps the words under that may want an announcement."""
_ABOUT_WORDS = frozenset({"ask_changes", "review_status"})
"""Beside which words of a listing may be quoted that no listing may hold."""


async def answer(turn: Turn, text: str) -> bool:
    """Do what the words ask for, each thing once; False where they ask for nothing that is known here."""
    found = await asyncio.to_thread(read_acts, text, "staff")
    asked = [act for act in found if act.name in HANDLERS and is_sure(act, _SHOWING)]
    rather = await asyncio.to_thread(questions.rather_asked, text, asked, ("seeker", "member"))
    if rather and not asked and await unlawful.answer_if_unlawful(turn, text):  # quoted to ask whether it may stand
        return True
    asked = rather or asked
    if any(act.name in _BEGINNING and act.score >= _SURE_TO_BEGIN for act in asked):  # one of them is enough
        asked = [act for act in asked if act.name not in _BEGINNING or act.score >= _SURE_TO_BEGIN]
    handlers = dict.fromkeys(_handler(act) for act in asked)
    for handler in handlers:
        await handler(turn)
    if not asked or any(act.name in _ABOUT_WORDS for act in asked):
        told = await unlawful.answer_if_unlawful(turn, text)
        return told or bool(handlers) or await fixed_answers.answer_who_hires(turn, text)
    return True


def _handler(act: Act) -> Handler:
    """A form begins of words that surely want one; else it is asked."""
    return _ask_whether_to_announce if act.name in _BEGINNING and act.score < _SURE_TO_BEGIN else HANDLERS[act.name]


async def _ask_whether_to_announce(turn: Turn) -> None:
    await members.require_permission(turn.session, turn.account_id, "broadcast")
    screen.show_question(turn, _ANNOUNCE, turn.text)
    await turn.say("staff_act.announce", rows=rows([[("staff_act.announce.begin", "staff.announce")]], turn.language))


async def _announce_as_said(turn: Turn) -> None:
    """The announcement, with what the words told of it."""
    await compose.begin_in_words(turn, screen.question_about(turn, _ANNOUNCE) or "")


BUTTONS: Mapping[str, Handler] = {"staff.announce": _announce_as_said}
