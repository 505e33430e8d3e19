"""Sentences of a listing's own words that answer a question, as the model hears it."""

import re
from collections.abc import Iterator

from matching.language.heads import prompts
from matching.language.heads.labels import ANSWERS
from matching.language.heads.reading import has_heads, read
from matching.language.likeness import likeness

_SENTENCE = re.compile(r"[^。！？!?；;\n]+[。！？!?]?")


SURE, NEAR = 0.75, 0.3
"""Probability from which a sentence answers a question, and from which it is the nearest that a listing says.

Of 320 questions of a writer whom training had not seen the likeliest sentence was right in 83 % of those that the
listing answers; at `SURE` one in eight that it does not answer would still be answered.
"""


_PAPERS = ("报名要带什么材料、证件", "Which documents do I bring to enrol?")
_NO_PAPERS = (
    "学完拿什么证书", "What certificate do I get after the course?", "怎么报名、报名截止",
    "How do I enrol, and until when?", "自己要准备什么工具", "考试没考过怎么补考", "What if I fail the exam?",
)  # fmt: skip
"""What questions that sound like one after papers are after instead."""
_SURE_OF_PAPERS, _NEARER_BY = 0.58, 0.1
"""Mean from which a question is after a course's papers, unless it is nearer to something else by the second."""


def sentences_answering(question: str, text: str) -> dict[str, float]:
    """The sentences of a listing that may answer a question, without their full stops, with how surely, the likeliest
    first; none where the model in use has no heads.
    """
    if not has_heads() or not question.strip() or not text.strip():
        return {}
    reading = read(text, prompts.of_question(question.strip()), ("answer",))
    likely = {
        found.group().strip().rstrip("。"): reading.likely("answer", ANSWERS, found.start(), found.end())
        for found in _SENTENCE.finditer(text)
    }
    near = [(sentence, score) for sentence, score in likely.items() if sentence and score >= NEAR]
    return dict(sorted(near, key=lambda one: -one[1]))


def may_answer(question: str, line: str) -> bool:
    """Whether a line of a listing's card is likely enough to be what is asked; True where the model has no heads."""
    if not has_heads() or not question.strip():
        return True
    return how_likely(question, line) >= NEAR


def how_likely(question: str, text: str) -> float:
    """How surely some words of a text answer a question; 0 where the model in use has no heads."""
    if not has_heads() or not question.strip():
        return 0.0
    return read(text, prompts.of_question(question.strip()), ("answer",)).score("answer", ANSWERS)


def asks_for_papers(question: str, line: str, beside: float) -> bool:
    """Whether the line of a course's papers answers a question, for which there is no act.

    Two things count alike: how likely the line answers, by itself or (`beside`) among the card's other lines, and how
    near the question is to one after papers.
    """
    if not has_heads() or not question.strip():
        return False
    papers, others = likeness(question.strip(), _PAPERS, _NO_PAPERS)
    likely = max(how_likely(question, line), beside)
    return others - papers <= _NEARER_BY and (likely + papers) / 2 >= _SURE_OF_PAPERS


def sentence_at(text: str, place: int) -> str:
    """The sentence that holds a place of the text."""
    return next(_sentences_in(text, place, place + 1))


def _sentences_in(text: str, start: int, end: int) -> Iterator[str]:
    """The sentences that share characters with a stretch of the text."""
    for found in _SENTENCE.finditer(text):
        if start < found.end() and found.start() < end:
            yield found.group().strip().rstrip("。")
