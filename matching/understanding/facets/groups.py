"""Groups a policy may name: stated by the person (sure), or hinted at (not sure: to be asked, never asserted)."""

import re
from collections.abc import Sequence
from datetime import date

from data.closed_forms.numbers import value
from data.people.profile import EducationFact, GroupFact, OccupationFact
from data.vocabulary import Education
from matching.language.heads import labels
from matching.language.heads.reading import Reading

SURE, HINTED = 0.5, 0.3
"""Probability from which a group counts, since it opens money and is sensitive; and from which it is asked about."""
_NEVER_KEPT = frozenset({"released"})
"""A prison past is nobody's business here."""
_FARMING = "5-01"
"""Occupations of the classification's group for growing crops."""
_GRADUATION = re.compile(
    r"(?<!\d)(?P<year>20\d\d|\d\d)(?:届|\s?年?(?:\d{1,2}月)?[^\d,。;]{0,5}毕业)"
    r"|毕业于(?P<from>20\d\d)|graduated in (?P<en>20\d\d)"
)
_AGO = {"刚": 0, "今年": 0, "去年": 1, "前年": 2, "this year": 0, "last year": 1}
_RELATIVE = re.compile(
    r"(今年|去年|前年|刚)[^,。;]{0,10}毕业|毕业(?:了)?([一二两1-2])年|graduated[^,.;]{0,30}(this year|last year)"
)
_CENTURY = 100
_COLLEGES = re.compile(r"大专|专科|本科|大学|研究生|college|university|bachelor")
_HIGHER = {Education.COLLEGE, Education.BACHELOR, Education.MASTER}
_GRADUATES = ("grad_year", "grad_2y_ln")


def read_groups(
    reading: Reading, education: EducationFact | None, work: Sequence[OccupationFact], today: date
) -> list[GroupFact]:
    """Groups in a fixed order. The time since graduation decides which graduates someone belongs to."""
    scores = {name: reading.score("facts", f"group:{name}") for name in labels.GROUPS if name not in _NEVER_KEPT}
    since = _years_since_graduation(reading.text, today)
    if since is not None:
        idle = not any(fact.role == "did" for fact in work)
        higher = (education is not None and education.level in _HIGHER) or _COLLEGES.search(reading.text)
        plainly = SURE if higher and idle else 0.0
        best = max(plainly, *(scores[name] for name in _GRADUATES))
        scores |= {"grad_year": best if since <= 0 else 0.0, "grad_2y_ln": best if since in {1, 2} else 0.0}
    if any(fact.role == "did" and fact.code.startswith(_FARMING) for fact in work):
        scores["rural_transfer"] = max(scores["rural_transfer"], HINTED)
    kept = {name: score for name, score in scores.items() if score >= HINTED}
    in_order = sorted(kept, key=lambda name: (kept[name] < SURE, name))
    return [GroupFact(id=f"grp.{name}", sure=kept[name] >= SURE) for name in in_order]


def _years_since_graduation(text: str, today: date) -> int | None:
    told = _RELATIVE.search(text)
    if told:
        said = next(filter(None, told.groups()))
        return int(value(said) or 0) if said not in _AGO else _AGO[said]
    match = _GRADUATION.search(text)
    if match is None:
        return None
    year = int(match["year"] or match["from"] or match["en"])
    if year < _CENTURY:
        year += 2000 if year <= today.year % _CENTURY + 1 else 1900
    return today.year - year
