"""A listing's figures held against the law: field by field, with what to do."""

from datetime import date
from typing import Any

import pytest

from bot.imports.compliance import finding_sentence, findings_of
from data.listings.openings import Opening
from data.vocabulary import Language

TODAY = date(2026, 3, 2)
SHENYANG, HEPING = "210100", "210102"
FITTER = "6-20-01-01"


def opening(**fields: Any) -> Opening:
    """A lawful opening but for what is given."""
    plain = {
        "id": "o-test", "organisation_id": 1, "title": "装配钳工学徒", "occupation_code": FITTER, "city": SHENYANG,
        "district": HEPING, "description": "跟师傅学装配，包吃住。", "headcount": 3, "wage_min": 3000, "wage_max": 4000,
    }  # fmt: skip
    return Opening(**plain | fields)


def found(**fields: Any) -> list[tuple[str, str]]:
    return [(one.field, one.severity) for one in findings_of(opening(**fields), TODAY)]


def test_a_lawful_opening_has_no_findings() -> None:
    assert found() == []


def test_a_wage_below_every_plausible_minimum_blocks() -> None:
    assert found(wage_min=1500) == [("wage_min", "block")]


def test_a_wage_between_the_unsure_minimum_and_the_one_before_is_for_a_reviewer() -> None:
    assert found(wage_min=2150) == [("wage_min", "review")]


def test_the_wage_after_training_is_checked_as_well() -> None:
    assert found(wage_after_min=1500, wage_after_max=5000) == [("wage_after_min", "block")]


def test_reversed_wages_block() -> None:
    assert found(wage_min=5000, wage_max=4000) == [("wage_max", "block")]


@pytest.mark.parametrize(("contract", "allowed"), [(2, 0), (6, 1), (12, 2), (24, 2), (36, 6)])
def test_probation_is_held_against_the_contract(contract: int, allowed: int) -> None:
    short = [("contract_months", "review")] if contract < 12 else []
    assert found(contract_months=contract, probation_months=allowed) == short
    assert ("probation_months", "block") in found(contract_months=contract, probation_months=allowed + 0.5)


def test_probation_beyond_six_months_blocks_whatever_the_contract() -> None:
    assert found(probation_months=7) == [("probation_months", "block")]


def test_a_long_week_is_for_a_reviewer() -> None:
    assert found(hours_week=40) == []
    assert found(hours_week=60) == [("hours_week", "review")]


def test_a_term_of_more_than_three_years_is_for_a_reviewer() -> None:
    assert found(term_months=36) == []
    assert found(term_months=48) == [("term_months", "review")]


def test_minors_are_welcome_only_where_nothing_is_dangerous() -> None:
    assert found(accepts_minors=True) == []
    assert found(accepts_minors=True, hazards=["DUST"]) == [("accepts_minors", "block")]
    assert found(accepts_minors=True, night_shift=True) == [("accepts_minors", "block")]
    assert found(age_min=17, hazards=["HEIGHT"]) == [("age_min", "block")]


def test_an_age_limit_without_a_basis_is_for_a_reviewer() -> None:
    assert found(age_max=35) == [("age_max", "review")]
    assert found(age_max=60) == []


def test_a_deadline_in_the_past_blocks() -> None:
    assert found(deadline=date(2026, 3, 1)) == [("deadline", "block")]
    assert found(deadline=TODAY) == []


def test_a_phone_number_in_the_title_is_for_a_reviewer() -> None:
    assert found(title="钳工学徒 13812345678") == [("title", "review")]


def test_words_are_told_with_their_place_in_the_field() -> None:
    finding = findings_of(opening(description="跟师傅学装配，限男性。"), TODAY)[0]
    assert finding.field == "description"
    assert finding.params["finding"].span == (7, 10)
    assert finding.params["words"] == "限男性"


def test_dangerous_work_is_no_offence_but_danger_without_protection_is() -> None:
    assert found(title="喷漆工学徒", description="跟师傅学喷涂，发防毒面具，每年做职业健康检查。") == []
    assert found(title="喷漆工学徒", description="跟师傅学喷涂，漆味大没有面罩。") == [("description", "review")]


@pytest.mark.parametrize("language", list(Language))
def test_every_finding_has_a_sentence(language: Language) -> None:
    wrong = opening(
        wage_min=1500, wage_max=1400, wage_after_min=2150, probation_months=9, hours_week=60, term_months=48,
        contract_months=6, accepts_minors=True, hazards=["DUST"], age_min=15, age_max=14, deadline=date(2026, 3, 1),
        expires_at=date(2026, 3, 1), social_insurance=False,
    )  # fmt: skip
    findings = findings_of(wrong, TODAY)
    assert len(findings) == 13
    assert all(len(finding_sentence(one, language)) > 10 for one in findings)
