"""The highest schooling someone has, and whether it was plainly finished.

Left early (高中念一年): the level below, not sure.
Still going (函授大专还差一年): from college up the level itself, not sure.
"""

import re
from dataclasses import dataclass

from data.people.profile import EducationFact
from data.vocabulary import Education
from matching.language.pattern_sets import load_pattern_sets
from matching.understanding.message import Message

_WORDS = load_pattern_sets("education.ini")
_LEVELS = [level for level in reversed(Education) if level is not Education.NONE]
_BELOW = {
    Education.MASTER: Education.BACHELOR,
    Education.BACHELOR: Education.SENIOR,
    Education.COLLEGE: Education.SENIOR,
    Education.SECONDARY_VOCATIONAL: Education.JUNIOR,
    Education.SENIOR: Education.JUNIOR,
    Education.JUNIOR: Education.PRIMARY,
    Education.PRIMARY: Education.NONE,
}
_LAST_YEAR = {"初三", "高三", "大四"}
_YEAR = re.compile(r"[高初][一二三]|[一二三四五六]年级")
_HIGHER_YEAR = re.compile(r"大[一二三四]")
_CORRECTION = re.compile(r"不对|说错|打错|记错|更正")


@dataclass(frozen=True, slots=True)
class _Mention:
    level: Education
    sure: bool
    year: bool = False
    """A year of higher education (大二), which does not tell college from university."""


def read_education(message: Message, *, of_relative: bool = False) -> EducationFact | None:
    """Level and whether it was plainly finished; a correction counts, otherwise the highest level finished."""
    mentions: list[_Mention] = []
    for index, clause in enumerate(message.clauses):
        if _WORDS["none"].search(clause.text):
            mentions.append(_Mention(Education.NONE, sure=True))
            continue
        following = message.clauses[index + 1].text if index + 1 < len(message.clauses) else ""
        speaks_of_more = any(_WORDS[level.value].search(following) for level in _LEVELS)
        found = _in_clause(clause.text, "" if speaks_of_more else following, of_relative=of_relative)
        if found:
            mentions.append(found)
    if not mentions:
        return None
    if len({one.level for one in mentions}) == 1 and _is_to_come(message):
        mentions = [_Mention(one.level, sure=False, year=one.year) for one in mentions]
    settled = mentions[-1] if _CORRECTION.search(message.text) else _highest(mentions)
    return EducationFact(level=settled.level, sure=settled.sure)


def _is_to_come(message: Message) -> bool:
    """Whether a clause that names no school tells that the diploma is still to come (明年六月毕业)."""
    return any(
        _WORDS["to come"].search(clause.text) and not any(_WORDS[level.value].search(clause.text) for level in _LEVELS)
        for clause in message.clauses
    )


def _highest(mentions: list[_Mention]) -> _Mention:
    """The highest level that was finished; the highest at all when none was. 大二 at a college is a year of it."""
    at_college = any(one.level is Education.COLLEGE for one in mentions)
    mentions = [_Mention(Education.COLLEGE, sure=False) if at_college and one.year else one for one in mentions]
    if at_college and any(not one.sure and one.level is Education.COLLEGE for one in mentions):
        mentions = [one for one in mentions if not (one.sure and one.level is Education.COLLEGE)]
    finished = [one for one in mentions if one.sure]
    return max(finished or mentions, key=lambda one: one.level.order)


def _in_clause(text: str, following: str, *, of_relative: bool) -> _Mention | None:
    for level in _LEVELS:
        for match in _WORDS[level.value].finditer(text):
            before, after = text[: match.start()], text[match.end() :]
            failed = _WORDS["failed entrance before"].search(before)
            if failed and not any(_WORDS[lower.value].search(text) for lower in _LEVELS if lower.order < level.order):
                return _Mention(_BELOW[level], sure=True)
            own = of_relative or not _WORDS["not own before"].search(before)
            if (
                level is Education.BACHELOR
                and _HIGHER_YEAR.fullmatch(match.group())
                and _WORDS["college"].search(before)
            ):
                continue
            if own and not _WORDS["not own after"].search(after) and not _WORDS["not reached before"].search(before):
                return _judged(level, match.group(), text, following)
    return None


def _judged(level: Education, said: str, text: str, following: str) -> _Mention:
    done = _WORDS["done"].search(text) is not None and not _WORDS["not done"].search(text)
    pending = any(_WORDS["pending"].search(part) for part in (text, following))
    abandoned = any(_WORDS["abandoned"].search(part) for part in (text, following))
    hedged = _WORDS["hedged"].search(text) is not None
    if _WORDS["failed entrance"].search(text) and not done:
        return _Mention(level if said in {"中考", "高考"} else _BELOW[level], sure=True)
    if done and (said in _LAST_YEAR or not _YEAR.fullmatch(said)) and not pending:
        return _Mention(level, sure=not hedged)
    if pending and not abandoned:
        higher = level.order >= Education.COLLEGE.order
        return _Mention(level if higher else _BELOW[level], sure=False, year=_HIGHER_YEAR.fullmatch(said) is not None)
    if abandoned or _YEAR.fullmatch(said):
        return _Mention(_BELOW[level], sure=False)
    return _Mention(level, sure=not hedged)
