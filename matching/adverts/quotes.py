"""Sentences of a listing's own words that tell something, as the advert head hears it."""

import re
from collections.abc import Collection

from matching.adverts import learned

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?]?")


def sentences_about(text: str, labels: Collection[str]) -> list[str]:
    """The sentences whose words carry one of the labels, in order; none where the model in use has no heads."""
    reading = learned.reading_of(text)
    if reading is None:
        return []
    marks = [mark for label in labels for mark in reading.marks("advert", label, learned.FOUND)]
    return [
        found.group().strip()
        for found in _SENTENCE.finditer(text)
        if any(mark.start < found.end() and found.start() < mark.end for mark in marks)
    ]
