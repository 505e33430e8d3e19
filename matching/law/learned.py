"""What the model finds in a text's words, by category."""

from collections.abc import Iterator

from matching.language.heads import prompts
from matching.language.heads.labels import OFFENCE
from matching.language.heads.reading import Mark, has_heads, read

_SURE = 0.5
"""Probability from which words count: chosen on writers that training did not see."""


def offences(text: str, where: str) -> Iterator[Mark]:
    """The words of every category that the text holds where it stands; none where the model in use has no heads."""
    if not has_heads() or not text.strip():
        return
    reading = read(text, prompts.of_text(where), ("law",))
    for category in reading.labels("law", _SURE):
        if category != OFFENCE:
            yield from reading.marks("law", category, _SURE)
