"""What the words of staff can do: the same as the commands; each checks again who asks."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from bot import unlawful
from bot.chat import commands, screen
from bot.chat.buttons import rows
from bot.chat.forms.engine import active_form
from bot.chat.turn import Handler, Turn
from bot.rules import fixed_answers, questions
from bot.rules.apprenticeship import papers_to_file
from bot.staff import greeting, lookups, stats
from bot.staff.broadcasts import compose, request
from bot.staff.review import queue
from data.staff import members
from matching.language.heads.acts import Act, is_sure, read_acts

_ANNOUNCE, _SAID = "announce", "said"
"""What the screen keeps the words under that may want an announcement."""


def _say(text_id: str) -> Callable[[Turn], Awaitable[None]]:
    async def answer(turn: Turn) -> None:
        await turn.say(text_id)

    return answer


def _tell_rule(act: str) -> Callable[[Turn], Awaitable[None]]:
    async def answer(turn: Turn) -> None:
        await fixed_answers.tell_who_hires(turn, act, turn.text)

    return answer


def _offer_announcement(text_id: str) -> Handler:
    """Says a sentence, with the button that begins an announcement with what the words tell."""

    async def offer(turn: Turn) -> None:
        await members.require_permission(turn.session, turn.account_id, "broadcast")
        screen.show_question(turn, _ANNOUNCE, turn.text)
        begin = [[("staff_act.announce.begin", f"staff.announce:{_SAID}")]]
        await turn.say(text_id, rows=rows(begin, turn.language))

    return offer


_ASK_WHETHER_TO_ANNOUNCE = _offer_announcement("staff_act.announce")


async def _announce(turn: Turn) -> None:
    """The announcement, of words that tell something of it; else it is asked."""
    wanted, segment = await asyncio.to_thread(request.read, turn.text)
    tells = wanted.text or segment.is_named
    await (compose.begin_in_words(turn, turn.text) if tells else _ASK_WHETHER_TO_ANNOUNCE(turn))


async def _tell_support(turn: Turn) -> None:
    await questions.tell_support(turn, turn.text)


async def _tell_papers(turn: Turn) -> None:
    await turn.say(papers_to_file(turn))


HANDLERS: Mapping[str, Handler] = {
    "show_queue": queue.show_queue,
    "approve": queue.show_queue,
    "ask_changes": queue.show_queue_to_send_back,
    "find_org": lookups.say_none_found,
    "review_status": queue.show_queue,
    "broadcast_to": _announce,
    "schedule": _offer_announcement("staff_act.schedule"),
    "targets": stats.show,
    "unmet_demand": stats.show,
    "statistics": stats.show,
    "progress": stats.show,
    "export": stats.show_instead_of_export,
    "invite_staff": _say("staff_act.invite_staff"),
    "remove_staff": _say("staff_act.invite_staff"),
    "suspend": _say("staff_act.suspend"),
    "pause_broadcast": compose.show_under_way,
    "resume": compose.show_under_way,
    "switch_language": commands.choose_language,
    "thanks": greeting.answer_thanks,
    "greeting": greeting.greet,
    "ack": greeting.answer_ack,
    "goodbye": greeting.answer_ack,
    **{act: _tell_rule(act) for act in fixed_answers.FOR_WHO_HIRES},
    **dict.fromkeys(questions.SUPPORT, _tell_support),
    **{act: _say(text_id) for act, text_id in questions.FIXED.items()},
    questions.PAPERS: _tell_papers,
    questions.REPORT: _say("rules.report.staff"),
}
"""By act."""
_SHOWING = frozenset({"show_queue", "targets", "unmet_demand", "statistics", "progress"})
_BEGINNING, _AT_A_TIME = "broadcast_to", "schedule"
_SURE_TO_BEGIN = 0.9
_SOCIAL = frozenset({"greeting", "thanks", "ack", "goodbye"})
_ABOUT_WORDS = frozenset({"ask_changes", "review_status"})
"""Beside which words of a listing may be quoted that no listing may hold."""


async def answer(turn: Turn, text: str, *, least: float = 0) -> bool:
    """Do what the words ask for, each thing once; False where they ask for nothing that is known here.

    `least`: the probability below which nothing is done, however little it would do.
    """
    found = await asyncio.to_thread(read_acts, text, "staff")
    asked = _asked(turn, text, [act for act in found if act.score >= least])
    asked = await _as_whole_announcement(text, asked) or asked
    rather = await asyncio.to_thread(questions.rather_asked, text, asked, ("seeker", "member"))
    names, in_form = {act.name for act in asked}, active_form(turn) is not None
    guessed = {act.name for act in asked if _is_guessed(act)}
    if rather and not in_form and await lookups.show_asked_list(turn, text):
        return True
    if rather and await unlawful.answer_if_unlawful(turn, text):  # quoted to ask whether it may stand
        return True
    only_named = bool(guessed) or (in_form and not names)
    if not rather and await lookups.answer(turn, text, found, names - guessed, only_named=only_named):
        await _say_beside(turn, text, names)
        return True
    asked = rather or asked
    handlers = dict.fromkeys(_handler(act) for act in asked)
    for handler in handlers:
        await handler(turn)
    if not asked or any(act.name in _ABOUT_WORDS for act in asked):
        told = await unlawful.answer_if_unlawful(turn, text)
        told = told or bool(handlers) or await fixed_answers.answer_who_hires(turn, text)
        return told or (not in_form and await lookups.show_asked_list(turn, text))
    return True


def _asked(turn: Turn, text: str, found: Sequence[Act]) -> list[Act]:
    """The acts that are done: no greeting beside others, and nothing that only the text of an announcement says."""
    asked = [act for act in found if act.name in HANDLERS and is_sure(act, _SHOWING)]
    if active_form(turn) is compose.ANNOUNCING:  # it hears itself what is said of it
        asked = [act for act in asked if act.name not in {_BEGINNING, _AT_A_TIME}]
    asked = [act for act in asked if act.name not in _SOCIAL] or asked
    begins = next((act for act in asked if act.name == _BEGINNING), None)
    if begins is None:
        return asked
    alone = begins.score >= _SURE_TO_BEGIN and request.split(text).text
    return [begins] if alone else [act for act in asked if act.name != _AT_A_TIME]


async def _as_whole_announcement(text: str, asked: Sequence[Act]) -> list[Act] | None:
    """The announcement alone, surely wanted, where the words hold its text and name to whom it goes: what else they
    seem to ask stands in the text.
    """
    begins = next((act for act in asked if act.name == _BEGINNING), None)
    wanted = request.split(text)
    if begins is None or wanted.text is None:
        return None
    segment = await asyncio.to_thread(request.read_segment, wanted.head)
    return [replace(begins, score=max(begins.score, _SURE_TO_BEGIN))] if segment.is_named else None


async def _say_beside(turn: Turn, text: str, asked: set[str]) -> None:
    """What is to be said of the organisation or listing that was shown."""
    if "suspend" in asked:
        await turn.say("staff_act.suspend")
    if not asked.isdisjoint(_ABOUT_WORDS):
        await unlawful.answer_if_unlawful(turn, text)


def _handler(act: Act) -> Handler:
    """A form begins of words that surely want one; else it is asked."""
    return _ASK_WHETHER_TO_ANNOUNCE if _is_guessed(act) else HANDLERS[act.name]


def _is_guessed(act: Act) -> bool:
    return act.name == _BEGINNING and act.score < _SURE_TO_BEGIN


async def _announce_as_said(turn: Turn) -> None:
    """The announcement, with what the words told of it where the button stands below them."""
    said = screen.question_about(turn, _ANNOUNCE) if turn.arguments else None
    await compose.begin_in_words(turn, said or "")


BUTTONS: Mapping[str, Handler] = {"staff.announce": _announce_as_said}
