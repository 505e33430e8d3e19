"""What the model finds in an advert's words, by category."""

from collections.abc import Iterator

from matching.language.heads import prompts
from matching.language.heads.labels import OFFENCE
from matching.language.heads.reading import Mark, Reading, has_heads, read

_SURE = 0.6
"""The least probability that counts beside the rules, which find the plain cases by themselves."""
GRAVE = frozenset({"deposit", "training_fee", "training_loan", "document_seizure", "child_labour"})
"""What costs people money, papers or childhood."""
_LOWEST = 0.5
"""Share of that from which the words reach."""


def reading_of(text: str, where: str) -> Reading | None:
    """The text as the model reads it where it stands; None where the model in use has no heads."""
    return read(text, prompts.of_text(where), ("law",)) if has_heads() and text.strip() else None


def offences(reading: Reading) -> Iterator[Mark]:
    """The words of every category that the text is likely to hold."""
    for category, score in reading.labels("law", 0.0).items():
        if category == OFFENCE or score < _SURE:
            continue
        for mark in reading.marks("law", category, _LOWEST * _SURE):
            if mark.score >= _SURE:
                yield mark
