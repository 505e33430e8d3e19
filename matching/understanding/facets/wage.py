"""The lowest monthly pay someone would take, from the words that say it.

Pay by the day is left out: what it comes to in a month depends on the days agreed.
"""

import re

from data.closed_forms.numbers import ENGLISH, value

_LOW, _HIGH = 800, 60_000
"""Yuan a month that can be meant."""
_MONTHS = 12
_AMOUNT = re.compile(
    r"(?P<a>\d+(?:\.\d+)?)\s?(?P<au>[k千万w])?\s?(?:-|~|到|至|—)\s?(?P<b>\d+(?:\.\d+)?)\s?(?P<bu>[k千万w])?"
    r"|(?P<c>\d+(?:\.\d+)?)\s?(?P<cu>[k千万w])(?P<tail>\d|[一二三四五六七八九])?(?![a-z])"
    r"|(?<!\d)(?P<d>\d{3,6})(?!\d)"
    r"|(?P<e>[一二两俩三四五六七八九十]+[百千万][零一二三四五六七八九十百千]*)"
    r"|(?P<f>^[一二两三四五六七八九])(?=五?$)"
)
_ENGLISH = re.compile(
    rf"(?P<n>{ENGLISH})(?: (?:to|-) {ENGLISH})? (?P<unit>thousand|hundred)(?: (?:and )?(?P<tail>{ENGLISH}) hundred)?"
)
_BY_THE_DAY = re.compile(r"日结|[一每/]\s?[天日]|小时|时薪|日薪|[一每]趟|[一每]单|per day|a day|daily|hour")
_BY_THE_YEAR = re.compile(r"[一每]年|年薪|年入|全年|per year|a year|annual")
_PAIR = re.compile(
    r"(?<=千[一二三四五六七八九])[一二两三四五六七八九]千|(?<=[一二两三四五六七八九]千)[一二两三四五六七八九]千"
    r"|(?<=万)[一二两三四五六七八九]万"
)
"""The upper of two amounts said in one breath (三千五四千)."""
_THOUSANDS = re.compile(r"(?<!\d)(\d{1,3})((?:,\d{3})+)(?!\d)")
_AROUND = 4
"""Characters beside an amount in which it says what it is paid for."""
_PAUSE = re.compile(r"[,，。;；!！?？\n]")


def read_wage(words: str, before: str, behind: str) -> int | None:
    """Yuan a month, of a range the lower end. `before`, `behind`: what stands beside the words."""
    near = _PAUSE.split(before)[-1][-_AROUND:] + words + _PAUSE.split(behind)[0][:_AROUND]
    if _BY_THE_DAY.search(near):
        return None
    spoken = _ENGLISH.search(words)
    if spoken:
        amount = (value(spoken["n"]) or 0) * (100 if spoken["unit"] == "hundred" else 1000)
        return _plausible(amount + 100 * ((value(spoken["tail"]) or 0) if spoken["tail"] else 0))
    match = _AMOUNT.search(_PAIR.sub("", _THOUSANDS.sub(lambda found: found.group().replace(",", ""), words)))
    if match is None:
        return None
    return _plausible(_lower_end(match) / (_MONTHS if _BY_THE_YEAR.search(near) else 1))


def _lower_end(match: re.Match[str]) -> float:
    if match["a"]:
        unit = match["au"] or match["bu"]
        lower, upper = float(match["a"]), float(match["b"])
        if unit and lower < 100:
            return value(f"{match['a']}{unit}") or 0
        return lower * 1000 if lower < 10 <= upper / 100 else lower
    if match["c"]:
        return value(f"{match['c']}{match['cu']}{match['tail'] or ''}") or 0
    if match["f"]:
        return (value(match["f"]) or 0) * 1000 + (500 if match.string[match.end() :] else 0)
    return value(match["d"] or match["e"]) or 0


def _plausible(amount: float) -> int | None:
    return round(amount) if _LOW <= amount <= _HIGH else None
