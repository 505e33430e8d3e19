"""A row of a listing file: the fields of an opening and of a course, and what each may hold.

Validation resolves names to codes (places, occupations, closed vocabularies) and raises pydantic errors whose type is
the id of the reason (`import.reason.…`), with its parameters as context. Give `context={"today": date}` to refuse
dates that have passed.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from data.catalogue import policy, trades
from data.closed_forms.credit_codes import WrongCreditCode
from data.closed_forms.credit_codes import check as check_credit_code
from data.imports import parsers
from data.vocabulary import (
    CertificateKind,
    CourseKind,
    CourseMode,
    Education,
    Grade,
    Housing,
    LabourBrand,
    ListingKind,
    Shift,
)

MOST_PLACES = 9999
_LONGEST_LIST = 30

Id = Annotated[str, BeforeValidator(parsers.identifier)]
ShortText = Annotated[str, Field(max_length=120), BeforeValidator(parsers.text)]
LongText = Annotated[str, Field(max_length=3000), BeforeValidator(parsers.text)]
Texts = Annotated[list[ShortText], Field(max_length=_LONGEST_LIST), BeforeValidator(parsers.several)]
Day = Annotated[date, BeforeValidator(parsers.day)]
YesNo = Annotated[bool, BeforeValidator(parsers.yes_no)]
Whole = Annotated[int, BeforeValidator(parsers.whole)]
Number = Annotated[float, BeforeValidator(parsers.number)]
Places = Annotated[Whole, Field(ge=1, le=MOST_PLACES)]
Yuan = Annotated[Whole, Field(ge=0, le=1_000_000)]
Wage = Annotated[Whole, Field(ge=1, le=1_000_000)]
Months = Annotated[Whole, Field(ge=1, le=600)]
Age = Annotated[Whole, Field(ge=16, le=100)]
"""Nobody under 16 may be recruited: 劳动法 15 条 (policy row `age.min_work`)."""


class ListingRow(BaseModel):
    """What both kinds have; `city`, `district` and `occupation_code` hold codes once validated."""

    model_config = ConfigDict(extra="forbid")

    kind: ListingKind
    id: Id
    title: ShortText
    occupation_code: Annotated[str, BeforeValidator(parsers.occupation_code)]
    trade: Annotated[str | None, Field(validate_default=True)] = None
    """Told by the title where the file does not say."""
    city: Annotated[str, BeforeValidator(parsers.city_code)]
    district: str | None = None
    address: ShortText | None = None
    lat: Annotated[Number, Field(ge=38, le=44)] | None = None
    """GCJ-02 degrees, within the province."""
    lon: Annotated[Number, Field(ge=118, le=126)] | None = Field(default=None, validate_default=True)
    description: LongText
    start_date: Day | None = None
    deadline: Day | None = None
    expires_at: Day | None = None
    education_min: Annotated[Education, parsers.choice("education")] | None = None
    age_min: Age | None = None
    age_max: Age | None = None
    age_basis: ShortText | None = None
    """The lawful reason for an age limit."""
    eligible_groups: Annotated[Texts, parsers.choices("group")] = Field(default_factory=list)
    brand: Annotated[LabourBrand, parsers.choice("brand")] | None = None
    hazards: Annotated[Texts, parsers.choices("hazard")] = Field(default_factory=list)
    contact_mode: Annotated[Literal["phone", "relay"], parsers.choice("contact_mode")] = "relay"

    @field_validator("trade", mode="before")
    @classmethod
    def _trade_of_the_occupation(cls, said: object, info: ValidationInfo) -> str | None:
        if "occupation_code" not in info.data:
            return None  # the occupation is refused, and the row with it
        if said is not None:
            return parsers.trade(said, info.data["occupation_code"])
        return trades.named_in(info.data["occupation_code"], info.data.get("title", ""))

    @field_validator("district", mode="before")
    @classmethod
    def _district_of_the_city(cls, said: object, info: ValidationInfo) -> str | None:
        if "city" not in info.data:
            return None  # the city is refused, and the row with it
        return parsers.district_code(said, info.data["city"])

    @field_validator("lon")
    @classmethod
    def _whole_point(cls, lon: float | None, info: ValidationInfo) -> float | None:
        if "lat" in info.data and (lon is None) != (info.data["lat"] is None):
            raise parsers.wrong("import.reason.half_point")
        return lon

    @field_validator("deadline", "expires_at")
    @classmethod
    def _still_to_come(cls, day: date | None, info: ValidationInfo) -> date | None:
        today = (info.context or {}).get("today")
        if day is not None and today is not None and day < today:
            raise parsers.wrong("import.reason.past", day=day.isoformat())
        return day

    @field_validator("age_max")
    @classmethod
    def _ages_in_order(cls, age_max: int | None, info: ValidationInfo) -> int | None:
        return _in_order(age_max, info, "age_min")


class OpeningRow(ListingRow):
    """An apprenticeship slot of an enterprise. Wages are yuan a month."""

    kind: Literal[ListingKind.OPENING] = ListingKind.OPENING
    enterprise: ShortText
    enterprise_code: str | None = None
    """Unified social credit code, normalised."""
    headcount: Places
    wage_min: Wage
    wage_max: Wage
    wage_after_min: Wage | None = None
    wage_after_max: Wage | None = None
    pay_day: Annotated[Whole, Field(ge=1, le=31)] | None = None
    housing: Annotated[Housing, parsers.choice("housing")] | None = None
    meals: YesNo | None = None
    shuttle: YesNo | None = None
    night_shift: YesNo | None = None
    shift: Annotated[Shift, parsers.choice("shift")] | None = None
    hours_week: Annotated[Number, Field(gt=0, le=168)] | None = None
    social_insurance: YesNo | None = None
    contract_months: Months | None = None
    probation_months: Annotated[Number, Field(ge=0, le=60)] | None = None
    term_months: Months | None = None
    grade_target: Annotated[Grade, parsers.choice("grade")] | None = None
    mentor: ShortText | None = None
    partner_provider: ShortText | None = None
    certificates_required: Annotated[Texts, BeforeValidator(parsers.certificates)] = Field(default_factory=list)
    """`kind:occupation:grade` each, empty parts allowed; a trade may follow."""
    accepts_no_experience: YesNo | None = None
    accepts_minors: YesNo = False
    accessible: YesNo | None = None

    @field_validator("enterprise_code", mode="before")
    @classmethod
    def _credit_code(cls, said: object) -> str | None:
        if said is None:
            return None
        try:
            return check_credit_code(parsers.text(said))
        except WrongCreditCode as wrong:
            raise PydanticCustomError(wrong.text_id, wrong.text_id, wrong.params) from wrong

    @field_validator("wage_max")
    @classmethod
    def _wages_in_order(cls, wage_max: int, info: ValidationInfo) -> int | None:
        return _in_order(wage_max, info, "wage_min")

    @field_validator("wage_after_max")
    @classmethod
    def _wages_after_in_order(cls, wage_max: int | None, info: ValidationInfo) -> int | None:
        return _in_order(wage_max, info, "wage_after_min")


class CourseRow(ListingRow):
    """A subsidised course of a training provider."""

    kind: Literal[ListingKind.COURSE] = ListingKind.COURSE
    provider: ShortText
    course_kind: Annotated[CourseKind, parsers.choice("course_kind")]
    capacity: Places
    certificate_kind: Annotated[CertificateKind, parsers.choice("certificate_kind")] | None = None
    grade_target: Annotated[Grade, parsers.choice("grade")] | None = None
    assessing_body: ShortText | None = None
    hours_total: Annotated[Whole, Field(ge=1, le=10_000)]
    """Teaching hours (学时)."""
    weeks: Annotated[Number, Field(gt=0, le=300)] | None = None
    mode: Annotated[CourseMode, parsers.choice("mode")] | None = None
    evening: YesNo | None = None
    weekend: YesNo | None = None
    dormitory: YesNo | None = None
    fee: Yuan
    """What the learner pays; 0 where the subsidy covers all."""
    subsidy_rule: str | None = None
    """Id of the policy row the subsidy rests on."""
    documents: Texts = Field(default_factory=list)
    rolling_entry: YesNo | None = None
    linked_openings: Annotated[list[Id], Field(max_length=_LONGEST_LIST), BeforeValidator(parsers.several)] = Field(
        default_factory=list
    )
    programme: ShortText | None = None

    @field_validator("subsidy_rule", mode="before")
    @classmethod
    def _policy_row(cls, said: object) -> str | None:
        if said is None:
            return None
        row_id = parsers.text(said)
        if row_id not in {row.id for row in policy.rows()}:
            raise parsers.wrong("import.reason.policy", said=row_id)
        return row_id


Row = OpeningRow | CourseRow


def _in_order(highest: int | None, info: ValidationInfo, lowest_field: str) -> int | None:
    lowest = info.data.get(lowest_field)
    if highest is not None and lowest is not None and highest < lowest:
        raise parsers.wrong("import.reason.reversed", other=lowest_field, other_value=lowest)
    return highest
