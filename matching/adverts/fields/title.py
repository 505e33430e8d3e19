"""What an advert calls the job, and all jobs when it offers several."""

import re
from collections.abc import Iterator
from itertools import islice

from matching.adverts.text import AdvertText
from matching.language.gazetteer import WEAK, occupation_names, place_names
from matching.language.pattern_sets import load_pattern_sets

_WORDS = load_pattern_sets("adverts/title.ini")
_LONGEST, _SHORT = 24, 8
_WORKPLACE = "厂店院园房场社铺司"
_EDGES = " -、/.,:()·\0"
_HEADLINE = 60
_MOST_CALLS = 20
_SPLIT = re.compile(r"[\0,。;!?\n|]+| (?=[^\x00-\x7f])|(?<=[^\x00-\x7f]) ")
_BETWEEN = re.compile(r"\s?(?:\d{1,3}|[一二两三四五六七八九十]{1,3}|若干|数)?\s?[名人位]?\s?[、,/和及 ]\s?")
_LISTED = re.compile(r"\s?[、/]\s?")


def read_titles(advert: AdvertText) -> list[str]:
    """The jobs by name, the first first; empty when none is named."""
    labelled = _unique(list(_labelled(advert)))
    if len(labelled) > 1:
        return labelled
    counted = _unique(list(_counted(advert)))
    if len(counted) > 1:
        return counted
    headline = _named_in(_headline(advert))
    if headline:
        return _unique(headline)
    if labelled:
        return labelled
    return _unique(_called_for(advert))


def _unique(titles: list[str]) -> list[str]:
    return list(dict.fromkeys(titles))


def _headline(advert: AdvertText) -> str:
    """The first line or sentence, not beyond the first heading."""
    first = re.split(r"[。\n!;]", advert.cased_text, maxsplit=1)[0]
    heading = advert.headers[0][0] if advert.headers else 0
    longest = 2 * _HEADLINE if first.isascii() else _HEADLINE
    return first[: min(heading or longest, longest)]


def _labelled(advert: AdvertText) -> Iterator[str]:
    """岗位：焊工"""
    for match in _WORDS["label"].finditer(advert.text):
        group = "t1" if match["t1"] else "t2"
        named = advert.cased_text[match.start(group) : match.end(group)].strip()
        yield from [named] if named and _job_ends(named) == len(named) <= _SHORT else _named_in(named)


def _counted(advert: AdvertText) -> Iterator[str]:
    """焊工3名, at the beginning of a line or clause."""
    for clause in advert.clauses:
        match = _WORDS["counted"].search(advert.cased_text[clause.start : clause.end])
        if match and clause.section != "company":
            yield from _named_in(match["job"])


def _called_for(advert: AdvertText) -> list[str]:
    """招聘焊工5名, in the middle of a text."""
    for match in islice(_WORDS["hiring"].finditer(advert.text), _MOST_CALLS):
        if advert.section_at(match.start()) == "duties" or advert.text.startswith("计划", match.end()):
            continue
        found = _named_in(advert.cased_text[match.end() : match.end() + _LONGEST])
        if found:
            return found
    return []


def _named_in(shown: str) -> list[str]:
    """The names of jobs in a headline: what is left without pay, bed and board and praise."""
    low = _lower(shown)
    hiring = list(_WORDS["hiring"].finditer(low))
    for start in (*(match.end() for match in reversed(hiring)), 0):
        stretches = _stretches(shown[start:])
        named = [title for title in stretches if _is_job(title)]
        if named:
            return [part for title in named[:1] for part in _parts(title)] + [
                part for title in named[1:] if _listed_on(shown, named[0], title) for part in _parts(title)
            ]
    return []


def _lower(text: str) -> str:
    return "".join(chr(ord(c) + 32) if "A" <= c <= "Z" else c for c in text)


def _stretches(shown: str) -> list[str]:
    low = _lower(shown)
    for words in (_WORDS["noise"], _WORDS["hiring"]):
        for match in words.finditer(low):
            shown = shown[: match.start()] + "\0" * (match.end() - match.start()) + shown[match.end() :]
    return [clean for part in _SPLIT.split(shown) if (clean := _trimmed(part))]


def _trimmed(part: str) -> str:
    """Without filler and places before the name, and without what follows it; empty when no job is named."""
    part = part.strip(_EDGES)
    for _ in range(2):
        lead = _WORDS["lead"].search(_lower(part))
        part = part[lead.end() :] if lead and lead.end() < len(part) else part
        for hit in place_names().find(_lower(part)):
            if hit.start <= 1 and hit.end < len(part) and not _job_ends(part[: hit.end]):
                part = part[hit.end :].lstrip("市区县省")
                break
    end = _job_ends(part)
    part = part[:end].strip(_EDGES)
    start = max((match.end() for match in _WORDS["employer"].finditer(part)), default=0)
    return part[start:] if start < len(part) - 1 else part


def _job_ends(part: str) -> int:
    """Where the last word for somebody who works ends; 0 when there is none."""
    low = _lower(part)
    roles = [match.end() for match in _WORDS["role"].finditer(low)]
    trades = [
        hit for hit in occupation_names().find(low) if hit.value.score > WEAK and hit.phrase[-1] not in _WORKPLACE
    ]
    end = max(roles or [hit.end for hit in trades], default=0)
    return max([end, *(hit.end for hit in trades if hit.start == end)])


def _is_job(title: str) -> bool:
    return 1 < len(title) <= _LONGEST * (1 + title.isascii()) and not _WORDS["no job"].search(_lower(title))


def _parts(title: str) -> list[str]:
    """焊工、铆工 are two jobs when each part is one; beside a place (龙岗/普工) only what is a job counts."""
    parts = [part.strip() for part in _LISTED.split(title) if part.strip()]
    jobs = [part for part in parts if _job_ends(part) and _is_job(part)]
    return jobs if len(parts) > 1 and (len(jobs) == len(parts) or "/" in title) and jobs else [title]


def _listed_on(shown: str, first: str, title: str) -> bool:
    """Whether a later stretch goes on with the list of jobs (焊工5名、铆工3名)."""
    if first not in shown or title not in shown:
        return False
    return _BETWEEN.fullmatch(shown[shown.find(first) + len(first) : shown.find(title)]) is not None
