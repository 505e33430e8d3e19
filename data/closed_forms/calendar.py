"""Days and times of day, as people write them: 18:30, 晚上9点半, 9pm; 12月3号, 月底, 3 December; 周四下午两点.

`read_times` reads the times of day in a text, `find_hours` from when until when, `read_date` a text that is one date,
`read_meeting_time` when to meet; `find_when` only finds where a text names days and times.
What cannot be read is None or left out; nothing is raised.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from data.closed_forms.numbers import CHINESE, value
from data.closed_forms.text import level, normalise

_N = rf"(?:\d{{1,2}}|{CHINESE}{{1,3}})"
_FARTHEST_DAYS = 366
_LONGEST_MONTH = 31

_ENGLISH_HOUR = r"\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
_TIME = re.compile(
    rf"""
    (?P<part>凌晨|清早|清晨|一早|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|夜里|半夜|早|午|晚)?\s*
    (?:
      (?P<clock>{_N})\s*(?:点钟?|时|:)\s*
      (?:(?P<half>半)|(?P<quarter>[一三])刻|(?P<minute>{_N})(?!\d|{CHINESE}|\s*[月号日点时])\s*分?|整)?
      (?:\s*(?P<clock_half>[ap])\.?m(?![a-z])\.?)?
    | (?:\b(?P<past>half\ past|quarter\ past)\s+)?(?<![0-9a-z])(?P<hour>{_ENGLISH_HOUR})\s*
      (?:(?P<hour_half>[ap])\.?m(?![a-z])\.?|o'?clock|in\ the\ (?P<hour_part>morning|afternoon|evening))
    | \bat\ (?P<at_hour>{_ENGLISH_HOUR})\b(?!:)
    | (?P<bare_hour>\d{{1,2}})(?=\s*$|\s*[-~至到—–])
    )
    """,
    re.VERBOSE,
)
_NOON = re.compile(r"中午|正午|\bnoon\b|\bmidday\b")
_QUARTERS = {"一": 15.0, "三": 45.0}
_MORNING = frozenset({"凌晨", "清早", "清晨", "一早", "早上", "早晨", "上午", "早", "半夜", "a", "morning"})
_AFTERNOON = frozenset({"下午", "傍晚", "晚上", "晚间", "晚", "p", "afternoon", "evening"})
_AT_NOON = frozenset({"中午", "午"})
_AT_NIGHT = "夜里"
_LAST_HOUR_BEFORE_DAWN = 5
"""夜里两点 is two at night, 夜里十点 ten in the evening."""
_LAST_SMALL_HOUR, _LAST_HOUR_BEFORE_NOON = 6, 11
_MIDNIGHT = frozenset({"晚上", "晚间", "夜里", "半夜", "晚", "凌晨", "a"})

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"(?:{'|'.join(_MONTHS)})"
_DATE = re.compile(
    rf"""
    (?:(?P<year>\d{{4}})\s*[年./-]\s*)?
    (?P<month>{_N})(?:\s*月\s*|(?<=\d)\s*[./-]\s*(?=\d))(?P<day>{_N})
      (?!\d|\s*(?:[天周个]|星期|礼拜|小时|-?\s*(?:day|week|month|year|hour)))\s*[日号]?(?!\s*[:点时])
    | \b(?:(?P<day_first>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<month_last>{_MONTH})[a-z]*
      | (?P<month_first>{_MONTH})[a-z]*\s+(?P<day_last>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:))
      (?:,?\s+(?P<year_last>20\d\d)\b)?
    """,
    re.VERBOSE,
)
_DAY_OF_MONTH = re.compile(rf"({_N})\s*[号日]|\bthe (\d{{1,2}})(?:st|nd|rd|th)\b")

_FROM_TODAY = {
    "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3,
    "yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, "day after tomorrow": 2,
}  # fmt: skip
_NEAR = re.compile(r"(?:大后|(?<![天以之])后|明|今|昨|前)(?=[天儿早晚日晨午上下])")
_NEAR_ENGLISH = re.compile(r"day after tomorrow|tomorrow|(?<!from )today|tonight|yesterday")
_LATER = re.compile(
    rf"({_N})\s*个?(天|周|星期|礼拜)(?:以|之)?后|\bin (\d{{1,2}}|[a-z]+) (day|week)s?\b"
    r"|(\b\d{1,2}|\b[a-z]+) (day|week)s? from (?:today|now)\b"
)
_DAYS_OF = {"天": 1, "day": 1}
"""Days of a unit; the others are weeks."""
_NEXT_MONTH = re.compile(rf"下个?月\s*({_N})\s*[号日]")
_EVERY_MONTH = re.compile(
    rf"每个?月的?\s*(?P<day>{_N})\s*[号日]"
    r"|\b(?P<ordinal>\d{1,2})(?:st|nd|rd|th) (?:day )?of (?:every|each|the) month\b"
    r"|\b(?:every|each) month on the (?P<then>\d{1,2})(?:st|nd|rd|th)\b"
)
_MONTH_END = re.compile(
    rf"(?:(?P<month>{_N})|(?P<next>下)个?|[本这]个?)?月(?:底|末)|\bend of (?:the|this|(?P<next_month>next)) month\b"
)
_WORKING_HOURS = re.compile(r"\s*(?:-|~|—|–|到|至|\bto\b|\buntil\b)\s*")
_WEEKDAY = re.compile(r"(下下|下|这|本)?个?(?:周|星期|礼拜)([一二三四五六日天1-7])")
_WEEKDAY_ENGLISH = re.compile(r"\b(?:(next|this)\s+)?(mon(?!th)|tue|wed|thu|fri|sat|sun)[a-z]*\b")
_WEEKDAYS = {**dict(zip("一二三四五六日", range(7), strict=True)), "天": 6}
_WEEKDAYS |= {str(number): number - 1 for number in range(1, 8)}
_WEEKDAYS |= dict(zip(("mon", "tue", "wed", "thu", "fri", "sat", "sun"), range(7), strict=True))
_WEEKS_AHEAD = {"下": 1, "next": 1, "下下": 2, "这": 0, "本": 0, "this": 0}
_DAYS = (("date", _DATE), ("weekday", _WEEKDAY), ("weekday", _WEEKDAY_ENGLISH), ("date", _DAY_OF_MONTH))
_NEAR_DAY = re.compile(rf"(?:{_NEAR.pattern})[天儿日]?|{_NEAR_ENGLISH.pattern}")
_PART_OF_DAY = re.compile("凌晨|清早|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|晚间|夜里|半夜|morning|afternoon|evening")
_A_LITTLE = re.compile(r"[一1]点")
"""写清楚一点: no hour, unless more of a time stands beside it."""
_NUMBERED = tuple("楼线门院库厅馆窗桌台")
"""What has a number of its own: 3号楼 is no day."""
_UNTIL = re.compile(r"\s*(?:[-~—–至到]|to)\s*")
_OLD_DAY = re.compile(r"(?:[从由]|不是|而非|原来?是?|\bfrom|\bnot|\binstead of)\s*(?:the\s+)?$")
_NEW_DAY = re.compile(r"(?:[改成为到至是]|\b(?:to|until|till))\s*(?:the\s+)?$")
"""Before a day that no longer counts, and before the one that does: 从7月25日改到8月10日."""
_MONTH_BEFORE = re.compile(rf"(?:\d{{4}}\s*年\s*)?{_N}\s*月\s*(?={_N}\s*[日号]?$)")


@dataclass(frozen=True, slots=True)
class When:
    """Where a text names a day or a time of day; half-open offsets."""

    kind: str
    """date, weekday, near, time; part is a part of the day without an hour."""
    start: int
    end: int

    @property
    def is_day(self) -> bool:
        return self.kind not in {"time", "part"}


@dataclass(frozen=True)
class MeetingTime:
    """What was said of a meeting; None for what was not."""

    day: date | None = None
    at: time | None = None


def read_times(text: str) -> list[time]:
    """The times of day in the text, in its order, on a clock of 24 hours; none where one of them cannot be.

    A bare number is an hour at the end and before a dash: 9-18.
    """
    found = [_time_of_match(match, in_working_time=False) for match in _TIME.finditer(normalise(text).lower())]
    times = [at for at in found if at is not None]
    return times if len(times) == len(found) else []


def hours_in(text: str) -> list[str]:
    """Every "from when until when" of the text, as it is written there."""
    found, start = list[str](), 0
    while (place := find_hours(text[start:])) is not None:
        found.append(text[start + place[0] : start + place[1]])
        start += place[1]
    return found


def times_in(text: str) -> list[str]:
    """Every time of day that the text tells alone, as it is written there: not from when until when."""
    alone = [text[one.start : one.end] for one in find_when(text) if one.kind == "time"]
    return [one for one in alone if find_hours(one) is None]


def find_hours(text: str) -> tuple[int, int] | None:
    """Where the text says from when until when (早八点到晚五点半, 8:00–17:00): the half-open place of the words."""
    times = [*_TIME.finditer(text.replace("：", ":").lower())]
    for first, last in pairwise(times):
        can_be = all(_time_of_match(one, in_working_time=False) is not None for one in (first, last))
        told = not (first["bare_hour"] and last["bare_hour"])  # 18-24 may be an age
        if can_be and told and _WORKING_HOURS.fullmatch(text[first.end() : last.start()]):
            return first.start() + len(first[0]) - len(first[0].lstrip()), last.end()
    return None


def read_date(text: str, today: date | None) -> date | None:
    """The date that the whole text is. Without a year it is the next such day from `today`; None where `today` is."""
    match = _DATE.fullmatch(normalise(text).lower().strip())
    return _date_of_match(match, today) if match else None


def find_date(text: str, today: date) -> date | None:
    """The first date that stands in the text. Without a year it is the next such day from today."""
    match = _DATE.search(normalise(text).lower())
    return _date_of_match(match, today) if match else None


def read_day_of_every_month(text: str) -> int | None:
    """The day that comes round every month: 每月15号, the 15th of every month; None where none is told."""
    found = _EVERY_MONTH.search(normalise(text).lower())
    day = value(next(filter(None, found.groups()))) if found else None
    return int(day) if day is not None and 1 <= day <= _LONGEST_MONTH else None


def words_of_new_day(text: str) -> str:
    """The part of a text of several days that tells the one which the others become; all of it where it has only one.

    A day of the month alone is of the month that stands before: 从9月1号改到15号. Empty where every day is an old one.
    """
    days = [one for one in find_when(text) if one.is_day]
    plain = level(text)
    fit = [n for n, one in enumerate(days) if not _OLD_DAY.search(plain[: one.start])]
    if not fit:
        return "" if days else text
    chosen = next((n for n in fit if _NEW_DAY.search(plain[: days[n].start])), fit[0])
    begin = days[chosen - 1].end if chosen else 0
    end = days[chosen + 1].start if chosen + 1 < len(days) else len(text)
    day = plain[days[chosen].start : days[chosen].end]
    month = _MONTH_BEFORE.match(plain[days[chosen - 1].start : days[chosen - 1].end]) if chosen else None
    if month and _DAY_OF_MONTH.fullmatch(day) and "月" not in plain[begin : days[chosen].start]:
        return f"{month[0]}{day}"
    return text[begin:end]


def read_meeting_time(text: str, now: datetime) -> MeetingTime:
    """Day and time in the words. A weekday is the next one to come, a date without a year the next one of its kind.

    What is not said stays open: a day without an hour, an hour without a day. An hour of the small numbers without its
    half of the day is one of working time: 两点 is two in the afternoon.
    """
    words = normalise(text).lower()
    near = _NEAR.search(words) or _NEAR_ENGLISH.search(words)
    weekday = None if near else _WEEKDAY.search(words) or _WEEKDAY_ENGLISH.search(words)
    if named := near or weekday:  # out of the way: 周四十点 is ten on Thursday
        words = f"{words[: named.start()]} {words[named.end() :]}"
    at, rest = _meeting_hour(words)
    if near:
        return MeetingTime(now.date() + timedelta(days=_FROM_TODAY[near[0]]), at)
    if weekday:
        return MeetingTime(_weekday(_WEEKDAYS[weekday[2]], weekday[1], now, at), at)
    return MeetingTime(_calendar_day(rest, now.date()), at)


def with_part_of_day(old: str, new: str) -> str:
    """A time in the place of another one: said without its half of the day, it is in the same where it can be."""
    part = _PART_OF_DAY.match(level(old))
    times = read_times(new)
    if part is None or not times or _PART_OF_DAY.match(level(new)) or times[0].hour > _LAST_HOUR_BEFORE_NOON:
        return new
    early = times[0].hour <= _LAST_SMALL_HOUR and part[0] in _MORNING
    return new if early else f"{old[: part.end()]}{new}"


def find_when(text: str) -> list[When]:
    """Where the text names days and times of day, in its order; from one time to another is one."""
    rest, found = level(text), []
    for kind, pattern in (*_DAYS, ("near", _NEAR_DAY), ("time", _TIME), ("part", _PART_OF_DAY)):
        for match in pattern.finditer(rest):
            words = match[0].strip()
            start = match.start() + match[0].index(words)
            if _is_when(kind, match) and not _is_cut(rest, start, start + len(words)):
                found.append(When(kind, start, start + len(words)))
        for one in found:
            rest = rest[: one.start] + "\0" * (one.end - one.start) + rest[one.end :]
    return _joined(level(text), sorted(found, key=lambda one: one.start))


def _is_cut(text: str, start: int, end: int) -> bool:
    """Whether a longer number is cut in two."""
    around = text[max(start - 1, 0) : start + 1], text[end - 1 : end + 1]
    return any(len(pair) > 1 and pair.isdecimal() for pair in around)


def _is_when(kind: str, match: re.Match[str]) -> bool:
    if match.re is _DAY_OF_MONTH:
        return match.string[match.end() : match.end() + 1] not in _NUMBERED
    if kind == "date":
        return _date_of_match(match, date.min) is not None
    if kind == "time":
        alone = match["bare_hour"] or _A_LITTLE.fullmatch(match[0].strip())
        return not alone and _time_of_match(match, in_working_time=False) is not None
    return True


def _joined(text: str, found: list[When]) -> list[When]:
    kept: list[When] = []
    for one in found:
        last = kept[-1] if kept else None
        if last and last.kind == one.kind == "time" and _UNTIL.fullmatch(text[last.end : one.start]):
            kept[-1] = When("time", last.start, one.end)
        else:
            kept.append(one)
    return kept


def _meeting_hour(words: str) -> tuple[time | None, str]:
    """The first time, and the words without it, so that its numbers are not taken for a date."""
    for found in _TIME.finditer(words):
        if not found["bare_hour"]:
            at = _time_of_match(found, in_working_time=True)
            return at, f"{words[: found.start()]} . {words[found.end() :]}"
    return (time(12) if _NOON.search(words) else None), words


def _time_of_match(match: re.Match[str], *, in_working_time: bool) -> time | None:
    hour = value(match["clock"] or match["hour"] or match["at_hour"] or match["bare_hour"])
    if match["half"] or match["past"] == "half past":
        minute: float | None = 30.0
    elif match["quarter"] or match["past"]:
        minute = _QUARTERS[match["quarter"] or "一"]
    else:
        minute = value(match["minute"]) if match["minute"] else 0.0
    if hour is None or minute is None or not 0 <= hour <= 24 or not 0 <= minute < 60:
        return None
    part = match["clock_half"] or match["hour_half"] or match["hour_part"] or match["part"]
    return time(_hour_of_day(int(hour), part, in_working_time=in_working_time), int(minute))


def _hour_of_day(hour: int, part: str | None, *, in_working_time: bool) -> int:
    if hour == 12:
        return 0 if part in _MIDNIGHT else 12
    if part == _AT_NIGHT:
        later = hour > _LAST_HOUR_BEFORE_DAWN
    else:
        later = part in _AFTERNOON or (part in _AT_NOON and hour <= _LAST_SMALL_HOUR)
        later |= in_working_time and 1 <= hour <= _LAST_SMALL_HOUR and part not in _MORNING
    return hour + 12 if later and hour < 12 else hour % 24


def _weekday(number: int, week: str | None, now: datetime, at: time | None) -> date:
    monday = now.date() - timedelta(days=now.weekday())
    if week in _WEEKS_AHEAD:
        return monday + timedelta(days=number, weeks=_WEEKS_AHEAD[week])
    day = monday + timedelta(days=number)
    passed = day < now.date() or (day == now.date() and (at is None or at <= now.time()))
    return day + timedelta(weeks=1) if passed else day


def _calendar_day(words: str, today: date) -> date | None:
    if found := _LATER.search(words):
        number, unit = [one for one in found.groups() if one]
        days = (value(number) or _FARTHEST_DAYS + 1) * _DAYS_OF.get(unit, 7)
        return today + timedelta(days=int(days)) if days <= _FARTHEST_DAYS else None
    if found := _NEXT_MONTH.search(words):
        return _date(None, today.month % 12 + 1, value(found[1]), today)
    if found := _MONTH_END.search(words):
        return _end_of_month(found, today)
    if found := _DATE.search(words):
        return _date_of_match(found, today)
    if found := _DAY_OF_MONTH.search(words):
        number = value(found[1] or found[2])
        ahead = number is not None and number >= today.day
        month = today.month if ahead else today.month % 12 + 1
        return _date(None if ahead or month > 1 else today.year + 1, month, number, today)
    return None


def _end_of_month(match: re.Match[str], today: date) -> date | None:
    """The last day of the month that is named, the next such month to come; of this one where none is."""
    number = value(match["month"]) if match["month"] else None
    if number is None:
        number = today.month % 12 + 1 if match["next"] or match["next_month"] else today.month
    if not 1 <= number <= 12:
        return None
    year = today.year + (number < today.month)
    return date(year, int(number), monthrange(year, int(number))[1])


def _date_of_match(match: re.Match[str], today: date | None) -> date | None:
    if name := match["month_first"] or match["month_last"]:
        month: float | None = _MONTHS.index(name) + 1
    else:
        month = value(match["month"])
    year = match["year"] or match["year_last"]
    number = value(match["day"] or match["day_first"] or match["day_last"])
    return _date(int(year) if year else None, month, number, today)


def _date(year: int | None, month: float | None, number: float | None, today: date | None) -> date | None:
    """The day of the calendar, without a year the next one from today."""
    if month is None or number is None or (year is None and today is None):
        return None
    try:
        if year is not None or today is None:
            return date(year or 0, int(month), int(number))
        found = date(today.year, int(month), int(number))
        return found if found >= today else found.replace(year=today.year + 1)
    except ValueError:
        return None
