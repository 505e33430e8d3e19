"""What was read of a pasted course advert as answers of /course: what it states, and what need not be asked."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from bot.chat.forms.engine import Draft
from bot.enterprise.courses.draft import (
    HIGHEST_FEE,
    MOST_HOURS,
    MOST_PLACES,
    MOST_WEEKS,
    NOTHING,
    OUTCOMES,
    ROLLING,
    start_limits,
)
from bot.enterprise.listings.questions import deadline_limits
from data.catalogue import occupations, trades
from data.vocabulary import CourseMode, Education
from matching.adverts.courses import CourseAdvert
from matching.language.occupation_lookup import find_occupations

READ_KEY = "read"
"""Draft key of the answers as the advert gave them: what differs was said by a person."""


def answers_from_advert(read: CourseAdvert, today: date) -> Draft:
    """The answers that the advert states. Of what it leaves open an ordinary course for anybody is taken, to be
    changed on the card: an answer that has to be right is asked.
    """
    answers = stated(read, today)
    usual = {"tie": NOTHING, "assessor": None, "weeks": None, "education": Education.NONE.value}
    answers = usual | answers
    if "city" in answers:
        answers.setdefault("district", None)
        if not read.online:
            answers["mode"] = CourseMode.ONSITE.value
    return answers


def stated(read: CourseAdvert, today: date) -> Draft:
    """The answers that the words state, and no other."""
    return {key: value for key, value in _answers(read, today) if value is not None}


def _answers(read: CourseAdvert, today: date) -> Iterator[tuple[str, Any]]:
    code = _work(read)
    yield "occupation", code
    yield "trade", trades.named_in(code, " ".join(read.works)) if code else None
    yield "leads", _outcome(read)
    yield "city", read.city
    yield "district", read.district
    yield "places", read.place_candidates or None
    yield "times", _times(read)
    yield "hours", _within(read.hours_total, 1, MOST_HOURS)
    yield "weeks", _within(read.weeks, 1, MOST_WEEKS)
    yield "capacity", _within(read.capacity, 1, MOST_PLACES)
    yield "fee", _within(read.fee, 0, HIGHEST_FEE)
    yield "education", read.education_min.value if read.education_min else None
    yield "dormitory", read.dormitory
    yield from _days(read, today)


def _work(read: CourseAdvert) -> str | None:
    """The occupation that is taught; None where several are, each a course of its own."""
    named = {one.code for words in read.works if (one := occupations.find(words)) is not None}
    if named:
        return named.pop() if len(named) == 1 else None
    return read.occupation_code or _named_work(read.works)


def _named_work(works: list[str]) -> str | None:
    found = find_occupations(works[0][:60]) if works else []
    return found[0].code if len(found) == 1 else None


def _outcome(read: CourseAdvert) -> str | None:
    if read.certificate_kind is None:
        return None
    return next((name for name, facts in OUTCOMES.items() if facts == (read.certificate_kind, read.grade_target)), None)


def _times(read: CourseAdvert) -> str | None:
    if read.evening:
        return "both" if read.weekend else "evening"
    return "weekend" if read.weekend else None


def _within(number: int | None, low: int, high: int) -> int | None:
    return number if number is not None and low <= number <= high else None


def _days(read: CourseAdvert, today: date) -> Iterator[tuple[str, Any]]:
    """First day and last day to enrol, where they can still stand."""
    earliest, latest = start_limits(today)
    first = read.start_date if read.start_date and earliest <= read.start_date <= latest else None
    yield "start", first.isoformat() if first else ROLLING if read.rolling_entry else None
    earliest, latest = deadline_limits(today)
    last = read.deadline if read.deadline and earliest <= read.deadline <= latest else None
    known = first or (read.rolling_entry and not read.start_date)
    yield "deadline", last.isoformat() if last and known and (first is None or last <= first) else None


def late_days(read: CourseAdvert, today: date) -> Iterator[str]:
    """The texts that say which day of the advert is too near or past."""
    if read.start_date and read.start_date < start_limits(today)[0]:
        yield "paste.late_start"
    if read.deadline and read.deadline < deadline_limits(today)[0]:
        yield "paste.late"


def said_by_a_person(draft: Draft) -> Draft:
    """The answers of an unfinished run that no advert gave."""
    read = draft.get(READ_KEY, {})
    own = {key: value for key, value in draft.items() if not key.startswith("_") and key != READ_KEY}
    return {key: value for key, value in own.items() if key not in read or read[key] != value}
