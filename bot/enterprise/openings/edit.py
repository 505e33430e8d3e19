"""Changing an opening that exists: what a reviewer sent back, or what people can see already."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from bot.chat.buttons import Button
from bot.chat.callback_args import id_before, listing_id_argument, number_argument
from bot.chat.cards.explanations import reason_text
from bot.chat.forms.engine import BadAnswer, Draft, start_changed, start_editing, start_form
from bot.chat.texts import join
from bot.chat.turn import Handler, Turn
from bot.enterprise.listings.changes import BASE_ANSWERS_KEY, BASE_STATE_KEY
from bot.enterprise.openings import draft as opening_draft
from bot.enterprise.openings.post import OPENING_FORM
from data.closed_forms import calendar, money
from data.closed_forms.numbers import numbers_in, placed_numbers
from data.closed_forms.text import normalise
from data.db.errors import NotAvailable
from data.lifecycle import listing_edits
from data.listings import transitions
from data.listings.openings import Opening
from data.vocabulary import ListingState


def _draft_of(opening: Opening) -> Draft:
    answers = opening_draft.draft_of(opening)
    return {**answers, BASE_ANSWERS_KEY: answers, BASE_STATE_KEY: opening.state.value}


async def fix_returned_opening(turn: Turn) -> None:
    """Take up an opening that a reviewer sent back: exactly the questions they named are asked again."""
    opening = await transitions.lock_for_member(
        turn.session, Opening, listing_id_argument(turn), member=turn.account_id
    )
    if opening.state != ListingState.NEEDS_CHANGES:
        raise NotAvailable
    wanted = await listing_edits.requested_fields(turn.session, opening)
    draft = _draft_of(opening)
    if wanted:
        names = join([turn.t(f"post.{key}.short") for key in wanted], turn.t("card.comma"))
        await turn.say("edit.wanted", fields=names, reason=reason_text(opening.state_reason or "", turn.language))
    await start_form(
        turn, OPENING_FORM, {key: value for key, value in draft.items() if key not in _with_dependent_questions(wanted)}
    )


def _with_dependent_questions(wanted: list[str]) -> set[str]:
    """The questions to ask, with those that hang on them."""
    return {*wanted, *(["district"] if "city" in wanted else []), *(["ticked"] if "hazards" in wanted else [])}


async def edit_opening(turn: Turn) -> None:
    """Change an opening: the answers are filled in, and the person picks what to change."""
    opening = await _editable(turn, listing_id_argument(turn))
    await start_editing(turn, OPENING_FORM, _draft_of(opening))


async def _editable(turn: Turn, opening_id: str) -> Opening:
    opening = await transitions.lock_for_member(turn.session, Opening, opening_id, member=turn.account_id)
    if opening.state not in listing_edits.EDITABLE_STATES:
        raise NotAvailable
    return opening


async def set_places(turn: Turn) -> None:
    """Change how many are hired to the number on the button; the card is confirmed as after any change."""
    opening = await _editable(turn, id_before(turn, 1))
    draft, question = _draft_of(opening), OPENING_FORM.question("headcount")
    if question is None:
        raise NotAvailable
    places = await question.parse(turn, draft, str(number_argument(turn, -1)))
    await start_changed(turn, OPENING_FORM, draft, {"headcount": places}, [])


_BECOMES = re.compile(r"(?:成|为|到|\bto)\s*$")
"""Before a number that is the new one: 改成5个, to 5."""
_QUESTION_OF = {
    "wage": "wage", "headcount": "headcount", "deadline": "deadline", "hours": "shift", "address": "address",
    "benefits": "living", "text": "description",
}  # fmt: skip
"""The question of the form that a change in words is about."""


async def change_in_words(turn: Turn, opening_id: str, said: Mapping[str, str]) -> bool:
    """The card as the words would have it, to be confirmed; what the words leave open is asked. False: one must choose.

    `said`: by what the change is about (`matching.language.acts.ABOUT`), the words.
    """
    opening = await _editable(turn, opening_id)
    draft = _draft_of(opening)
    if not said.keys() <= _QUESTION_OF.keys():
        return False
    asked = {_QUESTION_OF[about]: words for about, words in said.items()}
    if asked.keys() == {"headcount"} and (choices := _places_that_may_be_meant(opening.headcount, asked["headcount"])):
        buttons = [[Button(turn.t("edit.places", n=n), f"member.set_places:{opening.id}:{n}")] for n in choices]
        await turn.say("edit.which_places", rows=buttons, title=opening.title, n=opening.headcount)
        return True
    given = {key: value for key, words in asked.items() if (value := await _value(turn, draft, key, words)) is not None}
    await start_changed(turn, OPENING_FORM, draft, given, [key for key in asked if key not in given])
    return True


def _places_that_may_be_meant(now: int, words: str) -> list[int]:
    """One number that is no more than there are places now may be their new number, or how many more there are."""
    plain = normalise(words).lower()
    found = [(int(number), start) for number, start, _ in placed_numbers(plain) if number == int(number) > 0]
    if len(found) != 1 or found[0][0] > now or _BECOMES.search(plain[: found[0][1]]):
        return []
    return [now + found[0][0], found[0][0]]


async def _value(turn: Turn, draft: Draft, key: str, words: str) -> object:
    """The answer to a question of the form that the words give; None where they give none that would do."""
    reader = _READERS.get(key)
    said = reader(turn, draft, words) if reader else None
    question = OPENING_FORM.question(key)
    if said is None or question is None:
        return None
    try:
        value: object = await question.parse(turn, draft, said)
    except BadAnswer:
        return None
    return value


def _wage_in(_: Turn, __: Draft, words: str) -> str | None:
    found = money.read_new_wage(words)
    return "-".join(map(str, found)) if found else None


def _places_in(_: Turn, draft: Draft, words: str) -> str | None:
    """The last number; a single one that is no more than there are places now may be more, or all: it is asked."""
    found = [int(number) for number in numbers_in(words) if number < money.LOWEST_WAGE]
    if not found or _places_that_may_be_meant(int(draft["headcount"]), words):
        return None
    return str(found[-1])


def _day_in(turn: Turn, _: Draft, words: str) -> str | None:
    day = calendar.read_meeting_time(words, datetime.combine(turn.now.date(), datetime.min.time())).day
    return day.isoformat() if day else None


_READERS: Mapping[str, Callable[[Turn, Draft, str], str | None]] = {
    "wage": _wage_in, "headcount": _places_in, "deadline": _day_in,
}  # fmt: skip


BUTTONS: dict[str, Handler] = {
    "member.fix": fix_returned_opening,
    "member.edit": edit_opening,
    "member.set_places": set_places,
}
