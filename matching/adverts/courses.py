"""A pasted advert for a course, read into the fields of a course: only what the text says.

The model marks words, whether of an advert (places, hours, first day) or of an answer to a question (学费多少钱？); the
closed forms read the numbers, dates and grades in them.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from pydantic import BaseModel, Field

from data.closed_forms import calendar, money
from data.closed_forms.numbers import NUMBER, numbers_in, value
from data.vocabulary import CertificateKind, Constraint, Education, Grade
from matching.adverts import learned
from matching.adverts.fields.dates import read_deadline
from matching.adverts.quotes import SURE
from matching.adverts.reading import MOST_READ, Advert, read_request
from matching.adverts.text import AdvertText, clean_advert
from matching.language.heads import prompts
from matching.language.heads.acts import SURE_TO_DO, read_acts
from matching.language.heads.labels import ANSWERS
from matching.language.heads.reading import Reading, has_heads, limit, read
from matching.understanding.facets import grades
from matching.understanding.facets.documents import documents

PLAINLY = 0.1
"""How much likelier one of the two has to be, course or opening, for the other not to be thought of."""
_FEE, _FREE, _PAPER = "学费多少钱？", "是免费培训吗？", "考什么证？"
_TIMES, _ANY_TIME = "什么时间上课？", "随到随学吗？"
"""What the model is asked about a text."""
_CLASS_HOURS = re.compile(rf"({NUMBER})\s*个?(?:学时|课时)")
_HOURS = re.compile(rf"({NUMBER})\s*(?:个?小时|(?:class |teaching )?hours?)")
_WEEKS = re.compile(rf"({NUMBER})\s*(?:个?(?:周|星期|礼拜)|weeks?)")
_MOST = 3000
_MIN_FACTS = 3


class CourseAdvert(BaseModel):
    """What an advert says of a course; what the text does not state is None (lists: empty)."""

    occupation_code: str | None = None
    works: list[str] = Field(default_factory=list)
    """Words that name what is taught, when no occupation could be told from them."""
    heading: str | None = None
    """The first line, where it is one that names what is taught."""
    city: str | None = None
    district: str | None = None
    place_candidates: list[str] = Field(default_factory=list)
    hours_total: int | None = None
    weeks: int | None = None
    start_date: date | None = None
    rolling_entry: bool | None = None
    capacity: int | None = None
    fee: int | None = None
    """Yuan; 0: free."""
    certificate_kind: CertificateKind | None = None
    grade_target: Grade | None = None
    education_min: Education | None = None
    dormitory: bool | None = None
    evening: bool | None = None
    weekend: bool | None = None
    online: bool | None = None
    deadline: date | None = None


FACTS = (
    "city", "hours_total", "weeks", "start_date", "rolling_entry", "capacity", "fee", "certificate_kind",
    "education_min", "dormitory", "evening", "weekend", "deadline",
)  # fmt: skip
"""What tells that a text is an advert for a course, once it names the work."""


def course_lean(text: str) -> float:
    """How much rather a text offers a course than a job: from -1 to 1."""
    scores = _act_scores(text)
    return scores.get("post_course", 0.0) - scores.get("post_opening", 0.0)


def is_course_advert(text: str, today: date | None = None) -> bool:
    """Whether a text offers a course: it asks to be posted as one, says what is taught, and enough about it."""
    if _act_scores(text).get("post_course", 0.0) < SURE_TO_DO:
        return False
    course = read_course(text, today)
    known = sum(getattr(course, name) is not None for name in FACTS)
    return bool(course.occupation_code or course.works) and known >= _MIN_FACTS


def _act_scores(text: str) -> dict[str, float]:
    """What a member who sends the text may want, and how surely."""
    return {act.name: act.score for act in read_acts(text[:MOST_READ], "member")}


def read_course(text: str, today: date | None = None) -> CourseAdvert:
    """The fields of a course that `text` states; nothing by a model that has no heads.

    Args:
        text: an advert in Chinese or English, with or without markup; `MOST_READ` characters of it are read.
        today: for days without a year; the real date when not given.
    """
    advert = clean_advert(text[:MOST_READ])
    reading = learned.reading_of(advert.text) if has_heads() else None
    if reading is None:
        return CourseAdvert()
    today = today or (datetime.now(UTC) + timedelta(hours=8)).date()
    common = read_request(text, today)
    titles = learned.titles(reading, advert.cased_text)
    first, last = _days(advert, reading, common.deadline, today)
    certificate, grade = _certificate(advert.text, common)
    said_of_times = _marked_answers(advert.text, _TIMES)
    times = [read(words, prompts.of_text("course"), ("facts",)) for words in (advert.text, *said_of_times)]
    return CourseAdvert(
        occupation_code=common.occupation_code,
        works=titles,
        heading=_heading(advert.cased_text, titles),
        city=common.city,
        district=common.district,
        place_candidates=common.place_candidates,
        hours_total=_highest(_CLASS_HOURS.findall(advert.text)) or _counted(_HOURS, reading),
        weeks=_counted(_WEEKS, reading),
        start_date=first,
        rolling_entry=None if first else _is_said(advert.text, _ANY_TIME) or None,
        capacity=_capacity(reading),
        fee=_fee(advert.text),
        certificate_kind=certificate,
        grade_target=grade,
        education_min=common.education_min,
        dormitory=common.housing,
        evening=_fits(times, Constraint.EVENING_CLASS),
        weekend=_fits(times, Constraint.WEEKEND_CLASS),
        online=_fits(times, Constraint.ONLINE),
        deadline=last,
    )


def _heading(text: str, titles: list[str]) -> str | None:
    """The first of several lines, if it is a name and no sentence, and holds what is taught."""
    first, _, rest = text.partition("\n")
    plain = first.strip(" :,、!。")
    named = titles and titles[0].lower() in plain.lower()
    return plain if rest and named and not re.search(r"[,。;!?]", plain) else None


def _highest(said: list[str]) -> int | None:
    """Of several numbers the highest: the others count a part of it."""
    counts = [int(number) for words in said if (number := value(words)) is not None and 0 < number <= _MOST]
    return max(counts, default=None)


def _counted(unit: re.Pattern[str], reading: Reading) -> int | None:
    """The highest number before a unit, in words that tell how long something takes."""
    marks = [mark for label in ("term", "hours") for mark in reading.marks("advert", label, learned.FOUND)]
    said = (match for match in unit.finditer(reading.text))
    return _highest(
        [one[1] for one in said if any(one.start() < mark.end and mark.start < one.end() for mark in marks)]
    )


def _capacity(reading: Reading) -> int | None:
    """How many may learn; None where several numbers are told, of which one may count something else."""
    marks = reading.marks("advert", "headcount", SURE)
    counts = {int(number) for mark in marks for number in numbers_in(reading.words(mark))}
    return counts.pop() if len(counts) == 1 else None


def _days(advert: AdvertText, reading: Reading, last: date | None, today: date) -> tuple[date | None, date | None]:
    """The first day, and the last to enrol: which of both the only day is, the likelier words tell."""
    told = [(reading.words(mark), mark.score) for mark in reading.marks("advert", "start", learned.FOUND)]
    days = {day: score for words, score in told if (day := calendar.find_date(words, today)) is not None}
    ending = max((mark.score for mark in reading.marks("advert", "deadline", learned.FOUND)), default=1.0)
    if last is not None and days.keys() == {last} and days[last] > ending and read_deadline(advert, today) is None:
        return last, None
    others = {day for day in days if last is None or (day.month, day.day) != (last.month, last.day)}
    later = [day for day in others if last is None or day > last]
    return min(later or others, default=None), last


def _marked_answers(text: str, question: str, at_least: float = learned.FOUND) -> Iterator[str]:
    reading = read(text, prompts.of_question(question), ("answer",))
    return (reading.words(mark) for mark in reading.marks("answer", ANSWERS, at_least))


def _is_said(text: str, question: str) -> bool:
    return any(True for _ in _marked_answers(text, question, SURE))


def _fee(text: str) -> int | None:
    """The highest that is surely told as the price; what is less sure may be another sum, such as a wage."""
    for at_least in (SURE, learned.FOUND):
        told = [fee for question in (_FEE, _FREE) for words in _marked_answers(text, question, at_least)
                if (fee := money.read_fee(words)) is not None]  # fmt: skip
        if told:
            return max(told)
    return None


def _certificate(text: str, common: Advert) -> tuple[CertificateKind | None, Grade | None]:
    """What the course leads to: a grade, or a licence by its name; None where the words tell of several.

    A second grade may be the one to hold already.
    """
    if len(grades.all_named(text)) > 1:
        return None, None
    if common.grade_target is not None:
        return CertificateKind.GRADE, common.grade_target
    told = list(_marked_answers(text, _PAPER))
    found = {grade for words in told if (grade := grades.named(words)) is not None}
    if found:
        return (CertificateKind.GRADE, found.pop()) if len(found) == 1 else (None, None)
    kinds = {hit.value.kind for words in told for hit in documents().find(words)}
    return (kinds.pop() if len(kinds) == 1 else None), None


def _fits(times: list[Reading], need: Constraint) -> bool | None:
    """Whether the course fits those who need it so, by the whole text or, more surely, by words on when classes are."""
    label = f"need:{need}"
    whole, *parts = (reading.score("facts", label) for reading in times)
    return True if whole >= limit("facts", label) or max(parts, default=0.0) >= SURE else None
