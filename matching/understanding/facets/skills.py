"""Things someone can do that are no occupation held: reading drawings, CAD, English, 会点电焊."""

from collections.abc import Sequence
from functools import cache

from data.vocabulary import Language
from matching.language.gazetteer import PhraseIndex, occupation_names, read_word_table
from matching.language.heads.reading import Mark
from matching.language.pattern_sets import load_pattern_sets
from matching.understanding.message import Clause, Message

_WORDS = load_pattern_sets("skills.ini")


@cache
def _skills() -> PhraseIndex[str]:
    return PhraseIndex({said: row["skill"] for row in read_word_table("skills.csv") for said in row["said"].split("|")})


def read_skills(message: Message, taken: Sequence[Mark], majors: list[str]) -> list[str]:
    """Skills in the order said, each by its plain name.

    `taken`: words that tell papers or work that was done; neither these nor subjects that were studied are skills.
    """
    found: list[str] = []
    for clause in message.clauses:
        if _WORDS["others"].search(clause.text):
            continue
        for skill in _known(message, clause, taken) or _work_they_can_do(clause, taken):
            if skill not in found and skill not in majors:
                found.append(skill)
    return found


def _is_taken(clause: Clause, start: int, end: int, taken: Sequence[Mark]) -> bool:
    words = Mark("", clause.start + start, clause.start + end, 0.0)
    return any(words.meets(mark) for mark in taken)


def _known(message: Message, clause: Clause, taken: Sequence[Mark]) -> list[str]:
    text = clause.text
    return [
        hit.phrase if message.language is Language.EN else hit.value
        for hit in _skills().find(text)
        if not _WORDS["not before"].search(text[: hit.start])
        and not _WORDS["not after"].search(text[hit.end :])
        and not _is_taken(clause, hit.start, hit.end, taken)
        and (_WORDS["able"].search(text) or len(text) - len(hit.phrase) <= 6)
    ]


def _work_they_can_do(clause: Clause, taken: Sequence[Mark]) -> list[str]:
    """An occupation's work that someone says to know, without having held it (会点电焊, 挖机铲车都会)."""
    text = clause.text
    found = []
    for hit in occupation_names().find(text):
        before = _WORDS["can before"].search(text[: hit.start])
        able = before or _WORDS["can after"].search(text[hit.end :])
        if able and not _is_taken(clause, hit.start, hit.end, taken):
            verb = (before["verb"] or before["does"] or "") if before else ""
            found.append(f"{verb} {hit.phrase}".strip() if hit.phrase.isascii() else f"{verb}{hit.phrase}")
    return found or [match["what"] for match in _WORDS["can do"].finditer(text)]
