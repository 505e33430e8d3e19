"""What support may apply to a person, alone or for one course: from policy rows, never promised.

Each finding names the rows it rests on. What is not known of the person is put as a condition; what has run out is
said to have run out.
"""

from collections.abc import Iterator, Mapping
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


def find_subsidies(facts: Facts, today: date, course: Course | None = None) -> list[SeekerSubsidy]:
    """What may apply, the most certain first, then the limits that hold for all of it."""
    found = [*_of_training(facts, today, course), *_of_living(facts, today), *_of_grade(facts, today, course)]
    order = list(SubsidyStatus)
    return [*sorted(found, key=lambda one: order.index(one.claim)), *_limits(today)]


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


def _of_living(facts: Facts, today: date) -> Iterator[SeekerSubsidy]:
    stated = {group.id for group in facts.groups if group.sure}
    for row_id, groups in _LIVING.items():
        for row in _in_force(today, row_id):
            if stated.intersection(groups):
                amount = row.value if isinstance(row.value, int) else None
                yield SeekerSubsidy(
                    "living" if amount is None else "living_fixed", SubsidyStatus.IF, (row,), {"amount": amount}
                )


def _of_grade(facts: Facts, today: date, course: Course | None) -> Iterator[SeekerSubsidy]:
    """技能提升补贴 to the worker: by grade, for those who paid unemployment insurance long enough."""
    grade = course.grade_target if course is not None else _grade_of(facts)
    if grade not in GRADED:
        return
    amounts, insured = policy.row("skill.amount"), policy.row("skill.insured_months")
    if not amounts.holds(today):
        yield SeekerSubsidy("grade", SubsidyStatus.ENDED, (amounts,), {"day": amounts.effective_to})
        return
    known = {"amount": amounts.value[grade.value], "months": insured.value, "grade": grade}
    yield SeekerSubsidy("grade", SubsidyStatus.IF, (amounts, insured), known)


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
