"""What a button carries besides its name: short words and row numbers, which anybody could have forged."""

from enum import StrEnum
from typing import TypeVar

from bot.chat.turn import Turn
from data.db.errors import NotAvailable

EnumType = TypeVar("EnumType", bound=StrEnum)

MAX_DIGITS = 18
"""Of a row's number, which is a bigint; a longer one was never ours."""

_PAGE = "/"
"""Stands between an id and the place in a list; no id holds it."""


def text_argument(turn: Turn, index: int = 0) -> str:
    """An argument of the button, empty when it is missing."""
    return turn.arguments[index] if len(turn.arguments) > index else ""


def listing_id_argument(turn: Turn, first_index: int = 0) -> str:
    """The listing that a button names, by its last arguments: an id may hold colons itself."""
    return ":".join(turn.arguments[first_index:])


def id_before(turn: Turn, others: int) -> str:
    """The listing that a button names before so many other arguments, of which there may be none."""
    return ":".join(turn.arguments[:-others] or turn.arguments)


def page_of(turn: Turn) -> tuple[str, int, str]:
    """The listing, the first entry to show and a mark, of a button made with `page_data`.

    Raises:
        NotAvailable: the place is no number.
    """
    listing_id, start, mark, *_ = [*listing_id_argument(turn).split(_PAGE), "", ""]
    if start and (not start.isdecimal() or len(start) > MAX_DIGITS):
        raise NotAvailable
    return listing_id, int(start or 0), mark


def page_data(name: str, listing_id: str, start: int, mark: str = "") -> str:
    """The data of a button that opens a listing's list at this place."""
    return f"{name}:{listing_id}{_PAGE}{start}" + (f"{_PAGE}{mark}" if mark else "")


def number_argument(turn: Turn, index: int = 0, *, default: int | None = None) -> int:
    """A number among the arguments of the button.

    Raises:
        NotAvailable: it is missing and has no default, or is no number of ours.
    """
    word = text_argument(turn, index)
    if not word and default is not None:
        return default
    if not word.isdecimal() or len(word) > MAX_DIGITS:
        raise NotAvailable
    return int(word)


def enum_argument(turn: Turn, enum_class: type[EnumType], index: int = 0) -> EnumType:
    """One of a closed set of words among the arguments of the button.

    Raises:
        NotAvailable: it is missing or none of them.
    """
    word = text_argument(turn, index)
    if word not in set(enum_class):
        raise NotAvailable
    return enum_class(word)
