"""The parts of a score one by one: the ladder of courses, body, hours, wage and housing, at their edges."""

from datetime import date
from itertools import product
from typing import Any

import pytest

from data.eligibility import Applicant
from data.people.profile import CertificateFact, Facts, GroupFact
from data.vocabulary import CertificateKind, Constraint, CourseMode, Grade, Housing, Shift
from matching.ranking.context import SeekerContext
from matching.ranking.scoring import ScoredCandidate, doubtful_hazards, score_candidate
from matching.search.candidates import Candidate
from matching.search.geo import build_geo_context
from matching.search.intent import build_search_intent
from tests.people import GUARD, RIVETER, TURNER, WELDER, course, facts, listing, place, work

TODAY = date(2026, 11, 20)
ROW = {"hazards": [], "certificates": [], "eligible_groups": []}


def scored(said: Facts, *, teaches: bool = False, **row: Any) -> ScoredCandidate:
    """A welder's opening, or course, in Tiexi for a person who says this."""
    person = SeekerContext(Applicant(said, TODAY), build_search_intent(said), build_geo_context(said))
    made = (course if teaches else listing)("a", WELDER, **(ROW | row))
    return score_candidate(person, Candidate(made, None, 0.0))


def holder(grade: Grade | None, *, worked: bool) -> Facts:
    past = [work(WELDER, "did")] if worked else []
    papers = [CertificateFact(kind=CertificateKind.GRADE, occupation=WELDER, grade=grade)] if grade else None
    return facts(place("210106"), work(WELDER), *past, certificates=papers)


@pytest.mark.parametrize(
    ("held", "worked", "target", "part"),
    [
        (None, False, Grade.APPRENTICE, 1.0), (None, False, Grade.FIVE, 1.0), (None, False, Grade.FOUR, 0.75),
        (None, True, Grade.FOUR, 1.0), (None, True, Grade.THREE, 0.85),
        (Grade.FIVE, True, Grade.FIVE, 0.35), (Grade.FIVE, True, Grade.FOUR, 1.0), (Grade.FIVE, True, Grade.THREE, 0.6),
        (Grade.FOUR, True, Grade.FIVE, 0.35), (None, False, None, 0.97),
    ],
)  # fmt: skip
def test_a_course_counts_fully_for_the_next_grade_only(
    held: Grade | None, target: Grade | None, part: float, *, worked: bool
) -> None:
    said = holder(held, worked=worked)
    found = scored(said, teaches=True, certificate_kind=CertificateKind.GRADE, grade_target=target)
    assert found.fit["grade"] == part


def test_a_course_for_a_paper_that_is_held_is_hardly_a_gain() -> None:
    permit = {"kind": CertificateKind.OPERATION_PERMIT, "occupation": WELDER}
    said = facts(place("210106"), work(WELDER), certificates=[CertificateFact(**permit)])
    assert scored(said, teaches=True, certificate_kind=permit["kind"]).fit["grade"] == 0.35


@pytest.mark.parametrize("seated", [None, True, False])
def test_who_did_not_ask_to_sit_loses_nothing_by_standing(*, seated: bool | None) -> None:
    assert scored(facts(place("210106")), seated=seated).life["body"] == 1.0


def test_who_must_sit_prefers_an_opening_that_says_so() -> None:
    said = facts(constraints=[Constraint.SEATED])
    silent, stated = (scored(said, seated=seated).life["body"] for seated in (None, True))
    assert silent == pytest.approx(0.95 * stated)


@pytest.mark.parametrize(
    ("needs", "row", "part"),
    [
        ([], {"shift": Shift.THREE}, 1.0), ([Constraint.NO_SHIFT], {"shift": Shift.DAY}, 1.0),
        ([Constraint.NO_NIGHT], {"night_shift": False}, 0.97), ([Constraint.NO_SHIFT], {"night_shift": False}, 0.85),
        ([Constraint.NO_NIGHT], {}, 0.85), ([Constraint.PART_TIME], {"hours_week": 25}, 1.0),
        ([Constraint.PART_TIME], {"hours_week": 26}, 0.9), ([Constraint.PART_TIME], {"hours_week": 35}, 0.6),
        ([Constraint.PART_TIME], {}, 0.9), ([Constraint.PART_TIME], {"title": "焊工（小时工）"}, 1.0),
    ],
)  # fmt: skip
def test_hours_count_for_those_who_named_them(needs: list[Constraint], row: dict[str, Any], part: float) -> None:
    assert scored(facts(place("210106"), constraints=needs), **row).life["hours"] == part


@pytest.mark.parametrize(
    ("row", "part"),
    [
        ({"wage_max": 5000}, 1.0), ({"wage_max": 4999}, 0.6), ({}, 1.0),
        ({"wage_max": 4000, "wage_after_max": 5000}, 0.88), ({"wage_max": 4000, "wage_after_max": 4500}, 0.6),
    ],
)  # fmt: skip
def test_the_wage_counts_in_training_more_than_after(row: dict[str, Any], part: float) -> None:
    assert scored(facts(place("210106"), wage_min=5000), **row).life["wage"] == part


def test_housing_counts_by_what_is_offered() -> None:
    wish = facts(place("210106"), constraints=[Constraint.HOUSING])
    best_first = (Housing.PROVIDED, Housing.SUBSIDY, None, Housing.NONE)
    offered = [scored(wish, housing=one).life["housing"] for one in best_first]
    assert offered == sorted(offered, reverse=True)
    assert len(set(offered)) == 4
    assert "housing" not in scored(facts(place("210106"))).life


@pytest.mark.parametrize(
    ("needs", "row", "part"),
    [
        ([], {}, 1.0), ([Constraint.EVENING_CLASS], {"evening": True}, 1.0), ([Constraint.EVENING_CLASS], {}, 0.85),
        ([Constraint.EVENING_CLASS], {"evening": False}, 0.5), ([Constraint.PART_TIME], {}, 0.9),
        ([Constraint.PART_TIME], {"weekend": True}, 1.0), ([Constraint.ONLINE], {"mode": CourseMode.MIXED}, 1.0),
        ([Constraint.ONLINE], {"mode": CourseMode.ONSITE}, 0.5),
    ],
)  # fmt: skip
def test_the_hours_of_a_course_count_for_those_who_named_them(
    needs: list[Constraint], row: dict[str, Any], part: float
) -> None:
    assert scored(facts(place("210106"), constraints=needs), teaches=True, **row).life["hours"] == part


@pytest.mark.parametrize("teaches", [True, False])
@pytest.mark.parametrize(("sure", "part"), [(True, 1.0), (False, 0.97), (None, 0.9)])
def test_a_group_that_is_wanted_counts_by_how_well_it_is_known(
    *, teaches: bool, sure: bool | None, part: float
) -> None:
    said = facts(place("210106"), groups=[] if sure is None else [GroupFact(id="grp.veteran", sure=sure)])
    assert scored(said, teaches=teaches, eligible_groups=["grp.veteran"]).fit["group"] == part


@pytest.mark.parametrize("teaches", [False, True])
def test_no_part_counts_more_than_fully(*, teaches: bool) -> None:
    needs = [*Constraint]
    said = facts(place("210106"), work(WELDER), constraints=needs, groups=[GroupFact(id="grp.disabled")], wage_min=4000)
    for meals, accessible, papers in product((True, None, False), (True, None, False), ([], [f"grade:{WELDER}:five"])):
        found = scored(said, teaches=teaches, meals=meals, accessible=accessible, certificates=papers)
        parts = {**found.fit, **found.life, **found.parts}
        assert {name: value for name, value in parts.items() if not 0 <= value <= 1} == {}


def test_who_needs_meals_prefers_those_promised_to_those_nobody_speaks_of_and_these_to_none() -> None:
    said = facts(place("210106"), constraints=[Constraint.MEALS])
    promised, silent, refused = (scored(said, meals=meals).life["meals"] for meals in (True, None, False))
    assert promised > silent > refused


def test_a_disabled_person_prefers_the_accessible_to_the_unknown_and_this_to_what_is_not() -> None:
    said = facts(place("210106"), groups=[GroupFact(id="grp.disabled")])
    fit = [scored(said, accessible=accessible).fit["accessible"] for accessible in (True, None, False)]
    assert fit == sorted(set(fit), reverse=True)


def test_each_missing_paper_makes_an_opening_less_fitting_until_it_cannot_be_less() -> None:
    said = facts(place("210106"), work(WELDER))
    papers = [f"grade:{code}:five" for code in (WELDER, TURNER, RIVETER, GUARD)]
    fit = [scored(said, certificates=papers[:count]).fit["certificates"] for count in range(5)]
    assert fit[0] > fit[1] > fit[2] > fit[3] == fit[4]


def test_what_is_more_alike_is_more_wished_for_by_who_names_no_catalogued_work() -> None:
    said = facts(place("210106"))
    person = SeekerContext(
        Applicant(said, TODAY), build_search_intent(said, ["想学点稀奇的手艺"]), build_geo_context(said)
    )
    row = listing("a", WELDER, **ROW)
    wishes = [
        score_candidate(person, Candidate(row, alike, 0.0)).parts["wish"] for alike in (0.7, 0.82, 0.86, 0.9, 0.95)
    ]
    assert wishes == sorted(wishes)
    assert wishes[0] < wishes[-1]


@pytest.mark.parametrize(("needs", "doubted"), [([Constraint.NO_HEAVY], True), ([], False)])
def test_heavy_work_is_doubted_only_for_who_cannot_lift(needs: list[Constraint], *, doubted: bool) -> None:
    heavy = listing("a", RIVETER, **ROW)
    assert bool(doubtful_hazards(needs, heavy)) == doubted
