"""What the model finds in a text's words, by category."""

from collections.abc import Iterator

from matching.language.heads import prompts
from matching.language.heads.labels import OFFENCE
from matching.language.heads.reading import Mark, Reading, has_heads, read
from matching.law import fees

TO_ONE_PERSON = frozenset({"question", "message", "interview_note", "offer"})
"""Where texts stand that go from one person to another: nobody reviews them."""
_LIKELY, _TOGETHER = 0.5, {False: 1.05, True: 0.8}
"""Probability from which words belong to a category, and, by whether nobody reviews the text, what it and that of
breaking any rule at all come to: chosen on writers that training did not see."""


def offences(text: str, where: str, *, doubted: bool = False) -> Iterator[Mark]:
    """The words of every category that the text holds where it stands; none where the model in use has no heads."""
    if not has_heads() or not text.strip():
        return
    reading = read(text, prompts.of_text(where), ("law", "advert"))
    yield from fees.settled(reading, list(_heard(reading, where)), doubted=doubted)


def _clauses_at_fault(reading: Reading, category: str) -> Iterator[Mark]:
    """The marks of a category, without clauses at their edges that are not likely to belong to it themselves."""
    for mark in reading.marks("law", category, _LIKELY):
        cut = fees.clauses(reading, mark)
        likely = [one for one in cut if reading.likely("law", category, one.start, one.end) >= _LIKELY]
        yield Mark(category, likely[0].start, likely[-1].end, mark.score) if likely else mark


def _heard(reading: Reading, where: str) -> Iterator[Mark]:
    for category in reading.labels("law", _LIKELY):
        if category == OFFENCE:
            continue
        for mark in _clauses_at_fault(reading, category):
            if mark.score + reading.likely("law", OFFENCE, mark.start, mark.end) >= _TOGETHER[where in TO_ONE_PERSON]:
                yield mark
