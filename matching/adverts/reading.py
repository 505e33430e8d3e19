"""A pasted advert read into the fields of an opening: only what the text says."""

from datetime import UTC, date, datetime, timedelta

from pydantic import BaseModel, Field

from data.vocabulary import Education, Grade, Housing, Shift
from matching.adverts import learned
from matching.adverts.fields.benefits import read_living
from matching.adverts.fields.certificates import read_certificates
from matching.adverts.fields.dates import read_deadline, read_pay_day
from matching.adverts.fields.duties import read_description
from matching.adverts.fields.education import read_education
from matching.adverts.fields.experience import read_experience
from matching.adverts.fields.hazards import read_hazards
from matching.adverts.fields.hours import read_hours
from matching.adverts.fields.occupation import read_occupation
from matching.adverts.fields.place import read_place
from matching.adverts.fields.training import read_training
from matching.adverts.fields.wage import read_wages
from matching.adverts.multi_job import split_by_job
from matching.adverts.text import AdvertText, clean_advert
from matching.language.heads.reading import Reading

_NEEDED = (
    "title", "occupation_code", "headcount", "wage_min", "wage_max", "city", "description", "deadline",
)  # fmt: skip
"""What every opening has, and no reader of an advert can guess."""
MOST_READ = 4096
"""Characters: longer texts are no adverts, and would take seconds."""
_SEVERAL = 2
_TOGETHER = (
    ("wage_min", "wage_max"), ("wage_learning_min", "wage_learning_max"), ("wage_after_min", "wage_after_max"),
    ("age_min", "age_max"), ("experience_years_min", "accepts_no_experience"),
)  # fmt: skip
"""Fields that one statement gives: never one from the rules and one from the model."""


class Advert(BaseModel):
    """What an advert says. Money in yuan a month; what the text does not state is None (lists: empty)."""

    title: str | None = None
    """The jobs' names joined by `/` when there are several."""
    posts: list[str] = Field(default_factory=list)
    """The jobs by name when the advert offers more than one; the fields then hold for all of them together."""
    occupation_code: str | None = None
    """Of the first job whose name tells it."""
    headcount: int | None = None
    wage_min: int | None = None
    wage_max: int | None = None
    """The overall figures; stages run from the lowest to the highest. None: no upper bound stated."""
    wage_learning_min: int | None = None
    wage_learning_max: int | None = None
    """Of apprenticeship or probation, where the advert tells stages apart."""
    wage_after_min: int | None = None
    wage_after_max: int | None = None
    """Once qualified, where the advert tells stages apart."""
    education_min: Education | None = None
    experience_years_min: float | None = None
    accepts_no_experience: bool | None = None
    age_min: int | None = None
    age_max: int | None = None
    """As written, also where the law forbids the limit."""
    housing: bool | None = None
    """Provided, stated as not offered, or not said; an allowance is neither."""
    housing_kind: Housing | None = None
    meals: bool | None = None
    shuttle: bool | None = None
    social_insurance: bool | None = None
    night_shift: bool | None = None
    shift: Shift | None = None
    hours_week: float | None = None
    city: str | None = None
    district: str | None = None
    place_candidates: list[str] = Field(default_factory=list)
    """Codes to ask about when the place named may be one of several (铁西 is in Shenyang and in Anshan)."""
    deadline: date | None = None
    term_months: int | None = None
    contract_months: int | None = None
    probation_months: float | None = None
    pay_day: int | None = None
    mentor: bool | None = None
    """Whether a master teaches."""
    mentor_name: str | None = None
    grade_target: Grade | None = None
    partner_provider: str | None = None
    certificates_required: list[str] = Field(default_factory=list)
    """`kind:occupation:grade` each, empty parts allowed."""
    hazards: list[str] = Field(default_factory=list)
    """Codes of the hazards that the advert itself names."""
    description: str | None = None
    """The duties in the advert's own sentences, cleaned."""
    is_advert: bool = False
    """Whether the text is an advert at all; when not, nothing is read."""
    missing: list[str] = Field(default_factory=list)
    """Fields that a complete opening still lacks."""


def read_advert(text: str, today: date | None = None) -> Advert:
    """The fields `text` states. Never raises, whatever the text; nothing is read of a text that is no advert, nor by a
    model that has no heads.

    Args:
        text: an advert in Chinese or English, with or without markup, lists and tables; `MOST_READ` characters of it
            are read.
        today: for a last day without a year; the real date when not given.
    """
    advert = clean_advert(text[:MOST_READ])
    reading = learned.reading_of(advert.text)
    if reading is None or not learned.offers_work(reading):
        return Advert(missing=list(_NEEDED))
    return _fields(advert, reading, today)


def read_request(text: str, today: date | None = None) -> Advert:
    """The same fields of words that are no advert by themselves: 再招俩电焊，四千五起."""
    advert = clean_advert(text[:MOST_READ])
    reading = learned.reading_of(advert.text)
    return Advert(missing=list(_NEEDED)) if reading is None else _fields(advert, reading, today)


def _fields(advert: AdvertText, reading: Reading, today: date | None) -> Advert:
    today = today or (datetime.now(UTC) + timedelta(hours=8)).date()
    read = _completed(_read(advert, learned.titles(reading, advert.cased_text), today), reading, today)
    return read.model_copy(update={"missing": [name for name in _NEEDED if getattr(read, name) is None]})


def _completed(read: Advert, reading: Reading, today: date) -> Advert:
    """With what the model finds where the rules read nothing."""
    found = learned.fields(reading, today)
    for group in _TOGETHER:
        if any(getattr(read, name) is not None for name in group):
            found = {name: value for name, value in found.items() if name not in group}
    if read.place_candidates or read.district or (read.city and read.city != found.get("city")):
        found = {name: value for name, value in found.items() if name not in {"city", "district"}}
    if read.occupation_code is None:
        found["occupation_code"] = learned.occupation(reading)
    if read.housing is None and found.get("housing"):
        found["housing_kind"] = Housing.PROVIDED
    return read.model_copy(update=found | _stated(read))


def _stated(read: Advert) -> dict[str, object]:
    """The fields that the rules read."""
    return {name: value for name in Advert.model_fields if (value := getattr(read, name)) not in (None, [])}


def read_jobs(text: str, today: date | None = None) -> list[Advert]:
    """The advert once for each job it offers: what it says of that job and of all; empty when it is no advert."""
    whole = read_advert(text, today)
    if len(whole.posts) < _SEVERAL:
        return [whole] if whole.is_advert else []
    read = []
    for title, part in zip(whole.posts, split_by_job(clean_advert(text), whole.posts), strict=True):
        one = read_advert(part, today)
        fields = {"title": title, "posts": [], "missing": [name for name in one.missing if name != "title"]}
        read.append(one.model_copy(update=fields))
    return read


def _read(advert: AdvertText, titles: list[str], today: date) -> Advert:
    wages = read_wages(advert)
    years, beginners = read_experience(advert)
    living = read_living(advert)
    hours = read_hours(advert)
    where = read_place(advert)
    training = read_training(advert)
    return Advert(
        title="/".join(titles[:6]) or None,
        posts=titles if len(titles) > 1 else [],
        occupation_code=next(filter(None, (read_occupation(title, advert) for title in titles)), None),
        wage_min=wages.min,
        wage_max=wages.max,
        wage_learning_min=wages.learning_min,
        wage_learning_max=wages.learning_max,
        wage_after_min=wages.after_min,
        wage_after_max=wages.after_max,
        education_min=read_education(advert),
        experience_years_min=years,
        accepts_no_experience=beginners,
        housing=living.housing,
        housing_kind=living.kind,
        meals=living.meals,
        shuttle=living.shuttle,
        night_shift=hours.night,
        shift=hours.shift,
        hours_week=hours.week,
        city=where.city,
        district=where.district,
        place_candidates=list(where.candidates),
        deadline=read_deadline(advert, today),
        term_months=training.term_months,
        contract_months=training.contract_months,
        probation_months=training.probation_months,
        pay_day=read_pay_day(advert),
        mentor=training.mentor,
        mentor_name=training.mentor_name,
        grade_target=training.grade_target,
        partner_provider=training.partner_provider,
        certificates_required=read_certificates(advert),
        hazards=read_hazards(advert),
        description=read_description(advert),
        is_advert=True,
    )
