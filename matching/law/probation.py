"""Probation in an advert's words: how long, held against the contract it goes with, and for what pay."""

from collections.abc import Iterator
from datetime import date

from data.closed_forms import numbers
from data.listings import labour_terms
from matching.language.pattern_sets import load_pattern_sets

_UNITS = {"年": 12.0, "月": 1.0, "周": 12 / 52, "星期": 12 / 52, "天": 12 / 365, "日": 12 / 365}


def contract_months(advert: str) -> float | None:
    """The longest contract that the advert (as `signs` reads it) speaks of."""
    found = [
        _months(*match.groups())
        for match in load_pattern_sets("adverts/lint_probation.ini")["contract"].finditer(advert)
    ]
    return max((months for months in found if months is not None), default=None)


def faults(sentence: str, contract: float | None, on: date | None) -> Iterator[tuple[int, int]]:
    """Spans of probation longer than the contract allows (any short contract, when none is named), or underpaid."""
    sections = load_pattern_sets("adverts/lint_probation.ini")
    fine = [match.span() for match in sections["fine"].finditer(sentence)]
    longest = labour_terms.longest_probation(contract if contract is not None else _SHORT_CONTRACT, on)
    for match in sections["length"].finditer(sentence):
        months = _months(*match.groups())
        if months is not None and months > longest and not _overlaps(match.span(), fine):
            yield match.span()
    least = labour_terms.least_probation_pay(on)
    for match in sections["pay"].finditer(sentence):
        share = _share(next(filter(None, match.groups()), ""))
        if share is not None and share < least and not _overlaps(match.span(), fine):
            yield match.span()


_HALF = frozenset({"一半", "半薪", "对半", "对折", "半数"})
_SHORT_CONTRACT = 24.0
"""What most contracts of apprentices come to; where nothing is said, nothing longer is assumed."""


def _months(*said: str | None) -> float | None:
    words = "".join(filter(None, said))
    unit = next((unit for unit in _UNITS if words.endswith(unit)), None)
    if unit is None:
        return None
    amount = words.removesuffix(unit).removesuffix("个")
    if amount.endswith("半") and len(amount) > 1:
        whole = numbers.value(amount[:-1].removesuffix("个"))
        return None if whole is None else (whole + 0.5) * _UNITS[unit]
    number = 0.5 if amount == "半" else numbers.value(amount)
    return None if number is None else number * _UNITS[unit]


def _share(said: str) -> float | None:
    """The share of full pay: 七成, 60%, 百分之七十, 七折, 7.5折."""
    if said in _HALF:
        return 0.5
    amount = said.removeprefix("百分之").rstrip("成折%")
    number = numbers.value(amount)
    if number is None or not number:
        return None
    return number / (10 if number < 10 else 100)


def _overlaps(span: tuple[int, int], others: list[tuple[int, int]]) -> bool:
    return any(left < span[1] and span[0] < right for left, right in others)
