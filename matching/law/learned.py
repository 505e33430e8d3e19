"""What the model finds in a text's words, by category."""

from collections.abc import Iterator

from matching.language.heads import prompts
from matching.language.heads.labels import OFFENCE
from matching.language.heads.reading import Mark, has_heads, read

_SURE, _ALONE = 0.55, 0.8
"""Probability from which words count, in their text and of a sentence by itself: chosen on writers that training did
not see. A plain sentence is heard better without what stands around it."""


def offences(text: str, where: str, *, alone: bool = False) -> Iterator[Mark]:
    """The words of every category that the text holds where it stands; none where the model in use has no heads.

    `alone`: it is one sentence of a longer text, which is read as a whole as well.
    """
    if not has_heads() or not text.strip():
        return
    least = _ALONE if alone else _SURE
    reading = read(text, prompts.of_text(where), ("law",))
    for category in reading.labels("law", least):
        if category != OFFENCE:
            yield from reading.marks("law", category, least)
