"""The person as ranking and explanations see them: the facts, the aim, the ground, and what they said of listings."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from data.catalogue import majors
from data.eligibility import Asker
from data.listings.search_index import ListingIndex as Row
from data.people.profile import CertificateFact, Facts
from data.vocabulary import Constraint, Grade
from matching.search.geo import Ground
from matching.search.intent import Aim


@dataclass(frozen=True)
class Person:
    """Everything ranking looks at on the person's side."""

    asker: Asker
    aim: Aim
    ground: Ground
    dismissed: tuple[tuple[Row, str], ...] = ()
    """Listings that were set aside, with the reason given."""
    liked: tuple[Row, ...] = ()
    """Listings of which the person wants more."""

    @property
    def facts(self) -> Facts:
        return self.asker.facts

    @property
    def constraints(self) -> frozenset[Constraint]:
        return self.asker.constraints

    @cached_property
    def years(self) -> Mapping[str, float | None]:
        """Occupation code → years of past work, None where the years were not said."""
        return {one.code: one.years for one in self.facts.occupations if one.role == "did"}

    @cached_property
    def held(self) -> tuple[CertificateFact, ...]:
        return tuple(one for one in self.facts.certificates or () if one.has)

    @cached_property
    def groups(self) -> Mapping[str, bool]:
        """Group → whether it is sure."""
        return {group.id: group.sure for group in self.facts.groups}

    @cached_property
    def taught(self) -> Mapping[str, str]:
        """Occupation → code of the person's major that leads to it."""
        codes = [key for fact in self.facts.majors for key in fact.codes]
        return {code: key for key in reversed(codes) for code in majors.occupations_of(key)}

    def grade(self, occupation: str) -> Grade | None:
        """The highest grade held in an occupation (or of an occupation not said, when it is the only past work)."""
        own = {occupation, None} if set(self.years) == {occupation} else {occupation}
        grades = [one.grade for one in self.held if one.grade is not None and one.occupation in own]
        return max(grades, key=lambda grade: grade.order, default=None)

    def holds(self, required: str) -> bool:
        """Whether the person said that they hold `kind:occupation:grade`."""
        kind, occupation, grade = [*required.split(":"), "", ""][:3]
        return any(
            one.kind == kind
            and (not occupation or one.occupation in (occupation, None))
            and (not grade or (one.grade is not None and one.grade.order >= Grade(grade).order))
            for one in self.held
        )
