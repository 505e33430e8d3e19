"""A listing changed in words: the card as they would have it, to be confirmed; only what they leave open is asked."""

import asyncio
from collections.abc import Mapping, Sequence

from bot.chat import screen
from bot.chat.buttons import Button
from bot.chat.callback_args import id_before, listing_id_argument, number_argument, text_argument
from bot.chat.forms import editing, engine
from bot.chat.texts import join
from bot.chat.turn import Handler, Turn
from bot.enterprise.changes.hearing import Hearing, draft_to_change, hear, take
from bot.enterprise.changes.kinds import kind_of
from bot.enterprise.changes.readers import places_that_may_be_meant
from bot.enterprise.changes.wishes import Wish, changes_said, line_said, naming_words, read_wishes, sure_acts
from bot.enterprise.listings.changes import BASE_ANSWERS_KEY
from bot.enterprise.listings.meant import (
    MOST_OFFERED,
    meant,
    own_listings,
    probably_named,
    to_pick,
    without_title,
)
from data.closed_forms import quoted
from data.db.errors import NotAvailable
from data.listings.courses import Course
from data.listings.openings import Opening
from data.vocabulary import ListingState as State

CHANGEABLE = frozenset({State.LIVE, State.PAUSED, State.IN_REVIEW, State.NEEDS_CHANGES, State.DRAFT})
_ASKED_ABOUT = "change"
"""What the screen keeps the words of a change under until the listing is picked."""
_AS_SAID = "member.edit_said"
"""Button that changes a listing as those words would have it."""


async def change(turn: Turn, said: Mapping[str, str], text: str, *, named: bool = False) -> bool:
    """The listing that is meant as the words would have it, to be confirmed; where several may be, which one?

    `named`: only one that the words name. False: of none that could be told, or one must choose what to change.
    """
    mine = [one for one in await own_listings(turn) if one.state in CHANGEABLE]
    lead = naming_words(text)
    by_name = await probably_named(turn, mine, lead)
    if named and not by_name:
        return False
    if engine.active_form(turn) is not None and not named:
        found = _meant_beside_form(turn, mine, by_name)
    else:
        found = meant(turn, by_name or _fit_for(mine, said), lead)
    found = found[:MOST_OFFERED]
    if len(found) == 1:
        return await change_listing(turn, found[0], said, text)
    if not found:
        return False
    button = as_said_button(turn, text, said)
    line = quoted.read_line(text)
    told = [text] if line else dict.fromkeys(said.values())
    quotes = [turn.t("member_act.quoted", words=words) for words in told]
    await turn.say(
        "member_act.change_field.which_of", rows=to_pick(found, button), changes=join(quotes, turn.t("card.comma"))
    )
    return True


def as_said_button(turn: Turn, text: str, said: Mapping[str, str]) -> str:
    """Keep the words of a change, and what they were heard to change, for the button that is returned."""
    return f"{_AS_SAID}:{screen.show_question(turn, _ASKED_ABOUT, text, said)}"


def words_as_said(turn: Turn, mark: str) -> tuple[str, dict[str, str]]:
    """The words that were kept for a button with this mark, and what they were heard to change.

    Raises:
        StaleButton: something else was said since.
    """
    return screen.marked_question(turn, _ASKED_ABOUT, mark)


async def names_another(turn: Turn, listing: Opening | Course, text: str) -> bool:
    """Whether words name other listings than this one."""
    named = await probably_named(turn, await own_listings(turn), naming_words(text))
    return bool(named) and listing not in named


def _fit_for(mine: Sequence[Opening | Course], said: Mapping[str, str]) -> list[Opening | Course]:
    """Those of whose kind most of what changes is asked: a fee is a course's, a wage an opening's."""
    asked = [sum(bool(kind_of(one).questions.get(about)) for about in said) for one in mine]
    return [one for one, many in zip(mine, asked, strict=True) if many == max(asked)]


def _meant_beside_form(
    turn: Turn, mine: Sequence[Opening | Course], named: list[Opening | Course]
) -> list[Opening | Course]:
    """Beside a form that changes a listing that one is meant, unless the words name another; beside others none is."""
    if not is_changing(turn):
        return []
    held = [one for one in mine if one.id in _held(turn)]
    return held if not named or any(one in named for one in held) else named


def is_changing(turn: Turn) -> bool:
    """Whether the form under way changes a listing."""
    return engine.active_form(turn) is not None and BASE_ANSWERS_KEY in turn.state.draft


def _held(turn: Turn) -> set[str]:
    """The listing of the form under way."""
    return {str(turn.state.draft[key]) for key in ("opening", "course") if turn.state.draft.get(key)}


async def held_listing(turn: Turn) -> Opening | Course | None:
    """The listing that the form under way changes."""
    held = _held(turn) if is_changing(turn) else set()
    return next((one for one in await own_listings(turn) if one.id in held), None)


async def change_listing(turn: Turn, listing: Opening | Course, said: Mapping[str, str], text: str) -> bool:
    """The card of the listing as the words would have it; False: one must choose what to change."""
    screen.show_own(turn, listing.id)
    hearing = await hear(turn, listing, text)
    wishes = await read_wishes(turn, hearing.kind, listing.title, text, said, str(hearing.draft["description"]))
    return await _asks_for_places(hearing, wishes) or await take(hearing, wishes)


async def _asks_for_places(hearing: Hearing, wishes: Sequence[Wish]) -> bool:
    """Whether a single number may be the new one of the places, or how many more; then it is asked."""
    turn, listing, key = hearing.turn, hearing.listing, hearing.kind.places
    now = hearing.draft[BASE_ANSWERS_KEY][key]
    more = hearing.quoted is not None and hearing.quoted.is_line
    if more or [one.keys for one in wishes] != [(key,)] or hearing.draft[key] != now:
        return False
    choices = places_that_may_be_meant(now, without_title(wishes[0].words, listing.title))
    if not choices:
        return False
    buttons = [[Button(turn.t("edit.places", n=n), f"member.set_places:{listing.id}:{n}")] for n in choices]
    turn.form_shown = True
    await turn.say("edit.which_places", rows=buttons, title=listing.title, n=now)
    return True


async def _picked(turn: Turn, listing_id: str) -> Opening | Course:
    listing = next((one for one in await own_listings(turn) if one.id == listing_id), None)
    if listing is None:
        raise NotAvailable
    return listing


async def set_places(turn: Turn) -> None:
    """Change how many places there are to the number on the button; the card is confirmed as after any change."""
    listing, number = await _picked(turn, id_before(turn, 1)), number_argument(turn, -1)
    kind = kind_of(listing)
    draft, question = await draft_to_change(turn, kind, listing), kind.form.question(kind.places)
    if question is None:
        raise NotAvailable
    places = await question.parse(turn, draft, str(number))
    await editing.start_changed(turn, kind.form, draft | {kind.places: places}, [])


async def _change_as_said(turn: Turn) -> None:
    """The listing that was picked, as the words above the button would have it."""
    listing = await _picked(turn, listing_id_argument(turn, 1))
    text, heard = words_as_said(turn, text_argument(turn))
    said: Mapping[str, str] = (
        heard or changes_said(turn, text, await asyncio.to_thread(sure_acts, text)) or line_said(text)
    )
    if not said or not await change_listing(turn, listing, said, text):
        kind = kind_of(listing)
        await editing.start_editing(turn, kind.form, await kind.draft_to_edit(turn, listing.id))


BUTTONS: dict[str, Handler] = {_AS_SAID: _change_as_said, "member.set_places": set_places}
