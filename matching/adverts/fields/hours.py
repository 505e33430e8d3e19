"""When people work: night shifts, the pattern of shifts, hours a week."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from data.closed_forms.numbers import value
from data.vocabulary import Shift
from matching.adverts.text import AdvertText
from matching.language.pattern_sets import load_pattern_sets

_WORDS = load_pattern_sets("adverts/hours.ini")
_NIGHT_BEGINS = 22.0
_EARLIEST = 4.0
_NEAR = 16
_CLOCK = re.compile(r"(?<![一二三四五六七八九十])(?:十[一二]?|[一二两三四五六七八九])(?=点)")
_LATE = {"晚", "晚上", "夜", "夜里", "下午"}
_WEEKS_A_MONTH = 52 / 12


@dataclass(frozen=True, slots=True)
class Hours:
    """`night`: None where neither the hours nor a word on it tell. `week`: hours a week."""

    night: bool | None
    shift: Shift | None
    week: float | None


def read_hours(advert: AdvertText) -> Hours:
    text = _CLOCK.sub(lambda match: str(int(value(match.group()) or 0)), advert.text)
    spans = list(_spans(text))
    night = _night(text, spans)
    return Hours(night, _shift(text, spans), _week(text))


def _night(text: str, spans: list[tuple[float, float]]) -> bool | None:
    rest = text
    for match in _WORDS["no night"].finditer(text):
        rest = rest[: match.start()] + "\0" * (match.end() - match.start()) + rest[match.end() :]
    if rest != text:
        return False
    if _WORDS["night"].search(rest) or any(_at_night(start, end) for start, end in spans):
        return True
    if _WORDS["two"].search(rest) and len(spans) < 2:
        return None
    turning = _WORDS["rotating"].search(rest) and len(spans) < 2
    if (spans and not turning) or (_WORDS["day only"].search(rest) and not _WORDS["rotating"].search(rest)):
        return False
    return None


def _at_night(start: float, end: float) -> bool:
    return end > _NIGHT_BEGINS or end <= start or start < _EARLIEST


def _spans(text: str) -> Iterator[tuple[float, float]]:
    """Hours that are worked: start and end, 0 to 24; the end is not after the start when it is past midnight."""
    for match in _WORDS["times"].finditer(text):
        before = re.split(r"[。;\n]", text[max(0, match.start() - _NEAR) : match.start()])[-1]
        after = text[match.end() : match.end() + 6]
        if _WORDS["other time"].search(before):
            continue
        clocked = any(match[name] for name in ("m1", "m2", "p2", "x1", "x2", "d1", "d2")) or "点" in match.group()
        if not clocked and not re.match(r"^\s?点", after):
            continue
        if not match["m1"] and not match["m2"] and not _WORDS["time context"].search(before + match.group() + after):
            continue
        span = _span(match)
        if span is not None:
            yield span
    for match in _WORDS["on and off"].finditer(text):
        on, off = float(match["c"]), float(match["e"])
        yield on, off + 12 if off <= on and off < 12 else off
    for match in _WORDS["spoken hours"].finditer(text):
        start, end = (value(group) for group in match.groups() if group)
        if start and end:
            yield start, end + 12


def _span(match: re.Match[str]) -> tuple[float, float] | None:
    start = _hour(match["h1"], match["m1"], match["d1"] or match["x1"])
    end = _hour(match["h2"], match["m2"], match["d2"] or match["x2"])
    half = "点半" in match.group()
    if end <= start and end < 12 and not match["d2"] and not match["x2"] and start < 12:
        end += 12  # 8:30-5:30
    length = (end - start) % 24
    if not 2 <= length <= 16 and not half:
        return None
    return start, end


def _hour(hour: str, minute: str | None, part: str | None) -> float:
    found = float(hour) + (float(minute) / 60 if minute else 0)
    if part in _LATE | {"pm"} and found < 12:
        return found + 12
    return found


def _shift(text: str, spans: list[tuple[float, float]]) -> Shift | None:
    if _WORDS["three"].search(text):
        return Shift.THREE
    if _WORDS["two"].search(text):
        return Shift.TWO
    if _WORDS["rotating"].search(text):
        return Shift.ROTATING
    one_by_day = spans and not any(_at_night(start, end) for start, end in spans) and len(spans) == 1
    return Shift.DAY if one_by_day or _WORDS["day only"].search(text) else None


def _week(text: str) -> float | None:
    """Said outright, or hours a day times days a week where both are said."""
    told = _WORDS["hours a week"].search(text)
    if told:
        return float(next(group for group in told.groups() if group))
    monthly = _WORDS["days a month"].search(text)
    if monthly:
        return round(int(monthly["days"]) * int(monthly["hours"]) / _WEEKS_A_MONTH, 1)
    daily, weekly = _WORDS["hours a day"].search(text), _WORDS["days a week"].search(text)
    if daily is None or weekly is None:
        return None
    hours = value(next(group for group in daily.groups() if group))
    days = 5 if _WORDS["five"].search(weekly.group()) else 6
    return None if hours is None else hours * days
