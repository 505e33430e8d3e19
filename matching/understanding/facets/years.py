"""How long someone did their work, from the words that say it: 三年, 快六年, 半年, two and a half years."""

import re

from data.closed_forms.numbers import ENGLISH, value

_CHINESE = re.compile(
    r"(?P<half>半年)|(?P<n>\d+(?:\.\d+)?|[零〇一二两俩三仨四五六七八九十百千万]+)\s?[来多几]*个?(?P<middle>半)?"
    r"(?P<unit>年|月|冬|夏|载)(?P<plus>半)?(?P<after>开始|入行|到|至|的时候)?"
)
_ENGLISH = re.compile(
    rf"(?P<n>{ENGLISH}|a couple of|half a|an?)[- ]?(?P<plus>and a half )?\+?[- ]?(?:more than )?"
    r"(?P<unit>years?|yrs?|months?)(?P<behind> and a half)?"
)
_AMOUNTS = {"a couple of": 2.0, "half a": 0.5, "a": 1.0, "an": 1.0}
_LONGEST = 60
_CALENDAR = re.compile(r"^\d\d$")


def spoken(text: str) -> float | None:
    """The last stretch of time in the words, in years (a correction follows); months as fractions of one decimal."""
    found = [(match, _chinese(match)) for match in _CHINESE.finditer(text)]
    found += [(match, _english(match)) for match in _ENGLISH.finditer(text)]
    lasted = [(match, one) for match, one in found if one is not None]
    if not lasted:
        return None
    (last, amount), before = lasted[-1], lasted[-2] if len(lasted) > 1 else None
    if before and _is_month(last) and not _is_month(before[0]) and last.start() - before[0].end() <= len(" and "):
        return round(before[1] + amount, 1)
    return amount


def _is_month(match: re.Match[str]) -> bool:
    return (match["unit"] or "")[:1] in {"月", "m"}


def _chinese(match: re.Match[str]) -> float | None:
    if match["half"]:
        return 0.5
    amount = value(match["n"])
    if amount is None or (match["unit"] == "年" and _CALENDAR.match(match["n"]) and _is_of_calendar(match)):
        return None
    if match["unit"] == "月":
        return _possible(round((amount + (0.5 if match["middle"] else 0)) / 12, 1))
    return _possible(amount + 0.5 if match["plus"] else amount)


def _is_of_calendar(match: re.Match[str]) -> bool:
    """从19年到23年, 15年开始: years of the calendar, not their number."""
    return bool(match["after"]) or match.string[: match.start()].endswith(("从", "自", "到", "至", "打"))


def _english(match: re.Match[str]) -> float | None:
    amount = _AMOUNTS.get(match["n"], value(match["n"]))
    if amount is None:
        return None
    amount += 0.5 if match["plus"] or match["behind"] else 0
    return _possible(round(amount / 12, 1) if match["unit"].startswith("m") else amount)


def _possible(years: float) -> float | None:
    return years if years <= _LONGEST else None
