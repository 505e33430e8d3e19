"""The law check of a listing's figures: wages, probation, hours, contract, ages and days, field by field."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from data import eligibility
from data.catalogue import occupations, policy
from data.listings import labour_terms
from data.listings.models import ListingFields
from data.listings.openings import Opening
from data.people.seekers import MINIMUM_AGE

Severity = Literal["block", "review"]

_RETIREMENT_AGE = 60
"""An upper age limit from here on is the law's own: policy row `age.retire_male`."""


@dataclass(frozen=True, slots=True)
class FieldFinding:
    """What is wrong with one field."""

    field: str
    """Its name in listing files."""
    rule: str
    """Id of the rule, or `listing.FIELD` where it is a matter of sense and not of law."""
    severity: Severity
    why: str
    """Id of the text that says what is wrong and what to do."""
    params: dict[str, Any] = dataclasses.field(default_factory=dict)


def check_fields(listing: ListingFields, today: date) -> list[FieldFinding]:
    """What is wrong with a listing's figures, by field."""
    found = [*_days(listing, today), *_ages(listing)]
    if isinstance(listing, Opening):
        found += [*_wages(listing, today), *_contract(listing, today), *_minors(listing)]
    return found


def check_minimum_wage(wage: int, place: str, day: date) -> tuple[Severity, int] | None:
    """Whether a monthly wage is below the minimum wage of the place, and that minimum.

    Block: below every row that could hold. Review: below the row in force, which is not sure.
    """
    rows = policy.plausible_wages(place, day)
    if not rows:
        return None
    lowest, current = min(row.monthly for row in rows), rows[0].monthly
    if wage < lowest:
        return "block", lowest
    return ("review", current) if wage < current else None


def _wages(opening: Opening, today: date) -> Iterator[FieldFinding]:
    place = opening.district or opening.city
    for name in ("wage_min", "wage_after_min"):
        wage = getattr(opening, name)
        below = check_minimum_wage(wage, place, today) if wage is not None else None
        if below is not None:
            severity, minimum = below
            text = "lint.terms.below_minimum" if severity == "block" else "lint.terms.below_unsure_minimum"
            yield FieldFinding(name, "wage.gate_algo", severity, text, {"wage": wage, "minimum": minimum})
    for low, high in (("wage_min", "wage_max"), ("wage_after_min", "wage_after_max")):
        lowest, highest = getattr(opening, low), getattr(opening, high)
        if lowest is not None and highest is not None and lowest > highest:
            yield FieldFinding(
                high, f"listing.{high}", "block", "lint.terms.wages_reversed", {"low": lowest, "high": highest}
            )


def _contract(opening: Opening, today: date) -> Iterator[FieldFinding]:
    contract, probation = opening.contract_months, opening.probation_months
    if probation is not None:
        longest = labour_terms.longest_probation(_LONGEST_CONTRACT if contract is None else contract, today)
        if probation > longest:
            text = "lint.terms.probation" if contract is not None else "lint.terms.probation_any"
            yield FieldFinding(
                "probation_months", "pay.probation", "block", text,
                {"probation": _plain(probation), "longest": _plain(longest), "contract": contract or 0},
            )  # fmt: skip
    week = labour_terms.longest_week(today)
    if opening.hours_week is not None and opening.hours_week > week:
        yield FieldFinding(
            "hours_week", "pay.hours", "review", "lint.terms.hours",
            {"hours": _plain(opening.hours_week), "longest": _plain(week)},
        )  # fmt: skip
    least = labour_terms.least_contract(today)
    if contract is not None and contract < least:
        yield FieldFinding("contract_months", "appr.target", "review", "lint.terms.contract", {"least": _plain(least)})
    longest_term = labour_terms.longest_term(today)
    if opening.term_months is not None and not 1 <= opening.term_months <= longest_term:
        yield FieldFinding(
            "term_months", "appr.term_years", "review", "lint.terms.term", {"longest": _plain(longest_term)}
        )
    if opening.social_insurance is False:
        yield FieldFinding("social_insurance", "pay.no_insurance", "review", "lint.terms.insurance")


_LONGEST_CONTRACT = 10_000
"""Months; stands for a contract without an end, which allows the longest probation."""


def _ages(listing: ListingFields) -> Iterator[FieldFinding]:
    if listing.age_min is not None and listing.age_min < MINIMUM_AGE:
        yield FieldFinding("age_min", "post.child", "block", "lint.terms.child", {"least": MINIMUM_AGE})
    lowest, highest = listing.age_min, listing.age_max
    if lowest is not None and highest is not None and lowest > highest:
        yield FieldFinding(
            "age_max", "listing.age_max", "block", "lint.terms.ages_reversed", {"low": lowest, "high": highest}
        )
    elif isinstance(listing, Opening) and highest is not None and highest < _RETIREMENT_AGE and not listing.age_basis:
        yield FieldFinding("age_max", "post.age_cap", "review", "lint.terms.age_cap")


def _minors(opening: Opening) -> Iterator[FieldFinding]:
    """16 and 17 year olds only where nothing is dangerous: 劳部发〔1994〕498号."""
    welcome = opening.accepts_minors or (opening.age_min is not None and opening.age_min < eligibility.ADULT_AGE)
    work = occupations.get(opening.occupation_code)
    adult = work is not None and (work.under18 == "prohibited" or (work.min_age or 0) >= eligibility.ADULT_AGE)
    danger = (
        adult or opening.night_shift is True or not eligibility.HAZARDS_FORBIDDEN_TO_MINORS.isdisjoint(opening.hazards)
    )
    if welcome and danger:
        name = "accepts_minors" if opening.accepts_minors else "age_min"
        yield FieldFinding(name, "age.minor_worker", "block", "lint.terms.minors", {"adult": eligibility.ADULT_AGE})


def _days(listing: ListingFields, today: date) -> Iterator[FieldFinding]:
    for name in ("deadline", "expires_at"):
        day = getattr(listing, name)
        if day is not None and day < today:
            yield FieldFinding(name, f"listing.{name}", "block", f"lint.terms.{name}_past", {"day": day})


def _plain(number: float) -> str:
    return f"{number:g}"
