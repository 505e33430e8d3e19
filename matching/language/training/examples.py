"""Rows of the corpus as what the heads learn from: a prompt, a text, and which labels its words carry."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random

from matching.language.heads import labels, prompts
from matching.language.training.corpus import Row, Span

_HEAD_OF = {"messages": "facts", "acts": "acts", "law": "law", "adverts": "advert"}
_ELSEWHERE = ("list", "card_opening", "card_course", "after_apply", "form_question")
_MOVED = 0.25
"""Share of messages about oneself that are shown as said in another situation than they were written for."""


@dataclass(frozen=True)
class Example:
    """One text for one head."""

    head: str
    prompt: str
    text: str
    words: tuple[tuple[int, int, frozenset[str]], ...]
    """Half-open offsets into the text, and the labels of the words there."""
    whole: frozenset[str]
    """Labels of the text as a whole."""
    words_known: bool
    """Whether the words that carry the labels are known; else only the text's labels are."""
    unknown: frozenset[str]
    """Labels on which this text teaches nothing."""
    work: tuple[tuple[int, int, str], ...]
    """Words that tell an occupation, with its code."""


def examples(rows: Iterable[Row], random: Random) -> Iterator[Example]:
    """An example a row."""
    for row in rows:
        head = _HEAD_OF[row.kind]
        words = tuple((span.start, span.end, frozenset(_labels(row, span))) for span in row.spans)
        words = tuple(one for one in words if one[2])
        whole = frozenset(label for _, _, found in words for label in found) | frozenset(_of_text(row))
        unknown = set(row.rest.get("may", ())) - whole
        if _unsure_of_place(row):
            unknown |= {"lives", "in"}
        work = tuple(
            (span.start, span.end, span.value.partition("/")[0])
            for span in row.spans
            if span.label in {*labels.WORK_ROLES, "title"} and span.value not in {"", "0"}
        )
        known = "c" not in row.rest or not row.rest["c"]
        yield Example(head, _prompt(row, random), row.text, words, whole, known, frozenset(unknown), work)


def _unsure_of_place(row: Row) -> bool:
    """The first writers marked living and wishing to work somewhere alike."""
    return row.kind == "messages" and row.writer.startswith("writer_")


def _labels(row: Row, span: Span) -> Iterator[str]:
    if row.kind == "law":
        yield labels.OFFENCE
    if row.kind == "messages" and span.label in labels.WORK_ROLES:
        yield labels.WORK
    if row.kind == "messages" and span.label in {"lives", "in"}:
        yield labels.HERE
        if _unsure_of_place(row):
            return
    if span.label == "edu" and row.kind == "messages" and span.value:
        yield f"edu:{span.value}"
    named = row.kind == "messages" and span.label in {"need", "lifted", "group"}
    yield f"{span.label}:{span.value}" if named else span.label


def _of_text(row: Row) -> Iterator[str]:
    if row.rest.get("c"):
        yield from (labels.OFFENCE, *row.rest["c"])
    if row.rest.get("for") == "other":
        yield labels.OTHER_PERSON
    if row.rest.get("under16"):
        yield labels.UNDER_16


def _prompt(row: Row, random: Random) -> str:
    if row.kind == "acts":
        return prompts.of_message(row.rest["who"], row.rest["context"])
    if row.kind == "messages":
        asked = row.rest.get("q")
        if asked is None and random.random() < _MOVED:
            return prompts.of_message("seeker", random.choice(_ELSEWHERE))
        return prompts.of_message("seeker", "form_question" if asked else prompts.IDLE, asked)
    return prompts.of_text(row.rest.get("where", "advert"))
