"""An advert that offers several jobs, cut into one text for each: its own words, and what holds for all."""

import re

from matching.adverts.text import AdvertText

_TOGETHER = re.compile(r"[\n。]|[,;、 ]\s*(?:以上|上述|所有|各|以下)?(?:岗位|人员|工种)?(?:均|都|统一|全部|一律)")


def split_by_job(advert: AdvertText, titles: list[str]) -> list[str]:
    """For each job the advert without what is said of the others. As many texts as titles."""
    spans = _spans(advert.cased_text, titles)
    if not spans:
        return [advert.cased_text] * len(titles)
    before, after = advert.cased_text[: spans[0][0]].rstrip(), advert.cased_text[spans[-1][1] :]
    common = f"{before}\n{after}".strip()
    return [f"招聘{advert.cased_text[start:end].strip(' ,、;/')}。\n{common}" for start, end in spans]


def _spans(shown: str, titles: list[str]) -> list[tuple[int, int]]:
    """Where each job's own words stand: up to the next job's name, the last one's to its line's end.

    Names that follow each other without a word of their own share what comes after.
    """
    starts: list[int] = []
    for title in titles:
        found = shown.find(title, starts[-1] + 1 if starts else 0)
        if found < 0:
            return []
        starts.append(found)
    ends = [*starts[1:], _end(shown, starts[-1] + len(titles[-1]))]
    own = [shown[start + len(title) : end] for start, title, end in zip(starts, titles, ends, strict=True)]
    if not any(character.isdigit() for words in own[:-1] for character in words):
        ends = [start + len(title) for start, title in zip(starts, titles, strict=True)]
    return list(zip(starts, ends, strict=True))


def _end(shown: str, start: int) -> int:
    """The end of the line or sentence, or where all jobs are spoken of together (均包吃住)."""
    end = _TOGETHER.search(shown, start)
    return end.start() if end else len(shown)
