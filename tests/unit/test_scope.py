"""Where is looked: from what was said about places, and how it widens."""

import pytest

from data.catalogue import places
from data.people.profile import Facts
from data.vocabulary import Constraint, CourseMode
from matching.search.geo import GeoScope, build_geo_context, estimate_km
from tests.people import COOK, course, doubtful_place, facts, listing, place

SHENYANG, DALIAN, JINZHOU = "210100", "210200", "210700"
TIEXI, TIEXI_ANSHAN, HUNNAN, XINMIN, WANGHUA = "210106", "210303", "210112", "210181", "210404"


def codes(city: str) -> frozenset[str]:
    return frozenset(one.code for one in places.counties(city))


def test_a_county_opens_its_whole_city() -> None:
    assert build_geo_context(facts(place(TIEXI))).base.counties == codes(SHENYANG)


def test_both_places_of_an_ambiguous_name_are_searched() -> None:
    base = build_geo_context(facts(doubtful_place(TIEXI, TIEXI_ANSHAN))).base
    assert base.counties == codes(SHENYANG) | codes("210300")


def test_where_someone_wants_to_work_counts_before_where_they_live() -> None:
    assert build_geo_context(facts(place("210727", "lives"), place(JINZHOU), place("210781"))).base.counties == codes(
        JINZHOU
    )
    assert build_geo_context(facts(place(TIEXI, "lives"), place(DALIAN))).base.counties == codes(DALIAN)


@pytest.mark.parametrize("said", [Facts(), facts(place("210000")), facts(place(TIEXI, "lives"), place("210000"))])
def test_nothing_said_and_anywhere_mean_the_whole_province(said: Facts) -> None:
    assert build_geo_context(said).base.everywhere
    assert not build_geo_context(said).widenings


def test_an_excluded_place_is_no_place_to_look() -> None:
    assert build_geo_context(facts(place(TIEXI, "excludes"))).base.everywhere


@pytest.mark.parametrize("constraint", [Constraint.NEAR_HOME, Constraint.GO_HOME_AT_NIGHT])
def test_near_home_is_within_25_km_and_never_more_than_the_city(constraint: Constraint) -> None:
    near = build_geo_context(facts(place(TIEXI), constraints=[constraint])).base.counties
    assert near is not None
    assert TIEXI in near
    assert XINMIN not in near
    assert near < codes(SHENYANG)


def test_district_only_stays_in_the_district() -> None:
    assert build_geo_context(facts(place(TIEXI), constraints=[Constraint.DISTRICT_ONLY])).base.counties == frozenset(
        {TIEXI}
    )


def test_every_widening_holds_what_came_before() -> None:
    where = build_geo_context(facts(place(TIEXI)))
    known: frozenset[str] = where.base.counties or frozenset()
    for step in where.widenings[:-1]:
        assert step.scope.counties is not None
        assert known < step.scope.counties
        known = step.scope.counties
    assert where.widenings[-1].scope.everywhere
    radii = [step.params["km"] for step in where.widenings[:-1]]
    assert radii == sorted(radii)


@pytest.mark.parametrize(
    "constraint",
    [Constraint.DISTRICT_ONLY, Constraint.NO_RELOCATION, Constraint.GO_HOME_AT_NIGHT, Constraint.NEAR_HOME],
)
def test_who_must_stay_is_taken_at_most_50_km_far_unless_there_is_nothing(constraint: Constraint) -> None:
    steps = build_geo_context(facts(place(TIEXI), constraints=[constraint])).widenings
    assert max(step.params.get("km", 0) for step in steps) <= 50
    assert [step.text_id for step in steps if step.last_resort] == ["widened.province"]


def test_a_listing_without_district_is_in_its_city() -> None:
    base = build_geo_context(facts(place(TIEXI))).base
    assert base.admits(listing("a", COOK, SHENYANG))
    assert not base.admits(listing("b", COOK, DALIAN))


def test_an_online_course_is_everywhere_at_home() -> None:
    base = build_geo_context(facts(place(TIEXI))).base
    assert base.admits(course("a", COOK, DALIAN, mode=CourseMode.ONLINE))
    assert not base.admits(course("b", COOK, DALIAN, mode=CourseMode.ONSITE))
    assert GeoScope().admits(course("b", COOK, DALIAN, mode=CourseMode.ONSITE))


def test_distance_is_estimated_from_home_when_home_is_within_reach() -> None:
    where = build_geo_context(facts(place(TIEXI, "lives"), place(SHENYANG)))
    assert estimate_km(listing("a", COOK, TIEXI), where) == pytest.approx(0)
    far = build_geo_context(facts(place(TIEXI, "lives"), place(DALIAN)))
    assert estimate_km(listing("b", COOK, DALIAN), far) == pytest.approx(0)
    assert estimate_km(listing("c", COOK, TIEXI), build_geo_context(Facts())) is None
