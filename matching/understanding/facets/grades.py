"""Rungs of the skill ladder by their names: 中级, 高级工, 三级, level 3."""

import re

from data.vocabulary import Grade

_GRADE = re.compile(
    r"(?:特级|首席|高级)技师|初级工?|中级工?|高级工?|技师(?!学院)|(?<!同)[一二三四五1-5]级工?"
    r"|(?:level|grade)[ -]?[1-5]|(?:junior|senior)[ -]worker|senior technician|intermediate|advanced|\btechnician"
)
_SPOKEN = {
    "初级": Grade.FIVE, "中级": Grade.FOUR, "高级": Grade.THREE, "技师": Grade.TWO, "高级技师": Grade.ONE,
    "特级技师": Grade.SPECIAL, "首席技师": Grade.CHIEF, "intermediate": Grade.FOUR, "advanced": Grade.THREE,
    "technician": Grade.TWO, "senior technician": Grade.ONE, "junior worker": Grade.FIVE, "senior worker": Grade.THREE,
}  # fmt: skip
_FIGURES = str.maketrans("一二三四五", "12345")


def named(text: str) -> Grade | None:
    """The first grade that stands in the text."""
    match = _GRADE.search(text)
    return _grade(match.group()) if match else None


def all_named(text: str) -> set[Grade]:
    """Every grade that stands in the text."""
    return {_grade(match.group()) for match in _GRADE.finditer(text)}


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
    figure = re.search(r"[1-5]", said.translate(_FIGURES))
    return Grade(figure.group()) if figure else _SPOKEN[said.removesuffix("工").replace("-", " ")]
