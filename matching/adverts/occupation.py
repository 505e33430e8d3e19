"""The occupation of a job by what the advert calls it."""

import re
from functools import cache

from data.catalogue import occupations as catalogue
from matching.adverts.text import AdvertText
from matching.lexicon import WEAK, callings, table

_SUFFIX = re.compile(r"(?:师傅|学徒工?|学员|徒弟|工人|技工|大工|中工|小工|人员|专员|助理|技术员|操作员|操作工)$")
_BODY = 600


@cache
def _words() -> list[tuple[re.Pattern[str], str | None, re.Pattern[str] | None]]:
    """What adverts write, before what people say; with `context`, only where that stands in the advert."""
    return [
        (re.compile(row["title"]), row["code"] or None, re.compile(row["context"]) if row["context"] else None)
        for row in table("adverts/occupations.csv")
    ]


def read_occupation(title: str, advert: AdvertText) -> str | None:
    """The code of the classification; None when the title says too little (普工)."""
    low = title.lower()
    body = advert.text[:_BODY]
    for pattern, code, context in _words():
        if pattern.search(low) and (context is None or context.search(body)):
            return code
    found = catalogue.find(low)
    if found is not None:
        return found.code
    hits = callings().find(low)
    if hits:
        # Chinese puts the head of a name last (超市营业员); everyday words give way to names of trades.
        best = max(hits, key=lambda hit: (hit.value.score > WEAK, hit.end, len(hit.said)))
        return best.value.code
    bare = _SUFFIX.sub("", low)
    if bare != low and len(bare) > 1 and (known := catalogue.find(bare) or catalogue.find(f"{bare}工")):
        return known.code
    return None
