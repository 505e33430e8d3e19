"""Wages in an advert's words that lie below every minimum wage that could hold."""

from collections.abc import Iterator
from datetime import date

from data.catalogue import policy
from data.catalogue.places import province
from data.closed_forms import numbers
from matching.language.pattern_sets import PatternSet, load_pattern_sets

_WORKING_DAYS = 21.75
"""A month, as the law counts wages by the day: 人社部发〔2025〕2号; before 2025 劳社部发〔2008〕3号."""
_LEAST = {"month": 100, "day": 10, "hour": 1}
"""Smaller figures are numbers of something else."""


def low_wages(sentence: str, on: date | None) -> Iterator[tuple[int, int]]:
    """Spans of wages by the month, the day or the hour that no place of the province allows on that day."""
    sections = load_pattern_sets("adverts/lint_wage.ini")
    blotted = _without(sentence, sections["not pay"])
    for unit, floor in _floors(on).items():
        for found in sections[unit].finditer(blotted):
            amount = next(filter(None, found.groups()), None)
            said = numbers.value(amount) if amount else None
            if said is not None and _LEAST[unit] <= said < floor:
                yield found.span()


def _without(sentence: str, words: PatternSet) -> str:
    """The sentence with matches blotted out, of the same length."""
    for start, end in [match.span() for match in words.finditer(sentence)]:
        sentence = sentence[:start] + "\0" * (end - start) + sentence[end:]
    return sentence


def _floors(on: date | None) -> dict[str, float]:
    """The lowest wage that could be lawful anywhere: what a low-confidence row replaced may hold still."""
    rows = policy.plausible_wages(province().code, on or date.max)
    month = min((row.monthly for row in rows), default=0)
    hour = min((row.hourly for row in rows), default=0.0)
    return {"month": month, "day": month / _WORKING_DAYS, "hour": hour}
