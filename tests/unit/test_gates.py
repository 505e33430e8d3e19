"""What each gate lets through at its edges, and how an absent fact passes all of them."""

from datetime import date, timedelta
from typing import Any

import pytest

from data.eligibility import Applicant, failed_rules, missing_certificate
from data.people.profile import CertificateFact, EducationFact, Facts
from data.vocabulary import CertificateKind, Constraint, Education, Housing, Shift
from tests.people import GUARD, WELDER, listing, place, work

TODAY = date(2026, 11, 20)
OPEN = {"places_left": 1, "hazards": [], "certificates": [], "accepts_minors": False}


def rules(facts: Facts, **row: Any) -> list[str]:
    """The rules that keep this person from a welder's listing in Tiexi, Shenyang."""
    return [gate.rule_id for gate in failed_rules(Applicant(facts, TODAY), listing("a", WELDER, **(OPEN | row)))]


def test_somebody_of_whom_nothing_is_known_passes_everything_but_the_end_of_a_listing() -> None:
    strict = {"age_min": 30, "age_max": 31, "education_min": Education.BACHELOR, "hazards": ["HEIGHT", "NIGHT"]}
    assert rules(Facts(), **strict, shift=Shift.THREE, night_shift=True, housing=Housing.NONE, meals=False) == []


@pytest.mark.parametrize(("day", "over"), [(-1, True), (0, False), (1, False)])
@pytest.mark.parametrize("end", ["deadline", "expires_at"])
def test_a_listing_is_open_until_the_end_of_its_last_day(end: str, day: int, *, over: bool) -> None:
    assert rules(Facts(), **{end: TODAY + timedelta(days=day)}) == (["listing.open"] if over else [])


@pytest.mark.parametrize(("left", "full"), [(0, True), (1, False)])
def test_a_listing_without_a_place_is_closed(left: int, *, full: bool) -> None:
    assert rules(Facts(), places_left=left) == (["listing.open"] if full else [])


@pytest.mark.parametrize(
    ("age", "kept_from"), [(15, "age.min_work age.minor_worker"), (16, "age.minor_worker"), (18, "")]
)
def test_the_law_names_16_and_18(age: int, kept_from: str) -> None:
    assert rules(Facts(age=age)) == kept_from.split()


@pytest.mark.parametrize(
    ("row", "open_"),
    [({}, True), ({"night_shift": True}, False), ({"hazards": ["DUST"]}, False), ({"hazards": ["VIEW"]}, True)],
)
def test_minors_get_what_takes_them_by_day_and_without_danger(row: dict[str, Any], *, open_: bool) -> None:
    assert ("age.minor_worker" not in rules(Facts(age=17), accepts_minors=True, **row)) is open_


@pytest.mark.parametrize(("age", "fits"), [(24, False), (25, True), (40, True), (41, False)])
def test_both_ends_of_a_listing_s_ages_belong_to_it(age: int, *, fits: bool) -> None:
    assert rules(Facts(age=age), age_min=25, age_max=40) == ([] if fits else ["listing.age"])


def test_a_hint_of_an_education_excludes_nothing() -> None:
    said = {"level": Education.PRIMARY}
    assert rules(Facts(education=EducationFact(**said)), education_min=Education.SENIOR) == ["listing.education"]
    assert rules(Facts(education=EducationFact(**said, sure=False)), education_min=Education.SENIOR) == []


@pytest.mark.parametrize("kind", [CertificateKind.GRADE, CertificateKind.OPERATION_PERMIT])
def test_who_has_no_papers_at_all_has_none_of_the_trade(kind: CertificateKind) -> None:
    assert rules(Facts(certificates=[]), certificates=[f"{kind}:{WELDER}:"]) == ["law.cert_before_work"]
    assert rules(Facts(certificates=None), certificates=[f"{kind}:{WELDER}:"]) == []


def test_a_paper_that_is_held_in_one_trade_is_not_missing_in_general() -> None:
    held = CertificateFact(kind=CertificateKind.OPERATION_PERMIT, occupation=WELDER)
    none = CertificateFact(kind=CertificateKind.OPERATION_PERMIT, has=False)
    one = Applicant(Facts(certificates=[held, none]), TODAY)
    assert not missing_certificate(one, f"{CertificateKind.OPERATION_PERMIT}:{WELDER}:")
    assert missing_certificate(
        Applicant(Facts(certificates=[none]), TODAY), f"{CertificateKind.OPERATION_PERMIT}:{WELDER}:"
    )


@pytest.mark.parametrize(("lacks", "kept_out"), [(WELDER, True), (GUARD, False)])
def test_a_paper_that_is_lacking_in_another_trade_keeps_nobody_out(lacks: str, *, kept_out: bool) -> None:
    none = CertificateFact(kind=CertificateKind.OPERATION_PERMIT, occupation=lacks, has=False)
    wanted = [f"{CertificateKind.OPERATION_PERMIT}:{WELDER}:"]
    assert rules(Facts(certificates=[none]), certificates=wanted) == (["law.cert_before_work"] if kept_out else [])


def test_a_paper_held_in_the_trade_counts_though_another_line_says_it_is_lacking() -> None:
    one = {"kind": CertificateKind.OPERATION_PERMIT, "occupation": WELDER}
    said = [CertificateFact(**one), CertificateFact(**one, has=False)]
    wanted = [f"{CertificateKind.OPERATION_PERMIT}:{WELDER}:"]
    assert rules(Facts(certificates=said), certificates=wanted) == []


def test_a_district_that_is_named_stays_open_in_a_city_that_is_ruled_out() -> None:
    without = Facts(places=[place("210100", "excludes")])
    named = Facts(places=[place("210100", "excludes"), place("210106")])
    both = Facts(places=[place("210106", "excludes"), place("210106")])
    assert (rules(without), rules(named), rules(both)) == (["said.place"], [], ["said.place"])


def test_only_rejected_work_is_ruled_out() -> None:
    assert rules(Facts(occupations=[work(WELDER, "rejects")])) == ["said.occupation"]
    assert rules(Facts(occupations=[work(WELDER, "did"), work(GUARD, "rejects")])) == []


@pytest.mark.parametrize("need", [Constraint.NO_NIGHT, Constraint.GO_HOME_AT_NIGHT])
@pytest.mark.parametrize(
    ("row", "nightly"),
    [
        ({"night_shift": True}, True), ({"shift": Shift.THREE}, True), ({"shift": Shift.TWO}, False),
        ({"hazards": ["NIGHT"]}, True), ({"hazards": ["NIGHT"], "night_shift": False}, False), ({}, False),
    ],
)  # fmt: skip
def test_nights_are_ruled_out_where_stated_or_usual(need: Constraint, row: dict[str, Any], *, nightly: bool) -> None:
    assert rules(Facts(constraints=[need]), **row) == (["said.no_night"] if nightly else [])


@pytest.mark.parametrize(
    ("shift", "fits"), [(None, True), (Shift.DAY, True), (Shift.TWO, False), (Shift.ROTATING, False)]
)
def test_who_works_no_shifts_works_by_day(shift: Shift | None, *, fits: bool) -> None:
    assert rules(Facts(constraints=[Constraint.NO_SHIFT]), shift=shift) == ([] if fits else ["said.no_shift"])


@pytest.mark.parametrize(
    ("need", "hazard", "rule"),
    [
        (Constraint.NO_HEIGHTS, "HEIGHT", "said.no_heights"), (Constraint.NO_HEAVY, "HEAVY", "said.no_heavy"),
        (Constraint.NO_DUST, "DUST", "said.no_dust"), (Constraint.SEATED, "STAND", "said.seated"),
        (Constraint.SEATED, "HEAVY", "said.seated"), (Constraint.SEATED, "HEIGHT", "said.seated"),
    ],
)  # fmt: skip
def test_what_the_body_cannot_is_ruled_out_by_its_hazard_alone(need: Constraint, hazard: str, rule: str) -> None:
    assert rules(Facts(constraints=[need]), hazards=[hazard]) == [rule]
    assert rules(Facts(constraints=[need]), hazards=["VIEW"]) == []


@pytest.mark.parametrize(
    ("row", "fits"),
    [
        ({"wage_max": 4999}, False), ({"wage_max": 5000}, True), ({}, True),
        ({"wage_max": 4000, "wage_after_max": 5000}, True), ({"wage_max": 5000, "wage_after_max": 4000}, True),
    ],
)  # fmt: skip
def test_the_best_wage_of_a_listing_meets_the_wish(row: dict[str, Any], *, fits: bool) -> None:
    assert rules(Facts(wage_min=5000), **row) == ([] if fits else ["wish.wage"])


def test_housing_and_meals_are_wishes_that_only_a_plain_no_fails() -> None:
    wishes = Facts(constraints=[Constraint.HOUSING, Constraint.MEALS])
    assert rules(wishes) == rules(wishes, housing=Housing.SUBSIDY, meals=True) == []
    assert rules(wishes, housing=Housing.NONE, meals=False) == ["wish.meals", "wish.housing"]


def test_a_relaxed_wish_excludes_no_more() -> None:
    asker, row = Applicant(Facts(wage_min=9000), TODAY), listing("a", WELDER, **OPEN, wage_max=4000)
    assert [gate.rule_id for gate in failed_rules(asker, row)] == ["wish.wage"]
    assert failed_rules(asker, row, relaxed=frozenset({"wish.wage"})) == []
