"""/broadcast: what to say, to whom, how many that is, a preview; then it is sent, watched and steered."""

import asyncio
import re
from collections.abc import Sequence

from bot.chat.buttons import rows
from bot.chat.callback_args import number_argument
from bot.chat.cards.names import place_name
from bot.chat.forms import engine
from bot.chat.forms.engine import AmbiguousAnswer, BadAnswer, Choice, Draft, Form, FormQuestion, register, start_form
from bot.chat.forms.places import place_choice, read_places
from bot.chat.forms.questions import RefusedAnswer
from bot.chat.texts import Html, escape, join
from bot.chat.turn import Handler, Turn
from bot.crossing import quoted
from bot.notices import broadcast_progress
from bot.staff.broadcasts import changes, request
from bot.staff.broadcasts.draft import (
    BEFORE,
    FORM,
    OLD,
    PUT_ASIDE,
    QUESTION,
    WORDS,
    doubts,
    offers,
    old_text,
    read_text,
    whom,
    whom_text,
)
from data import broadcasts
from data.catalogue import places
from data.people import unasked
from data.staff import members
from data.vocabulary import BroadcastState

LONGEST_LIST = 100
"""Of places that are joined by 和."""
LONGEST_NAME = 40
"""Characters of an unknown name that the answer repeats."""
LONGEST_SHOWN = 200
"""Characters of the text beside the question for whom it is."""
MOST_STEERED = 3
EVERYWHERE, ENOUGH = "all", "enough"

_SEPARATORS = re.compile(r"(?:\sand\s|[，,、;；\s])+")
_AND = re.compile("[和跟与及]")


async def begin(turn: Turn) -> None:
    """The command."""
    await members.require_permission(turn.session, turn.account_id, "broadcast")
    await start_form(turn, ANNOUNCING)


async def begin_in_words(turn: Turn, said: str) -> None:
    """A request that may hold what is to be said, and to whom: only what is missing is asked.

    Everything is shown once more before anything is sent.
    """
    await members.require_permission(turn.session, turn.account_id, "broadcast")
    draft = await _draft_of(turn, said)
    waiting = engine.unfinished_forms(turn)
    if draft and any(one["flow"] == FORM for one in waiting):  # another one waits: none of the two is lost
        await engine.begin_form(turn, ANNOUNCING, draft, waiting)
    else:
        await start_form(turn, ANNOUNCING, draft)


async def _draft_of(turn: Turn, said: str) -> Draft:
    """What a request tells; cities that only its text names are ticked, to be confirmed."""
    wanted, segment = await asyncio.to_thread(request.read, said)
    draft = whom(segment)
    if wanted.text is None:
        return draft
    if "cities" not in draft:
        draft["chosen"] = list((await asyncio.to_thread(request.read_segment, wanted.text)).cities)
    try:
        return draft | {WORDS: await read_text(turn, wanted.text)}
    except BadAnswer as refusal:
        if isinstance(refusal, RefusedAnswer):
            await turn.say(refusal.text_id, **refusal.params)
        return draft | {OLD: wanted.text}


async def _read_words(turn: Turn, draft: Draft, said: str) -> Draft:
    changed = await changes.in_place_of_text(turn, draft, said)
    return changed if changed is not None else _with_text(draft, await read_text(turn, request.unquoted(said)))


def _with_text(draft: Draft, text: str) -> Draft:
    return {**draft, WORDS: text, BEFORE: {}}


def _what_was_asked(turn: Turn, draft: Draft) -> Sequence[Choice]:
    """Words that were answered as a question may be the text after all."""
    return [Choice(turn.t("broadcast.use_as_text"), _with_text(draft, draft[QUESTION]))] if draft.get(QUESTION) else []


def _ask_words(turn: Turn, draft: Draft) -> Html:
    old = old_text(draft)
    if old:
        return turn.t("broadcast.words_again", words=old)
    if "cities" in draft or draft.get("occupations"):
        return join([turn.t("broadcast.for", whom=whom_text(turn, draft)), turn.t("broadcast.words")])
    return turn.t("broadcast.words")


def _ask_cities(turn: Turn, draft: Draft) -> Html:
    told = [turn.t("broadcast.text_kept", words=quoted(draft[WORDS], LONGEST_SHOWN))] if draft.get(WORDS) else []
    if draft.get("occupations"):
        told.append(turn.t("broadcast.for", whom=whom_text(turn, draft)))
    return join([*told, turn.t("broadcast.cities")])


async def _read_whom(turn: Turn, draft: Draft, said: str) -> list[str] | Draft:
    """Cities in words; else whatever else of the announcement the words are about."""
    try:
        return await _read_cities(turn, draft, said)
    except AmbiguousAnswer:
        raise
    except BadAnswer as refusal:
        if await asyncio.to_thread(_is_one_of_several, str(refusal.params.get("said", said)), said.strip()):
            raise
        changed = await changes.in_words(turn, draft, said)
        if changed is None:
            raise
        return changed


def _is_one_of_several(unknown: str, said: str) -> bool:
    """Whether a name that is not known stands beside places that are: then it is the one to be told of."""
    if unknown == said[:LONGEST_NAME]:
        return False
    return request.read_segment(said).is_named and not request.read_segment(unknown).is_named


async def _read_at_preview(turn: Turn, draft: Draft, said: str) -> Draft:
    changed = await changes.in_words(turn, draft, said)
    if changed is None:
        raise BadAnswer("broadcast.unheard")
    return changed


async def _read_cities(turn: Turn, draft: Draft, said: str) -> list[str]:
    """One or several cities in words: 沈阳、大连 and 鞍山."""
    if said.strip() in (turn.t("broadcast.everywhere"), "全省"):
        return [EVERYWHERE]
    named = [name for part in _SEPARATORS.split(said) if part for name in _split_at_and(part)]
    codes: list[str] = []
    for word in named:
        cities = {place.city: place for place in read_places(word) if place.city}
        if len(cities) > 1:
            raise AmbiguousAnswer(
                "place.which", [_as_list(place_choice(turn, place)) for place in cities.values()], said=word
            )
        if not cities:
            raise BadAnswer("broadcast.error.city", said=word[:LONGEST_NAME])
        codes += cities
    if not codes:
        raise BadAnswer("broadcast.error.city", said=said.strip()[:LONGEST_NAME])
    return [*draft.get("chosen", []), *codes, ENOUGH]


def _as_list(choice: Choice) -> Choice:
    return Choice(choice.label, [places.place(choice.value).city])


def _split_at_and(words: str) -> list[str]:
    """The places that are joined by 和; a name may hold one itself (和平区)."""
    if len(words) > LONGEST_LIST:
        return [words]
    known = _all_known(words)
    if known:
        return known
    for before, after in reversed(_halves(words)):
        if read_places(before) or read_places(after):
            return [*_split_at_and(before), *_split_at_and(after)]
    return [words]


def _all_known(words: str) -> list[str]:
    """These words as places that are all known; empty where they cannot be read so."""
    if read_places(words):
        return [words]
    for before, after in _halves(words):
        rest = _all_known(after) if read_places(before) else []
        if rest:
            return [before, *rest]
    return []


def _halves(words: str) -> list[tuple[str, str]]:
    """What stands before and after each 和."""
    halves = [(words[: joint.start()], words[joint.end() :]) for joint in _AND.finditer(words)]
    return [(before, after) for before, after in halves if before and after]


def _cities(turn: Turn, draft: Draft) -> Sequence[Choice]:
    """Every city, ticked when chosen. Each keeps its place: a second tap on a button must not mean another one."""
    chosen = draft.get("chosen", [])
    offered = [Choice(turn.t("broadcast.everywhere"), [EVERYWHERE])]
    for city in places.cities():
        name = place_name(city.code, turn.language)
        offered.append(Choice(turn.t("choice.ticked", name=name) if city.code in chosen else name, [city.code]))
    return [*offered, Choice(turn.t("choice.enough"), [ENOUGH], own_row=True)] if chosen else offered


def _keep_words(_: Draft, said: Draft) -> Draft:
    """All of the draft: words may have told more than the text."""
    return {key: value for key, value in said.items() if key not in PUT_ASIDE or WORDS not in said}


def _keep_cities(draft: Draft, said: list[str] | Draft) -> Draft:
    """A tap puts a city in or takes it out; words name them all at once, or have changed the draft already."""
    if isinstance(said, dict):
        return said
    chosen, draft = list(draft.get("chosen", [])), draft | {BEFORE: {}, "by_district": False}
    if EVERYWHERE in said:
        return draft | {"chosen": [], "cities": []}
    named = [code for code in said if code != ENOUGH]
    if ENOUGH in said:
        known = list(dict.fromkeys([*chosen, *named]))
        return draft | {"chosen": known, "cities": known}
    for code in named:
        chosen = [known for known in chosen if known != code] if code in chosen else [*chosen, code]
    return {key: value for key, value in draft.items() if key != "cities"} | {"chosen": chosen}


async def _summary(turn: Turn, draft: Draft) -> Html:
    number = await broadcasts.count_recipients(turn.session, _segment(draft))
    heading = turn.t("broadcast.preview", whom=whom_text(turn, draft), n=number)
    notes = [turn.t("broadcast.whole_cities")] if draft.get("by_district") else []
    notes += [turn.t("broadcast.only_by_city_and_work")] if draft.get("by_more") else []
    notes += [turn.t("broadcast.error.nobody")] if not number else []
    notes += await doubts(turn, draft["words"])
    night = broadcast_progress.night_text(turn.language, turn.now)
    words = broadcast_progress.announcement_text(turn.language, escape(draft["words"]))
    return join([heading, *notes, *([night] if night else []), turn.t("broadcast.preview_words"), words], "\n\n")


def _send_text_id(turn: Turn) -> str:
    return "broadcast.send_in_the_morning" if unasked.quiet_until(turn.now) else "broadcast.send"


def _segment(draft: Draft) -> dict[str, list[str]]:
    return {"cities": draft["cities"], "occupations": draft.get("occupations", [])}


async def _finish(turn: Turn, draft: Draft) -> None:
    segment = _segment(draft)
    if not await broadcasts.count_recipients(turn.session, segment):
        raise BadAnswer("broadcast.error.nobody")
    broadcast = await broadcasts.create_draft(turn.session, turn.account_id, escape(draft["words"]), segment)
    broadcast = await broadcasts.approve(turn.session, broadcast.id or 0, by=turn.account_id)
    turn.goto(None)
    counts = await broadcasts.count_deliveries_by_state(turn.session, broadcast.id or 0)
    words = broadcast_progress.progress_text(turn.language, broadcast, counts, turn.now)
    row = await turn.say(words, rows=rows(broadcast_progress.steering_buttons(broadcast), turn.language))
    broadcast.progress_row = row.id


async def show_under_way(turn: Turn) -> None:
    """The announcements that can still be paused, resumed or cancelled, with the buttons that do it."""
    found = await broadcasts.list_steerable(turn.session, staff=turn.account_id, limit=MOST_STEERED)
    if not found:
        await turn.say("broadcast.none_under_way")
    for broadcast in found:
        counts = await broadcasts.count_deliveries_by_state(turn.session, broadcast.id or 0)
        words = broadcast_progress.progress_text(turn.language, broadcast, counts, turn.now)
        await turn.say(words, rows=rows(broadcast_progress.steering_buttons(broadcast), turn.language))


async def pause(turn: Turn) -> None:
    await _steer(turn, BroadcastState.PAUSED)


async def resume(turn: Turn) -> None:
    await _steer(turn, BroadcastState.SENDING)


async def cancel(turn: Turn) -> None:
    await _steer(turn, BroadcastState.CANCELLED)


async def _steer(turn: Turn, state: BroadcastState) -> None:
    broadcast = await broadcasts.change_state(turn.session, number_argument(turn), state, by=turn.account_id)
    counts = await broadcasts.count_deliveries_by_state(turn.session, broadcast.id or 0)
    words = broadcast_progress.progress_text(turn.language, broadcast, counts, turn.now)
    await turn.edit(words, rows=rows(broadcast_progress.steering_buttons(broadcast), turn.language))


ANNOUNCING = register(
    Form(
        FORM,
        (
            FormQuestion(
                WORDS, "broadcast.words", _read_words, choices=_what_was_asked, store_answer=_keep_words,
                repeat_while=lambda draft: WORDS not in draft, render_text=_ask_words,
            ),
            FormQuestion(
                "cities", "broadcast.cities", _read_whom, choices=_cities, store_answer=_keep_cities,
                repeat_while=lambda draft: "cities" not in draft, columns=4, render_text=_ask_cities,
            ),
        ),
        finish=_finish,
        summary=_summary,
        confirm_text_id=_send_text_id,
        offers=offers,
        parse_at_summary=_read_at_preview,
    )
)  # fmt: skip

COMMANDS: dict[str, Handler] = {"broadcast": begin}

BUTTONS: dict[str, Handler] = {
    "staff.draft": changes.tap,
    "staff.pause": pause,
    "staff.resume": resume,
    "staff.cancel": cancel,
}
