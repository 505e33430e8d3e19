"""Which payment a text demands of people: what its words call it, and what is no fee but pay."""

import re
from collections.abc import Iterator

from data.closed_forms.numbers import numbers_in, placed_numbers
from matching.adverts.fields.wage import read_wages
from matching.adverts.text import clean_advert
from matching.language.heads.labels import OFFENCE
from matching.language.heads.reading import Mark, Reading
from matching.language.pattern_sets import load_pattern_sets

_CALLED = load_pattern_sets("adverts/fees.ini")
"""By category."""
_CLAUSE = re.compile(r"(?:[^,;。.!?\n]|(?<=\d)[,.](?=\d))+")
_PAY = ("wage", "wage_learning", "wage_probation", "wage_after")
_LIKELY, _POSSIBLE = 0.5, 0.2
_LEAST = 10
"""Yuan; smaller figures count something else."""
_SUM_FOLLOWS = re.compile(r"\s*[:：是为共约]?\s*")
_SUM_BEFORE = re.compile(r"\s*(?:元|块钱?|yuan|rmb)?\s*的?\s*")
_UNIT = re.compile(r"\s*(?:元|块钱?|yuan|rmb)")


def settled(reading: Reading, marks: list[Mark], *, doubted: bool = False) -> Iterator[Mark]:
    """The marks with every payment under what it is called, and without pay that was taken for a payment.

    `reading` is of the heads `law` and `advert`. Where it hears an offence of no category in words that name a
    payment and its sum, it is one; `doubted`: also where it only may hear one.
    """
    for mark in marks:
        if mark.label in _CALLED:
            yield from _of_kind(reading, mark)
        else:
            yield mark
    for offence in reading.marks("law", OFFENCE, _POSSIBLE if doubted else _LIKELY):
        for clause in clauses(reading, offence):
            if _is_a_sum(reading.words(clause)) and not any(mark.meets(clause) for mark in marks):
                yield from (Mark(label, clause.start, clause.end, offence.score) for label in _names(reading, clause))


def _of_kind(reading: Reading, mark: Mark) -> Iterator[Mark]:
    """The mark without the clauses at its edges that tell pay; nothing where there are no others."""
    told = clauses(reading, mark)
    while told and _is_no_fee(reading, told[0]):
        told.pop(0)
    while told and _is_no_fee(reading, told[-1]):
        told.pop()
    if told:
        kept = _with_its_sum(reading, Mark(mark.label, told[0].start, told[-1].end, mark.score))
        for label in _names(reading, kept) or [mark.label]:
            yield Mark(label, kept.start, kept.end, kept.score)


def clauses(reading: Reading, mark: Mark) -> list[Mark]:
    """The mark cut where its words pause."""
    found = _CLAUSE.finditer(reading.text, mark.start, mark.end)
    return [Mark(mark.label, one.start(), one.end(), mark.score) for one in found if one.group().strip()]


def _with_its_sum(reading: Reading, mark: Mark) -> Mark:
    """The mark with the sum that stands beside it, where it holds none: 押金 of 押金500元, and of 500元押金."""
    start, end = mark.start, mark.end
    if _is_a_sum(reading.words(mark)):
        cut_off = _UNIT.match(reading.text, end) if reading.text[end - 1].isdigit() else None
        return Mark(mark.label, start, cut_off.end() if cut_off else end, mark.score)
    for number, begins, ends in placed_numbers(reading.text):
        if number < _LEAST:
            continue
        unit = _UNIT.match(reading.text, ends)
        if begins >= mark.end and _SUM_FOLLOWS.fullmatch(reading.text, mark.end, begins):
            end = unit.end() if unit else ends
        elif ends <= mark.start and _SUM_BEFORE.fullmatch(reading.text, ends, mark.start):
            start = begins
    return Mark(mark.label, start, end, mark.score)


def _names(reading: Reading, mark: Mark) -> list[str]:
    """The categories whose payments the words name."""
    words = reading.words(mark)
    return [category for category, called in _CALLED.items() if called.search(words)]


def _is_a_sum(words: str) -> bool:
    return any(number >= _LEAST for number in numbers_in(words))


def _is_no_fee(reading: Reading, clause: Mark) -> bool:
    """Whether the words, which name no payment, are pay by their form and to the model, or only say what the job is."""
    if _names(reading, clause):
        return False
    words = reading.words(clause)
    if not numbers_in(words):
        jobs = reading.marks("advert", "title", _LIKELY)
        return any(job.start <= clause.start and clause.end <= job.end for job in jobs)
    pay = sum(reading.likely("advert", label, clause.start, clause.end) for label in _PAY)
    fee = max(reading.likely("law", label, clause.start, clause.end) for label in _CALLED)
    wages = read_wages(clean_advert(words))
    return pay >= max(_LIKELY, fee) and (wages.min or wages.max) is not None
