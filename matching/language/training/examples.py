"""Rows of the corpus as what the heads learn from: a prompt, a text, and which labels its words carry."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from matching.language.acts import ABOUT, UNNAMED
from matching.language.heads import labels, prompts
from matching.language.training.corpus import ONLY, Row, Span

_HEAD_OF = {"messages": "facts", "acts": "acts", "law": "law", "adverts": "advert"}
_ELSEWHERE = (
    "list", "card_opening", "card_course", "after_apply", "interview_set", "offer_made", "enrolled", "form_question",
)  # fmt: skip
_QUESTIONS_AN_ADVERT = 1
_NO_ADVERT = 0.1
"""Share of messages about oneself that are also shown as adverts which offer nothing."""
_A_GROWN_UP_IN, _CHILDREN_COUNT = 6, 2
"""One in so many messages of grown-ups is shown to the head that hears children, each child's message so often."""
_LINES_ASKED, _RESEMBLE_AMONG = 0.4, 12
"""Share of the conversations' questions that are put to a line of a card, and lines of which the likest is wrong."""
_NEITHER_IN = 25
"""One in so many messages is shown to the head that hears who wants one kind of listing only."""
_CLAUSE_ENDS = "，。；;！!？?、,\n"
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
    """Several a row: what it teaches each head; questions of the conversations are put to the adverts too."""
    rows = list(rows)
    lines = [row for row in rows if row.kind == "lines"]
    rows = [row for row in rows if row.kind != "lines"]
    asked = _questions(rows)
    yield from _of_wishes(rows)
    rows = [row for row in rows if row.kind != "wishes"]
    for number, row in enumerate(rows):
        if row.kind == "answers":
            yield from (_answer(row.text, question, _places(row.text, words)) for question, words in row.rest["qa"])
            continue
        if row.kind == "adverts" and asked:
            yield from _of_advert(row, asked, random)
        if row.kind == "acts" and lines:
            yield from _of_lines(row, lines, random)
        if row.kind == "acts" and (about := _abouts(row)):
            prompt = prompts.of_message(row.rest["who"], row.rest["context"])
            whole = frozenset(label for _, _, found in about for label in found)
            yield Example("about", prompt, row.text, about, whole, True, frozenset(), ())
        if row.kind == "messages" and random.random() < _NO_ADVERT:
            yield Example("advert", prompts.of_text("advert"), row.text, (), frozenset(), True, frozenset(), ())
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
        prompt = _prompt(row, random)
        yield Example(head, prompt, row.text, words, whole, known, frozenset(unknown), work)
        if row.kind == "messages":
            yield from _of_child(row, prompt, grown_up=number % _A_GROWN_UP_IN == 0)


def _of_wishes(rows: Iterable[Row]) -> Iterator[Example]:
    """Whether somebody wants only to learn, or only to work; of the other messages some, which want neither."""
    for number, row in enumerate(rows):
        only = ONLY.get(str(row.rest.get("only")))
        if row.kind == "wishes" or (row.kind == "messages" and number % _NEITHER_IN == 0):
            found = frozenset({only} if only else ())
            yield Example(
                "only", prompts.of_message("seeker", prompts.IDLE), row.text, (), found, False, frozenset(), ()
            )


def _of_child(row: Row, prompt: str, *, grown_up: bool) -> Iterator[Example]:
    """Messages of children, each as often as makes them weigh something, and so many of grown-ups."""
    child = bool(row.rest.get("under16"))
    found = frozenset({labels.UNDER_16} if child else ())
    for _ in range(_CHILDREN_COUNT if child else int(grown_up)):
        yield Example("child", prompt, row.text, (), found, False, frozenset(), ())


def _abouts(row: Row) -> tuple[tuple[int, int, frozenset[str]], ...]:
    """What the acts of a row are about, where that is one of a closed list."""
    found = []
    for span in row.spans:
        values = re.split("[+,]", span.value.partition("@")[0])
        known = frozenset(f"{span.label}:{one}" for one in values if one in ABOUT.get(span.label, ()))
        if known:
            found.append((span.start, span.end, known))
    return tuple(found)


def _questions(rows: Iterable[Row]) -> list[tuple[str, str]]:
    """Acts that an advert may answer, with words that ask."""
    return [
        (span.label, row.text[span.start : span.end])
        for row in rows
        if row.kind == "acts"
        for span in row.spans
        if span.label in labels.ANSWERED_BY
    ]


def _of_advert(row: Row, asked: list[tuple[str, str]], random: Random) -> Iterator[Example]:
    """Questions put to an advert of one job: its labelled words answer them, or nothing does."""
    if sum(span.label == "title" for span in row.spans) != 1:
        return
    for act, question in random.sample(asked, min(len(asked), _QUESTIONS_AN_ADVERT)):
        said = [(span.start, span.end) for span in row.spans if span.label in labels.ANSWERED_BY[act]]
        yield _answer(row.text, question, [_clause(row.text, start, end) for start, end in said])


def _of_lines(row: Row, lines: list[Row], random: Random) -> Iterator[Example]:
    """Questions put to single lines of a card: one that answers it, and one that only resembles it."""
    for span in row.spans:
        question = row.text[span.start : span.end]
        said = [line for line in lines if span.label in line.rest["answers"]]
        if span.label == UNNAMED or (said and random.random() < _LINES_ASKED):
            answers = {act for line in said for act in line.rest["answers"]}
            others = [line for line in lines if answers.isdisjoint(line.rest["answers"])]
            few = random.sample(others, _RESEMBLE_AMONG)
            yield _answer(max(few, key=lambda line: len(set(line.text) & set(question))).text, question, ())
        if said and random.random() < _LINES_ASKED:
            line = random.choice(said).text
            yield _answer(line, question, [(0, len(line))])


def _answer(text: str, question: str, places: Sequence[tuple[int, int]]) -> Example:
    found = frozenset({labels.ANSWERS}) if places else frozenset[str]()
    words = tuple((start, end, found) for start, end in places)
    return Example("answer", prompts.of_question(question), text, words, found, True, frozenset(), ())


def _places(text: str, words: str | None) -> list[tuple[int, int]]:
    return [] if words is None else [(text.index(words), text.index(words) + len(words))]


def _clause(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause that holds the words."""
    while start > 0 and text[start - 1] not in _CLAUSE_ENDS:
        start -= 1
    while end < len(text) and text[end] not in _CLAUSE_ENDS:
        end += 1
    return start, end


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
