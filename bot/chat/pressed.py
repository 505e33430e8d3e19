"""What a button carries besides its name: short words and row numbers, which anybody could have forged."""

from bot.chat.turn import Turn
from data.errors import Gone

MOST_DIGITS = 18
"""Of a row's number; a longer one was never ours."""


def word_of(turn: Turn, place: int = 0) -> str:
    """An argument of the button, empty when it is missing."""
    return turn.arguments[place] if len(turn.arguments) > place else ""


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
