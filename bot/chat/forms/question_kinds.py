"""Kinds of questions that forms share: a button or its words, a number, a text, yes or no.

Each kind is a pair of functions for a `Question`: `parse` takes typed words, `choices` offers buttons.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bot.chat.forms import plain_text, typed_values
from bot.chat.forms.engine import AmbiguousAnswer, BadAnswer, Choice, Draft
from bot.chat.turn import Turn

ENOUGH = "enough"
"""The button under a list to tick: nothing more."""


Parse = Callable[[Turn, Draft, str], Awaitable[Any]]


Choices = Callable[[Turn, Draft], Sequence[Choice]]


def pick(texts: str, values: Sequence[str]) -> tuple[Parse, Choices]:
    """A question answered by a button or by the words on it; labels are `{texts}.{value}`."""

    def choices(turn: Turn, _: Draft) -> list[Choice]:
        return [Choice(turn.t(f"{texts}.{value}"), value) for value in values]

    return by_label(choices), choices


def by_label(choices: Choices) -> Parse:
    """Reads the words on one of the buttons, or a piece of them."""

    async def parse(turn: Turn, draft: Draft, said: str) -> Any:
        words = said.strip().casefold()
        offered = choices(turn, draft)
        found = [one for one in offered if one.label.casefold() == words]
        found = found or [one for one in offered if len(words) > 1 and words in one.label.casefold()]
        if not found:
            raise BadAnswer("choice.error")
        if len(found) > 1:
            raise AmbiguousAnswer("place.which", found, said=said.strip()[:40])
        return found[0].value

    return parse


def number(low: int, high: int) -> Parse:
    """Reads a whole number between the two."""

    async def parse(_: Turn, __: Draft, said: str) -> int:
        return typed_values.read_whole_number(said, low, high)

    return parse


def numbers(text: str, *values: int) -> Choices:
    """Common numbers as buttons."""

    def choices(turn: Turn, _: Draft) -> list[Choice]:
        return [Choice(turn.t(text, n=value), value) for value in values]

    return choices


def text(shortest: int, longest: int) -> Parse:
    """Reads plain words without contacts in them."""

    async def parse(_: Turn, __: Draft, said: str) -> str:
        return plain_text.read_text(said, shortest=shortest, longest=longest)

    return parse


def yes_no(texts: str) -> tuple[Parse, Choices]:
    """A question answered by yes or no; labels are `{texts}.yes` and `{texts}.no`."""

    def choices(turn: Turn, _: Draft) -> list[Choice]:
        return [Choice(turn.t(f"{texts}.yes"), True), Choice(turn.t(f"{texts}.no"), False)]

    return by_label(choices), choices
