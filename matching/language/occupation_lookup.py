"""Which occupations a few typed words may mean: exact names first, then spoken words, then names that look alike."""

from functools import cache

from rapidfuzz import fuzz, process, utils

from data.catalogue import occupations
from data.catalogue.occupations import Occupation
from matching.language.gazetteer import occupation_names

NEAR_ENOUGH = 60.0
"""Of rapidfuzz's 0 to 100; below it two names only share a character or two."""


def find_occupations(text: str, limit: int = 6) -> list[Occupation]:
    """The occupations that `said` may mean, likeliest first. One alone means there is no doubt; none, no idea."""
    words = text.strip().removesuffix("学徒").removesuffix("工人") or text.strip()
    exact = occupations.find(words)
    if exact is not None:
        return [exact]
    shared = occupations.ambiguous().get(words, ())
    found = {code: occupations.occupation(code) for code in shared}
    for hit in sorted(occupation_names().find(words.lower()), key=lambda hit: -hit.value.score):
        found.setdefault(hit.value.code, occupations.occupation(hit.value.code))
    if len(found) < limit:
        for one in _alike(words, limit):
            found.setdefault(one.code, one)
    return list(found.values())[:limit]


def _alike(words: str, limit: int) -> list[Occupation]:
    names = _names()
    near = process.extract(
        words, names.keys(), scorer=fuzz.WRatio, processor=utils.default_process,
        limit=limit * 3, score_cutoff=NEAR_ENOUGH,
    )  # fmt: skip
    ordered = sorted(near, key=lambda match: (-round(match[1] / 10), not names[match[0]].liaoning))
    return [names[name] for name, _, _ in ordered]


@cache
def _names() -> dict[str, Occupation]:
    """Every name and trade of every occupation; the province's own come first where two share a name."""
    found: dict[str, Occupation] = {}
    for one in (*occupations.liaoning(), *occupations.occupations()):
        for name in (one.name, *((one.name_en,) if one.name_en else ()), *one.spoken, *one.trades):
            found.setdefault(name, one)
    return found
