"""The ages an advert asks for, as written, also where the law would not allow the limit."""

import re
from collections.abc import Iterator

from matching.adverts.text import AdvertText
from matching.language.pattern_sets import load_pattern_sets

_WORDS = load_pattern_sets("adverts/age.ini")
_YOUNGEST, _OLDEST = 14, 75
_SHORTEST = 3
"""Years between the ends of a range that does not say that it is one of ages."""
_AROUND = 8
_GAPS = set(" ,;。\n、|(") | {""}


def read_ages(advert: AdvertText) -> tuple[int | None, int | None]:
    """Lowest and highest age; of several ranges (for women, for men) the widest."""
    lows: list[int] = []
    highs: list[int] = []
    open_above = False
    for low, high in _limits(advert):
        if low is not None:
            lows.append(low)
        if high is not None:
            highs.append(high)
        open_above = open_above or high is None
    return min(lows, default=None), max(highs, default=None)


def _limits(advert: AdvertText) -> Iterator[tuple[int | None, int | None]]:
    text = advert.text
    taken: list[tuple[int, int]] = []
    for match in _WORDS["range"].finditer(text):
        low, high = (int(found) for found in match.groups() if found is not None)
        taken.append(match.span())
        if _YOUNGEST <= low < high <= _OLDEST and _is_asked(text, match):
            yield low, high
    for kind in ("lowest", "highest"):
        for match in _WORDS[kind].finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken) or not _is_asked(text, match):
                continue
            taken.append(match.span())
            age = next(int(found) for found in match.groups() if found is not None)
            if _YOUNGEST <= age <= _OLDEST:
                yield (age, None) if kind == "lowest" else (None, age)
    if not taken:
        yield from _bare(text)


def _bare(text: str) -> Iterator[tuple[int, int]]:
    """男 18-40 包吃住: a range that is no other number, beside words on people."""
    for match in _WORDS["bare range"].finditer(text):
        low, high = int(match["a"]), int(match["b"])
        apart = text[match.start() - 1 : match.start()] in _GAPS and text[match.end() : match.end() + 1] in _GAPS
        around = text[max(0, match.start() - _AROUND) : match.start()] + text[match.end() : match.end() + _AROUND]
        told = apart or _WORDS["bare range near"].search(around)
        if low > _YOUNGEST and low + _SHORTEST <= high <= _OLDEST and told:
            yield low, high
            return


def _is_asked(text: str, match: re.Match[str]) -> bool:
    before, after = text[max(0, match.start() - 12) : match.start()], text[match.end() : match.end() + 14]
    before = re.split(r"[,。;\n:、.()]", before)[-1]
    return not (
        _WORDS["preferred after"].search(after)
        or _WORDS["others after"].search(after)
        or _WORDS["others before"].search(before)
    )
