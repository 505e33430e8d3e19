"""An advert that offers several jobs, cut into one text for each: its own words, and what holds for all."""

import re

from data.closed_forms.numbers import CHINESE, ENGLISH
from matching.adverts.text import AdvertText, one_for_one

_COUNT_BEFORE = re.compile(
    rf"(?:^|[,;、:。.\n(]|\band\b)\s*((?:\d{{1,3}}|{CHINESE}{{1,3}}|{ENGLISH})\s*[名个位]?\s*)$", re.IGNORECASE
)
"""A number of places that stands before the job's name: 2 welders, 两名焊工."""
_NUMBER_IN_LIST = re.compile(r"(?<!\d)\(?\d{1,2}[、.)]\s*$")
"""What stands before the next job of a numbered list."""
_SIGNS = " ,、;/。.\n"
_BULLETS = "-*•·●○◆◇■□▪★☆➤►▶√✓✔"
_TOGETHER = re.compile(
    r"[\n。]|(?<!\d)\.\s|[,;、 ]\s*(?:以上|上述|所有|各|以下)?(?:岗位|人员|工种)?(?:均|都|统一|全部|一律)"
)


def split_by_job(advert: AdvertText, titles: list[str]) -> list[str]:
    """For each job the advert without what is said of the others. As many texts as titles."""
    spans = _spans(advert.cased_text, titles)
    if not spans:
        return [advert.cased_text] * len(titles)
    common = words_for_all(advert, titles)
    return [f"招聘{_own_words(advert.cased_text[start:end])}。\n{common}" for start, end in spans]


def job_as_written(raw: str, titles: list[str], job: str) -> str | None:
    """The advert in its author's own signs and order, without what is said of the other jobs.

    What holds for all stands around the job's own words as it stood around all jobs. None where the jobs cannot be
    told apart in the text as it is.
    """
    read = one_for_one(raw)
    spans = _spans(read, titles) if read is not None else []
    if read is None or not spans or job not in titles:
        return None
    start, end = _trimmed(read, *spans[titles.index(job)])
    head = len(_NUMBER_IN_LIST.sub("", read[: spans[0][0]]).rstrip(" \n" + _BULLETS))
    gap = "\n" if "\n" in read[head : spans[0][0]] else " " if read[head : spans[0][0]].startswith(" ") else ""
    tail, _ = _trimmed(read, spans[-1][1], len(read))
    return f"{raw[:head]}{gap}{raw[start:end]}\n{raw[tail:]}".strip()


def _trimmed(read: str, start: int, end: int) -> tuple[int, int]:
    """The span without the signs at its edges and without the number of the next item of a list."""
    end = start + len(_NUMBER_IN_LIST.sub("", read[start:end].rstrip(_BULLETS + " \n")).rstrip(_SIGNS + _BULLETS))
    return end - len(read[start:end].lstrip(_SIGNS)), end


def _own_words(shown: str) -> str:
    return _NUMBER_IN_LIST.sub("", shown).strip(_SIGNS)


def words_for_all(advert: AdvertText, titles: list[str]) -> str:
    """What the advert says of all jobs: what stands before the first and after the last of them."""
    spans = _spans(advert.cased_text, titles)
    if not spans:
        return advert.cased_text
    before, after = advert.cased_text[: spans[0][0]], advert.cased_text[spans[-1][1] :]
    return f"{_NUMBER_IN_LIST.sub('', before).rstrip()}\n{after.lstrip(_SIGNS)}".strip()


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
    names = starts
    starts = [_with_count(shown, start) for start in names]
    ends = [*starts[1:], _end(shown, names[-1] + len(titles[-1]))]
    after_names = [start + len(title) for start, title in zip(names, titles, strict=True)]
    own = [
        shown[start:name] + shown[after:end]
        for start, name, after, end in zip(starts, names, after_names, ends, strict=True)
    ]
    if not any(character.isdigit() for words in own[:-1] for character in words):
        ends = after_names
    return list(zip(starts, ends, strict=True))


def _with_count(shown: str, name: int) -> int:
    """Where a job's own words begin: at its name, or at the number of places before it."""
    count = _COUNT_BEFORE.search(shown, 0, name)
    return count.start(1) if count else name


def _end(shown: str, start: int) -> int:
    """The end of the line or sentence, or where all jobs are spoken of together (均包吃住)."""
    end = _TOGETHER.search(shown, start)
    return end.start() if end else len(shown)
