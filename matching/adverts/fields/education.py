"""The least schooling an advert asks for."""

import re

from data.vocabulary import Education
from matching.adverts.text import AdvertText
from matching.language.pattern_sets import load_pattern_sets

_WORDS = load_pattern_sets("adverts/schooling.ini")
_LEVELS = tuple(level for level in Education if level is not Education.NONE)
_LIST = re.compile(r"^(?:\s?(?:、|/|或者?|和|及|,)\s?)")


def read_education(advert: AdvertText) -> Education | None:
    """The lowest level that is enough; None when nothing is asked. What is only preferred asks nothing."""
    asked: list[tuple[int, Education]] = []
    for clause in advert.claims:
        if _WORDS["preferred"].search(clause.text):
            continue
        asked += _in_clause(clause.text)
    if not asked:
        return None
    lowest = min(level.order for _, level in asked)
    levels = {level for _, level in asked if level.order == lowest}
    return Education.SENIOR if Education.SENIOR in levels else levels.pop()


def _in_clause(text: str) -> list[tuple[int, Education]]:
    """Levels of one clause; a list (初中、高中、中专均可) is asked for when its last level is."""
    mentions = sorted(
        (match.start(), match.end(), level) for level in _LEVELS for match in _WORDS[level.value].finditer(text)
    )
    found: list[tuple[int, Education]] = []
    for start, end, level in mentions:
        before, after = text[:start], text[end:]
        if _WORDS["of others after"].search(after) and not _WORDS["of graduates after"].search(after):
            continue
        listed = _LIST.match(after) and any(other > end for other, _, _ in mentions)
        graduates = _WORDS["of graduates after"].search(after)
        if listed or graduates or _WORDS["asked after"].search(after) or _WORDS["asked before"].search(before):
            found.append((start, level))
    return found
