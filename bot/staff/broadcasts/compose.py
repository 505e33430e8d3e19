"""/broadcast: what to say, to which cities, how many that is, a preview; then it is sent, watched and steered."""

import re
from collections.abc import Sequence

from bot.chat.buttons import rows
from bot.chat.callback_args import number_argument
from bot.chat.cards.names import place_name
from bot.chat.forms import plain_text
from bot.chat.forms.engine import AmbiguousAnswer, BadAnswer, Choice, Draft, Form, FormQuestion, register, start_form
from bot.chat.forms.places import place_choice, read_places
from bot.chat.texts import Html, escape, join
from bot.chat.turn import Handler, Turn
from bot.notices import broadcast_progress
from data import broadcasts
from data.catalogue import places
from data.people import unasked
from data.staff import members
from data.vocabulary import BroadcastState
from matching.understanding import named_cities

LONGEST = 3500
_SHORTEST = 10
LONGEST_LIST = 100
"""Of places that are joined by 和."""
EVERYWHERE, ENOUGH = "all", "enough"

_SEPARATORS = re.compile(r"(?:\sand\s|[，,、;；\s])+")
_AND = re.compile("[和跟与及]")


async def begin(turn: Turn) -> None:
    """The command."""
    await members.require_permission(turn.session, turn.account_id, "broadcast")
    await start_form(turn, ANNOUNCING)


async def begin_in_words(turn: Turn, said: str) -> None:
    """A request that may hold what is to be said behind a colon, and cities, which are ticked and confirmed later.

    Everything is shown once more before anything is sent.
    """
    await members.require_permission(turn.session, turn.account_id, "broadcast")
    behind = next(iter(re.split(r"[:：](?!\d)", said, maxsplit=1)[1:]), "")
    try:
        draft = {"words": plain_text.read_text(behind, shortest=_SHORTEST, longest=LONGEST, allow_contacts=True)}
    except BadAnswer:
        draft = {}
    await start_form(turn, ANNOUNCING, draft | {"chosen": named_cities(said)})


async def _read_words(_: Turn, __: Draft, said: str) -> str:
    return plain_text.read_text(said, shortest=_SHORTEST, longest=LONGEST, allow_contacts=True)


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
            raise BadAnswer("broadcast.error.city", said=word[:40])
        codes += cities
    if not codes:
        raise BadAnswer("broadcast.error.city", said=said.strip()[:40])
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


def _keep_cities(draft: Draft, said: list[str]) -> Draft:
    """A tap puts a city in or takes it out; words name them all at once."""
    chosen = list(draft.get("chosen", []))
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
    whom = turn.t("broadcast.comma").join(place_name(code, turn.language) for code in draft["cities"])
    heading = turn.t("broadcast.preview", whom=whom or turn.t("broadcast.everywhere"), n=number)
    nobody = [turn.t("broadcast.error.nobody")] if not number else []
    night = broadcast_progress.night_text(turn.language, turn.now)
    words = broadcast_progress.announcement_text(turn.language, escape(draft["words"]))
    return join([heading, *nobody, *([night] if night else []), words], "\n\n")


def _send_text_id(turn: Turn) -> str:
    return "broadcast.send_in_the_morning" if unasked.quiet_until(turn.now) else "broadcast.send"


def _segment(draft: Draft) -> dict[str, list[str]]:
    return {"cities": draft["cities"]}


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
        "broadcast",
        (
            FormQuestion("words", "broadcast.words", _read_words),
            FormQuestion(
                "cities", "broadcast.cities", _read_cities, choices=_cities, store_answer=_keep_cities,
                repeat_while=lambda draft: "cities" not in draft, columns=4,
            ),
        ),
        finish=_finish,
        summary=_summary,
        confirm_text_id=_send_text_id,
    )
)  # fmt: skip

COMMANDS: dict[str, Handler] = {"broadcast": begin}

BUTTONS: dict[str, Handler] = {
    "staff.pause": pause,
    "staff.resume": resume,
    "staff.cancel": cancel,
}
