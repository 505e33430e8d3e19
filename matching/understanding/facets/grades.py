"""Rungs of the skill ladder in what someone said, with the trade they are of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from data.vocabulary import Grade, Language
from matching.language.gazetteer import occupation_names
from matching.language.pattern_sets import load_pattern_sets
from matching.understanding.message import Message

_WORDS = load_pattern_sets("certificates.ini")
_GRADE = re.compile(r"高级技师|特级技师|首席技师|初级工?|中级工?|高级工?|技师(?!学院)|[一二三四五1-5]级(?:工)?")
_ENGLISH = re.compile(r"(?:level|grade)[ -]?[1-5]|intermediate|advanced|senior technician|\btechnician")
_AIMED_ENGLISH = re.compile(
    r"(?:want|like|hope|need|plan|how|try|aim|going|for|qualify|ready) (?:to )?(?:get|take|reach|do|have)?\b.{0,20}$"
)
_SPOKEN = {
    "初级": Grade.FIVE,
    "中级": Grade.FOUR,
    "高级": Grade.THREE,
    "技师": Grade.TWO,
    "高级技师": Grade.ONE,
    "特级技师": Grade.SPECIAL,
    "首席技师": Grade.CHIEF,
    "intermediate": Grade.FOUR,
    "advanced": Grade.THREE,
    "technician": Grade.TWO,
    "senior technician": Grade.ONE,
}
_FIGURES = str.maketrans("一二三四五", "12345")
_NAMING = re.compile(r"^(?:等级|技能|资格|职业|的|操作)*(?:证|本|$|,|[了呢还吧])")
_BETWEEN = {"", "的", "证", "工", "证是", "是", " ", "是个"}
_REACH = 10


@dataclass(frozen=True, slots=True)
class Paper:
    """A grade said to be held or missing: half-open offsets into the clause, the trade's code when it was named."""

    grade: Grade
    occupation: str | None
    start: int
    end: int


def find(message: Message, index: int) -> Iterator[Paper]:
    """Grades that stand for a certificate in one clause, not those aimed at, of other things or merely asked about."""
    clause = message.clauses[index]
    if message.language is Language.EN:
        yield from _english(clause.text)
        return
    for match in _GRADE.finditer(clause.text):
        if message.is_claimed(clause.start + match.start(), clause.start + match.end()):
            continue
        if _beside_claimed(message, clause.start, match):
            continue
        paper = _paper(clause.text, match)
        if paper is not None and (paper.occupation or "残" not in message.text):
            yield paper


def _beside_claimed(message: Message, offset: int, match: re.Match[str]) -> bool:
    """Whether the grade touches a certificate's name that was read already (四级的焊工证)."""
    return any(
        0 <= start - (offset + match.end()) <= 1 or 0 <= offset + match.start() - end <= 1
        for start, end in message.claimed
    )


def near(text: str, start: int, end: int) -> Grade | None:
    """A grade written against a certificate's name (中级育婴师证)."""
    before, after = text[:start], text[end:]
    match = re.search(rf"({_GRADE.pattern})的?$", before) or re.match(rf"[是的,]*({_GRADE.pattern})(?!残)", after)
    return _grade(match[1]) if match else None


def alone(text: str) -> Grade | None:
    """The grade when a clause says nothing else (四级的)."""
    match = re.fullmatch(rf"(?:是)?({_GRADE.pattern})(?:的|证|呢|了)*", text)
    return _grade(match[1]) if match else None


def _grade(said: str) -> Grade:
    if re.search(r"[一二三四五1-5]", said):
        return Grade(re.sub(r"\D", "", said.translate(_FIGURES)))
    return _SPOKEN[said.removesuffix("工")]


def _paper(text: str, match: re.Match[str]) -> Paper | None:
    before, after = text[: match.start()], text[match.end() :]
    said = match.group()
    if _WORDS["no grade before"].search(before) or _WORDS["no grade after"].search(after):
        return None
    named = re.match(r"^(?:\S{0,8}?(?:证|工|师|本)|的)", after) or (not after and _before(before))
    if said in {"初级", "中级", "高级"} and not named:
        return None
    if any(_WORDS[aim].search(before) for aim in ("wished before", "aimed before")) or _WORDS["wished after"].search(
        after
    ):
        return None
    trade = _before(before) or _behind(after, match.end())
    if trade is None and not (
        _WORDS["has after"].search(after)
        or re.search(r"证\S{0,3}$|有\S{0,4}$|考(?:了|下|过)\S{0,6}$|拿\S{0,6}$", before)
    ):
        return None
    start = min(match.start(), trade[1]) if trade else match.start()
    end = max(match.end(), trade[2]) if trade else match.end()
    return Paper(_grade(said), trade[0] if trade else None, start, end)


def _before(text: str) -> tuple[str, int, int] | None:
    """Trade named right before a grade (电工四级, 证是焊工的 三级), with its offsets."""
    start = max(0, len(text) - _REACH)
    for hit in reversed(occupation_names().find(text[start:])):
        if text[start + hit.end :] in _BETWEEN:
            return hit.value.code, start + hit.start, start + hit.end
    return None


def _behind(text: str, offset: int) -> tuple[str, int, int] | None:
    """Trade named right behind a grade (中级焊工证, 四级的电工)."""
    for hit in occupation_names().find(text[:_REACH]):
        if hit.start <= 1 and _NAMING.search(text[hit.end :]):
            return hit.value.code, offset + hit.start, offset + hit.end
    return None


def _english(text: str) -> Iterator[Paper]:
    if not re.search(r"certif|licen[cs]e|qualif|\bhave\b|\bgot\b|\bhold\b", text):
        return
    for match in _ENGLISH.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if _AIMED_ENGLISH.search(before):
            continue
        trades = (*occupation_names().find(after), *reversed(occupation_names().find(before)))
        said = match.group().replace("-", " ").strip()
        grade = Grade(said[-1]) if said[-1].isdigit() else _SPOKEN[said]
        yield Paper(grade, trades[0].value.code if trades else None, match.start(), match.end())
