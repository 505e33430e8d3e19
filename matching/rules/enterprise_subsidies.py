"""What an enterprise may get for training apprentices of one opening: from policy rows in force, never promised.

企业新型学徒制 (人社部发〔2021〕39号): the subsidy goes to the enterprise, by person and year. A city may set amounts
by grade (`appr.subsidy_{city}`) and add for occupations in short supply (`appr.{city}_uplift`); where no row of the
city is known, the national floor stands and the estimate says so.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from data.catalogue import occupations, places, policy
from data.catalogue.policy import PolicyRow
from data.listings.openings import Opening
from data.vocabulary import Grade

NATIONAL = "appr.subsidy_national"
TARGET, FILING, PREPAID, TERM, GRADES = (
    "appr.target", "appr.filing", "appr.prepay_max", "appr.term_years", "appr.levels",
)  # fmt: skip


class AmountBasis(StrEnum):
    CITY = "city"
    """The city's own row."""
    FLOOR = "floor"
    """The national row: at least so much; what the city adds is not known."""
    NOT_COVERED = "not_covered"
    """The grade is none of those that the scheme knows."""
    NONE = "none"
    """No row is in force on that day."""


class ConditionStatus(StrEnum):
    """How the opening stands to a condition."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Uplift:
    """More for occupations in short supply: shares of the amount, from the lowest tier to the highest."""

    low: float
    high: float
    listed: bool
    """Whether the occupation is on a list in force; which tier it has is not known either way."""
    row: PolicyRow


@dataclass(frozen=True)
class SubsidyEstimate:
    """Yuan for one person and year, and what it rests on."""

    basis: AmountBasis
    low: int | None
    high: int | None
    """The same as `low` unless the grade is open and the amounts differ."""
    rows: tuple[PolicyRow, ...]
    """What the amount rests on."""
    grade: Grade | None
    contract: ConditionStatus
    contract_months_min: int | None
    term: ConditionStatus
    uplift: Uplift | None
    years: float | None
    """Years of training that can count; None where the opening does not say."""
    prepaid: float | None
    """The share that may be paid in advance."""
    filing: tuple[str, ...]
    """What is filed before the training begins: words of the row."""

    def total(self, headcount: int) -> int | None:
        """For all places and the whole training, by the lower amount."""
        return None if self.low is None or self.years is None else round(self.low * headcount * self.years)


@dataclass(frozen=True)
class SchemeRules:
    """What the scheme pays and asks for, whatever the opening: yuan for one person and year."""

    basis: AmountBasis
    low: int | None
    high: int | None
    rows: tuple[PolicyRow, ...]
    """What the amount rests on."""
    grade: Grade | None
    uplift: Uplift | None
    prepaid: float | None
    who: tuple[str, ...]
    """Which employees may be trained: words of the row."""
    contract_months_min: int | None
    years: tuple[int, int, int] | None
    """Years of training: the least, the usual most, the most of all."""
    grades: tuple[Grade, ...]
    """Grades that the training may lead to."""
    filing: PolicyRow | None
    """What is filed before the training begins."""


def describe_scheme(today: date, city: str | None = None, grade: Grade | None = None) -> SchemeRules:
    """The scheme by the rows in force on that day.

    Args:
        today: the day.
        city: code of the city that is asked about; without it the national rows count.
        grade: the grade that is asked about.
    """
    basis, low, high, rows = _amount(city, grade, today)
    target, prepaid, term, known = (policy.in_force(one, today) for one in (TARGET, PREPAID, TERM, GRADES))
    return SchemeRules(
        basis=basis, low=low, high=high, rows=rows, grade=grade,
        uplift=_uplift(city, None, today) if low is not None else None,
        prepaid=float(prepaid.value) if prepaid else None,
        who=tuple(target.value["who"]) if target else (),
        contract_months_min=int(target.value["contract_months_min"]) if target else None,
        years=(term.value["min"], term.value["max"], term.value["special_max"]) if term else None,
        grades=tuple(Grade(one) for one in known.value) if known else (), filing=policy.in_force(FILING, today),
    )  # fmt: skip


def estimate_subsidy(opening: Opening, today: date) -> SubsidyEstimate:
    """The estimate for an opening by the rows in force on that day."""
    basis, low, high, rows = _amount(opening.city, opening.grade_target, today)
    target, prepaid, filing = (policy.in_force(one, today) for one in (TARGET, PREPAID, FILING))
    least = int(target.value["contract_months_min"]) if target else None
    term, years = _term(opening.term_months, today)
    return SubsidyEstimate(
        basis=basis, low=low, high=high, rows=rows, grade=opening.grade_target,
        contract=_at_least(opening.contract_months, least), contract_months_min=least, term=term,
        uplift=_uplift(opening.city, opening.occupation_code, today) if low is not None else None, years=years,
        prepaid=float(prepaid.value) if prepaid else None, filing=tuple(filing.value) if filing else (),
    )  # fmt: skip


def _amount(
    city_code: str | None, grade: Grade | None, today: date
) -> tuple[AmountBasis, int | None, int | None, tuple[PolicyRow, ...]]:
    known = policy.in_force(GRADES, today)
    if known and grade is not None and grade.value not in known.value:
        return AmountBasis.NOT_COVERED, None, None, (known,)
    city = _row(f"appr.subsidy_{_name(city_code)}", today)
    if city is not None:
        by_grade: dict[str, int] = city.value
        amounts = list(by_grade.values()) if grade is None else [by_grade[grade]] if grade in by_grade else []
        if amounts:
            return AmountBasis.CITY, min(amounts), max(amounts), (city,)
    national = policy.in_force(NATIONAL, today)
    if national is None:
        return AmountBasis.NONE, None, None, ()
    return AmountBasis.FLOOR, int(national.value), int(national.value), (national,)


def _name(city: str | None) -> str:
    place = places.get(city) if city else None
    return place.pinyin if place else ""


def _row(row_id: str, today: date) -> PolicyRow | None:
    """The row, if there is one with this id and it is in force."""
    return next((row for row in policy.rows() if row.id == row_id and row.holds(today)), None)


def _at_least(value: int | None, least: int | None) -> ConditionStatus:
    if value is None or least is None:
        return ConditionStatus.UNKNOWN
    return ConditionStatus.YES if value >= least else ConditionStatus.NO


def _term(months: int | None, today: date) -> tuple[ConditionStatus, float | None]:
    """Whether the training is as long as the scheme wants it, and how many of its years can count."""
    row = policy.in_force(TERM, today)
    if months is None or row is None:
        return ConditionStatus.UNKNOWN, None
    within = row.value["min"] * 12 <= months <= row.value["special_max"] * 12
    return ConditionStatus.YES if within else ConditionStatus.NO, min(months / 12, row.value["special_max"])


def _uplift(city: str | None, occupation: str | None, today: date) -> Uplift | None:
    row = _row(f"appr.{_name(city)}_uplift", today)
    if row is None:
        return None
    work = occupations.get(occupation) if occupation else None
    lists = [policy.in_force(one, today) for one in work.shortage] if work else []
    listed = any(one is not None and _name(city) in one.id for one in lists)
    return Uplift(min(row.value.values()), max(row.value.values()), listed, row)
