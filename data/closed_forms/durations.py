"""How long, and how much later or earlier: 两个半月, a week; 往后延十天, 提前半个月, three days earlier."""

import re
from dataclasses import dataclass

from data.closed_forms.numbers import CHINESE, ENGLISH, value
from data.closed_forms.text import normalise

_DAYS = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "day": 1, "week": 7, "fortnight": 14}
_MONTHS = {"月": 1, "年": 12, "month": 1, "year": 12}
_HALF_A_MONTH_DAYS = 15
_MOST = 999
"""Of any unit: more is no time that somebody waits or works."""
_DURATION = re.compile(
    rf"(?<![月/.\d-])(?P<number>\d+(?:\.\d+)?|半|{CHINESE}+|\b(?:half\s+an?|an?|{ENGLISH})\b)"
    rf"\s*-?\s*个?(?P<half>半)?\s*(?P<unit>天|日(?!元)|周|星期|礼拜|月(?![\s\d底末份]|{CHINESE})|年(?![\s\d底])"
    r"|(?:day|week|fortnight|month|year)(?=s?\b))s?(?P<and_half>半)?"
)
_EARLIER = re.compile(r"提[前早]|[往向]前|前移|(?<!最)早(?![上晨班间八九饭])|\b(?:earlier|sooner|forward)\b")
_LATER = re.compile(
    r"延|推|[往向]后|后移|宽限|(?<![今明])[晚迟](?![上班间饭点])"
    r"|\b(?:later|back|postpone[ds]?|delay(?:ed|s)?|extend(?:ed|s)?|longer)\b"
)
_FROM_NOW = re.compile(r"\s*(?:以|之)?[后内]|\s*from (?:today|now)\b")
_IN = re.compile(r"\b(?:in|within)\s*$")


@dataclass(frozen=True)
class Duration:
    """So many whole months and days; negative: back in time."""

    months: int = 0
    days: int = 0

    def __neg__(self) -> "Duration":
        return Duration(-self.months, -self.days)


def read_durations(text: str) -> list[Duration]:
    """Every length of time in the words, in their order."""
    return [one for found in _DURATION.finditer(normalise(text).lower()) if (one := _duration(found)) is not None]


def read_delay(text: str, *, bare_is_later: bool = False) -> Duration | None:
    """How much later (or, negative, earlier) words move a day than it is; None where they don't.

    A time from today (十天后, in two weeks) is none. `bare_is_later`: a length of time alone is one: 再续一个月.
    """
    words = normalise(text).lower()
    found = next(_DURATION.finditer(words), None)
    length = _duration(found) if found else None
    if found is None or length is None or _FROM_NOW.match(words, found.end()) or _IN.search(words[: found.start()]):
        return None
    if _EARLIER.search(words):
        return -length
    return length if bare_is_later or _LATER.search(words) else None


def _duration(found: re.Match[str]) -> Duration | None:
    said, unit = found["number"], found["unit"]
    if unit == "日" and found.string[: found.start()].endswith(("到", "至")):  # 延到20日 names a day
        return None
    halved = said.startswith(("半", "half"))
    number = 0.0 if halved else value(said)
    if number is None:
        return None
    number += 0.5 * bool(halved or found["half"] or found["and_half"])
    if not 0 < number <= _MOST:
        return None
    if unit in _DAYS:
        return Duration(days=int(number * _DAYS[unit]))
    months = number * _MONTHS[unit]
    return Duration(int(months), _HALF_A_MONTH_DAYS if months % 1 else 0)
