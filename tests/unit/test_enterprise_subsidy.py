"""The enterprise's subsidy: by grade, city and day, from rows in force; what is not known is said to be unknown."""

from datetime import date
from typing import Any

import pytest

from bot.chat.texts import render
from data.catalogue import occupations, policy
from data.listings.openings import Opening
from data.vocabulary import Grade, Language
from matching.rules.enterprise_subsidies import AmountBasis, ConditionStatus, describe_scheme, estimate_subsidy

TODAY = date(2026, 11, 25)
SHENYANG, DALIAN, ANSHAN = "210100", "210200", "210300"


def _opening(**more: Any) -> Opening:
    fields: dict[str, Any] = {
        "id": "o-1", "organisation_id": 1, "title": "焊工学徒", "occupation_code": "6-18-02-04", "city": SHENYANG,
        "description": "下料", "headcount": 5, "wage_min": 4000, "wage_max": 5000, "grade_target": Grade.FOUR,
        "contract_months": 24, "term_months": 12,
    }  # fmt: skip
    return Opening(**{**fields, **more})


@pytest.mark.parametrize(("grade", "amount"), [(Grade.FOUR, 5000), (Grade.THREE, 6000)])
def test_the_amount_of_the_city_goes_by_grade(grade: Grade, amount: int) -> None:
    found = estimate_subsidy(_opening(city=ANSHAN, grade_target=grade), TODAY)
    assert (found.basis, found.low, found.high) == (AmountBasis.CITY, amount, amount)
    assert [row.id for row in found.rows] == ["appr.subsidy_anshan"]


def test_without_a_grade_the_city_gives_a_range() -> None:
    found = estimate_subsidy(_opening(city=ANSHAN, grade_target=None), TODAY)
    assert (found.low, found.high) == (5000, 6000)


@pytest.mark.parametrize(("city", "grade"), [(SHENYANG, Grade.FOUR), (ANSHAN, Grade.TWO)])
def test_where_the_city_says_nothing_the_national_floor_stands(city: str, grade: Grade) -> None:
    found = estimate_subsidy(_opening(city=city, grade_target=grade), TODAY)
    assert (found.basis, found.low) == (AmountBasis.FLOOR, 5000)


def test_before_the_city_had_a_row_the_national_floor_stood() -> None:
    assert (
        estimate_subsidy(_opening(city=ANSHAN, grade_target=Grade.THREE), date(2021, 12, 31)).basis == AmountBasis.FLOOR
    )
    assert estimate_subsidy(_opening(city=ANSHAN, grade_target=Grade.THREE), date(2022, 1, 1)).basis == AmountBasis.CITY


def test_before_any_row_nothing_is_claimed() -> None:
    found = estimate_subsidy(_opening(), date(2021, 6, 7))
    assert (found.basis, found.low) == (AmountBasis.NONE, None)


@pytest.mark.parametrize("grade", [Grade.FIVE, Grade.APPRENTICE])
def test_a_grade_below_the_scheme_gets_no_figure(grade: Grade) -> None:
    found = estimate_subsidy(_opening(grade_target=grade), TODAY)
    assert (found.basis, found.low) == (AmountBasis.NOT_COVERED, None)


@pytest.mark.parametrize(
    ("months", "met"), [(12, ConditionStatus.YES), (11, ConditionStatus.NO), (None, ConditionStatus.UNKNOWN)]
)
def test_the_contract_must_last_a_year(months: int | None, met: ConditionStatus) -> None:
    assert estimate_subsidy(_opening(contract_months=months), TODAY).contract == met


@pytest.mark.parametrize(
    ("months", "met"),
    [(12, ConditionStatus.YES), (36, ConditionStatus.YES), (6, ConditionStatus.NO), (48, ConditionStatus.NO)],
)
def test_the_training_lasts_one_to_three_years(months: int, met: ConditionStatus) -> None:
    assert estimate_subsidy(_opening(term_months=months), TODAY).term == met


def test_the_total_is_for_all_places_and_all_years() -> None:
    found = estimate_subsidy(_opening(city=ANSHAN, grade_target=Grade.THREE, term_months=18, headcount=4), TODAY)
    assert found.total(4) == 36000


def test_no_total_where_the_term_is_not_known() -> None:
    assert estimate_subsidy(_opening(term_months=None), TODAY).total(5) is None


def _on_the_list_of_dalian() -> str:
    return next(one.code for one in occupations.liaoning() if "shortage.dalian.2025" in one.shortage)


def test_an_occupation_in_short_supply_gets_more_in_dalian() -> None:
    uplift = estimate_subsidy(_opening(city=DALIAN, occupation_code=_on_the_list_of_dalian()), TODAY).uplift
    assert uplift is not None
    assert (uplift.low, uplift.high, uplift.listed) == (0.1, 0.3, True)


def test_an_occupation_that_is_not_on_the_list_is_not_promised_more() -> None:
    unlisted = next(one.code for one in occupations.liaoning() if not one.shortage)
    uplift = estimate_subsidy(_opening(city=DALIAN, occupation_code=unlisted), TODAY).uplift
    assert uplift is not None
    assert not uplift.listed


def test_the_uplift_of_one_city_is_not_that_of_another() -> None:
    assert estimate_subsidy(_opening(city=SHENYANG, occupation_code=_on_the_list_of_dalian()), TODAY).uplift is None


def test_there_was_no_uplift_before_its_row() -> None:
    assert estimate_subsidy(_opening(city=DALIAN), date(2024, 12, 31)).uplift is None


def test_the_scheme_is_told_without_an_opening() -> None:
    found = describe_scheme(TODAY)
    assert (found.basis, found.low, found.prepaid, found.contract_months_min) == (AmountBasis.FLOOR, 5000, 0.5, 12)
    assert found.years == (1, 2, 3)
    assert found.filing is not None
    assert "roster" in found.filing.value


def test_the_scheme_of_a_city_has_its_own_amounts_and_uplift() -> None:
    assert (describe_scheme(TODAY, ANSHAN).low, describe_scheme(TODAY, ANSHAN).high) == (5000, 6000)
    assert describe_scheme(TODAY, ANSHAN, Grade.THREE).low == 6000
    uplift = describe_scheme(TODAY, DALIAN).uplift
    assert uplift is not None
    assert (uplift.low, uplift.high) == (0.1, 0.3)


def test_before_any_row_the_scheme_claims_nothing() -> None:
    found = describe_scheme(date(2018, 1, 1))
    assert (found.basis, found.low, found.filing, found.grades) == (AmountBasis.NONE, None, None, ())


@pytest.mark.parametrize("row", [
    row.id for row in policy.rows()
    if row.id.startswith("appr.subsidy_") or row.id.endswith("_uplift") or row.id == "appr.filing"
])  # fmt: skip
@pytest.mark.parametrize("language", list(Language))
def test_every_row_an_estimate_may_rest_on_has_a_name_in_both_languages(row: str, language: Language) -> None:
    assert render(f"estimate.source.{row}", language)
