"""Why a listing is not shown: the cause is true, and after the proposed change it really is shown."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import eligibility
from data.eligibility import Applicant
from data.listings.search_index import ListingIndex
from data.people.profile import CertificateFact, EducationFact, Facts
from data.vocabulary import CertificateKind, Constraint, Education, Housing, Shift
from matching.matches import MatchQuery, find_matches_in_memory
from matching.why_not.causes import WhyNot, apply_to_query, explain_why_not_in_memory, rank_of, relaxation_cost
from matching.why_not.relaxations import LIFTING, Relaxation
from tests.people import COOK, FORKLIFT, GUARD, PASTRY, WELDER, course, facts, listing, place, work
from tests.unit.test_ranking import LISTINGS, PERSONS

TODAY = date(2026, 11, 20)
TIEXI, HUNNAN, ANSHAN_TIEXI, SHAHEKOU = "210106", "210112", "210303", "210204"


def others(count: int = 4) -> list[ListingIndex]:
    """Enough of the wished work nearby, so that nothing is widened."""
    return [listing(f"near-{number}", WELDER, organisation_id=number) for number in range(count)]


def asked(row: ListingIndex, said: Facts, *more: ListingIndex, **query: Any) -> WhyNot:
    found = explain_why_not_in_memory([row, *others(), *more], MatchQuery(said, TODAY, **query), row.listing_id)
    assert found is not None
    return found


def told(found: WhyNot) -> tuple[list[str], tuple[Relaxation, ...] | None]:
    return [cause.id for cause in found.causes], found.remedy.changes if found.remedy else None


WELDING = facts(place(TIEXI), work(WELDER))


@pytest.mark.parametrize(
    ("row", "said", "cause", "change"),
    [
        ({"shift": Shift.THREE}, {"constraints": [Constraint.NO_NIGHT]}, "gate.said.no_night", Relaxation.NIGHT),
        ({"shift": Shift.TWO}, {"constraints": [Constraint.NO_SHIFT]}, "gate.said.no_shift", Relaxation.SHIFT),
        ({"hazards": ["HEIGHT"]}, {"constraints": [Constraint.NO_HEIGHTS]}, "gate.said.no_heights", Relaxation.HEIGHTS),
        ({"housing": Housing.NONE}, {"constraints": [Constraint.HOUSING]}, "gate.wish.housing", Relaxation.HOUSING),
        ({"wage_max": 4000}, {"wage_min": 5000}, "gate.wish.wage", Relaxation.WAGE),
        ({"meals": False}, {"constraints": [Constraint.MEALS]}, "gate.wish.meals", Relaxation.MEALS),
    ],
)
def test_one_wish_in_the_way_is_named_with_the_change_that_lifts_it(
    row: dict[str, Any], said: dict[str, Any], cause: str, change: Relaxation
) -> None:
    found = asked(listing("x", WELDER, **row), WELDING.model_copy(update=said))
    assert told(found) == ([cause], (change,))


def test_a_place_too_far_is_named_and_may_be_added() -> None:
    found = asked(listing("x", WELDER, ANSHAN_TIEXI), WELDING)
    assert told(found) == (["why.elsewhere"], (Relaxation.PLACE,))
    assert found.causes[0].params == {"where": ANSHAN_TIEXI}


def test_home_stays_when_another_place_is_added() -> None:
    said = facts(place(TIEXI, "lives"), work(WELDER))
    row = listing("x", WELDER, ANSHAN_TIEXI)
    then = apply_to_query(MatchQuery(said, TODAY), row, [Relaxation.PLACE]).facts
    assert {(one.code, one.role) for one in then.places} == {
        (TIEXI, "lives"), (TIEXI, "prefers"), (ANSHAN_TIEXI, "prefers")
    }  # fmt: skip


def test_other_work_is_named_and_may_be_added_to_the_wish() -> None:
    found = asked(listing("x", GUARD), WELDING)
    assert told(found) == (["why.other_work"], (Relaxation.WORK,))
    assert found.causes[0].params == {"occupation": GUARD}


def test_what_was_ruled_out_comes_back_only_by_taking_that_back() -> None:
    said = facts(place(TIEXI), work(WELDER), work(GUARD, "rejects"))
    assert Relaxation.WORK_AGAIN in (told(asked(listing("x", GUARD), said))[1] or ())
    said = facts(place("210100"), place(HUNNAN, "excludes"), work(WELDER))
    assert told(asked(listing("x", WELDER, HUNNAN), said)) == (["gate.said.place"], (Relaxation.PLACE_AGAIN,))


def test_what_was_set_aside_may_come_back() -> None:
    found = asked(listing("x", WELDER), WELDING, dismissed={"x": "other"})
    assert told(found) == (["why.set_aside"], (Relaxation.BACK,))


def test_a_missing_paper_names_the_course_that_gives_it() -> None:
    row = listing("x", FORKLIFT, certificates=[f"operation_permit:{FORKLIFT}:"])
    gives = course("c", FORKLIFT, certificate_kind=CertificateKind.OPERATION_PERMIT)
    said = facts(place(TIEXI), work(FORKLIFT), certificates=[])
    found = asked(row, said, gives)
    assert told(found) == (["gate.law.cert_before_work"], (Relaxation.LEARN,))
    assert found.remedy is not None
    assert found.remedy.course == "c"


@pytest.mark.parametrize(
    ("row", "said", "cause"),
    [
        ({"age_min": 30}, {"age": 20}, "gate.listing.age_from"),
        ({}, {"age": 17}, "gate.age.minor_worker"),
        (
            {"education_min": Education.COLLEGE},
            {"education": EducationFact(level=Education.JUNIOR)},
            "gate.listing.education",
        ),
        ({"places_left": 0}, {}, "gate.listing.open"),
        ({"deadline": date(2026, 11, 19)}, {}, "gate.listing.open"),
    ],
)
def test_what_no_wish_can_change_is_named_without_a_way(row: dict[str, Any], said: dict[str, Any], cause: str) -> None:
    assert told(asked(listing("x", WELDER, **row), WELDING.model_copy(update=said))) == ([cause], None)


def test_two_things_in_the_way_are_both_lifted() -> None:
    row = listing("x", WELDER, ANSHAN_TIEXI, shift=Shift.THREE)
    causes, changes = told(asked(row, WELDING.model_copy(update={"constraints": [Constraint.NO_NIGHT]})))
    assert causes == ["gate.said.no_night", "why.elsewhere"]
    assert set(changes or ()) == {Relaxation.NIGHT, Relaxation.PLACE}


def test_what_is_shown_is_told_by_its_place_and_its_weakest_part() -> None:
    found = asked(listing("x", PASTRY), facts(place(TIEXI), work(COOK), work(WELDER)))
    assert found.rank == 5
    assert told(found) == (["weak.work"], None)


def test_a_paper_said_to_be_missing_is_supposed_to_be_learnt() -> None:
    lacking = CertificateFact(kind=CertificateKind.OPERATION_PERMIT, occupation=FORKLIFT, has=False)
    health = CertificateFact(kind=CertificateKind.HEALTH, has=False)
    said = facts(work(FORKLIFT), certificates=[lacking, health])
    row = listing("x", FORKLIFT, certificates=[f"operation_permit:{FORKLIFT}:"])
    then = apply_to_query(MatchQuery(said, TODAY), row, [Relaxation.LEARN]).facts
    assert not eligibility.failed_rules(Applicant(then, TODAY), row)
    assert health in (then.certificates or [])


# ---- properties


def _inquiries(rows: Sequence[ListingIndex], said: Facts, dismissed: dict[str, str]) -> list[tuple[MatchQuery, WhyNot]]:
    query = MatchQuery(said, TODAY, limit_per_kind=4, dismissed=dismissed)
    return [(query, found) for row in rows[:3] if (found := explain_why_not_in_memory(rows, query, row.listing_id))]


DISMISSED = st.dictionaries(st.sampled_from(("l0", "l1", "l9")), st.sampled_from(("far", "work", "other")), max_size=2)


@settings(max_examples=25, deadline=None)
@given(LISTINGS, PERSONS, DISMISSED)
def test_after_the_change_the_listing_is_shown(
    rows: list[ListingIndex], said: Facts, dismissed: dict[str, str]
) -> None:
    for query, found in _inquiries(rows, said, dismissed):
        shown = rank_of(found.row.listing_id, find_matches_in_memory(rows, query))
        assert found.rank == shown
        if shown is not None:
            assert found.remedy is None
            continue
        assert found.causes
        if found.remedy is not None:
            then = find_matches_in_memory(rows, apply_to_query(query, found.row, found.remedy.changes))
            assert rank_of(found.row.listing_id, then) is not None


@settings(max_examples=15, deadline=None)
@given(LISTINGS, PERSONS, DISMISSED)
def test_no_single_softer_change_would_have_been_enough(
    rows: list[ListingIndex], said: Facts, dismissed: dict[str, str]
) -> None:
    for query, found in _inquiries(rows, said, dismissed):
        if found.remedy is None:
            continue
        for change in Relaxation:
            if relaxation_cost((change,)) < relaxation_cost(found.remedy.changes) and change is not Relaxation.TELL:
                then = find_matches_in_memory(rows, apply_to_query(query, found.row, [change]))
                assert rank_of(found.row.listing_id, then) is None, (change, found.remedy)


@settings(max_examples=25, deadline=None)
@given(LISTINGS, PERSONS)
def test_only_the_law_and_a_lawful_condition_leave_no_way(rows: list[ListingIndex], said: Facts) -> None:
    query = MatchQuery(said, TODAY, limit_per_kind=30)
    for row in rows[:3]:
        found = explain_why_not_in_memory(rows, query, row.listing_id)
        assert found is not None
        unliftable = [
            gate.rule_id
            for gate in eligibility.failed_rules(Applicant(said, TODAY), row)
            if gate.rule_id not in LIFTING
        ]
        held = {reason.id for reason in found.causes} & {"weak.grade"}
        if found.rank is None and found.remedy is None and not (unliftable or held):
            assert len(found.causes) > 3, found
