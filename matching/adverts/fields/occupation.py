"""The occupation of a job by what the advert calls it."""

import re
from functools import cache

from data.catalogue import occupations as catalogue
from matching.adverts.text import AdvertText
from matching.language.gazetteer import WEAK, occupation_names, read_word_table

_SUFFIX = re.compile(r"(?:师傅|学徒工?|学员|徒弟|工人|技工|大工|中工|小工|人员|专员|助理|技术员|操作员|操作工)$")
_BODY, _FIRST = 600, 40
_GENERIC = re.compile(r"(?:学徒工?|学员|徒弟|师傅|技工|技术员|学徒学员|实习生|apprentices?|trainees?)")

_HIRES = re.compile(r"招聘|诚聘|急聘|招收|招工|急招|招|聘|找")
_VAGUE = re.compile(r"(?:运维|值班|巡检|维护|维修|安装|调试|设备|生产|运行)+(?:员|工|人员|学徒工?|技术员)?")


@cache
def _words() -> list[tuple[re.Pattern[str], str, re.Pattern[str] | None]]:
    """What adverts write, before what people say; with `context`, only where that stands in the advert."""
    return [
        (re.compile(row["title"]), row["code"], re.compile(row["context"]) if row["context"] else None)
        for row in read_word_table("adverts/occupations.csv")
    ]


def read_occupation(title: str, advert: AdvertText) -> str | None:
    """`title` as `read_titles` found it. The code of the classification; None when the words say too little (普工)."""
    low = title.lower()
    if _GENERIC.fullmatch(low):
        return _by_workshop(low, advert)
    ruled = _by_rule(low, advert)
    if ruled is not None:
        return ruled or None
    return _named(low) or (_by_workshop(low, advert) if _VAGUE.fullmatch(low) else None)


def _by_rule(low: str, advert: AdvertText) -> str | None:
    """The code by the first rule that fits; empty for words that are known to say nothing; None when none fits."""
    for pattern, code, context in _words():
        if pattern.search(low) and (context is None or context.search(advert.text[:_BODY])):
            return code
    return None


def _by_workshop(title: str, advert: AdvertText) -> str | None:
    """The trade of whoever hires an apprentice of nothing said (汽修厂招学徒)."""
    before = advert.text[: max(advert.text.find(title), 0)]
    workshop = _HIRES.sub("", re.split(r"[。;!\n,]", before)[-1][-_FIRST:])
    return _by_rule(workshop, advert) or _last_hit(workshop) if workshop else None


def _named(low: str) -> str | None:
    found = catalogue.find(low)
    if found is not None:
        return found.code
    bare = _SUFFIX.sub("", low)
    known = catalogue.find(bare) or catalogue.find(f"{bare}工") if bare != low and len(bare) > 1 else None
    return _last_hit(low) or (known.code if known else None)


def _last_hit(text: str) -> str | None:
    """Chinese puts the head of a name last (超市营业员); everyday words give way to names of trades."""
    hits = occupation_names().find(text)
    if not hits:
        return None
    return max(hits, key=lambda hit: (hit.value.score > WEAK, hit.end, len(hit.phrase))).value.code
