"""Explanations: every reason is true, every gap is open, every id has its text in both languages."""

import ast
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.cards.explanations import Explanation, explain
from bot.chat.texts import text_exists
from data.eligibility import ELIGIBILITY_RULES
from data.listings.search_index import ListingIndex
from data.people.profile import CertificateFact, EducationFact, Facts, GroupFact
from data.vocabulary import (
    CertificateKind,
    Constraint,
    CourseMode,
    Education,
    Grade,
    Housing,
    Language,
    ListingKind,
    Shift,
)
from matching import matches
from matching.explain import reasons
from matching.matches import Match, Matches, MatchQuery, find_matches_in_memory
from matching.search import geo
from matching.search.preferences import desk_occupation_codes
from tests.people import CARER, COOK, FORKLIFT, PASTRY, WELDER, course, facts, listing, place, work
from tests.unit.test_ranking import LISTINGS, PERSONS

TODAY = date(2026, 11, 20)
TIEXI, HUNNAN = "210106", "210112"


SAID = st.sampled_from(("", "想坐办公室", "想进城，不种地了", "想学叉车"))


def found(row: ListingIndex, said: Facts, *others: ListingIndex) -> Match:
    matched = find_matches_in_memory([row, *others], MatchQuery(said, TODAY))
    return next(one for one in (*matched.openings, *matched.courses) if one.row.listing_id == row.listing_id)


def why(row: ListingIndex, said: Facts) -> dict[str, dict[str, object]]:
    return {reason.id: reason.params for reason in found(row, said).reasons}


def open_points(row: ListingIndex, said: Facts) -> dict[str, dict[str, object]]:
    return {gap.rule: gap.params for gap in found(row, said).gaps}


def test_the_wish_comes_first_and_the_years_are_told() -> None:
    said = facts(place(TIEXI), work(WELDER), work(WELDER, "did", 3))
    told = found(listing("a", WELDER), said).reasons
    assert [reason.id for reason in told[:3]] == ["reason.wish", "reason.did_years", "reason.same_district"]
    assert told[1].params == {"occupation": WELDER, "n": 3}


def test_work_near_the_wish_names_the_wish() -> None:
    assert why(listing("a", PASTRY), facts(work(COOK)))["reason.near_wish"] == {"occupation": PASTRY, "other": COOK}


def test_the_city_is_told_where_the_district_is_another() -> None:
    told = why(listing("a", COOK, HUNNAN), facts(place(TIEXI), work(COOK)))
    assert told["reason.same_city"] == {"city": "210100"}
    assert "reason.same_district" not in told


def test_a_distance_is_told_only_between_two_known_points() -> None:
    row = listing("a", COOK, lat=41.80, lon=123.35)
    assert found(row, facts(place(TIEXI), work(COOK))).distance_km is None
    near = find_matches_in_memory([row], MatchQuery(facts(work(COOK)), TODAY, point=(41.80, 123.36))).openings[0]
    assert near.distance_km == pytest.approx(0.8, abs=0.1)
    district_only = find_matches_in_memory(
        [listing("b", COOK)], MatchQuery(facts(work(COOK)), TODAY, point=(41.8, 123.4))
    )
    assert district_only.openings[0].distance_km is None


def test_only_what_was_asked_for_is_a_reason() -> None:
    row = listing("a", COOK, housing=Housing.PROVIDED, meals=True, shift=Shift.DAY, night_shift=False, wage_max=5000)
    assert not {"reason.housing_provided", "reason.meals", "reason.day_shift"} & set(why(row, facts(work(COOK))))
    wanted = [Constraint.HOUSING, Constraint.MEALS, Constraint.NO_SHIFT]
    told = why(row, facts(work(COOK), constraints=wanted, wage_min=4500))
    assert {"reason.housing_provided", "reason.meals", "reason.day_shift"} <= set(told)
    assert told["reason.wage"] == {"amount": 5000}


def test_what_the_listing_does_not_say_is_a_point_to_ask_about() -> None:
    wanted = [Constraint.HOUSING, Constraint.NO_SHIFT, Constraint.NO_HEIGHTS]
    row = listing("a", WELDER, education_min=Education.JUNIOR, eligible_groups=["grp.unemployed"])
    told = open_points(row, facts(work(WELDER), constraints=wanted))
    assert {"gap.housing_unknown", "gap.shift", "gap.education", "gap.group"} <= set(told)
    assert told["gap.body"] == {"constraint": Constraint.NO_HEIGHTS}
    assert told["gap.age"] == {"age": 18}


def test_a_course_for_several_groups_names_them_and_how_many() -> None:
    groups = ["grp.veteran", "grp.flexible", "grp.unemployed", "grp.rural_transfer", "grp.returnee"]
    row = course("a", WELDER, eligible_groups=groups)
    (gap,) = (gap for gap in found(row, facts(work(WELDER))).gaps if gap.rule == "gap.groups")
    assert (
        explain(gap, Language.ZH)
        == "面向登记失业、农村户口找工作的、打零工或灵活就业等 5 类人；您算哪一类，报名时说一声"
    )


def test_what_is_known_is_no_gap() -> None:
    paper = CertificateFact(kind=CertificateKind.OPERATION_PERMIT, occupation=WELDER)
    row = listing(
        "a", WELDER, education_min=Education.JUNIOR, certificates=[f"operation_permit:{WELDER}:"],
        eligible_groups=["grp.unemployed", "grp.veteran"],
    )  # fmt: skip
    said = facts(
        work(WELDER), age=30, certificates=[paper], education=EducationFact(level=Education.COLLEGE),
        groups=[GroupFact(id="grp.veteran")],
    )  # fmt: skip
    assert open_points(row, said) == {}
    assert {"reason.certificate", "reason.group"} <= set(why(row, said))


def test_a_hinted_level_of_education_is_asked_not_asserted() -> None:
    row = listing("a", COOK, education_min=Education.COLLEGE)
    hinted = EducationFact(level=Education.JUNIOR, sure=False)
    assert "gap.education" in open_points(row, facts(work(COOK), education=hinted))


def test_a_wage_that_comes_after_training_is_told_as_such() -> None:
    row = listing("a", COOK, wage_min=3000, wage_max=3500, wage_after_max=6000)
    said = facts(work(COOK), wage_min=5000)
    assert open_points(row, said)["gap.wage_training"] == {"amount": 3500}
    assert why(row, said)["reason.wage_after"] == {"amount": 6000}


def test_the_course_that_gives_an_unknown_paper_is_named() -> None:
    asks = listing("a", FORKLIFT, certificates=[f"operation_permit:{FORKLIFT}:"])
    far = course("far", FORKLIFT, "210204", certificate_kind=CertificateKind.OPERATION_PERMIT)
    near = course("near", FORKLIFT, HUNNAN, certificate_kind=CertificateKind.OPERATION_PERMIT)
    other = course("other", FORKLIFT, TIEXI, certificate_kind=CertificateKind.GRADE, grade_target=Grade.FIVE)
    gaps = found(asks, facts(place(TIEXI), work(FORKLIFT)), far, near, other).gaps
    assert next(gap.course for gap in gaps if gap.rule == "gap.certificate") == "near"


def test_a_listing_one_paper_away_is_a_near_miss_with_its_course() -> None:
    asks = listing("a", FORKLIFT, certificates=[f"operation_permit:{FORKLIFT}:"])
    gives = course("c", FORKLIFT, certificate_kind=CertificateKind.OPERATION_PERMIT)
    said = facts(place(TIEXI), work(FORKLIFT), certificates=[])
    missed = find_matches_in_memory([asks, gives], MatchQuery(said, TODAY)).near_misses
    assert [(miss.listing_id, miss.rule, miss.course) for miss in missed] == [("a", "law.cert_before_work", "c")]


@pytest.mark.parametrize(
    ("limits", "text_id"),
    [
        ({"age_min": 30}, "gate.listing.age_from"),
        ({"age_max": 20}, "gate.listing.age_to"),
        ({"age_min": 30, "age_max": 40}, "gate.listing.age_range"),
    ],
)
def test_a_lawful_age_limit_is_told_as_it_stands(limits: dict[str, Any], text_id: str) -> None:
    row = listing("a", COOK, **limits)
    missed = find_matches_in_memory([row], MatchQuery(facts(place(TIEXI), work(COOK), age=25), TODAY)).near_misses
    assert [miss.id for miss in missed] == [text_id]
    assert set(missed[0].params.values()) == set(limits.values())


def test_two_failed_gates_are_no_near_miss() -> None:
    row = listing("a", COOK, education_min=Education.COLLEGE, hazards=["HEIGHT"])
    said = facts(
        place(TIEXI), work(COOK), education=EducationFact(level=Education.JUNIOR), constraints=[Constraint.NO_HEIGHTS]
    )
    assert find_matches_in_memory([row], MatchQuery(said, TODAY)).near_misses == []


def test_next_grade_class_times_and_cost_of_a_course_are_told() -> None:
    held = CertificateFact(kind=CertificateKind.GRADE, occupation=WELDER, grade=Grade.FOUR)
    said = facts(work(WELDER, "did", 9), certificates=[held], constraints=[Constraint.WEEKEND_CLASS, Constraint.ONLINE])
    row = course("a", WELDER, grade_target=Grade.THREE, weekend=True, fee=0, mode=CourseMode.ONLINE)
    told = why(row, said)
    assert told["reason.next_grade"] == {"grade": Grade.THREE}
    assert {"reason.weekend", "reason.course_free", "reason.online"} <= set(told)


def test_a_course_tells_how_many_openings_it_opens() -> None:
    asks = [listing(f"a{number}", FORKLIFT, certificates=[f"operation_permit:{FORKLIFT}:"]) for number in range(2)]
    linked = listing("linked", COOK)
    gives = course("c", FORKLIFT, certificate_kind=CertificateKind.OPERATION_PERMIT, linked_openings=["a0"])
    said = facts(place(TIEXI), work(FORKLIFT), certificates=[])
    told = find_matches_in_memory([*asks, linked, gives], MatchQuery(said, TODAY)).courses[0].reasons
    assert {"n": 2} in [reason.params for reason in told if reason.id == "reason.course_opens"]


def test_sixteen_year_olds_are_told_that_they_are_welcome() -> None:
    assert "reason.minors_welcome" in why(listing("a", CARER, accepts_minors=True), facts(work(CARER), age=16))


def test_every_id_that_matching_says_has_a_text() -> None:
    said = {f"gate.{gate.rule_id}" for gate in ELIGIBILITY_RULES if gate.rule_id != "listing.age"}
    said |= {f"gate.listing.age_{name}" for name in ("from", "to", "range")}
    said |= {f"widened.{gate.rule_id}" for gate in ELIGIBILITY_RULES if gate.rule_id.startswith("wish.")}
    said |= {f"reason.housing_{one.value}" for one in (Housing.PROVIDED, Housing.SUBSIDY)}
    for module in (matches, reasons, geo):
        tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
        texts = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant))
        said |= {
            text for text in texts if isinstance(text, str) and re.fullmatch(r"(reason|gap|widened)\.\w*[a-z]", text)
        }
    assert len(said) > 60
    assert {one for one in said if not text_exists(one)} == set()


@settings(max_examples=120, deadline=None)
@given(LISTINGS, PERSONS)
def test_everything_that_is_said_can_be_read_in_both_languages(rows: list[ListingIndex], person: Facts) -> None:
    told: Matches = find_matches_in_memory(rows, MatchQuery(person, TODAY))
    said: list[Explanation] = [*told.widened, *told.near_misses]
    for match in (*told.openings, *told.courses):
        said += [*match.reasons, *match.gaps]
    for language in Language:
        for one in said:
            sentence = explain(one, language)
            assert "{" not in sentence
            assert "None" not in sentence


@settings(max_examples=120, deadline=None)
@given(LISTINGS, PERSONS, SAID, st.lists(st.sampled_from(("l0", "l1", "l2")), max_size=2, unique=True))
def test_every_reason_is_true_of_the_listing_and_the_person(
    rows: list[ListingIndex], person: Facts, said: str, liked: list[str]
) -> None:
    told = find_matches_in_memory(rows, MatchQuery(person, TODAY, texts=(said,), liked=tuple(liked)))
    roles = {(one.code, one.role) for one in person.occupations}
    named = {one.code for one in person.places if one.role != "excludes"}
    wish = person.wage_min or 0
    for match in (*told.openings, *told.courses):
        row, code = match.row, match.row.occupation_code
        true = {
            "reason.wish": (code, "wants") in roles,
            "reason.near_wish": (code, "wants") not in roles,
            "reason.did": (code, "did") in roles,
            "reason.near_work": (code, "did") not in roles,
            "reason.desk": code in desk_occupation_codes(),
            "reason.liked": any(one.occupation_code == code for one in rows if one.listing_id in liked),
            "reason.part_time": Constraint.PART_TIME in person.constraints and (row.hours_week or 99) <= 25,
            "reason.same_district": row.district in named,
            "reason.same_city": any(row.city[:4] == one[:4] for one in named),
            "reason.housing_provided": row.housing == Housing.PROVIDED and Constraint.HOUSING in person.constraints,
            "reason.housing_subsidy": row.housing == Housing.SUBSIDY and Constraint.HOUSING in person.constraints,
            "reason.meals": row.meals is True and Constraint.MEALS in person.constraints,
            "reason.day_shift": row.shift == Shift.DAY,
            "reason.no_night": row.night_shift is False,
            "reason.seated": row.seated is True,
            "reason.wage": (row.wage_max or 0) >= wish > 0,
            "reason.wage_after": (row.wage_after_max or 0) >= wish > (row.wage_max or 0),
            "reason.minors_welcome": row.accepts_minors and (person.age or 99) < 18,
            "reason.no_experience": row.accepts_no_experience is True,
            "reason.course_opens": row.kind == ListingKind.COURSE,
        }
        for reason in match.reasons:
            assert true[reason.id], (reason, row, person)
