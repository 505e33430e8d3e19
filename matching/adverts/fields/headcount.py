"""How many people an advert asks for."""

from data.closed_forms.numbers import value
from matching.adverts.text import AdvertText
from matching.language.pattern_sets import load_pattern_sets

_WORDS = load_pattern_sets("adverts/headcount.ini")
_MOST = 999


def read_headcount(advert: AdvertText) -> int | None:
    """All places together when several posts have numbers of their own; None for 若干."""
    text = advert.text
    counts: list[int] = []
    for match in _WORDS["counted"].finditer(text):
        before, after = text[max(0, match.start() - 8) : match.start()], text[match.end() : match.end() + 8]
        asked = text[match.start() : match.start() + 1] in "招聘急需缺诚"
        if _WORDS["others after"].search(after) or (not asked and _WORDS["others before"].search(before)):
            continue
        said = next(group for group in match.groups() if group is not None)
        count = value(said)
        if count and 1 <= count <= _MOST:
            counts.append(int(count))
    if not counts:
        return None
    repeated = len(counts) > 1 and len(set(counts)) == 1 and not _several(advert)
    return counts[0] if repeated else sum(counts)


def _several(advert: AdvertText) -> bool:
    """Whether different posts have numbers, and not one number said twice."""
    named = [text for text in advert.text.split("\n") if _WORDS["counted"].search(text)]
    return len(named) > 1 or advert.text.count("、") > 0
