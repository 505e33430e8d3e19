"""The ladder of grades: where somebody stands, and which step the level rules allow now, allow later, or leave open.

The rules are policy rows `level.apply.GRADE`: any one of their conditions will do. Steps above the first grade are
appointments by an enterprise (`level.special_chief`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from data.catalogue import majors, policy, trades
from data.catalogue.policy import PolicyRow
from data.people.profile import Facts
from data.vocabulary import Education, Grade

ASSESSED = (Grade.FIVE, Grade.FOUR, Grade.THREE, Grade.TWO, Grade.ONE)
"""Grades that one applies for, from the bottom."""
_YEARS = ("years", "years_since")


class GradeStatus(StrEnum):
    """What the rules say of a step."""

    NOW = "now"
    """One of the conditions is met by what is known."""
    IF = "if"
    """One may be met: something is not known."""
    LATER = "later"
    """None is met yet."""


@dataclass(frozen=True)
class GradeCondition:
    """One way to a grade: the id of its text is `ladder.way.{kind}`."""

    kind: str
    params: Mapping[str, Any]
    standing: GradeStatus
    missing_years: float | None = None
    """How long it takes until it is met, where only time is missing and the time so far is known."""


@dataclass(frozen=True)
class GradeStep:
    grade: Grade
    standing: GradeStatus
    conditions: tuple[GradeCondition, ...]
    """The ways that are met, or else those that come nearest, the shortest first."""
    row: PolicyRow


@dataclass(frozen=True)
class GradeLadder:
    occupation: str | None
    """Code; None when nothing tells what work it is about."""
    held_grade: Grade | None
    """The highest grade held in it; None when none is known."""
    years: float | None
    """Years in the work, as far as told."""
    steps: tuple[GradeStep, ...] = field(default=())
    """The steps above, from the lowest that is allowed up to the first that is not; empty at the top."""
    trade: str | None = None
    """The trade of the occupation, where it must be told apart and is known."""

    @property
    def highest_open_step(self) -> GradeStep | None:
        """The highest step that the rules allow now."""
        return next((step for step in reversed(self.steps) if step.standing == GradeStatus.NOW), None)

    @property
    def next_step(self) -> GradeStep | None:
        """The next one above it, or the first of all."""
        allowed = self.highest_open_step
        later = (step for step in self.steps if step.standing != GradeStatus.NOW)
        return next((step for step in later if allowed is None or step.grade.order > allowed.grade.order), None)


def build_grade_ladder(
    facts: Facts, today: date, *, occupation: str | None = None, held_years: float | None = None,
    years: float | None = None,
) -> GradeLadder:  # fmt: skip
    """The ladder of a person in their work.

    Args:
        facts: what is known of the person.
        today: which rules are in force.
        occupation: the work it is about; by default the one of the highest certificate, of past work, of the wish.
        held_years: how long the present grade is held, when that was told.
        years: how long they have done the work, when that was told apart from the facts.
    """
    work, trade = (occupation, None) if occupation else _work_of(facts)
    if work is None:
        return GradeLadder(None, None, None)
    held = _held(facts, work, trade)
    done = [fact for fact in facts.occupations if fact.role == "did" and fact.code == work]
    told = [fact.years for fact in done if fact.years and not trades.known_to_differ(fact.trade, trade)]
    person = _LadderPerson(facts, work, held, years or max(told, default=None), held_years)
    return GradeLadder(work, held, person.years, tuple(_steps(person, today)), trade)


def _work_of(facts: Facts) -> tuple[str | None, str | None]:
    """The occupation whose ladder is meant, when nothing else was said, and its trade."""
    graded = [one for one in facts.certificates or () if one.has and one.grade and one.occupation]
    if graded:
        highest = max(graded, key=lambda one: one.grade.order if one.grade else 0)
        return highest.occupation, highest.trade
    for role in ("did", "wants"):
        named = [fact for fact in facts.occupations if fact.role == role]
        if named:
            longest = max(named, key=lambda fact: fact.years or 0)
            return longest.code, longest.trade
    return None, None


def _held(facts: Facts, work: str, trade: str | None) -> Grade | None:
    papers = [one for one in facts.certificates or () if one.has and one.occupation in (work, None)]
    grades = [one.grade for one in papers if one.grade and not trades.known_to_differ(one.trade, trade)]
    return max(grades, key=lambda grade: grade.order, default=None)


@dataclass(frozen=True)
class _LadderPerson:
    facts: Facts
    work: str
    held: Grade | None
    years: float | None
    held_years: float | None

    @property
    def education(self) -> Education | None:
        known = self.facts.education
        return known.level if known and known.sure else None

    @property
    def has_matching_major(self) -> bool:
        """Whether a major of theirs leads to the work."""
        codes = (code for fact in self.facts.majors for code in fact.codes)
        return any(self.work in majors.occupations_of(code) for code in codes)


def _steps(person: _LadderPerson, today: date) -> Iterator[GradeStep]:
    """Each step above what is held; it ends with the first one that can't be taken yet."""
    for grade in ASSESSED:
        if person.held is not None and grade.order <= person.held.order:
            continue
        row = policy.in_force(f"level.apply.{grade.value}", today)
        if row is None:
            return
        step = _step(person, grade, row)
        yield step
        if step.standing == GradeStatus.LATER:
            return


def _step(person: _LadderPerson, grade: Grade, row: PolicyRow) -> GradeStep:
    found = [condition for rule in row.value if (condition := _condition(person, rule)) is not None]
    standing = next((s for s in GradeStatus if any(one.standing == s for one in found)), GradeStatus.LATER)
    ways = [one for one in found if one.standing == standing or (standing != GradeStatus.NOW and one.missing_years)]
    ways.sort(key=lambda one: (one.missing_years is None, one.missing_years or 0, one.kind))
    return GradeStep(grade, standing, tuple(ways[:2]), row)


def _condition(person: _LadderPerson, rule: Mapping[str, Any]) -> GradeCondition | None:
    """How one rule stands for the person; None for rules on titles and classes that nobody told of."""
    if "title" in rule or "student" in rule:
        return None
    if "age_min" in rule:
        age = person.facts.age
        standing = GradeStatus.IF if age is None else GradeStatus.NOW if age >= rule["age_min"] else GradeStatus.LATER
        return GradeCondition("age", {"age": rule["age_min"]}, standing)
    if "diploma" in rule:
        return _by_diploma(person, rule)
    if "grade" in rule:
        return _by_grade(person, rule)
    return _by_time("years", rule["years"], person.years)


def _by_grade(person: _LadderPerson, rule: Mapping[str, Any]) -> GradeCondition | None:
    """So many years since a grade; of no use to somebody who stands below it."""
    needed = Grade(rule["grade"])
    if person.held is None or person.held.order < needed.order:
        return None
    known = person.held_years if person.held == needed else None
    return _by_time("grade", rule["years_since"], known, grade=needed)


def _by_time(kind: str, needed: float, known: float | None, **params: Any) -> GradeCondition:
    params = {"n": needed, **params}
    if known is None:
        return GradeCondition(kind, params, GradeStatus.IF)
    if known >= needed:
        return GradeCondition(kind, params, GradeStatus.NOW)
    return GradeCondition(kind, params, GradeStatus.LATER, missing_years=round(needed - known, 1))


_DIPLOMAS = {
    "related_secondary_vocational": Education.SECONDARY_VOCATIONAL,
    "related_college": Education.COLLEGE,
    "assessed_college": Education.COLLEGE,
}
"""Diplomas that schooling and major tell of; others (classes of technician colleges) are not asked."""


def _by_diploma(person: _LadderPerson, rule: Mapping[str, Any]) -> GradeCondition | None:
    """A diploma in the subject, where schooling and major are known; an assessment passed at college is not."""
    level = _DIPLOMAS.get(rule["diploma"])
    schooled = level is not None and person.education is not None and person.education.order >= level.order
    graded = "grade" not in rule or (person.held is not None and person.held.order >= Grade(rule["grade"]).order)
    if not (schooled and graded and person.has_matching_major) or rule["diploma"] == "assessed_college":
        return None
    return GradeCondition("diploma", {"level": level}, GradeStatus.NOW)
