"""Pay in yuan a month: what the advert promises overall, and by stages where it tells them apart."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from data.closed_forms.numbers import value
from matching.adverts.text import AdvertText
from matching.language.pattern_sets import load_pattern_sets

_WORDS = load_pattern_sets("adverts/wage.ini")
_C = "一二两三四五六七八九"
_ONE = "|".join(
    (
        r"\d{4}(?=[1-9][.、][^\d])",  # 5000-70002.上班: the number of the next item is glued on
        r"\d{1,3},\d{3}(?!\d)",
        r"\d+(?:\.\d+)?\s?[k千万w](?:[1-9一二三四五六七八九](?!\d))?(?![a-z])",
        r"\d+(?:\.\d+)?",
        rf"[{_C}十]+[千万](?:零?[{_C}]百?)?[{_C}]?",
    )
)
_AMOUNT = re.compile(
    rf"(?<![\d./a-z])(?<!\d[-:])(?:rmb|¥|cny)?\s?(?P<low>(?:{_ONE}))(?:\s?(?:元|块))?(?:\s?\/\s?月)?"
    rf"(?:\s?(?:-{{1,4}}|~{{1,3}}|到|至|一(?=\d))\s?(?P<high>(?:{_ONE})))?"
)
_PAIR = re.compile(rf"([{_C}])([{_C}])([千万])")
"""五六千 is five to six thousand."""
_UNIT = re.compile(r"[k千万w]")
_LOWEST, _HIGHEST = 800, 50_000
"""Yuan a month that anybody advertises; what is outside is no monthly wage."""
_BASE, _OVERALL = 1, 4
_NEAR = 14
"""Characters before an amount in which it is said what it is."""
_WIDEST = 6
"""Times the lowest that the highest of one range can be."""


@dataclass(frozen=True, slots=True)
class Wages:
    """Yuan a month; None where the advert does not say. `max` is None too where there is no upper bound."""

    min: int | None = None
    max: int | None = None
    learning_min: int | None = None
    """Of the apprenticeship or probation, where stages are told apart."""
    learning_max: int | None = None
    after_min: int | None = None
    after_max: int | None = None


@dataclass(frozen=True, slots=True)
class _Pay:
    """One amount or range. `rank`: how near it is to what one takes home; `_BASE` is what more comes on top of."""

    low: int | None
    high: int | None
    rank: int
    stage: str | None
    start: int


def read_wages(advert: AdvertText) -> Wages:
    """The overall figures before others, stages from the lowest to the highest."""
    found = list(_payments(advert))
    if not found:
        return Wages()
    best = max(pay.rank for pay in found)
    staged = [pay for pay in found if pay.stage is not None]
    chosen = [pay for pay in found if pay.rank == best]
    if len({pay.stage for pay in staged}) > 1 and best < _OVERALL:
        chosen = staged
    low, high = _spanned(chosen)
    learning = _spanned([pay for pay in staged if pay.stage == "learning"])
    after = _spanned([pay for pay in staged if pay.stage == "after"])
    return Wages(low, high, *learning, *after)


def _spanned(pays: list[_Pay]) -> tuple[int | None, int | None]:
    """From the lowest to the highest; open above when the highest of them is."""
    lows = [pay.low for pay in pays if pay.low is not None]
    highs = [pay.high for pay in pays if pay.high is not None]
    if not lows:
        return None, max(highs, default=None)
    top = max(pays, key=lambda pay: pay.high or pay.low or 0)
    return min(lows), None if top.high is None else max(highs)


def _payments(advert: AdvertText) -> Iterator[_Pay]:
    text = advert.text
    previous_end = 0
    for match in _AMOUNT.finditer(text):
        before = text[max(previous_end, match.start() - _NEAR) : match.start()]
        end = match.end("high" if match["high"] else "low")
        after = text[end : end + _NEAR]
        before = re.split(r"[。;!?\n]", before)[-1]
        pay = _pay(advert, match, before, after)
        if pay is not None:
            previous_end = match.end()
            yield pay


def _pay(advert: AdvertText, match: re.Match[str], before: str, after: str) -> _Pay | None:
    near = before.rsplit(",", 1)[-1]
    if _WORDS["other money before"].search(near) or _WORDS["other money after"].search(after):
        return None
    if _WORDS["a day"].search(near):
        return None
    figures = _figures(match["low"], match["high"])
    if figures is None:
        return None
    low, high = figures
    yearly = _WORDS["a year"].search(before) is not None
    if yearly:
        low, high = round(low / 12), round(high / 12) if high is not None else None
    if not _LOWEST <= low <= _HIGHEST or (high is not None and not low < high <= min(_HIGHEST, _WIDEST * low)):
        return None
    if not (yearly or _is_said_to_be_pay(advert, match, before, after)):
        return None
    return _settled(low, high, before, after, match.start())


def _figures(low: str, high: str | None) -> tuple[int, int | None] | None:
    """Both ends; the unit of the second is that of the first too (3-5千, 4~6k)."""
    if high is None and (pair := _PAIR.fullmatch(low)) and _C.index(pair[2]) == _C.index(pair[1]) + 1:
        low, high = pair[1] + pair[3], pair[2] + pair[3]
    first, second = _plain(low), _plain(high) if high else None
    if first is None or (high and second is None):
        return None
    if high and second is not None and first < 100 and (unit := _UNIT.search(high)):
        first = first * (10_000 if unit.group() in "万w" else 1000)
    return round(first), None if second is None else round(second)


def _plain(said: str) -> float | None:
    return value(said.replace(",", "").replace(" ", ""))


def _is_said_to_be_pay(advert: AdvertText, match: re.Match[str], before: str, after: str) -> bool:
    """Whether words beside the amount, its section, or its own shape (4k, 3500-4500) tell that it is pay."""
    if _WORDS["pay before"].search(before) or _WORDS["pay after"].search(after):
        return True
    section = advert.section_at(match.start())
    if section == "pay" and match["high"]:
        return True
    if _UNIT.search(match["low"]) or (match["high"] and _UNIT.search(match["high"])):
        return section in {"head", "pay", "posts"}
    return match["high"] is not None and section in {"head", "pay", "posts"} and len(match["low"]) == 4


def _settled(low: int, high: int | None, before: str, after: str, start: int) -> _Pay:
    near = re.split(r"[,+、(]", before)[-1]
    base = _WORDS["base"].search(near) or re.match(r"^\s?(?:元|块)?\s?(?:无责|底薪|基本)", after)
    overall = _WORDS["overall"].search(before) and not base
    rank = _OVERALL if overall else _BASE if base else 3 if _WORDS["monthly"].search(before) else 2
    stage = "after" if _WORDS["once qualified"].search(before) or _WORDS["qualified next"].search(after) else None
    stage = stage or ("learning" if _WORDS["while learning"].search(before) else None)
    if high is not None:
        above = _WORDS["floor after"].search(after) and not base and not re.match(r"^\s?\+", after)
        return _Pay(low, None if above else high, rank, stage, start)
    if _WORDS["ceiling before"].search(before) or _WORDS["ceiling after"].search(after):
        return _Pay(None, low, rank, stage, start)
    opened = bool(base or _WORDS["floor before"].search(before)) or _opened(after)
    return _Pay(low, None if opened else low, rank, stage, start)


def _opened(after: str) -> bool:
    """4000起, 4000以上, 3k+提成; but 4k+吃住 is what it says and a bed besides."""
    if _WORDS["plus after"].search(after):
        return True
    floor = _WORDS["floor after"].search(after)
    if floor is None:
        return False
    besides = floor.group().strip().endswith("+") and re.match(r"\s?[\u4e00-\u9fff]", after[floor.end() :])
    return not besides
