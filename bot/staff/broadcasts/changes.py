"""What is typed while an announcement is written, heard as a change: of its text, of whom it goes to, or as "not yet".

Nothing that is typed sends it: "send it" brings the button that does.
"""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn

from bot.chat.buttons import Button
from bot.chat.callback_args import text_argument
from bot.chat.forms import engine
from bot.chat.forms.engine import EDITED_ANSWER_KEY, SUMMARY_STEP, BadAnswer, ConversationEnded, Draft, StaleButton
from bot.chat.forms.screens import form_serial
from bot.chat.turn import Turn
from bot.crossing import quoted
from bot.staff.broadcasts import draft as announcement
from bot.staff.broadcasts import request
from bot.staff.broadcasts.draft import BEFORE, FORM, KEPT, OLD, QUESTION, WORDS, changed, read_text, text_of, whom
from bot.staff.broadcasts.request import SHORTEST, Segment
from data.catalogue import places
from data.closed_forms.calendar import find_when
from data.closed_forms.corrections import Correction, correct
from data.closed_forms.text import letters, level, longest_shared
from data.staff import members, organisations
from matching.language.gazetteer import PhraseMatch, PlaceMeaning, place_names
from matching.language.heads.acts import SURE_TO_DO, read_acts

_LONGEST_ORDER = 60
"""Characters; what is longer is a text."""
_SCREEN, _TO, _CHANGE = "broadcast", "broadcast_to", "change_field"
_NOT_YET = frozenset({"pause_broadcast", "cancel", "wait", "back", "refuse"})
_SEND = frozenset({"accept", "approve", "ack", "resume", "thanks", _TO})
_ANOTHER_MATTER = frozenset(
    {"show_queue", "find_org", "review_status", "statistics", "progress", "export", "suspend", "switch_language"}
)  # fmt: skip
_QUESTIONS = _ANOTHER_MATTER | {"unmet_demand", "targets"}
"""What is rather asked than announced, where no text was heard yet."""
_LIKELY, _RATHER, _SURELY = 0.3, 0.6, 0.9
_DISTRICT = "county"
"""Level of a place of which announcements cannot be sent to the people alone: it is more likely one of the text."""
_RETYPED = 5
"""Characters in a row that a text typed anew shares with the old one, and a word about it does not."""
_BESIDE_NAMES, _INSTEAD_OF_TEXT = 8, 6
"""Letters of an order beside the names of those it is about: 只发给…的师傅. The second: where a text is awaited."""
_SENDS = ("发", "再发", "才发", "就发", "推送", "再推")
"""Behind a time: it is the time to send at."""


@dataclass(frozen=True, slots=True)
class _Heard:
    """Acts with how surely they are heard, a change as who posts something says it, a text, and who is named."""

    acts: Mapping[str, float]
    change: float
    text: str | None
    segment: Segment

    def is_one_of(self, acts: frozenset[str], least: float = SURE_TO_DO) -> bool:
        return self.likely(acts) >= least

    def likely(self, acts: frozenset[str]) -> float:
        return max(self.acts.get(act, 0) for act in acts)

    @property
    def says_whom(self) -> bool:
        """Whether the words surely tell to whom it goes."""
        return self.segment.is_named and self.acts.get(_TO, 0) >= SURE_TO_DO


def _hear(said: str) -> _Heard:
    acts = {act.name: act.score for act in read_acts(said, "staff", _SCREEN)}
    change = max((act.score for act in read_acts(said, "member") if act.name == _CHANGE), default=0.0)
    wanted, segment = request.read(said)
    return _Heard(acts, change, wanted.text, segment)


async def in_place_of_text(turn: Turn, draft: Draft, said: str) -> Draft | None:
    """The draft after words that were typed where the text is asked for; None: they are the text.

    Raises:
        ConversationEnded: the person was asked, or told, instead.
        BadAnswer: they rather ask something; one tap makes them the text.
    """
    if len(said) > _LONGEST_ORDER or request.unquoted(said) != said:
        return None
    if letters(said) < SHORTEST or await _is_about_text(announcement.old_text(draft), said):
        return await in_words(turn, draft, said)
    heard = await asyncio.to_thread(_hear, said)
    is_question = heard.is_one_of(_QUESTIONS, _RATHER)
    if is_question or (announcement.old_text(draft) and heard.is_one_of(_NOT_YET)):
        with suppress(BadAnswer):  # else it could be no text
            turn.goto(FORM, turn.state.step, turn.state.draft | {QUESTION: await read_text(turn, said)})
        if not is_question:
            await _tell(turn, "broadcast.not_sent")
        raise BadAnswer("broadcast.rather_a_question")
    return None


async def _is_about_text(old: str | None, said: str) -> bool:
    """Whether words that are long enough for a text are about the old one, or only say to whom it goes."""
    if old and (request.added_sentence(said) or (not _is_retyped(old, said) and correct(old, said).replaced)):
        return True
    segment = await asyncio.to_thread(request.read_segment, said)
    return segment.is_named and letters(segment.rest) <= _INSTEAD_OF_TEXT and not find_when(said)


def _is_retyped(text: str, said: str) -> bool:
    return longest_shared(text, said).size >= _RETYPED


async def in_words(turn: Turn, draft: Draft, said: str) -> Draft | None:
    """The draft as the words would have it; what changed has been said. None where they ask for no change.

    Raises:
        ConversationEnded: the person was asked, or told, instead.
    """
    text = text_of(draft)
    sentence = request.added_sentence(said)
    if text and sentence:
        return await _add(turn, draft, text, sentence)
    heard = await asyncio.to_thread(_hear, said)
    if text and heard.text and not _is_when(heard.text):
        if heard.says_whom:  # another announcement
            return changed(draft, {WORDS: await read_text(turn, heard.text), **whom(heard.segment)})
        await _ask_what_it_is(turn, draft, heard.text, "add", "replace")
    if heard.is_one_of(_ANOTHER_MATTER, _SURELY) or await _names_organisation(turn, said):
        return None
    if text and _is_retyped(text, said) and letters(said) >= SHORTEST:
        await _ask_what_it_is(turn, draft, said, "add", "replace")
    if any(said[one.end :].startswith(_SENDS) for one in find_when(said)):
        await _tell(turn, "broadcast.cannot_schedule")
    return await _correct(turn, draft, text, said, heard)


async def _add(turn: Turn, draft: Draft, text: str, sentence: str) -> Draft:
    longer = await read_text(turn, announcement.joined(text, sentence))
    await turn.say("broadcast.added", words=quoted(sentence))
    return changed(draft, {WORDS: longer})


def _is_when(words: str) -> bool:
    """Whether words are a day or a time and next to nothing else."""
    inside = sum(one.end - one.start for one in find_when(words))
    return bool(inside) and letters(words) - inside <= 1


async def _names_organisation(turn: Turn, said: str) -> bool:
    if "review" not in await members.permissions_of(turn.session, turn.account_id):
        return False
    return bool(await organisations.list_named(turn.session, said, staff=turn.account_id))


async def _correct(turn: Turn, draft: Draft, text: str | None, said: str, heard: _Heard) -> Draft | None:
    """Days, times and figures of the text, and whom it goes to."""
    fix = correct(text or "", said)
    segment = heard.segment if heard.says_whom or _is_order(heard) else Segment()
    if text and segment.names_cities and not fix.replaced and not heard.says_whom:
        if heard.change >= SURE_TO_DO and _DISTRICT in _levels(text) & _levels(said):
            fix, segment = _with_place(text, said), Segment()
        elif _names_like_place(text, said):
            await _ask_what_it_is(turn, draft, said, "whom", "text")
    updates = whom(segment) if segment.is_named else {}
    updates |= {WORDS: await read_text(turn, fix.text)} if fix.replaced else {}
    if not updates:
        return await _without_change(turn, draft, text, fix, heard)
    for old, new in fix.replaced:
        await turn.say("broadcast.replaced", old=old, new=new)
    return changed(draft, updates)


def _is_order(heard: _Heard) -> bool:
    """Whether words that name people say little else: 只发给大连的."""
    return letters(heard.segment.rest) <= _BESIDE_NAMES and not heard.is_one_of(_ANOTHER_MATTER)


def _names_like_place(text: str, said: str) -> bool:
    """Whether the words name a place, not of the text, that may be meant for one of the text: city for city."""
    new = {hit.phrase for hit in _places_in(said)} - {hit.phrase for hit in _places_in(text)}
    return bool(new and _levels(" ".join(new)) & _levels(text))


def _places_in(words: str) -> tuple[PhraseMatch[PlaceMeaning], ...]:
    return tuple(hit for hit in place_names().find(level(words)) if hit.value.codes and not hit.value.outside)


def _levels(words: str) -> set[str]:
    """Of the places that the words name: city, county."""
    return {places.place(code).level for hit in _places_in(words) for code in hit.value.codes}


def _with_place(text: str, said: str) -> Correction:
    """The text with the place that the words end with instead of the one that they name, or of its only one."""
    named = {hit.phrase for hit in _places_in(said)}
    old = [hit for hit in _places_in(text) if hit.phrase in named] or list(_places_in(text))
    new = [hit for hit in _places_in(said) if hit.phrase not in {one.phrase for one in old}]
    if len(old) != 1 or len(new) != 1 or letters(said[new[0].end :]):
        return Correction(text, (), is_clear=False, names_when=False)
    before, after = text[old[0].start : old[0].end], said[new[0].start : new[0].end]
    return Correction(
        f"{text[: old[0].start]}{after}{text[old[0].end :]}", ((before, after),), is_clear=True, names_when=False
    )


async def _without_change(turn: Turn, draft: Draft, text: str | None, fix: Correction, heard: _Heard) -> Draft | None:
    """Words that change nothing by themselves."""
    if text and fix.names_when and not fix.is_clear and not find_when(text):
        await _tell(turn, "broadcast.no_time_in_text")
    changes_more = heard.change >= SURE_TO_DO and heard.change >= heard.likely(_NOT_YET)
    if text and (not fix.is_clear or changes_more):
        await _ask_text_again(turn, draft, text)
    if turn.state.step == SUMMARY_STEP and heard.is_one_of(_NOT_YET | _SEND, _LIKELY):
        held = heard.is_one_of(_NOT_YET) and not heard.is_one_of(_SEND)
        await turn.say("broadcast.held" if held else "broadcast.tap_to_send")  # the second is true of both
        return draft
    if heard.is_one_of(_NOT_YET):
        await _tell(turn, "broadcast.not_sent")
    if heard.is_one_of(_SEND - {_TO}, _LIKELY):
        await turn.say("broadcast.not_ready")
        await engine.repeat_open_question(turn, engine.FORMS[FORM])
        raise ConversationEnded
    return None


async def _ask_what_it_is(turn: Turn, draft: Draft, said: str, *answers: str) -> NoReturn:
    """Ask what words are for that may be one thing or another; each is a button."""
    turn.goto(FORM, turn.state.step, draft | {KEPT: said})
    rows = [[announcement.button(turn, answer, turn.t(f"broadcast.draft.{answer}"))] for answer in answers]
    await turn.say("broadcast.what_is_it", rows=rows, words=quoted(said))
    raise ConversationEnded


async def _ask_text_again(turn: Turn, draft: Draft, text: str) -> NoReturn:
    _open_text(turn, draft, text)
    await engine.repeat_open_question(turn, engine.FORMS[FORM])
    raise ConversationEnded


def _open_text(turn: Turn, draft: Draft, text: str) -> None:
    """Go to the question for the text, with the old one shown."""
    known = {key: value for key, value in draft.items() if key not in (WORDS, KEPT, QUESTION)}
    old: Draft = {EDITED_ANSWER_KEY: {WORDS: text}} if turn.state.step == SUMMARY_STEP else {OLD: text}
    turn.goto(FORM, WORDS, known | old)


async def _tell(turn: Turn, text_id: str) -> NoReturn:
    """Say one sentence; the announcement waits as it is."""
    show = announcement.button(turn, "show", turn.t("broadcast.draft.show"))
    leave = Button(turn.t("broadcast.draft.leave"), f"form.cancel:{form_serial(turn)}")
    await turn.say(text_id, rows=[[show, leave]])
    raise ConversationEnded


async def tap(turn: Turn) -> None:
    """A button beside an announcement that is being written.

    Raises:
        NotAllowed: no broadcaster. StaleButton: of another announcement, or there is nothing to do any more.
    """
    await members.require_permission(turn.session, turn.account_id, "broadcast")
    form = engine.active_form(turn)
    if form is None or form.name != FORM or text_argument(turn) != form_serial(turn):
        raise StaleButton
    what, draft = text_argument(turn, 1), turn.state.draft
    if what == "text":
        _open_text(turn, draft, text_of(draft) or "")
    elif what != "show":
        turn.goto(FORM, turn.state.step, await _after(turn, draft, what))
    await engine.ask_next_question(turn, form)


async def _after(turn: Turn, draft: Draft, what: str) -> Draft:
    """The draft after a tap."""
    text, kept, both = text_of(draft), draft.get(KEPT), announcement.both_places(draft)
    if what == "undo" and draft.get(BEFORE):
        return announcement.taken_back(draft)
    if what == "both" and both:
        return draft | {"cities": both, "chosen": both, BEFORE: {}}
    if what == "any_work" and draft.get("occupations"):
        return changed(draft, {"occupations": []})
    if what == "add" and kept and text:
        return changed(draft, {WORDS: await read_text(turn, announcement.joined(text, kept))})
    if what == "replace" and kept:
        return changed(draft, {WORDS: await read_text(turn, kept)})
    if what == "whom" and kept:
        return changed(draft, whom(await asyncio.to_thread(request.read_segment, kept)))
    raise StaleButton
