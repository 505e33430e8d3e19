"""Groups a policy may name: stated by the person (sure), or hinted at (not sure: to be asked, never asserted)."""

import re
from collections.abc import Sequence
from datetime import date

from data.closed_forms.numbers import value
from data.people.profile import EducationFact, GroupFact, OccupationFact, PlaceFact
from data.vocabulary import Education, ProfileQuestion
from matching.language.pattern_sets import PatternSet, load_pattern_sets
from matching.understanding.message import Message

_WORDS = load_pattern_sets("groups.ini")
_STATED = {title.removeprefix("stated "): words for title, words in _WORDS.items() if title.startswith("stated ")}
_HINTED = {title.removeprefix("hinted "): words for title, words in _WORDS.items() if title.startswith("hinted ")}
_HIGHER = {Education.COLLEGE, Education.BACHELOR, Education.MASTER}
_FARMING = "5-01"
"""Occupations of the classification's group for growing crops."""
_AROUND = 4
"""Characters beside a word in which it is denied."""


def read_groups(
    message: Message,
    education: EducationFact | None,
    occupations: Sequence[OccupationFact],
    places: Sequence[PlaceFact],
    today: date,
) -> list[GroupFact]:
    """Group ids in a fixed order; a stated group is not also hinted. Prison, illness and ethnicity are never read."""
    text = "\n".join(clause.text for clause in message.clauses)
    stated = {group for group, words in _STATED.items() if _affirmed(words, text, plainly=True)}
    hinted = {group for group, words in (*_HINTED.items(), *_STATED.items()) if _affirmed(words, text)} - stated
    if _is_rural(message, text):
        stated.add("grp.rural_transfer")
    if _seems_rural(occupations, places, text):
        hinted.add("grp.rural_transfer")
    if _WORDS["employed"].search(text) and not re.search(r"以前|之前", text) and "grp.unemployed" not in stated:
        stated.add("grp.employee")
    graduate, sure = _graduate(text, education, today)
    if graduate:
        (stated if sure else hinted).add(graduate)
    if graduate or "grp.zero_family" in hinted:
        hinted.discard("grp.unemployed")
    if _is_two_later(text, education):
        stated.add("grp.two_later")
    return [GroupFact(id=group, sure=True) for group in sorted(stated)] + [
        GroupFact(id=group, sure=False) for group in sorted(hinted - stated)
    ]


def _is_rural(message: Message, text: str) -> bool:
    asked = message.question is ProfileQuestion.HOUSEHOLD and re.match(r"^(?:我)?(?:是)?农", text) is not None
    return asked or _affirmed(_WORDS["rural stated"], text)


def _seems_rural(occupations: Sequence[OccupationFact], places: Sequence[PlaceFact], text: str) -> bool:
    farms = any(fact.role == "did" and fact.code.startswith(_FARMING) for fact in occupations)
    from_county = any(place.role == "lives" and place.name.endswith("县") for place in places)
    return farms or (from_county and _WORDS["away"].search(text) is not None)


def _affirmed(words: PatternSet, text: str, *, plainly: bool = False) -> bool:
    """Whether the words are said and not denied right beside; `plainly`: nor guessed (可能算零就业), nor to come."""
    for match in words.finditer(text):
        before = text[max(0, match.start() - _AROUND) : match.start()]
        after = text[match.end() : match.end() + _AROUND]
        if _WORDS["denied before"].search(before) or _WORDS["denied after"].search(after):
            continue
        if not plainly or not (_WORDS["guessed before"].search(before) or _WORDS["guessed after"].search(after)):
            return True
    return False


def _graduate(text: str, education: EducationFact | None, today: date) -> tuple[str | None, bool]:
    """The graduates' group that the time since graduation and work speak for, and whether that was plainly said."""
    higher = education.level in _HIGHER if education else _WORDS["higher school"].search(text) is not None
    since = _years_since(text, today) if higher and _WORDS["graduated"].search(text) else None
    idle = _WORDS["not working"].search(text) is not None
    if since in {0, -1}:
        return "grp.grad_year", since == 0
    if since in {1, 2} and (idle or not _WORDS["worked since"].search(text)):
        return "grp.grad_2y_ln", True
    return ("grp.grad_switch_ln", False) if since == 3 and idle else (None, False)


def _years_since(text: str, today: date) -> int | None:
    """Years since graduation by the calendar; -1 when it is still to come."""
    for title, years in (("this year", 0), ("next year", -1), ("two years ago", 2), ("last year", 1)):
        if _WORDS[title].search(text):
            return years
    lasted = _WORDS["years since"].search(text)
    if lasted:
        return int(value(lasted["n"]) or 0)
    match = _WORDS["year of graduation"].search(text)
    if match is None:
        return None
    said = int(next(filter(None, match.groups())))
    return today.year - (said if said > 99 else 2000 + said)


def _is_two_later(text: str, education: EducationFact | None) -> bool:
    """未继续升学的初高中毕业生: just out of school and not going on."""
    if education is None or education.level not in {Education.JUNIOR, Education.SENIOR}:
        return False
    return _WORDS["just out of school"].search(text) is not None and _WORDS["stopping"].search(text) is not None
