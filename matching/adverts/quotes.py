"""Sentences of a listing's own words that answer a question, as the model hears it."""

import re

from matching.language.heads import prompts
from matching.language.heads.labels import ANSWERS
from matching.language.heads.reading import has_heads, marked, read

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?]?")


def sentences_answering(question: str, text: str) -> list[str]:
    """The sentences of a listing that answer a question, without their full stops, the likeliest first; none where the
    model in use has no heads.
    """
    if not has_heads() or not question.strip() or not text.strip():
        return []
    reading = read(text, prompts.of_question(question.strip()), ("answer",))
    likely: dict[str, float] = {}
    for mark in marked(reading, ANSWERS, "answer"):
        for found in _SENTENCE.finditer(text):
            if mark.start < found.end() and found.start() < mark.end:
                sentence = found.group().strip().rstrip("。")
                likely[sentence] = max(likely.get(sentence, 0.0), mark.score)
    return sorted(likely, key=lambda sentence: -likely[sentence])


def sentence_at(text: str, place: int) -> str:
    """The sentence that holds a place of the text."""
    return next(
        found.group().strip().rstrip("。") for found in _SENTENCE.finditer(text) if found.start() <= place < found.end()
    )
