"""Times of day in forms: one of them, a span of them, and how they are written."""

from datetime import time

from bot.chat.forms.engine import BadAnswer
from bot.chat.texts import Html
from data.closed_forms.calendar import read_times


def read_time(text: str) -> time:
    """One time of day.

    Raises:
        BadAnswer: there is none, or more than one, or no such time.
    """
    found = read_times(text)
    if len(found) != 1:
        raise BadAnswer("settings.error.time")
    return found[0]


def read_span(text: str) -> tuple[time, time]:
    """From one time of day until another, across midnight if need be.

    Raises:
        BadAnswer: these are not two times, or twice the same.
    """
    found = read_times(text)
    if len(found) != 2 or found[0] == found[1]:
        raise BadAnswer("settings.error.span")
    return found[0], found[1]


def format_time(at: time) -> Html:
    """A time of day on a clock of 24 hours."""
    return Html(f"{at.hour}:{at.minute:02d}")
