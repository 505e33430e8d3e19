"""What a listing is worth to somebody's life: work at a desk, in town, near home, by the half day, with a bed."""

from datetime import date

from data.vocabulary import Constraint, Housing
from matching.matches import MatchQuery, find_matches_in_memory
from tests.people import COOK, GUARD, WELDER, course, facts, listing, place, work
from tests.unit.test_ranking import ids, openings

TODAY = date(2026, 11, 20)
TIEXI, HUNNAN, SHAHEKOU, ANSHAN = "210106", "210112", "210204", "210303"
GROWER, CLERK, DATA = "5-01-02-01", "3-01-01-01", "4-04-05-05"
"""Works the fields, keeps files, labels data."""


def test_who_wants_an_office_gets_work_at_a_desk() -> None:
    rows = [listing("desk", DATA), listing("weld", WELDER), listing("cook", COOK)]
    assert openings(rows, facts(place(TIEXI)), texts=("想坐办公室",))[0] == "desk"
    assert openings(rows, facts(place(TIEXI), work(GUARD, "did")), texts=("想坐办公室",))[0] == "desk"
    assert openings(rows, facts(place(TIEXI), work(CLERK)))[0] == "desk"


def test_who_wants_to_leave_the_land_gets_no_farm_work() -> None:
    rows = [listing("field", GROWER), listing("town", COOK, HUNNAN, accepts_no_experience=True)]
    farmer = facts(place(TIEXI), work(GROWER, "did", 10))
    assert openings(rows, farmer)[0] == "field"
    assert openings(rows, farmer, texts=("种地的，想进城找个活",))[0] == "town"
    assert openings(rows, facts(place(TIEXI), work(GROWER)), texts=("想进城，在大棚种菜",))[0] == "field"


def test_half_days_come_before_unknown_hours_and_those_before_whole_days() -> None:
    rows = [
        listing("whole", COOK, hours_week=48.0, organisation_id=1),
        listing("unknown", COOK, organisation_id=2),
        listing("half", COOK, hours_week=20.0, organisation_id=3),
    ]
    assert openings(rows, facts(place(TIEXI), work(COOK), constraints=[Constraint.PART_TIME])) == [
        "half", "unknown", "whole"
    ]  # fmt: skip


def test_who_stays_at_home_gets_what_is_done_there_first() -> None:
    rows = [listing("out", COOK, organisation_id=1), listing("home", COOK, title="厨师（居家）", organisation_id=2)]
    assert openings(rows, facts(place(TIEXI), work(COOK), constraints=[Constraint.ONLINE]))[0] == "home"


def test_beyond_a_daily_way_a_bed_counts_and_within_it_none_is_needed() -> None:
    beds = {"bed": Housing.PROVIDED, "none": Housing.NONE}
    far = [listing(name, COOK, "210204", housing=value, organisation_id=1) for name, value in beds.items()]
    near = [listing(name, COOK, HUNNAN, housing=value, organisation_id=2) for name, value in beds.items()]
    scores = [
        {
            one.row.listing_id: one.parts["life"]
            for one in find_matches_in_memory(rows, MatchQuery(said, TODAY)).openings
        }
        for rows, said in ((far, facts(place(TIEXI, "lives"), work(COOK))), (near, facts(place(TIEXI), work(COOK))))
    ]
    assert scores[0]["bed"] > 1.2 * scores[0]["none"]
    assert scores[1]["bed"] < 1.1 * scores[1]["none"]


def test_who_can_only_sit_sees_work_that_says_so_and_no_courses_for_what_they_can_no_longer_do() -> None:
    rows = [
        course("cooking", COOK, HUNNAN),
        listing("desk", DATA, SHAHEKOU, seated=True),
        listing("unknown", GUARD, SHAHEKOU),
    ]
    said = facts(place(SHAHEKOU, "lives"), work(COOK, "did", 10), constraints=[Constraint.SEATED])
    found = find_matches_in_memory(rows, MatchQuery(said, TODAY))
    assert (ids(found.openings), found.courses) == (["desk"], [])
