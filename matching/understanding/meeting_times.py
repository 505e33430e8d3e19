"""When to meet, as people write it: 周四下午两点, 12月3号9点半, 明早八点, Thu 2:30 pm, 3 December at 10.

What is not said stays open: a day without an hour, an hour without a day. An hour of the small numbers without its half
of the day is one of working time: 两点 is two in the afternoon.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from data.closed_forms.numbers import CHINESE, value
from data.closed_forms.text import normalise

_N = rf"(\d{{1,2}}|{CHINESE}{{1,3}})"
_FROM_TODAY = {
    "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3,
    "yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, "day after tomorrow": 2,
}  # fmt: skip
_NEAR = re.compile(r"(?:大后|(?<![天以之])后|明|今|昨|前)(?=[天儿早晚日晨午上下])")
_NEAR_ENGLISH = re.compile(r"day after tomorrow|tomorrow|today|tonight|yesterday")
_LATER = re.compile(rf"{_N}\s*天(?:以|之)?后|\bin (\d{{1,2}}|[a-z]+) days\b")
_WEEKDAY = re.compile(r"(下下|下|这|本)?个?(?:周|星期|礼拜)([一二三四五六日天1-7])")
_WEEKDAY_ENGLISH = re.compile(r"\b(?:(next|this)\s+)?(mon|tue|wed|thu|fri|sat|sun)[a-z]*\b")
_WEEKDAYS = {**dict(zip("一二三四五六日", range(7), strict=True)), "天": 6}
_WEEKDAYS |= {str(number): number - 1 for number in range(1, 8)}
_ENGLISH_DAYS = dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), range(7), strict=True))
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(rf"(?:(\d{{4}})\s*[年./-]\s*)?{_N}\s*(?:月|(?<=\d)[./-](?=\d))\s*{_N}\s*[日号]?(?!\s*[:点时])")
_DAY_OF_MONTH = re.compile(rf"{_N}\s*[号日]|\bthe (\d{{1,2}})(?:st|nd|rd|th)\b")
_DATE_ENGLISH = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ({'|'.join(_MONTHS)})[a-z]*"
    rf"|\b({'|'.join(_MONTHS)})[a-z]* (\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)"
)

_FARTHEST_DAYS = 366

_PART = r"(凌晨|清早|清晨|一早|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|早|午|晚)?"
_TIME = re.compile(rf"{_PART}\s*{_N}\s*(?:点钟?|时|:)\s*(?:(半)|([一三])刻|{_N}\s*分?|整)?")
_NOON = re.compile(r"中午|正午|\bnoon\b|\bmidday\b")
_TIME_ENGLISH = re.compile(
    r"(?:\b(half past|quarter past)\s+)?\b(\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
    r"(?::(\d{2}))?\s*(a\.?m\b\.?|p\.?m\b\.?|o'?clock|in the (?:morning|afternoon|evening))"
    r"|\bat (\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b(?!:)"
)
_AFTERNOON = frozenset({"下午", "傍晚", "晚上", "夜里", "晚", "pm", "in the afternoon", "in the evening"})
_AT_NOON = frozenset({"中午", "午"})
_MIDNIGHT = frozenset({"晚上", "夜里", "半夜", "晚", "凌晨", "am"})
_QUARTERS = {"一": 15.0, "三": 45.0}
_MORNING = frozenset({"凌晨", "清早", "清晨", "一早", "早上", "早晨", "上午", "早", "半夜", "am", "in the morning"})


@dataclass(frozen=True)
class MeetingTime:
    """What was said of a meeting; None for what was not."""

    day: date | None = None
    at: time | None = None


def read_meeting_time(text: str, now: datetime) -> MeetingTime:
    """Day and time in the words. A weekday is the next one to come, a date without a year the next one of its kind."""
    words = normalise(text).lower()
    near = _NEAR.search(words) or _NEAR_ENGLISH.search(words)
    weekday = None if near else _WEEKDAY.search(words) or _WEEKDAY_ENGLISH.search(words)
    if named := near or weekday:  # out of the way: 周四十点 is ten on Thursday
        words = f"{words[: named.start()]} {words[named.end() :]}"
    at, rest = _time(words)
    if near:
        return MeetingTime(now.date() + timedelta(days=_FROM_TODAY[near[0]]), at)
    if weekday:
        number = _WEEKDAYS.get(weekday[2], _ENGLISH_DAYS.get(weekday[2], 0))
        return MeetingTime(_weekday(number, weekday[1], now, at), at)
    return MeetingTime(_calendar_day(rest, now.date()), at)


def _time(words: str) -> tuple[time | None, str]:
    """The time, and the words without it, so that its numbers are not taken for a date."""
    if found := _TIME.search(words):
        part, hour, half, quarter, minute = found.groups()
        minutes = 30.0 if half else _QUARTERS[quarter] if quarter else value(minute) if minute else 0.0
        behind = words[found.end() :]
        after = re.match(r"\s*([ap])\.?m\b", behind)
        part = f"{after[1]}m" if after else part
        return _clock(value(hour), minutes, part), f"{words[: found.start()]} . {behind}"
    if found := _TIME_ENGLISH.search(words):
        past, hour, minute, part, at_hour = found.groups()
        minutes = 30.0 if past == "half past" else 15.0 if past else float(minute or 0)
        at = _clock(value(hour or at_hour), minutes, (part or "").replace(".", "").strip() or None)
        return at, f"{words[: found.start()]} . {words[found.end() :]}"
    return (time(12) if _NOON.search(words) else None), words


def _clock(hour: float | None, minute: float | None, part: str | None) -> time | None:
    if hour is None or minute is None or not 0 <= hour <= 24 or not 0 <= minute < 60:
        return None
    full = int(hour)
    if full == 12 and part in _MIDNIGHT:
        full = 0
    elif full < 12:
        later = part in _AFTERNOON or (part in _AT_NOON and full < 11) or (1 <= full <= 6 and part not in _MORNING)
        full += 12 if later else 0
    return time(full % 24, int(minute))


def _weekday(number: int, week: str | None, now: datetime, at: time | None) -> date:
    monday = now.date() - timedelta(days=now.weekday())
    weeks = {"下": 1, "next": 1, "下下": 2, "这": 0, "本": 0, "this": 0}
    if week in weeks:
        return monday + timedelta(days=number, weeks=weeks[week])
    day = monday + timedelta(days=number)
    passed = day < now.date() or (day == now.date() and (at is None or at <= now.time()))
    return day + timedelta(weeks=1) if passed else day


def _calendar_day(words: str, today: date) -> date | None:
    if found := _LATER.search(words):
        days = value(found[1] or found[2])
        return today + timedelta(days=int(days)) if days is not None and days <= _FARTHEST_DAYS else None
    if found := _DATE.search(words):
        year, month, number = found.groups()
        return _next(int(year) if year else None, value(month), value(number), today)
    if found := _DATE_ENGLISH.search(words):
        number, month, month_first, number_last = found.groups()
        return _next(None, _MONTHS.index(month or month_first) + 1, float(number or number_last), today)
    if found := _DAY_OF_MONTH.search(words):
        number = value(found[1] or found[2])
        ahead = number is not None and number >= today.day
        month = today.month if ahead else today.month % 12 + 1
        return _next(None if ahead or month > 1 else today.year + 1, month, number, today)
    return None


def _next(year: int | None, month: float | None, number: float | None, today: date) -> date | None:
    if month is None or number is None:
        return None
    try:
        found = date(year or today.year, int(month), int(number))
        return found if year or found >= today else found.replace(year=today.year + 1)
    except ValueError:
        return None
