"""What support may apply to a person, alone or for one course: from policy rows, never promised.

Each finding names the rows it rests on. What is not known of the person is put as a condition; what has run out is
said to have run out.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from data.catalogue import policy
from data.catalogue.policy import PolicyRow
from data.listings.courses import Course
from data.people.profile import Facts
from data.vocabulary import CourseKind, Grade


class SubsidyStatus(StrEnum):
    MAY = "may"
    """All that is known speaks for it."""
    IF = "if"
    """It depends on something that is not known."""
    NOT = "not"
    """What is known speaks against it."""
    ENDED = "ended"
    """The rule has run out, and no later one is known."""


@dataclass(frozen=True)
class SeekerSubsidy:
    """One kind of support; its text is `subsidy.{kind}.{claim}`."""

    kind: str
    claim: SubsidyStatus
    rows: tuple[PolicyRow, ...]
    params: Mapping[str, Any] = field(default_factory=dict)


GRADED = (Grade.FIVE, Grade.FOUR, Grade.THREE)
"""Grades that 技能提升补贴 knows (人社部发〔2017〕40号)."""
TRAINED_FREE = (
    "grp.unemployed", "grp.rural_transfer", "grp.grad_year", "grp.grad_2y_ln", "grp.grad_switch_ln", "grp.two_later",
    "grp.difficulty", "grp.zero_family", "grp.disabled", "grp.veteran", "grp.lifted", "grp.flexible", "grp.returnee",
    "grp.employee",
)  # fmt: skip
"""Groups whose training may be subsidised, those that anyone can be in or register for first."""
_LIVING = {
    "living.two_later": ("grp.two_later",),
    "living.poor": ("grp.lifted",),
    "living.difficulty": ("grp.difficulty", "grp.zero_family"),
}
_MOST_GROUPS = 3


def find_subsidies(
    facts: Facts, today: date, course: Course | None = None, *, grades: Collection[Grade] = (), anybody: bool = False
) -> list[SeekerSubsidy]:
    """What may apply, the most certain first, then the limits that hold for all of it.

    Args:
        facts: what is known of the person.
        today: which rules are in force.
        course: the course that it is asked for, if any.
        grades: grades that the question names, which is answered before the rest; without them it is the grade of the
            course, or the highest that is held.
        anybody: the question may be about anybody: what depends on a group or grade that is not known is told for each.
    """
    asked = list(_of_grades(grades, today))
    found = [*_of_training(facts, today, course), *_of_living(facts, today, anybody=anybody)]
    grade = course.grade_target if course is not None else _grade_of(facts)
    if not grades:
        found += _of_grades([grade] if grade else GRADED if anybody else [], today)
    order = list(SubsidyStatus)
    return [*asked, *sorted(found, key=lambda one: order.index(one.claim)), *_limits(today)]


def list_documents_to_bring(facts: Facts, course: Course | None = None) -> list[str]:
    """What to bring: what the course asks for, or else ids of the usual papers of the groups the person is in."""
    if course is not None and course.documents:
        return list(course.documents)
    groups = [group.id for group in facts.groups if group.sure]
    return ["paper.id", *(f"paper.{group}" for group in groups if group in TRAINED_FREE and group != "grp.flexible")]


def _of_training(facts: Facts, today: date, course: Course | None) -> Iterator[SeekerSubsidy]:
    if course is not None and course.course_kind == CourseKind.APPRENTICESHIP:
        yield SeekerSubsidy("apprentice", SubsidyStatus.MAY, _in_force(today, "appr.subsidy_national"))
        return
    open_to = tuple(course.eligible_groups) if course is not None and course.eligible_groups else TRAINED_FREE
    stated = [group.id for group in facts.groups if group.sure]
    inside = [group for group in open_to if group in stated]
    hinted = [group.id for group in facts.groups if not group.sure and group.id in open_to]
    fee = None if course is None else course.fee
    if inside:
        yield SeekerSubsidy(
            "training", SubsidyStatus.MAY, _in_force(today, *inside), {"groups": inside[:_MOST_GROUPS], "fee": fee}
        )
    elif hinted:
        yield SeekerSubsidy(
            "training", SubsidyStatus.IF, _in_force(today, *hinted), {"groups": hinted[:_MOST_GROUPS], "fee": fee}
        )
    elif stated and course is not None and course.eligible_groups:
        yield SeekerSubsidy("training", SubsidyStatus.NOT, (), {"groups": list(open_to[:_MOST_GROUPS]), "fee": fee})
    else:
        open_first = list(open_to[:_MOST_GROUPS])
        yield SeekerSubsidy(
            "training", SubsidyStatus.IF, _in_force(today, *open_first), {"groups": open_first, "fee": fee}
        )


def _of_living(facts: Facts, today: date, *, anybody: bool) -> Iterator[SeekerSubsidy]:
    """A fixed sum, or one by the local subsistence rate: each once, with the groups that it is for."""
    stated = {group.id for group in facts.groups if group.sure}
    told = {row_id: groups for row_id, groups in _LIVING.items() if stated.intersection(groups)}
    if anybody and not stated:
        told = _LIVING
    rows = [(row, groups) for row_id, groups in told.items() for row in _in_force(today, row_id)]
    for row, groups in rows:
        if isinstance(row.value, int):
            params = {"amount": row.value, "groups": list(groups)}
            yield SeekerSubsidy("living_fixed", SubsidyStatus.IF, (row,), params)
    by_rate = [(row, groups) for row, groups in rows if not isinstance(row.value, int)]
    if by_rate:
        params = {"groups": [group for _, groups in by_rate for group in groups]}
        yield SeekerSubsidy("living", SubsidyStatus.IF, tuple(row for row, _ in by_rate), params)


def _of_grades(grades: Collection[Grade], today: date) -> Iterator[SeekerSubsidy]:
    """技能提升补贴 to the worker: by grade, for those who paid unemployment insurance long enough."""
    known = [grade for grade in GRADED if grade in grades]
    if not known:
        return
    amounts, insured = policy.row("skill.amount"), policy.row("skill.insured_months")
    params = {"grades": known, "amounts": [amounts.value[grade.value] for grade in known]}
    if amounts.holds(today):
        yield SeekerSubsidy("grade", SubsidyStatus.IF, (amounts, insured), params | {"months": insured.value})
    else:
        yield SeekerSubsidy("grade", SubsidyStatus.ENDED, (amounts,), params | {"day": amounts.effective_to})


def _grade_of(facts: Facts) -> Grade | None:
    held = [one.grade for one in facts.certificates or () if one.has and one.grade]
    return max(held, key=lambda grade: grade.order, default=None)


def _limits(today: date) -> Iterator[SeekerSubsidy]:
    for row in _in_force(today, "limit.training_per_year"):
        yield SeekerSubsidy(
            "limits", SubsidyStatus.MAY, (row, *_in_force(today, "limit.same_occ_level")), {"n": row.value}
        )


def _in_force(today: date, *ids: str) -> tuple[PolicyRow, ...]:
    return tuple(row for one in ids if (row := policy.in_force(one, today)) is not None)
