"""What was understood and why: for `shitu understand --explain`, and for whoever mends a wrong reading."""

from collections.abc import Iterator
from typing import Any

from data.vocabulary import ProfileQuestion
from matching.language.heads import labels
from matching.language.heads.acts import read_acts
from matching.language.heads.linker import link
from matching.language.heads.reading import Reading
from matching.understanding import message_of, understand
from matching.understanding.facts import reading_of

SHOWN = 0.1
"""Probability from which on a label is shown, even where it does not count."""


def explain(text: str, question: ProfileQuestion | None = None) -> dict[str, Any]:
    """What the model heard with its words and probabilities, what the message does, and what is held of it."""
    message = message_of(text, question)
    reading = reading_of(message)
    return {
        "read_as": message.text,
        "model": list(_marks(reading)) if reading else None,
        "acts": [
            {"act": act.name, "score": round(act.score, 3), "words": [message.text[m.start : m.end] for m in act.marks]}
            for act in read_acts(message.text, "seeker", message.context, question)
        ],
        "held": understand(text, question).model_dump(mode="json", exclude_defaults=True),
    }


def _marks(reading: Reading) -> Iterator[dict[str, Any]]:
    """Every label that is at all likely, with its words; of work also what it was linked to."""
    for label in reading.labels("facts", SHOWN):
        for mark in reading.marks("facts", label, SHOWN):
            words = reading.words(mark)
            found = {"label": label, "words": words, "span": [mark.start, mark.end], "score": round(mark.score, 3)}
            if label == labels.WORK:
                links = link(reading.vector(mark.start, mark.end), words)
                found["links"] = [{"code": one.code, "score": round(one.score, 3)} for one in links]
            yield found
