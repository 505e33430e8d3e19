"""What the model finds in an advert: its words, whose values the closed forms read."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from data.closed_forms.numbers import numbers_in, placed_numbers
from data.closed_forms.text import normalise
from matching.adverts.fields.dates import read_deadline
from matching.adverts.fields.education import read_education
from matching.adverts.fields.experience import read_experience
from matching.adverts.fields.hours import read_hours
from matching.adverts.fields.training import read_training
from matching.adverts.fields.wage import read_wages
from matching.adverts.text import AdvertText, clean_advert
from matching.language.gazetteer import place_names
from matching.language.heads import prompts
from matching.language.heads.labels import ADVERT as LABELS
from matching.language.heads.linker import link
from matching.language.heads.reading import Reading, has_heads, in_whole_words, read

FOUND = 0.5
"""Probability from which words count."""
NEAR_ENOUGH = 0.8
"""Likeness from which a title is an occupation."""
_AGES = range(14, 81)
_AT_MOST, _AT_LEAST = (
    re.compile(r"下|内|里|超|过|under|below|up to|max"),
    re.compile(r"上|满|起|over|above|least|\+|from"),
)
_ADVERT = prompts.of_text("advert")
_PAY = ("wage", "wage_learning", "wage_probation", "wage_after")
_TERMS = tuple(label for label in LABELS if label not in {"title", *_PAY})
_SURELY, _ENOUGH_TERMS = 0.7, 2
_MOST_PLACES = 999
_STATED = (
    ("social_insurance", "insurance", "noinsurance"),
    ("housing", "housing", "nohousing"),
    ("meals", "meals", "nomeals"),
    ("night_shift", "night", "nonight"),
)
"""Field, and the labels of its being given and being denied."""
_CUES = {
    "wage": "月薪", "wage_learning": "学徒期", "wage_probation": "试用期", "wage_after": "转正后",
    "edu": "学历", "exp": "工作经验", "hours": "工作时间", "deadline": "截止", "probation": "试用期",
    "term": "学徒期",
}  # fmt: skip
"""What a value's words are read with, since they are taken out of their sentence."""


def reading_of(text: str) -> Reading | None:
    """The advert as the model reads it; None where the model in use has no heads."""
    return read(text, _ADVERT, ("advert",)) if has_heads() and text.strip() else None


def offers_work(reading: Reading) -> bool:
    """Whether a job is named with enough of its terms."""
    pay = sum(reading.score("advert", label) for label in _PAY)  # of which stage may be unsure
    terms = sum(reading.score("advert", label) >= FOUND for label in _TERMS) + (pay >= FOUND)
    return reading.score("advert", "title") >= _SURELY and terms >= _ENOUGH_TERMS


def titles(reading: Reading, cased: str) -> list[str]:
    """The jobs by name, each once, as they stand in the text before its letters were made small."""
    text = cased if len(cased) == len(reading.text) else reading.text
    found = [text[start:end] for start, end in _whole(reading)]
    return list({title.lower(): title for title in reversed(found)}.values())[::-1]


def _whole(reading: Reading) -> Iterator[tuple[int, int]]:
    """Where titles stand, in whole words, neighbouring English ones as one; names of places are none."""
    kept: list[tuple[int, int]] = []
    for mark in reading.marks("advert", "title", FOUND):
        start, end = in_whole_words(reading.text, mark.start, mark.end)
        if _is_a_place(reading.text[start:end]):
            continue
        if kept and _is_one_word_apart(reading.text[kept[-1][0] : end], kept[-1][1] - kept[-1][0], start - kept[-1][0]):
            start = kept.pop()[0]
        kept.append((start, end))
    yield from kept


def _is_a_place(said: str) -> bool:
    """Whether the words are names of places and nothing else."""
    left = said.lower()
    for hit in place_names().find(left):
        left = left[: hit.start] + " " * (hit.end - hit.start) + left[hit.end :]
    return not left.strip()


def _is_one_word_apart(said: str, first_end: int, second_start: int) -> bool:
    """Whether two stretches of words touch, or only a blank stands between Latin letters."""
    between = said[first_end:second_start]
    return second_start <= first_end or (between == " " and said[first_end - 1 : second_start + 1].isascii())


def occupation(reading: Reading) -> str | None:
    """The code of the first title that lies near enough to one."""
    for mark in reading.marks("advert", "title", FOUND):
        first = link(reading.vector(mark.start, mark.end), reading.words(mark), 1)
        if first and first[0].score >= NEAR_ENOUGH:
            return first[0].code
    return None


def fields(reading: Reading, today: date) -> dict[str, Any]:
    """Every field whose words are found, with what they say; what cannot be read is left out."""
    found: dict[str, Any] = {}
    for field, given, denied in _STATED:
        score, against = reading.score("advert", given), reading.score("advert", denied)
        if max(score, against) >= FOUND:
            found[field] = score > against
    for label, read_value in _READERS.items():
        for advert in _said(reading, label):
            values = read_value(advert, today)
            found |= {name: value for name, value in values.items() if value is not None and name not in found}
    return found | _ages(reading) | _headcount(reading) | _where(reading)


class PlacesTold(NamedTuple):
    """Words of a text that tell how many are hired: half-open offsets of them, and of the number in them."""

    start: int
    end: int
    number: int
    at: tuple[int, int]


def places_told(text: str) -> list[PlacesTold]:
    """Where a text tells how many are hired, in order; nothing where its signs cannot be read one for one."""
    plain = normalise(text).lower()
    reading = reading_of(plain) if len(plain) == len(text) else None
    found = []
    for mark in reading.marks("advert", "headcount", FOUND) if reading else []:
        for number, start, end in placed_numbers(plain[mark.start : mark.end])[:1]:
            found.append(PlacesTold(mark.start, mark.end, int(number), (mark.start + start, mark.start + end)))
    return found


def _headcount(reading: Reading) -> dict[str, Any]:
    """The first number; of several jobs that each have one, all places together."""
    said = [reading.words(mark) for mark in reading.marks("advert", "headcount", FOUND)]
    found = [int(number) for words in said if (number := next(iter(numbers_in(words)), None))]
    counts = [number for number in found if number <= _MOST_PLACES]
    if not counts:
        return {}
    jobs = len(titles(reading, reading.text))
    return {"headcount": sum(counts) if 1 < jobs == len(counts) else counts[0]}


def _said(reading: Reading, label: str) -> Iterator[AdvertText]:
    for mark in reading.marks("advert", label, FOUND):
        yield clean_advert(f"{_CUES[label]}{reading.words(mark)}")


def _wage(advert: AdvertText, _: date) -> dict[str, Any]:
    wages = read_wages(advert)
    return {"wage_min": wages.min, "wage_max": wages.max}


def _stage(prefix: str, advert: AdvertText, _: date) -> dict[str, Any]:
    wages = read_wages(advert)
    return {f"wage_{prefix}_min": wages.min, f"wage_{prefix}_max": wages.max}


def _where(reading: Reading) -> dict[str, Any]:
    """City and district of the first place that the gazetteer knows, in the city that is named beside it."""
    told = [mark for label in ("place", "street") for mark in reading.marks("advert", label, FOUND)]
    hits = list(place_names().find(reading.text.lower()))
    beyond = {hit.end + gap for hit in hits if hit.value.outside for gap in (0, 1)}
    known = [
        hit.value.codes
        for hit in hits
        if hit.value.codes and not hit.value.outside and not hit.value.area and hit.start not in beyond
        if any(hit.start < mark.end and mark.start < hit.end for mark in told)
    ]
    cities = [code for codes in known for code in codes if code.endswith("00") and len(codes) == 1]
    for codes in known:
        inside = [code for code in codes if not code.endswith("00") and (not cities or code[:4] == cities[0][:4])]
        if len(inside) == 1:
            return {"city": f"{inside[0][:4]}00", "district": inside[0]}
    return {"city": cities[0]} if cities else {}


def _hours(advert: AdvertText, _: date) -> dict[str, Any]:
    hours = read_hours(advert)
    return {"hours_week": hours.week, "night_shift": hours.night}


def _experience(advert: AdvertText, _: date) -> dict[str, Any]:
    years, beginners = read_experience(advert)
    return {"experience_years_min": years, "accepts_no_experience": beginners}


def _ages(reading: Reading) -> dict[str, Any]:
    """Two numbers are the bounds, of several ranges the widest; one is the upper or the lower by the word beside it."""
    words = [reading.words(mark) for mark in reading.marks("advert", "age", FOUND)]
    bounds = [bound for said in words for bound in _bounds(said)]
    low = min((bound for bound, upper in bounds if not upper), default=None)
    high = max((bound for bound, upper in bounds if upper), default=None)
    return {name: value for name, value in (("age_min", low), ("age_max", high)) if value is not None}


def _bounds(said: str) -> list[tuple[int, bool]]:
    """Ages, and whether each is the upper bound."""
    found = [int(number) for number in numbers_in(said) if number in _AGES]
    if len(found) > 1:
        return [(min(found), False), (max(found), True)]
    if not found:
        return []
    if _AT_MOST.search(said):
        return [(found[0], True)]
    return [(found[0], False)] if _AT_LEAST.search(said) else []


_READERS: dict[str, Callable[[AdvertText, date], dict[str, Any]]] = {
    "wage": _wage,
    "wage_learning": partial(_stage, "learning"),
    "wage_after": partial(_stage, "after"),
    "edu": lambda advert, _: {"education_min": read_education(advert)},
    "exp": _experience,
    "hours": _hours,
    "deadline": lambda advert, today: {"deadline": read_deadline(advert, today)},
    "probation": lambda advert, _: {"probation_months": read_training(advert).probation_months},
    "term": lambda advert, _: {"term_months": read_training(advert).term_months},
}
