"""The person as ranking and explanations see them: the facts, the aim, the ground, and what they said of listings."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from data import required_papers
from data.catalogue import majors, trades
from data.eligibility import Applicant
from data.listings.search_index import ListingIndex as Row
from data.people.profile import CertificateFact, Facts, OccupationFact
from data.vocabulary import Constraint, Grade
from matching.search.geo import GeoContext
from matching.search.intent import SearchIntent, related_occupations


@dataclass(frozen=True)
class SeekerContext:
    """Everything ranking looks at on the person's side."""

    applicant: Applicant
    intent: SearchIntent
    geo: GeoContext
    dismissed: tuple[tuple[Row, str], ...] = ()
    """Listings that were set aside, with the reason given."""
    liked: tuple[Row, ...] = ()
    """Listings of which the person wants more."""

    @property
    def facts(self) -> Facts:
        return self.applicant.facts

    @property
    def constraints(self) -> frozenset[Constraint]:
        return self.applicant.constraints

    @cached_property
    def years_by_occupation(self) -> Mapping[str, float | None]:
        """Occupation code → years of past work, None where the years were not said."""
        return {one.code: one.years for one in self.facts.occupations if one.role == "did"}

    def past_work(self, row: Row) -> OccupationFact | None:
        """The past work that is the listing's: of its occupation, and not of another trade."""
        done = (one for one in self.facts.occupations if one.role == "did" and one.code == row.occupation_code)
        return next((one for one in done if not trades.known_to_differ(one.trade, row.trade)), None)

    def related_past_work(self, row: Row) -> str | None:
        """Past work beside the listing's (`trades.encode_work`): another trade of it, or a related occupation."""
        near = related_occupations(row.occupation_code) | {row.occupation_code}
        done = [one for one in self.facts.occupations if one.role == "did" and one.code in near]
        found = sorted((one.code != row.occupation_code, one.code, one.trade or "") for one in done)
        return trades.encode_work(found[0][1], found[0][2] or None) if found and self.past_work(row) is None else None

    @cached_property
    def held_certificates(self) -> tuple[CertificateFact, ...]:
        return tuple(one for one in self.facts.certificates or () if one.has)

    @cached_property
    def groups(self) -> Mapping[str, bool]:
        """Group → whether it is sure."""
        return {group.id: group.sure for group in self.facts.groups}

    @cached_property
    def major_by_occupation(self) -> Mapping[str, str]:
        """Occupation → code of the person's major that leads to it."""
        codes = [key for fact in self.facts.majors for key in fact.codes]
        return {code: key for key in reversed(codes) for code in majors.occupations_of(key)}

    def held_grade(self, occupation: str, trade: str | None = None) -> Grade | None:
        """The highest grade held in an occupation (or of an occupation not said, when it is the only past work).

        With `trade`, one for another trade of the occupation does not count.
        """
        own = {occupation, None} if set(self.years_by_occupation) == {occupation} else {occupation}
        papers = (
            one
            for one in self.held_certificates
            if one.occupation in own and not trades.known_to_differ(one.trade, trade)
        )
        grades = [one.grade for one in papers if one.grade is not None]
        return max(grades, key=lambda grade: grade.order, default=None)

    def holds_certificate(self, required: str) -> bool:
        """Whether the person said that they hold `kind:occupation:grade:trade`."""
        wanted = required_papers.parse(required)
        return any(wanted.is_given_by(paper) for paper in self.held_certificates)
