"""What a message in the chat does, as the model reads it."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from matching.language.acts import ABOUT, ACTS
from matching.language.e5.tuned import tuned_weights
from matching.language.heads import prompts
from matching.language.heads.reading import Mark, Reading, has_heads, read

SURE_TO_DO, _SURE_TO_SHOW = 0.5, 0.3
"""Probability from which an act is done; the second: of acts that only show something."""
READ_TOGETHER = ("acts", "about", "facts", "child", "only")
"""The heads that read a message: one encode serves all."""
_SURE_ABOUT, _LIKELY_ABOUT = 0.5, 0.15
"""The second: of acts that are confirmed on a card before anything changes (`CONFIRMED`)."""
CONFIRMED = frozenset({"change_field"})
_LETTER, _READ = re.compile(r"[^\W\d_]"), re.compile(r"[a-z\u4e00-\u9fff]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that a message does."""

    name: str
    """Of `matching.language.acts`."""
    score: float
    marks: tuple[Mark, ...]
    """The words that do it."""
    about: Mapping[str, str]
    """What of the act's closed list (`ABOUT`) it is about, likeliest first, with the words; empty where it has none."""


def is_sure(act: Act, showing: Collection[str]) -> bool:
    """Whether an act is sure enough to be done; `showing` are those that only show something."""
    return act.score >= (_SURE_TO_SHOW if act.name in showing else SURE_TO_DO)


def read_acts(text: str, who: str, context: str = prompts.IDLE, question: str | None = None) -> list[Act]:
    """The acts of a message in the order of its words; the likeliest one where none is certain.

    Args:
        text: what was written.
        who: seeker, member or staff.
        context: what was last on the screen (`matching/language/corpus/README.md`).
        question: what had just been asked of a seeker.
    """
    tuned = tuned_weights()
    if not has_heads() or tuned is None or not text.strip() or _is_foreign(text):
        return []
    reading = read(text, prompts.of_message(who, context, question), READ_TOGETHER)
    limits = tuned.tensors["limit.acts"]
    best = reading.scores["acts"].max(axis=0, initial=0.0)
    found = {name: float(best[column]) for column, name in enumerate(ACTS) if best[column] >= limits[column]}
    if not found:
        column = int(np.argmax(best / limits))
        found = {list(ACTS)[column]: float(best[column])}
    acts = []
    for name, score in found.items():
        marks = tuple(reading.marks("acts", name, min(score, float(limits[list(ACTS).index(name)]))))
        acts.append(Act(name, score, marks, _about(reading, name, marks)))
    return sorted(acts, key=lambda act: act.marks[0].start if act.marks else 0)


def likelier_about(text: str, who: str, act: str, values: Collection[str]) -> tuple[str, float]:
    """Which of these values of an act's closed list the words are about rather than the others, whatever they do, and
    how likely.
    """
    reading = read(text, prompts.of_message(who, prompts.IDLE), READ_TOGETHER)
    label, score = reading.likeliest("about", tuple(f"{act}:{value}" for value in values), 0, len(text))
    return label.partition(":")[2], score


def _is_foreign(text: str) -> bool:
    """Whether its letters are all of scripts that the model never learned."""
    return bool(_LETTER.search(text)) and not _READ.search(text)


def _about(reading: Reading, name: str, marks: tuple[Mark, ...]) -> Mapping[str, str]:
    if name not in ABOUT or not marks:
        return {}
    start, end = marks[0].start, marks[-1].end
    scores = {value: reading.likely("about", f"{name}:{value}", start, end) for value in sorted(ABOUT[name])}
    order = sorted(scores, key=lambda value: -scores[value])
    sure = [value for value in order if scores[value] >= _SURE_ABOUT]
    if not sure and name in CONFIRMED and scores[order[0]] >= _LIKELY_ABOUT:
        sure = order[:1]
    return {value: _words(reading, f"{name}:{value}", start, end) for value in sure}


def _words(reading: Reading, label: str, start: int, end: int) -> str:
    found = [mark for mark in reading.marks("about", label, _SURE_ABOUT) if mark.start < end and start < mark.end]
    return reading.text[found[0].start : found[-1].end] if found else reading.text[start:end]
