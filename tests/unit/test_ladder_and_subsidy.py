"""The ladder of grades and the support that may apply: cases from the rules, and what must hold for anybody."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.listings.courses import Course
from data.people.profile import CertificateFact, EducationFact, Facts, GroupFact, MajorFact, OccupationFact
from data.vocabulary import CertificateKind, CourseKind, Education, Grade
from matching.rules.grade_ladder import ASSESSED, GradeStatus, build_grade_ladder
from matching.rules.seeker_subsidies import SubsidyStatus, find_subsidies

TODAY = date(2026, 11, 23)
WELDER, TURNER = "6-18-02-04", "6-18-01-01"


def facts(
    *, grade: str | None = None, years: float | None = None, work: str = WELDER, age: int | None = 30,
    level: Education | None = None, major: str | None = None,
) -> Facts:  # fmt: skip
    papers = [CertificateFact(kind=CertificateKind.GRADE, occupation=work, grade=Grade(grade))] if grade else None
    return Facts(
        age=age, occupations=[OccupationFact(code=work, name="", role="did", years=years)], certificates=papers,
        education=EducationFact(level=level) if level else None,
        majors=[MajorFact(name="", codes=[major])] if major else [],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("known", "held_years", "now", "beyond"),
    [
        (facts(years=1), None, "5", "4"),
        (facts(years=5), None, "4", "3"),
        (facts(years=10), None, "3", "2"),
        (facts(grade="5"), 3, "4", "3"),
        (facts(grade="5"), 2, None, "4"),
        (facts(grade="4"), 4, "3", "2"),
        (facts(grade="3"), 5, "2", "1"),
        (facts(grade="2"), 4, None, "1"),
        (facts(grade="1"), 9, None, None),
        (facts(level=Education.SECONDARY_VOCATIONAL, major="660105"), None, "4", "3"),
        (facts(level=Education.JUNIOR, major="660105"), None, "5", "4"),
        (facts(level=Education.SECONDARY_VOCATIONAL, major="660105", work=TURNER), None, "5", "4"),
    ],
)
def test_the_highest_step_that_is_open_and_the_next(
    known: Facts, held_years: float | None, now: str | None, beyond: str | None
) -> None:
    found = build_grade_ladder(known, TODAY, held_years=held_years)
    assert (found.highest_open_step.grade if found.highest_open_step else None) == now
    assert (found.next_step.grade if found.next_step else None) == beyond


def test_how_long_is_still_missing_is_told() -> None:
    step = build_grade_ladder(facts(grade="4"), TODAY, held_years=3).next_step
    assert step is not None
    assert [(way.kind, way.missing_years) for way in step.conditions] == [("grade", 1), ("years", None)]


def test_without_any_work_there_is_no_ladder() -> None:
    assert build_grade_ladder(Facts(age=20), TODAY).occupation is None


def test_older_rules_hold_before_the_newer_ones() -> None:
    assert build_grade_ladder(facts(years=5), date(2022, 1, 1)).steps == ()


PEOPLE = st.builds(
    facts,
    grade=st.sampled_from([None, *(grade.value for grade in ASSESSED)]),
    years=st.none() | st.integers(1, 40),
    age=st.none() | st.integers(16, 65),
    level=st.none() | st.sampled_from(list(Education)),
    major=st.none() | st.just("660105"),
)


@given(PEOPLE, st.none() | st.integers(1, 12))
def test_no_step_goes_down_and_none_is_open_above_one_that_is_closed(known: Facts, held_years: int | None) -> None:
    found = build_grade_ladder(known, TODAY, held_years=held_years)
    orders = [step.grade.order for step in found.steps]
    assert orders == sorted(set(orders))
    assert found.held_grade is None or all(order > found.held_grade.order for order in orders)
    assert all(step.standing != GradeStatus.LATER for step in found.steps[:-1])
    assert all(step.row.holds(TODAY) for step in found.steps)


@given(PEOPLE, st.integers(1, 12))
def test_more_years_never_close_a_step(known: Facts, held_years: int) -> None:
    def best(years: int) -> int:
        step = build_grade_ladder(known, TODAY, held_years=years).highest_open_step
        return step.grade.order if step else 0

    assert best(held_years + 1) >= best(held_years)


def course(**more: object) -> Course:
    fields = {
        "id": "c-1", "title": "班", "occupation_code": WELDER, "city": "210100",
        "course_kind": CourseKind.EMPLOYMENT_SKILLS, "capacity": 20, "hours_total": 80, "fee": 0,
        "organisation_id": 1, "description": "", "documents": [],
    }  # fmt: skip
    return Course(**{**fields, **more})


def in_group(*groups: str, sure: bool = True) -> Facts:
    return Facts(groups=[GroupFact(id=group, sure=sure) for group in groups])


def claims(known: Facts, for_course: Course | None = None, today: date = TODAY) -> dict[str, SubsidyStatus]:
    return {one.kind: one.claim for one in find_subsidies(known, today, for_course)}


def test_a_stated_group_may_a_hinted_one_depends_and_another_one_is_told_no() -> None:
    for_unemployed = course(eligible_groups=["grp.unemployed"])
    assert claims(in_group("grp.unemployed"), for_unemployed)["training"] == SubsidyStatus.MAY
    assert claims(in_group("grp.unemployed", sure=False), for_unemployed)["training"] == SubsidyStatus.IF
    assert claims(in_group("grp.employee"), for_unemployed)["training"] == SubsidyStatus.NOT
    assert claims(Facts(), for_unemployed)["training"] == SubsidyStatus.IF


def test_of_an_apprenticeship_the_enterprise_gets_the_subsidy() -> None:
    assert "training" not in claims(Facts(), course(course_kind=CourseKind.APPRENTICESHIP))
    assert claims(Facts(), course(course_kind=CourseKind.APPRENTICESHIP))["apprentice"] == SubsidyStatus.MAY


def test_what_has_run_out_is_said_to_have_run_out() -> None:
    graded = course(grade_target=Grade.FOUR)
    assert claims(Facts(), graded)["grade"] == SubsidyStatus.ENDED
    assert claims(Facts(), graded, date(2025, 6, 1))["grade"] == SubsidyStatus.IF
    assert "grade" not in claims(Facts(), course(grade_target=Grade.TWO), date(2025, 6, 1))


def test_grades_that_are_asked_about_come_first_with_their_amounts() -> None:
    first = find_subsidies(in_group("grp.employee"), date(2025, 6, 1), grades={Grade.THREE, Grade.FOUR, Grade.TWO})[0]
    assert (first.params["grades"], first.params["amounts"]) == ([Grade.FOUR, Grade.THREE], [1500, 2000])
    ended = find_subsidies(Facts(), TODAY, grades={Grade.THREE})[0]
    assert (ended.claim, ended.params["amounts"]) == (SubsidyStatus.ENDED, [2000])


def test_for_anybody_each_group_and_grade_is_told() -> None:
    assert set(claims(Facts())) == {"training", "limits"}
    kinds = [one.kind for one in find_subsidies(Facts(), TODAY, anybody=True)]
    assert kinds == ["training", "living_fixed", "living", "grade", "limits"]
    assert "living" not in [one.kind for one in find_subsidies(in_group("grp.veteran"), TODAY, anybody=True)]


@given(st.lists(st.sampled_from(["grp.unemployed", "grp.lifted", "grp.two_later", "grp.difficulty"])), st.booleans())
def test_every_row_that_an_answer_rests_on_is_in_force(groups: list[str], sure: bool) -> None:  # noqa: FBT001
    found = find_subsidies(in_group(*dict.fromkeys(groups), sure=sure), TODAY, course(grade_target=Grade.THREE))
    assert all(row.holds(TODAY) for one in found if one.claim != SubsidyStatus.ENDED for row in one.rows)
    assert sum(one.kind == "limits" for one in found) == 1
    assert all(one.claim != SubsidyStatus.MAY for one in found if one.kind.startswith("living"))
