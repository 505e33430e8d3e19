"""The apprenticeship: how long, towards which grade, with whom; and the length of contract and probation."""

import re
from dataclasses import dataclass

from data.closed_forms.numbers import value
from data.vocabulary import Grade
from matching.adverts.text import AdvertText
from matching.language.pattern_sets import load_pattern_sets

_WORDS = load_pattern_sets("adverts/training.ini")
_LONGEST_MONTHS = 120
_MONTHS = {"年": 12.0, "year": 12.0, "周": 7 / 30, "week": 7 / 30, "天": 1 / 30}
_FIGURES = str.maketrans("一二三四五", "12345")
_OWN_SCHOOL = re.compile(r"集团|公司|业内|我们|国内")
_SPOKEN = {
    "初级": Grade.FIVE, "中级": Grade.FOUR, "高级": Grade.THREE, "技师": Grade.TWO, "高级技师": Grade.ONE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Training:
    """Lengths in months; `mentor`: whether a master teaches, None where it is not said."""

    term_months: int | None
    contract_months: int | None
    probation_months: float | None
    grade_target: Grade | None
    mentor: bool | None
    mentor_name: str | None
    partner_provider: str | None


def read_training(advert: AdvertText) -> Training:
    text = advert.text
    probation = 0.0 if _WORDS["no probation"].search(text) else _months(text, "probation")
    term, contract = _months(text, "term"), _months(text, "contract")
    named = _WORDS["mentor name"].search(text)
    mentor = _WORDS["mentor"].search(text) is not None or named is not None
    return Training(
        term_months=None if term is None else round(term),
        contract_months=None if contract is None else round(contract),
        probation_months=probation,
        grade_target=_grade(text),
        mentor=False if _WORDS["no mentor"].search(text) else mentor or None,
        mentor_name=named["name"] if named else None,
        partner_provider=_partner(text),
    )


def _months(text: str, what: str) -> float | None:
    """The length, the longer end of a range, in months."""
    match = _WORDS[what].search(text)
    if match is None:
        return None
    said = {name[0]: group for name, group in match.groupdict().items() if group}
    number = said.get("t") or said["n"]
    length = 0.5 if number == "半" else value(number)
    if length is None:
        return None
    months = round(length * _MONTHS.get(said["u"], 1.0), 1)
    return months if 0 < months <= _LONGEST_MONTHS else None


def _grade(text: str) -> Grade | None:
    """The grade the training leads to, not one that must be held to begin."""
    for match in _WORDS["grade target"].finditer(text):
        before = re.split(r"[,。;\n]", text[max(0, match.start() - 14) : match.start()])[-1]
        if _WORDS["held before"].search(before):
            continue
        said = next(group for group in match.groups() if group).removesuffix("工")
        return Grade(said[0].translate(_FIGURES)) if said[0] in "一二三四五12345" else _SPOKEN.get(said)
    return None


def _partner(text: str) -> str | None:
    match = _WORDS["partner"].search(text)
    if match is None:
        return None
    name = match["p1"] or match["p2"]
    name = re.sub(r"^.*?(?:与|和|同|跟|由|合作|联合|依托)(?=[\u4e00-\u9fff]{3})", "", name)
    return None if _OWN_SCHOOL.search(name) else name
