"""The order of matches: wishes before past work, fairness on a tie, variety among the first, what dismissals change."""

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.eligibility import Applicant, failed_rules
from data.listings.search_index import ListingIndex
from data.people.profile import CertificateFact, EducationFact, Facts, GroupFact, MajorFact
from data.vocabulary import CertificateKind, Constraint, CourseMode, Education, Grade, Housing, ListingKind, Shift
from matching.matches import Match, MatchQuery, find_matches_in_memory, interleave
from matching.search.intent import build_search_intent
from tests.people import (
    CARER,
    COOK,
    FORKLIFT,
    GUARD,
    PASTRY,
    TURNER,
    WAITER,
    WELDER,
    course,
    facts,
    listing,
    place,
    work,
)

TODAY = date(2026, 11, 20)
TIEXI, HUNNAN, XINMIN, SHAHEKOU = "210106", "210112", "210181", "210204"
GROWER, CLERK = "5-01-02-01", "3-01-01-01"


def ids(matches: list[Match]) -> list[str]:
    return [one.row.listing_id for one in matches]


def openings(rows: list[ListingIndex], said: Facts, **more: Any) -> list[str]:
    return ids(find_matches_in_memory(rows, MatchQuery(said, TODAY, **more)).openings)


def test_wished_work_is_shown_and_past_work_is_left_behind() -> None:
    rows = [listing("past", GUARD), listing("near", PASTRY), listing("wished", COOK), listing("other", TURNER)]
    assert openings(rows, facts(place(TIEXI), work(GUARD, "did", 9), work(COOK))) == ["wished"]


def test_past_work_counts_where_no_wish_was_named() -> None:
    assert openings([listing("a", GUARD), listing("b", COOK)], facts(place(TIEXI), work(COOK, "did", 2)))[0] == "b"


def test_work_that_a_major_leads_to_counts_where_no_wish_was_named() -> None:
    studied = facts(place(TIEXI), majors=[MajorFact(name="焊接技术应用", codes=["660105"])])
    assert build_search_intent(studied).closeness(WELDER) is not None
    assert openings([listing("a", GUARD), listing("b", WELDER)], studied)[0] == "b"


def test_rejected_work_is_gone() -> None:
    assert openings([listing("a", GUARD)], facts(place(TIEXI), work(GUARD, "did"), work(GUARD, "rejects"))) == []


def test_among_equals_the_one_with_fewest_applicants_a_place_comes_first() -> None:
    rows = [
        listing("crowded", COOK, places_left=2, applicants=9, organisation_id=1),
        listing("free", COOK, places_left=2, applicants=1, organisation_id=2),
        listing("large", COOK, places_left=30, applicants=10, organisation_id=3),
    ]
    assert openings(rows, facts(place(TIEXI), work(COOK))) == ["large", "free", "crowded"]


def test_among_equals_an_organisation_that_answers_comes_first() -> None:
    rows = [
        listing("silent", COOK, organisation_id=1, answer_rate=0.2),
        listing("new", COOK, organisation_id=2),
        listing("answers", COOK, organisation_id=3, answer_rate=0.95),
    ]
    assert openings(rows, facts(place(TIEXI), work(COOK))) == ["answers", "new", "silent"]


def test_fairness_never_outweighs_a_better_match() -> None:
    rows = [
        listing("better", COOK, organisation_id=1, answer_rate=0.1, places_left=1, applicants=50),
        listing("worse", COOK, XINMIN, organisation_id=2, answer_rate=1.0, places_left=50),
    ]
    assert openings(rows, facts(place(TIEXI), work(COOK))) == ["better", "worse"]


@pytest.mark.parametrize(
    ("like", "unlike"),
    [
        ({"district": SHAHEKOU}, {"district": TIEXI}),
        ({"shift": Shift.TWO}, {"shift": Shift.DAY}),
        ({"wage_max": 6000}, {"wage_max": 3000}),
        ({"organisation_id": 7}, {"organisation_id": 8}),
    ],
)
def test_more_like_this_brings_what_is_like_it_forward(like: dict[str, Any], unlike: dict[str, Any]) -> None:
    plain = {"district": SHAHEKOU, "wage_max": 6000, "shift": Shift.TWO, "organisation_id": 7}

    def row(name: str, values: dict[str, Any]) -> ListingIndex:
        merged = plain | values
        return listing(name, COOK, str(merged.pop("district")), **merged)

    rows = [row("liked", {}), row("like", like | {"applicants": 5}), row("unlike", unlike)]
    said = facts(work(COOK))
    assert openings(rows, said, liked=("liked",)).index("like") < openings(rows, said, liked=("liked",)).index("unlike")


def test_more_like_this_brings_its_work_beside_the_wish_and_without_it_all_is_as_before() -> None:
    rows = [*(listing(f"cook-{number}", COOK, organisation_id=number) for number in range(4)), listing("liked", GUARD)]
    rows.append(listing("guard", GUARD, organisation_id=99))
    said = facts(place(TIEXI), work(COOK))
    assert "guard" not in openings(rows, said)
    found = find_matches_in_memory(rows, MatchQuery(said, TODAY, liked=("liked",))).openings
    assert "guard" in ids(found)
    assert "reason.liked" in {reason.id for one in found if one.row.listing_id == "guard" for reason in one.reasons}


def test_likings_and_dismissals_both_count() -> None:
    rows = [listing("liked", COOK, organisation_id=1), listing("aside", COOK, XINMIN, organisation_id=2)]
    rows += [listing("near", COOK, organisation_id=3), listing("far", COOK, XINMIN, organisation_id=4)]
    found = openings(rows, facts(place(TIEXI), work(COOK)), liked=("liked",), dismissed={"aside": "far"})
    assert found[-1] == "far"
    assert "aside" not in found


def test_the_first_five_are_not_all_of_one_enterprise() -> None:
    rows = [listing(f"one-{number}", COOK, organisation_id=1) for number in range(6)]
    rows += [listing(f"more-{number}", PASTRY, HUNNAN, organisation_id=2 + number) for number in range(3)]
    rows += [listing(f"near-{number}", COOK, HUNNAN, organisation_id=9) for number in range(2)]
    first = find_matches_in_memory(rows, MatchQuery(facts(place(TIEXI), work(COOK), work(PASTRY)), TODAY)).openings[:5]
    assert max(sum(one.row.organisation_id == other.row.organisation_id for one in first) for other in first) <= 2


def test_near_comes_before_far_and_housing_makes_far_nearer() -> None:
    rows = [listing("far", COOK, XINMIN), listing("near", COOK, HUNNAN), listing("here", COOK, TIEXI)]
    assert openings(rows, facts(place(TIEXI), work(COOK))) == ["here", "near", "far"]
    housed = [listing("with", COOK, XINMIN, housing=Housing.PROVIDED), listing("without", COOK, XINMIN)]
    assert openings(housed, facts(place(TIEXI), work(COOK)))[0] == "with"


def test_unknown_costs_less_than_no() -> None:
    rows = [
        listing("unknown", COOK, housing=None, organisation_id=1),
        listing("yes", COOK, housing=Housing.PROVIDED, organisation_id=2),
        listing("no", COOK, housing=Housing.NONE, organisation_id=3),
    ]
    wanted = facts(place(TIEXI), work(COOK), constraints=[Constraint.HOUSING])
    assert openings(rows, wanted) == ["yes", "unknown"]


def test_being_over_qualified_costs_nothing() -> None:
    row = listing("a", COOK, education_min=Education.JUNIOR)
    scores = [
        find_matches_in_memory([row], MatchQuery(facts(work(COOK), education=EducationFact(level=level)), TODAY))
        .openings[0]
        .score
        for level in (Education.JUNIOR, Education.COLLEGE, Education.MASTER)
    ]
    assert len(set(scores)) == 1


def test_a_course_for_the_next_grade_comes_before_one_for_a_grade_held() -> None:
    held = CertificateFact(kind=CertificateKind.GRADE, occupation=WELDER, grade=Grade.FOUR)
    rows = [
        course("held", WELDER, grade_target=Grade.FOUR),
        course("next", WELDER, grade_target=Grade.THREE),
        course("later", WELDER, grade_target=Grade.ONE),
    ]
    found = find_matches_in_memory(
        rows, MatchQuery(facts(place(TIEXI), work(WELDER, "did", 9), certificates=[held]), TODAY)
    )
    assert ids(found.courses)[0] == "next"
    assert "reason.next_grade" in {reason.id for reason in found.courses[0].reasons}


def test_own_words_choose_within_one_occupation() -> None:
    rows = [
        listing("crane", FORKLIFT, title="行车司机学徒", organisation_id=1),
        listing("fork", FORKLIFT, title="叉车司机学徒", organisation_id=2, applicants=8),
    ]
    assert openings(rows, facts(place(TIEXI), work(FORKLIFT)), texts=("想学个叉车",))[0] == "fork"


@pytest.mark.parametrize(
    ("reason", "worse", "better"),
    [
        ("far", {"district": XINMIN}, {"district": TIEXI}),
        ("wage", {"wage_max": 4000}, {"wage_max": 6000}),
        ("hours", {"shift": Shift.THREE, "night_shift": True}, {"shift": Shift.DAY, "night_shift": False}),
        ("employer", {"organisation_id": 7}, {"organisation_id": 8}),
    ],
)
def test_a_dismissal_changes_what_comes_next(reason: str, worse: dict[str, object], better: dict[str, object]) -> None:
    plain = {"district": HUNNAN, "wage_max": 4000, "shift": Shift.THREE, "night_shift": True, "organisation_id": 7}

    def row(name: str, values: dict[str, object]) -> ListingIndex:
        merged = plain | values
        return listing(name, COOK, str(merged.pop("district")), **merged)

    rows = [row("set aside", {}), row("worse", worse | {"applicants": 0}), row("better", better | {"applicants": 5})]
    assert openings(rows, facts(place(TIEXI), work(COOK)), dismissed={"set aside": reason}) == ["better", "worse"]


def test_dismissed_work_gives_way_to_its_neighbours() -> None:
    rows = [listing("set aside", COOK), listing("same", COOK, organisation_id=1), listing("near", PASTRY)]
    assert openings(rows, facts(place(TIEXI), work(COOK)), dismissed={"set aside": "work"})[0] == "near"


def test_openings_and_courses_alternate_in_one_list() -> None:
    rows = [listing(f"o{number}", COOK, organisation_id=number) for number in range(5)]
    rows += [course(f"c{number}", COOK, organisation_id=number, fee=0) for number in range(3)]
    found = find_matches_in_memory(rows, MatchQuery(facts(place(TIEXI), work(COOK)), TODAY))
    kinds = [one.row.kind for one in interleave(found)]
    assert len(kinds) == 8
    assert set(kinds[:3]) == set(ListingKind)


# ---- widening


def test_nothing_is_widened_while_enough_is_near() -> None:
    rows = [listing(f"a{number}", COOK) for number in range(3)] + [listing("far", COOK, SHAHEKOU)]
    found = find_matches_in_memory(rows, MatchQuery(facts(place(TIEXI), work(COOK)), TODAY))
    assert len(found.openings) == 3
    assert found.widened == []


def test_too_little_widens_the_place_and_says_so() -> None:
    rows = [listing("near", COOK), listing("far", COOK, SHAHEKOU)]
    query = MatchQuery(facts(place(TIEXI), work(COOK)), TODAY)
    found = find_matches_in_memory(rows, query)
    assert ids(found.openings) == ["near", "far"]
    assert [reason.id for reason in found.widened] == ["widened.province"]
    assert ids(find_matches_in_memory(rows, replace(query, widen=False)).openings) == ["near"]


def test_a_wish_gives_way_only_when_nothing_else_is_left() -> None:
    wanted = facts(place(TIEXI), work(COOK), wage_min=6000)
    low = listing("low", COOK, wage_min=3000, wage_max=4000)
    found = find_matches_in_memory([low], MatchQuery(wanted, TODAY))
    assert [reason.id for reason in found.widened] == ["widened.wish.wage"]
    assert "gap.wage" in {gap.rule for gap in found.openings[0].gaps}
    high = listing("high", COOK, SHAHEKOU, wage_min=6000, wage_max=7000)
    found = find_matches_in_memory([low, high], MatchQuery(wanted, TODAY))
    assert ids(found.openings) == ["high"]
    assert [(miss.listing_id, miss.rule) for miss in found.near_misses] == [("low", "wish.wage")]


def test_other_work_is_shown_only_when_it_is_asked_for() -> None:
    query = MatchQuery(facts(place(TIEXI), work(COOK)), TODAY)
    assert find_matches_in_memory([listing("other", GUARD)], query).openings == []
    found = find_matches_in_memory([listing("other", GUARD)], replace(query, other_work=True))
    assert ids(found.openings) == ["other"]
    assert [reason.id for reason in found.widened] == ["widened.other_work"]


def test_work_beside_the_wished_is_shown_only_where_the_wished_is_not() -> None:
    query = MatchQuery(facts(place(TIEXI), work(COOK)), TODAY)
    both = [listing("cook", COOK), listing("pastry", PASTRY)]
    assert ids(find_matches_in_memory(both, query).openings) == ["cook"]
    assert ids(find_matches_in_memory(both[1:], query).openings) == ["pastry"]


def test_work_beside_the_wished_that_is_not_shown_does_not_end_the_search_for_the_wished() -> None:
    rows = [listing("beside", PASTRY, XINMIN, housing=Housing.NONE), listing("wished", COOK, SHAHEKOU)]
    said = facts(place(TIEXI, "lives"), work(COOK), constraints=[Constraint.NEAR_HOME, Constraint.HOUSING])
    assert openings(rows, said) == ["wished"]


@pytest.mark.parametrize("hours", [[Constraint.PART_TIME], [Constraint.GO_HOME_AT_NIGHT], [Constraint.EVENING_CLASS]])
def test_who_has_some_hours_of_the_day_is_not_sent_to_another_city(hours: list[Constraint]) -> None:
    rows = [listing("far", COOK, SHAHEKOU), course("far class", COOK, SHAHEKOU, evening=True)]
    at_home = place(TIEXI, "lives")
    found = find_matches_in_memory(rows, MatchQuery(facts(at_home, work(COOK), constraints=hours), TODAY))
    assert [*found.openings, *found.courses] == []
    anywhere = find_matches_in_memory(rows, MatchQuery(facts(at_home, work(COOK)), TODAY))
    assert ids(anywhere.openings) == ["far"]


def test_who_names_no_work_sees_an_online_class_of_another_city_only_where_they_want_to_learn() -> None:
    rows = [course("online", CLERK, SHAHEKOU, mode=CourseMode.ONLINE), listing("guard", GUARD)]
    somebody = facts(place(TIEXI))
    assert ids(find_matches_in_memory(rows, MatchQuery(somebody, TODAY)).courses) == []
    learner = facts(place(TIEXI), constraints=[Constraint.ONLINE])
    assert ids(find_matches_in_memory(rows, MatchQuery(learner, TODAY)).courses) == ["online"]


def test_a_class_for_employees_alone_is_shown_to_who_has_work() -> None:
    rows = [course("inside", COOK, eligible_groups=["grp.employee"]), course("open", COOK)]
    seeking = facts(place(TIEXI), work(COOK))
    assert ids(find_matches_in_memory(rows, MatchQuery(seeking, TODAY)).courses) == ["open"]
    employed = facts(place(TIEXI), work(COOK), groups=[GroupFact(id="grp.employee")])
    assert "inside" in ids(find_matches_in_memory(rows, MatchQuery(employed, TODAY)).courses)


def test_who_names_no_work_sees_what_is_hard_on_the_body_later() -> None:
    rows = [listing("hot", WELDER, hazards=["HEAT"]), listing("light", GUARD)]
    assert openings(rows, facts(place(TIEXI))) == ["light", "hot"]
    assert openings(rows, facts(place(TIEXI), work(WELDER))) == ["hot"]


def test_a_beginner_is_not_sent_to_a_class_for_masters() -> None:
    rows = [course("masters", COOK, grade_target=Grade.TWO), course("first", COOK)]
    assert ids(find_matches_in_memory(rows, MatchQuery(facts(place(TIEXI), work(COOK)), TODAY)).courses) == ["first"]
    years = facts(place(TIEXI), work(COOK), work(COOK, "did", 12))
    assert "masters" in ids(find_matches_in_memory(rows, MatchQuery(years, TODAY)).courses)


def test_who_asks_for_other_work_sees_what_lies_beside_the_wished_too() -> None:
    rows = [listing("cook", COOK), listing("pastry", PASTRY), listing("guard", GUARD)]
    assert set(openings(rows, facts(place(TIEXI), work(COOK)), other_work=True)) == {"cook", "pastry", "guard"}


def test_skills_alone_are_no_wish_that_a_listing_has_to_resemble() -> None:
    assert openings([listing("a", GUARD)], facts(place(TIEXI), skills=["会用电脑"])) == ["a"]


def test_a_paper_tells_the_work_where_nothing_else_does() -> None:
    held = CertificateFact(kind=CertificateKind.GRADE, occupation=COOK, grade=Grade.FIVE, has=True)
    rows = [listing("other", GUARD), listing("own", COOK, grade_target=Grade.FOUR)]
    assert ids(find_matches_in_memory(rows, MatchQuery(facts(place(TIEXI), certificates=[held]), TODAY)).openings) == [
        "own"
    ]


def test_an_opening_that_leads_to_less_than_the_grade_held_is_not_shown() -> None:
    rows = [listing("low", COOK, grade_target=Grade.FIVE), listing("next", COOK, grade_target=Grade.TWO)]
    held = CertificateFact(kind=CertificateKind.GRADE, occupation=COOK, grade=Grade.THREE, has=True)
    said = facts(place(TIEXI), work(COOK, "did", 12), certificates=[held])
    assert ids(find_matches_in_memory(rows, MatchQuery(said, TODAY)).openings) == ["next"]


def test_a_child_gets_no_matches() -> None:
    found = find_matches_in_memory([listing("a", COOK)], MatchQuery(facts(work(COOK), age=15), TODAY))
    assert (found.openings, found.courses, found.near_misses) == ([], [], [])


# ---- properties

CODES = (WELDER, COOK, PASTRY, WAITER, CARER, GUARD, GROWER, CLERK)
COUNTIES = (TIEXI, HUNNAN, XINMIN, SHAHEKOU, "210100", "210404")
ROWS: st.SearchStrategy[dict[str, Any]] = st.builds(
    dict,
    kind=st.sampled_from(ListingKind),
    code=st.sampled_from(CODES),
    district=st.sampled_from(COUNTIES),
    hazards=st.lists(st.sampled_from(("HEIGHT", "HEAVY", "DUST", "NIGHT", "TOX")), max_size=2),
    housing=st.sampled_from((None, *Housing)),
    meals=st.sampled_from((None, True, False)),
    shift=st.sampled_from((None, *Shift)),
    night_shift=st.sampled_from((None, True, False)),
    wage_max=st.sampled_from((None, 3000, 5000, 8000)),
    education_min=st.sampled_from((None, *Education)),
    accepts_minors=st.booleans(),
    certificates=st.sampled_from(((), (f"operation_permit:{WELDER}:",), ("health::",))).map(list),
    places_left=st.sampled_from((0, 1, 4)),
    hours_week=st.sampled_from((None, 20.0, 30.0, 48.0)),
)
LISTINGS = st.lists(ROWS, max_size=14).map(
    lambda rows: [
        listing(
            f"l{number}",
            str(row["code"]),
            str(row["district"]),
            **{k: v for k, v in row.items() if k not in ("code", "district")},
        )
        for number, row in enumerate(rows)
    ]
)
PERSONS = st.builds(
    lambda places, works, **more: facts(*places, *works, **more),
    st.lists(
        st.builds(place, st.sampled_from(COUNTIES), st.sampled_from(("lives", "prefers", "excludes"))), max_size=3
    ),
    st.lists(st.builds(work, st.sampled_from(CODES), st.sampled_from(("did", "wants", "rejects"))), max_size=3),
    age=st.sampled_from((None, 16, 17, 30)),
    wage_min=st.sampled_from((None, 4000, 9000)),
    education=st.sampled_from((None, Education.JUNIOR, Education.COLLEGE)).map(
        lambda level: EducationFact(level=level) if level else None
    ),
    certificates=st.sampled_from((None, ())).map(lambda said: said if said is None else []),
    groups=st.sampled_from(((), (GroupFact(id="grp.unemployed"),))).map(list),
    constraints=st.lists(st.sampled_from(list(Constraint)), max_size=4, unique=True),
)


@settings(max_examples=150, deadline=None)
@given(LISTINGS, PERSONS)
def test_nothing_that_fails_a_gate_is_shown_unless_a_wish_gave_way_and_that_is_said(
    rows: list[ListingIndex], person: Facts
) -> None:
    found = find_matches_in_memory(rows, MatchQuery(person, TODAY))
    said = {reason.id for reason in found.widened}
    for one in (*found.openings, *found.courses):
        broken = {f"widened.{gate.rule_id}" for gate in failed_rules(Applicant(person, TODAY), one.row)}
        assert broken <= said
        assert all(rule.startswith("widened.wish.") for rule in broken)
        assert all(0 <= part <= 1 for part in one.parts.values())


@settings(max_examples=150, deadline=None)
@given(
    LISTINGS, PERSONS, st.sampled_from(list(Constraint)), st.sampled_from((None, 17, 70)), st.sampled_from((0, 7000))
)
def test_without_widening_a_further_constraint_never_adds_a_listing(
    rows: list[ListingIndex], person: Facts, constraint: Constraint, age: int | None, wage: int
) -> None:
    narrower = person.model_copy(
        update={
            "constraints": [*person.constraints, constraint],
            "age": person.age or age,
            "wage_min": max(person.wage_min or 0, wage) or None,
        }
    )
    before, after = (
        find_matches_in_memory(rows, MatchQuery(said, TODAY, widen=False, limit_per_kind=99))
        for said in (person, narrower)
    )
    assert set(ids(after.openings)) <= set(ids(before.openings))
    assert set(ids(after.courses)) <= set(ids(before.courses))


@settings(max_examples=60, deadline=None)
@given(LISTINGS, PERSONS, st.randoms(use_true_random=False))
def test_the_order_of_facts_and_of_listings_does_not_matter(
    rows: list[ListingIndex], person: Facts, chance: Random
) -> None:
    lists = {"places", "occupations", "constraints", "groups"}
    shuffled = person.model_copy(
        update={name: chance.sample(getattr(person, name), len(getattr(person, name))) for name in lists}
    )
    mixed = chance.sample(rows, len(rows))
    before, after = (
        find_matches_in_memory(rows, MatchQuery(person, TODAY)),
        find_matches_in_memory(mixed, MatchQuery(shuffled, TODAY)),
    )
    assert ids(before.openings) == ids(after.openings)
    assert ids(before.courses) == ids(after.courses)
