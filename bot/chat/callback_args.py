"""What a button carries besides its name: short words and row numbers, which anybody could have forged."""

from enum import StrEnum
from typing import TypeVar

from bot.chat.turn import Turn
from data.db.errors import Gone

Kind = TypeVar("Kind", bound=StrEnum)

MOST_DIGITS = 18
"""Of a row's number, which is a bigint; a longer one was never ours."""


def word_of(turn: Turn, place: int = 0) -> str:
    """An argument of the button, empty when it is missing."""
    return turn.arguments[place] if len(turn.arguments) > place else ""


def id_of(turn: Turn, place: int = 0) -> str:
    """The listing that a button names, by its last arguments: an id may hold colons itself."""
    return ":".join(turn.arguments[place:])


def number_of(turn: Turn, place: int = 0, *, default: int | None = None) -> int:
    """A number among the arguments of the button.

    Raises:
        Gone: it is missing and has no default, or is no number of ours.
    """
    word = word_of(turn, place)
    if not word and default is not None:
        return default
    if not word.isdecimal() or len(word) > MOST_DIGITS:
        raise Gone
    return int(word)


def choice_of(turn: Turn, kind: type[Kind], place: int = 0) -> Kind:
    """One of a closed set of words among the arguments of the button.

    Raises:
        Gone: it is missing or none of them.
    """
    word = word_of(turn, place)
    if word not in set(kind):
        raise Gone
    return kind(word)
