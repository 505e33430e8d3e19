"""What a button carries besides its name: short words and row numbers, which anybody could have forged."""

from enum import StrEnum
from typing import TypeVar

from bot.chat.turn import Turn
from data.db.errors import Gone

Kind = TypeVar("Kind", bound=StrEnum)

MOST_DIGITS = 18
"""Of a row's number, which is a bigint; a longer one was never ours."""

_PAGE = "/"
"""Stands between an id and the place in a list; no id holds it."""


def word_of(turn: Turn, place: int = 0) -> str:
    """An argument of the button, empty when it is missing."""
    return turn.arguments[place] if len(turn.arguments) > place else ""


def id_of(turn: Turn, place: int = 0) -> str:
    """The listing that a button names, by its last arguments: an id may hold colons itself."""
    return ":".join(turn.arguments[place:])


def id_before(turn: Turn, others: int) -> str:
    """The listing that a button names before so many other arguments, of which there may be none."""
    return ":".join(turn.arguments[:-others] or turn.arguments)


def page_of(turn: Turn) -> tuple[str, int, str]:
    """The listing, the first entry to show and a mark, of a button made with `page_data`.

    Raises:
        Gone: the place is no number.
    """
    listing_id, start, mark, *_ = [*id_of(turn).split(_PAGE), "", ""]
    if start and (not start.isdecimal() or len(start) > MOST_DIGITS):
        raise Gone
    return listing_id, int(start or 0), mark


def page_data(name: str, listing_id: str, start: int, mark: str = "") -> str:
    """The data of a button that opens a listing's list at this place."""
    return f"{name}:{listing_id}{_PAGE}{start}" + (f"{_PAGE}{mark}" if mark else "")


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
