"""Times of day as people write them: 18:30, 晚上9点半, 下午六点, 9pm; and spans of them."""

import re
from datetime import time

from bot.chat.forms.engine import BadAnswer
from bot.chat.texts import Html
from data.closed_forms import numbers
from data.closed_forms.text import normalise

_TIME = re.compile(
    r"(?P<part>凌晨|早上|早晨|早|上午|中午|下午|傍晚|晚上|晚间|晚|夜里)?\s*"
    r"(?:(?P<hour>\d{1,2})\s*:\s*(?P<minute>\d{2})"
    rf"|(?P<spoken>\d{{1,2}}|{numbers.CHINESE}{{1,3}})\s*[点时](?P<past>半|一刻|三刻|\d{{1,2}}分?)?"
    r"|(?P<plain>\d{1,2})(?=\s*[ap]\.?m|\s*$|\s*[-~至到—–]))"
    r"\s*(?:(?P<half>[ap])\.?m\.?)?"
)
_MINUTES_PAST_HOUR = {"半": 30, "一刻": 15, "三刻": 45}
_AFTERNOON = {"下午", "傍晚", "晚上", "晚间", "晚", "夜里"}


def read_time(text: str) -> time:
    """One time of day.

    Raises:
        BadAnswer: there is none, or more than one, or no such time.
    """
    found = _find_times(text)
    if len(found) != 1:
        raise BadAnswer("settings.error.time")
    return found[0]


def read_span(text: str) -> tuple[time, time]:
    """From one time of day until another, across midnight if need be.

    Raises:
        BadAnswer: these are not two times, or twice the same.
    """
    found = _find_times(text)
    if len(found) != 2 or found[0] == found[1]:
        raise BadAnswer("settings.error.span")
    return found[0], found[1]


def _find_times(text: str) -> list[time]:
    words = normalise(text).lower()
    try:
        return [_time_of_match(match) for match in _TIME.finditer(words)]
    except ValueError:
        return []


def _time_of_match(match: re.Match[str]) -> time:
    hour = int(numbers.value(match["hour"] or match["spoken"] or match["plain"]) or 0)
    past = match["past"] or ""
    minute = (
        int(match["minute"]) if match["minute"] else _MINUTES_PAST_HOUR.get(past) or int(past.removesuffix("分") or 0)
    )
    if hour < 12 and (match["half"] == "p" or match["part"] in _AFTERNOON or (match["part"] == "中午" and hour < 3)):
        hour += 12
    elif hour == 12 and (match["half"] == "a" or match["part"] in ("凌晨", "夜里", "晚上", "晚")):
        hour = 0
    return time(0 if hour == 24 else hour, minute)


def format_time(at: time) -> Html:
    """A time of day on a clock of 24 hours."""
    return Html(f"{at.hour}:{at.minute:02d}")
