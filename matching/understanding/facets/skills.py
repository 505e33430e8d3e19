"""Things someone can do that are no occupation held: reading drawings, CAD, English, 会点电焊."""

from functools import cache

from data.vocabulary import Language
from matching.language.gazetteer import Phrases, callings, table
from matching.language.pattern_sets import patterns
from matching.understanding.message import Clause, Message

_WORDS = patterns("skills.ini")


@cache
def _skills() -> Phrases[str]:
    return Phrases({said: row["skill"] for row in table("skills.csv") for said in row["said"].split("|")})


def read_skills(message: Message, majors: list[str]) -> list[str]:
    """Skills in the order said, each by its plain name; a subject that was studied is a major, not a skill."""
    found: list[str] = []
    for clause in message.clauses:
        if _WORDS["others"].search(clause.text):
            continue
        for skill in _known(message, clause) or _work_they_can_do(message, clause):
            if skill not in found and skill not in majors:
                found.append(skill)
    return found


def _known(message: Message, clause: Clause) -> list[str]:
    text = clause.text
    return [
        hit.said if message.language is Language.EN else hit.value
        for hit in _skills().find(text)
        if not _WORDS["not before"].search(text[: hit.start])
        and not _WORDS["not after"].search(text[hit.end :])
        and not message.is_claimed(clause.start + hit.start, clause.start + hit.end)
        and (_WORDS["able"].search(text) or len(text) - len(hit.said) <= 6)
    ]


def _work_they_can_do(message: Message, clause: Clause) -> list[str]:
    """An occupation's work that someone says to know, without having held it (会点电焊, 挖机铲车都会)."""
    text = clause.text
    found = []
    for hit in callings().find(text):
        before = _WORDS["can before"].search(text[: hit.start])
        able = before or _WORDS["can after"].search(text[hit.end :])
        if able and not message.is_claimed(clause.start + hit.start, clause.start + hit.end):
            verb = (before["verb"] or before["does"] or "") if before else ""
            found.append(f"{verb} {hit.said}".strip() if hit.said.isascii() else f"{verb}{hit.said}")
    return found or [match["what"] for match in _WORDS["can do"].finditer(text)]
