"""Why a listing is shown, what is still open about it, and why another one is not: ids of texts with their parameters.

Everything said here is true of the listing and of the person: it is read from the same facts as the score, never from
a similarity. Parameters hold codes; the edge names them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from data import eligibility, required_papers
from data.catalogue import trades
from data.catalogue.places import Point, distance_km
from data.eligibility import Applicant, EligibilityRule, best_wage
from data.listings.search_index import ListingIndex as Row
from data.vocabulary import CertificateKind, Constraint, CourseMode, Housing, ListingKind, Shift
from matching.explain.course_pathways import find_nearest_course_giving, openings_opened_by
from matching.ranking.context import SeekerContext
from matching.ranking.scoring import ScoredCandidate, doubtful_hazards, is_home_work, is_part_time

Params = dict[str, Any]


OPEN_TO_MANY = ("grp.unemployed", "grp.rural_transfer", "grp.flexible", "grp.employee")
"""Groups that one can be in, or register for, without a past of a certain kind; the widest first."""


@dataclass(frozen=True)
class Reason:
    """One sentence: the id of its text and what to fill in (`occupation`, `district` … are codes)."""

    id: str
    params: Params = field(default_factory=dict)


@dataclass(frozen=True)
class Gap:
    """Something that is not known or not quite as wished; it keeps nobody out."""

    rule: str
    params: Params = field(default_factory=dict)
    course: str | None = None
    """Id of a course that would settle it."""

    @property
    def id(self) -> str:
        """Id of its text."""
        return self.rule


@dataclass(frozen=True)
class NearMiss:
    """A listing that would fit but for one gate."""

    listing_id: str
    title: str
    rule: str
    """The gate."""
    params: Params = field(default_factory=dict)
    course: str | None = None
    """Id of a course that would open it."""

    @property
    def id(self) -> str:
        """Id of its text."""
        if self.rule != "listing.age":
            return f"gate.{self.rule}"
        known = {"low", "high"} & set(self.params)
        return "gate.listing.age_" + ("range" if len(known) == 2 else "from" if "low" in known else "to")


def find_reasons(person: SeekerContext, ranked: ScoredCandidate, openings: Iterable[Row] = ()) -> list[Reason]:
    """All that speaks for the listing, the strongest first; `openings` are those a course may lead to."""
    row = ranked.row
    found = [*_work(person, row)]
    if row.kind == ListingKind.COURSE and (opened := _opened(person, row, openings)):
        found.append(Reason("reason.course_opens", {"n": opened}))
    found += [*_place(person, row), *_wishes(person, row)]
    if row.kind == ListingKind.COURSE:
        found += _course(person, row)
    else:
        found += _opening(person, row)
    return found


def _opened(person: SeekerContext, course: Row, openings: Iterable[Row]) -> int:
    """How many openings the course leads to for this person, who does not hold their papers yet."""
    return sum(
        not one.certificates or not all(map(person.holds_certificate, one.certificates))
        for one in openings_opened_by(course, openings)
    )


def _work(person: SeekerContext, row: Row) -> Iterator[Reason]:
    code, work = row.occupation_code, listing_work(row)
    near = person.intent.closeness(code)
    if near is not None and near.reason == "wish" and person.intent.is_another_trade(code, row.trade):
        wished = min(person.intent.wanted_trades[code])
        yield Reason("reason.near_wish", {"occupation": work, "other": trades.encode_work(code, wished)})
    elif near is not None and near.reason == "wish":
        # who named no trade is told of the occupation: that they asked for this trade would not be true
        yield Reason("reason.wish", {"occupation": work if code in person.intent.wanted_trades else code})
    elif near is not None and near.reason == "desk":
        yield Reason("reason.desk")
    elif near is not None and near.reason in ("neighbour", "group"):
        yield Reason("reason.near_wish", {"occupation": code, "other": near.via_code})
    if past := person.past_work(row):
        done = work if past.trade else code
        if past.years is not None and past.years >= 1:
            yield Reason("reason.did_years", {"occupation": done, "n": int(past.years)})
        else:
            yield Reason("reason.did", {"occupation": done})
    elif other := person.related_past_work(row):
        yield Reason("reason.near_work", {"other": other})
    if any(code == liked.occupation_code and row.listing_id != liked.listing_id for liked in person.liked):
        yield Reason("reason.liked")
    if code in person.major_by_occupation:
        said = (fact.name for fact in person.facts.majors if person.major_by_occupation[code] in fact.codes)
        yield Reason("reason.major", {"major": next(said)})


def _place(person: SeekerContext, row: Row) -> Iterator[Reason]:
    if row.mode == CourseMode.ONLINE:
        yield Reason("reason.online")
    elif row.district is not None and row.district in person.geo.counties:
        yield Reason("reason.same_district", {"district": row.district})
    elif row.city in person.geo.cities:
        yield Reason("reason.same_city", {"city": row.city})


def _wishes(person: SeekerContext, row: Row) -> Iterator[Reason]:
    wanted = person.constraints
    if Constraint.HOUSING in wanted and row.housing in (Housing.PROVIDED, Housing.SUBSIDY):
        yield Reason(f"reason.housing_{row.housing.value}")
    if Constraint.MEALS in wanted and row.meals:
        yield Reason("reason.meals")
    night = {Constraint.NO_NIGHT, Constraint.GO_HOME_AT_NIGHT} & wanted
    if row.shift == Shift.DAY and (night or Constraint.NO_SHIFT in wanted):
        yield Reason("reason.day_shift")
    elif night and row.night_shift is False:
        yield Reason("reason.no_night")
    if Constraint.PART_TIME in wanted and row.kind == ListingKind.OPENING and is_part_time(wanted, row):
        yield Reason("reason.part_time")
    if Constraint.SEATED in wanted and row.seated:
        yield Reason("reason.seated")
    wage, best = person.facts.wage_min, best_wage(row)
    if wage is not None and row.wage_max is not None and row.wage_max >= wage:
        yield Reason("reason.wage", {"amount": row.wage_max})
    elif wage is not None and best is not None and best >= wage:
        yield Reason("reason.wage_after", {"amount": best})


def _opening(person: SeekerContext, row: Row) -> Iterator[Reason]:
    for required in row.certificates:
        if person.holds_certificate(required):
            kind, work, _ = required_certificate_parts(required, row)
            yield Reason("reason.certificate", {"certificate_kind": kind, "occupation": work})
    if person.applicant.is_minor and row.accepts_minors:
        yield Reason("reason.minors_welcome")
    experienced = person.past_work(row) or person.related_past_work(row)
    if row.accepts_no_experience and not experienced:
        yield Reason("reason.no_experience")
    yield from _groups(person, row)


def _course(person: SeekerContext, row: Row) -> Iterator[Reason]:
    held = person.held_grade(row.occupation_code, row.trade)
    if row.grade_target and held and row.grade_target.order == held.order + 1:
        yield Reason("reason.next_grade", {"grade": row.grade_target})
    wanted = person.constraints
    if Constraint.EVENING_CLASS in wanted and row.evening:
        yield Reason("reason.evening")
    if Constraint.WEEKEND_CLASS in wanted and row.weekend:
        yield Reason("reason.weekend")
    if row.fee == 0:
        yield Reason("reason.course_free")
    yield from _groups(person, row)


def _groups(person: SeekerContext, row: Row) -> Iterator[Reason]:
    for group in row.eligible_groups:
        if person.groups.get(group):
            yield Reason("reason.group", {"group": group})
            return


def required_certificate_parts(required: str, row: Row) -> tuple[str, str, str]:
    """Kind, work (`trades.encode_work`; else the listing's) and grade of `kind:occupation:grade:trade`."""
    paper = required_papers.parse(required)
    work = trades.encode_work(paper.occupation, paper.trade or None) if paper.occupation else listing_work(row)
    return paper.kind, work, paper.grade


def listing_work(row: Row) -> str:
    """The listing's occupation and trade (`trades.encode_work`)."""
    return trades.encode_work(row.occupation_code, row.trade)


def find_gaps(person: SeekerContext, row: Row, courses: Iterable[Row] = ()) -> list[Gap]:
    """What is open, the weightiest first; `courses` are those that may settle a missing certificate."""
    courses = list(courses)
    found = [*_paper_gaps(person, row, courses), *_wage_gaps(person, row), *_life_gaps(person, row)]
    if row.education_min is not None and person.applicant.education is None:
        found.append(Gap("gap.education", {"education": row.education_min}))
    if person.applicant.age is None:
        found += _age_gap(row)
    if row.eligible_groups and not any(person.groups.get(group) for group in row.eligible_groups):
        groups = sorted(row.eligible_groups, key=lambda group: _unlikelihood(person, group))
        one = len(groups) == 1
        found.append(Gap("gap.group", {"group": groups[0]}) if one else Gap("gap.groups", {"groups": groups}))
    return found


def _unlikelihood(person: SeekerContext, group: str) -> tuple[bool, int]:
    """Of several groups that a listing is for, which to name first: hinted, or else the one most people may join."""
    return group not in person.groups, OPEN_TO_MANY.index(group) if group in OPEN_TO_MANY else len(OPEN_TO_MANY)


def _paper_gaps(person: SeekerContext, row: Row, courses: list[Row]) -> Iterator[Gap]:
    for required in row.certificates:
        if person.holds_certificate(required):
            continue
        kind, work, grade = required_certificate_parts(required, row)
        course = find_nearest_course_giving(row, required, courses)
        params: Params = {"certificate_kind": kind, "occupation": work}
        rule = "gap.certificate"
        if kind == CertificateKind.HEALTH:
            rule, params = "gap.health_certificate", {}
        elif grade:
            rule, params = "gap.grade", {"occupation": work, "grade": grade}
        yield Gap(rule, params, course.listing_id if course else None)


def _wage_gaps(person: SeekerContext, row: Row) -> Iterator[Gap]:
    wage, best = person.facts.wage_min, best_wage(row)
    if wage is None or best is None or (row.wage_max is not None and row.wage_max >= wage):
        return
    if best >= wage:
        yield Gap("gap.wage_training", {"amount": row.wage_max})
    else:
        yield Gap("gap.wage", {"amount": best})


def _life_gaps(person: SeekerContext, row: Row) -> Iterator[Gap]:
    wanted = person.constraints
    if Constraint.HOUSING in wanted and row.housing in (None, Housing.NONE):
        yield Gap("gap.housing_unknown" if row.housing is None else "gap.no_housing")
    if row.kind == ListingKind.OPENING:
        yield from _day_gaps(wanted, row)
        if Constraint.MEALS in wanted and row.meals is not True:
            yield Gap("gap.meals_unknown" if row.meals is None else "gap.no_meals")
        yield from _hour_gaps(wanted, row)
    elif wanted & {Constraint.EVENING_CLASS, Constraint.WEEKEND_CLASS} and not (row.evening or row.weekend):
        yield Gap("gap.class_times")
    for constraint in doubtful_hazards(wanted, row):
        yield Gap("gap.body", {"constraint": constraint})


def _day_gaps(wanted: frozenset[Constraint], row: Row) -> Iterator[Gap]:
    if (half := is_part_time(wanted, row)) is None:
        yield Gap("gap.part_time")
    elif not half and row.hours_week is not None:
        yield Gap("gap.full_time", {"hours": round(row.hours_week)})
    if Constraint.ONLINE in wanted and not is_home_work(row):
        yield Gap("gap.not_at_home")
    if Constraint.WEEKENDS_OFF in wanted:
        yield Gap("gap.weekends")


def _hour_gaps(wanted: frozenset[Constraint], row: Row) -> Iterator[Gap]:
    if row.shift is not None:
        return
    if Constraint.NO_SHIFT in wanted:
        yield Gap("gap.shift")
    elif row.night_shift is None and wanted & {Constraint.NO_NIGHT, Constraint.GO_HOME_AT_NIGHT}:
        yield Gap("gap.night")


def _age_gap(row: Row) -> Iterator[Gap]:
    youngest = row.age_min or (16 if row.accepts_minors else eligibility.ADULT_AGE)
    if row.age_max is not None:
        yield Gap("gap.age_range", {"low": youngest, "high": row.age_max})
    elif row.age_min is not None or (row.kind == ListingKind.OPENING and not row.accepts_minors):
        yield Gap("gap.age", {"age": youngest})


def describe_near_miss(person: SeekerContext, row: Row, gate: EligibilityRule, courses: Iterable[Row] = ()) -> NearMiss:
    """Why the gate keeps this listing out, and the course that would open it."""
    rule, params, course = gate.rule_id, _gate_params(person.applicant, row, gate.rule_id), None
    if rule == "law.cert_before_work":
        required = next(one for one in row.certificates if eligibility.missing_certificate(person.applicant, one))
        kind, work, _ = required_certificate_parts(required, row)
        params = {"certificate_kind": kind, "occupation": work}
        closing = find_nearest_course_giving(row, required, courses)
        course = closing.listing_id if closing else None
    return NearMiss(row.listing_id, row.title, rule, params, course)


def _gate_params(asker: Applicant, row: Row, rule: str) -> Params:
    if rule == "listing.education":
        return {"education": row.education_min}
    if rule == "listing.age":
        limits = {"low": row.age_min, "high": row.age_max}
        return {name: limit for name, limit in limits.items() if limit is not None}
    if rule == "said.place":
        return {"place": row.district if row.district in asker.excluded_places else row.city}
    if rule == "said.occupation":
        return {"occupation": listing_work(row)}
    if rule == "wish.wage":
        return {"amount": best_wage(row)}
    return {}


def exact_distance_km(point: Point | None, row: Row) -> float | None:
    """Kilometres between the person's own point and the listing's; None unless both are known."""
    if point is None or row.lat is None or row.lon is None:
        return None
    return round(distance_km(point, (row.lat, row.lon)), 1)
