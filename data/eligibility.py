"""The one definition of every hard rule: as a check of one listing, and as a SQL predicate over all of them.

A gate excludes only on what is known: an unsaid fact passes every gate. `LAW` and `SAID` gates always hold; `WISH`
gates are the ones that matching may relax, softest first, when nothing else is left - and then says so.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, false, func, or_, true
from sqlmodel import col

from data import required_papers
from data.catalogue import trades
from data.listings.search_index import ListingIndex as Row
from data.people.profile import CertificateFact, Facts
from data.people.seekers import MINIMUM_AGE
from data.required_papers import RequiredCertificate
from data.vocabulary import CertificateKind, Constraint, Education, Grade, Housing, Shift

ADULT_AGE = 18

HAZARDS_FORBIDDEN_TO_MINORS = frozenset(
    {"HEIGHT", "TOX", "HT", "DUST", "HEAVY", "CONF", "COLD", "RAD", "UG", "FLAM", "ELECTRIC", "NIGHT", "WATER"}
)
"""Hazards that close a listing to 16 and 17 year olds: 劳部发〔1994〕498号 第 3 条 (policy row
`age.minor_prohibited_list`); night work is closed to them as well."""


class RuleKind(StrEnum):
    LAW = "law"
    """Statute, or the listing's own lawful condition."""
    RULED_OUT = "said"
    """The person ruled it out."""
    WISH = "wish"
    """The person would rather not; may be relaxed."""


class MissingCertificates(NamedTuple):
    """Papers that somebody does not hold: all of a kind, of an occupation, or of one trade of it."""

    kind: str
    occupation: str = ""
    trade: str = ""

    def includes(self, required: RequiredCertificate) -> bool:
        """Whether the required paper is surely one of them."""
        return required.kind == self.kind and (
            not self.occupation
            or (required.occupation == self.occupation and (not self.trade or required.trade == self.trade))
        )


def _lacking(paper: CertificateFact) -> MissingCertificates:
    return MissingCertificates(paper.kind.value, paper.occupation or "", paper.trade or "")


def _without(missing: MissingCertificates, held: Sequence[MissingCertificates]) -> Iterable[MissingCertificates]:
    """What is missing beside the papers held: who lacks the papers of an occupation but one lacks its other trades'."""
    same = [one for one in held if one.kind == missing.kind]
    if not missing.occupation:
        return () if same else (missing,)
    of_work = {one.trade for one in same if one.occupation == missing.occupation}
    if not of_work:
        return (missing,)
    if "" in of_work or missing.trade in of_work:
        return ()
    if missing.trade:
        return (missing,)
    others = (one.name for one in trades.trades(missing.occupation) if one.name not in of_work)
    return (missing._replace(trade=name) for name in others)


@dataclass(frozen=True)
class Applicant:
    """The person, as far as gates look: known facts, and today."""

    facts: Facts
    today: date

    @cached_property
    def constraints(self) -> frozenset[Constraint]:
        return frozenset(self.facts.constraints)

    @property
    def age(self) -> int | None:
        return self.facts.age

    @property
    def is_minor(self) -> bool:
        return self.age is not None and self.age < ADULT_AGE

    @property
    def education(self) -> Education | None:
        """The level, when it was said for sure."""
        known = self.facts.education
        return known.level if known and known.sure else None

    @cached_property
    def excluded_places(self) -> frozenset[str]:
        return frozenset(place.code for place in self.facts.places if place.role == "excludes")

    @cached_property
    def named_counties(self) -> frozenset[str]:
        """Counties the person lives in or looks in; they stay open when the rest of their city is ruled out."""
        named = (place for place in self.facts.places if place.role != "excludes")
        codes = frozenset(code for place in named for code in (place.code, *place.candidates))
        return frozenset(code for code in codes if not code.endswith("00")) - self.excluded_places

    @cached_property
    def rejected_work(self) -> frozenset[tuple[str, str]]:
        """`(occupation, trade or "")` of the work the person refused."""
        return frozenset((item.code, item.trade or "") for item in self.facts.occupations if item.role == "rejects")

    @cached_property
    def missing_certificates(self) -> frozenset[MissingCertificates]:
        """The certificates the person said they do not hold."""
        said = self.facts.certificates
        if said is None:
            return frozenset()
        if not said:
            of_work = (CertificateKind.GRADE, CertificateKind.OPERATION_PERMIT, CertificateKind.QUALIFICATION)
            return frozenset(MissingCertificates(kind) for kind in of_work)
        held = [_lacking(paper) for paper in said if paper.has]
        missing = [_lacking(paper) for paper in said if not paper.has]
        return frozenset(one for paper in missing for one in _without(paper, held))


@dataclass(frozen=True)
class EligibilityRule:
    """One hard rule, a gate. `rule_id` is its id in reports; both faces must agree (a property test compares)."""

    rule_id: str
    kind: RuleKind
    passes: Callable[[Applicant, Row], bool]
    sql_condition: Callable[[Applicant], ColumnElement[bool]]


def _overlaps(column: Any, values: Iterable[str]) -> ColumnElement[bool]:
    return col(column).overlap(sorted(values))  # type: ignore[attr-defined, no-any-return]


def _unless_stated(column: Any, *excluded: object) -> ColumnElement[bool]:
    """The column is empty, or holds something else than the excluded values."""
    return or_(col(column).is_(None), col(column).not_in(excluded))


def _current(applicant: Applicant, row: Row) -> bool:
    over = any(day is not None and day < applicant.today for day in (row.deadline, row.expires_at))
    return not over and row.places_left > 0


def _current_sql(applicant: Applicant) -> ColumnElement[bool]:
    in_time = [or_(col(day).is_(None), col(day) >= applicant.today) for day in (Row.deadline, Row.expires_at)]
    return and_(*in_time, col(Row.places_left) > 0)


def _working_age(applicant: Applicant, _: Row) -> bool:
    return applicant.age is None or applicant.age >= MINIMUM_AGE


def _working_age_sql(applicant: Applicant) -> ColumnElement[bool]:
    return false() if applicant.age is not None and applicant.age < MINIMUM_AGE else true()


def _minor(applicant: Applicant, row: Row) -> bool:
    clean = not HAZARDS_FORBIDDEN_TO_MINORS.intersection(row.hazards) and row.night_shift is not True
    return not applicant.is_minor or (row.accepts_minors and clean)


def _minor_sql(applicant: Applicant) -> ColumnElement[bool]:
    if not applicant.is_minor:
        return true()
    dangerous = _overlaps(Row.hazards, HAZARDS_FORBIDDEN_TO_MINORS)
    return and_(col(Row.accepts_minors).is_(True), ~dangerous, col(Row.night_shift).is_not(True))


def _listing_age(applicant: Applicant, row: Row) -> bool:
    return applicant.age is None or (row.age_min or 0) <= applicant.age <= (row.age_max or 200)


def _listing_age_sql(applicant: Applicant) -> ColumnElement[bool]:
    if applicant.age is None:
        return true()
    return and_(func.coalesce(Row.age_min, 0) <= applicant.age, func.coalesce(Row.age_max, 200) >= applicant.age)


def _education(applicant: Applicant, row: Row) -> bool:
    return applicant.education is None or row.education_min is None or applicant.education.meets(row.education_min)


def _education_sql(applicant: Applicant) -> ColumnElement[bool]:
    level = applicant.education
    if level is None:
        return true()
    return _unless_stated(Row.education_min, *(option for option in Education if not level.meets(option)))


def _certificates(applicant: Applicant, row: Row) -> bool:
    return not any(missing_certificate(applicant, required) for required in row.certificates)


def missing_certificate(asker: Applicant, required: str) -> bool:
    """Whether the person said that they do not hold `kind:occupation:grade:trade`; unknown trades are not "no"."""
    paper = required_papers.parse(required)
    return any(lacking.includes(paper) for lacking in asker.missing_certificates)


def _certificates_sql(applicant: Applicant) -> ColumnElement[bool]:
    lacking = [_requires_sql(one) for one in applicant.missing_certificates]
    return ~or_(*lacking) if lacking else true()


def _requires_sql(lacking: MissingCertificates) -> ColumnElement[bool]:
    """Whether the listing requires one of these papers."""
    if lacking.trade:
        grades = ("", *Grade)
        papers = (RequiredCertificate(lacking.kind, lacking.occupation, grade, lacking.trade) for grade in grades)
        return _overlaps(Row.certificates, map(str, papers))
    listed = ";" + func.array_to_string(Row.certificates, ";")
    return listed.contains(f";{lacking.kind}:{lacking.occupation}", autoescape=True)


def _place(applicant: Applicant, row: Row) -> bool:
    if row.district in applicant.named_counties:
        return True
    return not applicant.excluded_places.intersection((row.city, row.district))


def _place_sql(applicant: Applicant) -> ColumnElement[bool]:
    places = applicant.excluded_places
    if not places:
        return true()
    outside = and_(col(Row.city).not_in(places), _unless_stated(Row.district, *places))
    return (
        or_(outside, func.coalesce(Row.district, "").in_(applicant.named_counties))
        if applicant.named_counties
        else outside
    )


def _rejected(applicant: Applicant, row: Row) -> bool:
    return applicant.rejected_work.isdisjoint({(row.occupation_code, ""), (row.occupation_code, row.trade or "")})


def _rejected_sql(applicant: Applicant) -> ColumnElement[bool]:
    whole = [code for code, trade in applicant.rejected_work if not trade]
    one_trade = [
        and_(col(Row.occupation_code) == code, col(Row.trade) == trade)
        for code, trade in applicant.rejected_work
        if trade
    ]
    return and_(col(Row.occupation_code).not_in(whole), *(func.coalesce(~same, true()) for same in one_trade))


def _night(applicant: Applicant, row: Row) -> bool:
    nightly = row.night_shift or row.shift == Shift.THREE or (row.night_shift is None and "NIGHT" in row.hazards)
    return applicant.constraints.isdisjoint({Constraint.NO_NIGHT, Constraint.GO_HOME_AT_NIGHT}) or not nightly


def _night_sql(applicant: Applicant) -> ColumnElement[bool]:
    if applicant.constraints.isdisjoint({Constraint.NO_NIGHT, Constraint.GO_HOME_AT_NIGHT}):
        return true()
    silent_hazard = and_(col(Row.night_shift).is_(None), _overlaps(Row.hazards, ["NIGHT"]))
    return and_(col(Row.night_shift).is_not(True), _unless_stated(Row.shift, Shift.THREE), ~silent_hazard)


def _shift(applicant: Applicant, row: Row) -> bool:
    return Constraint.NO_SHIFT not in applicant.constraints or row.shift in (None, Shift.DAY)


def _shift_sql(applicant: Applicant) -> ColumnElement[bool]:
    if Constraint.NO_SHIFT not in applicant.constraints:
        return true()
    return _unless_stated(Row.shift, Shift.TWO, Shift.THREE, Shift.ROTATING)


def _no_hazard(rule: str, constraint: Constraint, hazards: frozenset[str]) -> EligibilityRule:
    """A gate for "I can't": the listing carries none of the hazards."""

    def passes(asker: Applicant, row: Row) -> bool:
        return constraint not in asker.constraints or hazards.isdisjoint(row.hazards)

    def predicate(asker: Applicant) -> ColumnElement[bool]:
        return ~_overlaps(Row.hazards, hazards) if constraint in asker.constraints else true()

    return EligibilityRule(rule, RuleKind.RULED_OUT, passes, predicate)


def best_wage(row: Row) -> int | None:
    """The most a listing pays, in training or after; None for courses and where it is not stated."""
    return max((wage for wage in (row.wage_max, row.wage_after_max) if wage is not None), default=None)


def _wage(applicant: Applicant, row: Row) -> bool:
    wish, best = applicant.facts.wage_min, best_wage(row)
    return wish is None or best is None or best >= wish


def _wage_sql(applicant: Applicant) -> ColumnElement[bool]:
    wish = applicant.facts.wage_min
    if wish is None:
        return true()
    return func.coalesce(func.greatest(Row.wage_max, Row.wage_after_max), wish) >= wish


def _housing(applicant: Applicant, row: Row) -> bool:
    return Constraint.HOUSING not in applicant.constraints or row.housing != Housing.NONE


def _housing_sql(applicant: Applicant) -> ColumnElement[bool]:
    return _unless_stated(Row.housing, Housing.NONE) if Constraint.HOUSING in applicant.constraints else true()


def _meals(applicant: Applicant, row: Row) -> bool:
    return Constraint.MEALS not in applicant.constraints or row.meals is not False


def _meals_sql(applicant: Applicant) -> ColumnElement[bool]:
    return col(Row.meals).is_not(False) if Constraint.MEALS in applicant.constraints else true()


ELIGIBILITY_RULES: tuple[EligibilityRule, ...] = (
    EligibilityRule("listing.open", RuleKind.LAW, _current, _current_sql),
    EligibilityRule("age.min_work", RuleKind.LAW, _working_age, _working_age_sql),
    EligibilityRule("age.minor_worker", RuleKind.LAW, _minor, _minor_sql),
    EligibilityRule("listing.age", RuleKind.LAW, _listing_age, _listing_age_sql),
    EligibilityRule("listing.education", RuleKind.LAW, _education, _education_sql),
    EligibilityRule("law.cert_before_work", RuleKind.LAW, _certificates, _certificates_sql),
    EligibilityRule("said.place", RuleKind.RULED_OUT, _place, _place_sql),
    EligibilityRule("said.occupation", RuleKind.RULED_OUT, _rejected, _rejected_sql),
    EligibilityRule("said.no_night", RuleKind.RULED_OUT, _night, _night_sql),
    EligibilityRule("said.no_shift", RuleKind.RULED_OUT, _shift, _shift_sql),
    _no_hazard("said.no_heights", Constraint.NO_HEIGHTS, frozenset({"HEIGHT"})),
    _no_hazard("said.no_heavy", Constraint.NO_HEAVY, frozenset({"HEAVY"})),
    _no_hazard("said.no_dust", Constraint.NO_DUST, frozenset({"DUST"})),
    _no_hazard("said.seated", Constraint.SEATED, frozenset({"STAND", "HEAVY", "HEIGHT"})),
    EligibilityRule("wish.meals", RuleKind.WISH, _meals, _meals_sql),
    EligibilityRule("wish.wage", RuleKind.WISH, _wage, _wage_sql),
    EligibilityRule("wish.housing", RuleKind.WISH, _housing, _housing_sql),
)
"""All gates; the wishes in the order in which they are relaxed."""


def failed_rules(applicant: Applicant, row: Row, *, relaxed: frozenset[str] = frozenset()) -> list[EligibilityRule]:
    """The gates that exclude this listing for this person; empty when it may be shown."""
    return [gate for gate in ELIGIBILITY_RULES if gate.rule_id not in relaxed and not gate.passes(applicant, row)]


def search_condition(applicant: Applicant, *, relaxed: frozenset[str] = frozenset()) -> ColumnElement[bool]:
    """The same as a WHERE clause over `listing_index`."""
    return and_(true(), *(gate.sql_condition(applicant) for gate in ELIGIBILITY_RULES if gate.rule_id not in relaxed))
