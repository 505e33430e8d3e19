"""The score of a candidate: wish × fit × life, each part a product of named factors between 0 and 1.

A fact that is not known costs a little, never everything: unknown is not "no". Being over-qualified costs nothing.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import prod

from data.catalogue import occupations
from data.eligibility import best_wage
from data.listings.search_index import ListingIndex as Row
from data.required_papers import RequiredCertificate
from data.vocabulary import CertificateKind, Constraint, CourseMode, Grade, Housing, ListingKind, Shift
from matching.language.ngrams import extract_terms
from matching.ranking.context import SeekerContext
from matching.ranking.feedback import dismissed_life_factors, dismissed_work_factors, liked_factors
from matching.search.candidates import Candidate
from matching.search.geo import estimate_km
from matching.search.intent import SAME_WORK_REASONS, WISH_FLOOR, Closeness, SearchIntent, share_a_major
from matching.search.preferences import TOWN, is_farm_work

_FAR = 0.2
"""What is left of a listing at the other end of the province."""
_HELD = 0.35
"""What is left of a course for a paper that the person holds, and of an opening that leads to less than they have."""
_OUT_OF_REACH = 0.35
"""What is left of a course for a grade that takes years of the work, to who begins, and of one for employees alone, to
who says nothing of work that they have or had there.
"""
_EMPLOYEE, _BESIDE_WORK = "grp.employee", frozenset({Constraint.EVENING_CLASS, Constraint.WEEKEND_CLASS})
UNKNOWN = 0.9
"""Factor of a fact that would matter and is not known."""
_SIMILAR = (0.11, 0.80)
"""Cosines of the encoder at which a text has nothing, and everything, to do with the query."""
_LEFT_BEHIND = 0.3
"""Farm work, to who wants to go to town."""
_ANY_WORK, _LATER = 0.6, 0.5
"""To who says nothing of work: of any, and of what is to learn first or states hazards."""
_OTHER_WORDS = 0.82
_OTHER_TRADE = 0.5
"""Another trade of the very occupation: work beside the wished, which takes a paper or a machine of its own."""
_WORDS_ONLY = 0.85
_ALIKE = (0.52, 0.66)
"""Cosines between an occupation and the listings of others: half of all related ones lie between."""
"""The most that likeness of words alone makes of a wish."""


@dataclass(frozen=True)
class ScoredCandidate:
    """A candidate with its score, and what the score is made of."""

    row: Row
    score: float
    wish: Mapping[str, float]
    fit: Mapping[str, float]
    life: Mapping[str, float]
    estimated_km: float | None
    """Estimated; only for ranking."""
    candidate: Candidate = field(repr=False)

    @property
    def parts(self) -> dict[str, float]:
        return {"wish": prod(self.wish.values()), "fit": prod(self.fit.values()), "life": prod(self.life.values())}


def score_candidate(person: SeekerContext, candidate: Candidate) -> ScoredCandidate:
    """The score of one candidate, 0 to 1."""
    row = candidate.row
    km = estimate_km(row, person.geo)
    wish = {"work": wish_score(person, candidate), "words": _own_words(person.intent, row)}
    if person.intent.is_another_trade(row.occupation_code, row.trade):
        wish["trade"] = _OTHER_TRADE
    wish |= dismissed_work_factors(person, row)
    fit = _course_fit(person, row) if row.kind == ListingKind.COURSE else _opening_fit(person, row)
    life = _life(person, row, km) | dismissed_life_factors(person, row, km) | liked_factors(person, row)
    total = prod(wish.values()) * prod(fit.values()) * prod(life.values())
    return ScoredCandidate(row, round(total, 6), wish, fit, life, km, candidate)


def wish_score(person: SeekerContext, candidate: Candidate) -> float:
    """How near the work is to what the person is after."""
    aim = person.intent
    likeness = _likeness(candidate) * _WORDS_ONLY
    near = aim.closeness(candidate.row.occupation_code)
    if near is None and TOWN in aim.preferences and is_farm_work(candidate.row.occupation_code):
        return _LEFT_BEHIND
    if not aim.says_what_work:
        later = candidate.row.kind == ListingKind.COURSE or candidate.row.hazards
        return _LATER if later else _ANY_WORK
    if not aim.close_occupations:
        return max(likeness, 0.1)
    if near is None:
        return 0.3 * likeness if aim.has_wish else max(0.55 * likeness, 0.1)
    return near.value if near.reason in SAME_WORK_REASONS else _neighbour(person, near, candidate)


def _neighbour(person: SeekerContext, near: Closeness, found: Candidate) -> float:
    """Work beside the wished: the nearer, the more alike the texts are.

    It is other work when it is more like what was refused, when it takes a paper of its own that the person is not
    known to hold, and when neither its text nor any major joins it to the wish.
    """
    code, similarity = found.row.occupation_code, found.similarity
    low, high = _ALIKE
    refused = found.refused_similarity is not None and similarity is not None and found.refused_similarity > similarity
    apart = similarity is not None and similarity < (low + high) / 2 and not share_a_major(code, near.via_code)
    if (
        refused
        or apart
        or (found.row.kind == ListingKind.OPENING and _takes_another_paper(person, code, near.via_code))
    ):
        return WISH_FLOOR - 0.05
    if similarity is None:
        return near.value
    return near.value + 0.12 * (min(max((similarity - low) / (high - low), 0.0), 1.0) - 0.5)


def _takes_another_paper(person: SeekerContext, code: str, via: str) -> bool:
    work, other = occupations.get(code), occupations.get(via)
    if work is None or other is None:
        return False
    own = {paper for paper in work.certificates_required if paper[0] != CertificateKind.HEALTH}
    missing = own - set(other.certificates_required)
    return any(not person.holds_certificate(f"{kind}:{code}:") for kind, _ in missing)


def _own_words(aim: SearchIntent, row: Row) -> float:
    """Within the same work, what the title names in the person's own words comes first."""
    near = aim.closeness(row.occupation_code)
    narrowing = aim.narrowing_terms - {one.stored_word for one in aim.preferences}
    if (
        near is None
        or near.reason not in ("wish", "did")
        or row.trade in aim.wanted_trades.get(row.occupation_code, ())
    ):
        return 1.0
    return _OTHER_WORDS if narrowing and narrowing.isdisjoint(extract_terms(row.title)) else 1.0


def _likeness(found: Candidate) -> float:
    low, high = _SIMILAR
    meaning = min(max(((found.similarity or low) - low) / (high - low), 0.0), 1.0)
    return 0.7 * meaning + 0.3 * min(found.term_overlap * 2, 1.0)


def _opening_fit(person: SeekerContext, row: Row) -> dict[str, float]:
    certificates = [1.0 if person.holds_certificate(required) else 0.85 for required in row.certificates]
    fit = {
        "education": _education(person, row),
        "experience": _experience(person, row),
        "certificates": max(prod(certificates), 0.7),
        "group": _group(person, row),
    }
    grade = person.held_grade(row.occupation_code, row.trade)
    if grade and row.grade_target and row.grade_target.order <= grade.order:
        fit["grade"] = 0.85 if row.grade_target == grade else _HELD
    if "grp.disabled" in person.groups:
        fit["accessible"] = {True: 1.0, None: 0.85, False: 0.7}[row.accessible]
    return fit


def _education(person: SeekerContext, row: Row) -> float:
    if row.education_min is None or person.applicant.education is not None:
        return 1.0  # below the minimum the gate has spoken
    return UNKNOWN


def _experience(person: SeekerContext, row: Row) -> float:
    code = row.occupation_code
    if person.past_work(row) or code in person.major_by_occupation:
        return 1.0
    if person.related_past_work(row):
        return 0.97
    return {True: 0.95, None: 0.92, False: 0.8}[row.accepts_no_experience]


def _group(person: SeekerContext, row: Row) -> float:
    if not row.eligible_groups:
        return 1.0
    only_employees = row.kind == ListingKind.COURSE and set(row.eligible_groups) == {_EMPLOYEE}
    works = _EMPLOYEE in person.groups or not person.constraints.isdisjoint(_BESIDE_WORK) or person.past_work(row)
    if only_employees and not works:
        return _OUT_OF_REACH
    known = [person.groups[group] for group in row.eligible_groups if group in person.groups]
    if any(known):
        return 1.0
    return 0.97 if known else UNKNOWN


def _course_fit(person: SeekerContext, row: Row) -> dict[str, float]:
    fit = {"education": _education(person, row), "group": _group(person, row), "grade": _ladder(person, row)}
    if row.start_date and row.start_date < person.applicant.today and not row.rolling_entry:
        fit["started"] = 0.7
    return fit


def _ladder(person: SeekerContext, row: Row) -> float:
    """A course is for the next grade: what is held already is no gain, a grade further up is not open yet."""
    paper = RequiredCertificate(row.certificate_kind or "", row.occupation_code, trade=row.trade or "")
    held = person.held_grade(row.occupation_code, row.trade)
    entry = row.certificate_kind not in (None, CertificateKind.GRADE)
    if entry and (held is not None or person.holds_certificate(str(paper))):
        return _HELD  # who has a grade of the occupation works in it, with the permit that it takes
    if row.grade_target is None:
        return 0.97
    target = row.grade_target.order
    if held is None:
        if person.past_work(row) is not None:
            return 1.0 if target <= Grade.FOUR.order else 0.85
        return 1.0 if target <= Grade.FIVE.order else 0.75 if target == Grade.FOUR.order else _OUT_OF_REACH
    if target <= held.order:
        return _HELD
    return 1.0 if target == held.order + 1 else 0.6


def _life(person: SeekerContext, row: Row, km: float | None) -> dict[str, float]:
    life = {"distance": _distance(person, row, km)}
    if row.kind == ListingKind.COURSE:
        life["hours"] = _class_times(person, row)
        life["body"] = _LEADS_NOWHERE if doubtful_hazards(person.constraints, row) else 1.0
    else:
        life["wage"] = _wage(person.facts.wage_min, row)
        life["hours"] = _work_times(person.constraints, row) * _PART_TIME[is_part_time(person.constraints, row)]
        if Constraint.ONLINE in person.constraints:
            life["home"] = 1.0 if is_home_work(row) else _AWAY_FROM_HOME
        if Constraint.MEALS in person.constraints:
            life["meals"] = {True: 1.0, None: UNKNOWN, False: 0.8}[row.meals]
        life["body"] = _body(person.constraints, row)
    if Constraint.HOUSING in person.constraints:
        life["housing"] = _HOUSING[row.housing]
    elif is_beyond_commute(person, row, km):
        life["housing"] = _LODGING[row.housing]
    return life


_HOUSING: Mapping[Housing | None, float] = {
    Housing.PROVIDED: 1.0,
    Housing.SUBSIDY: 0.92,
    None: 0.85,
    Housing.NONE: 0.5,
}


COMMUTE_KM = 40
"""As far as one goes there and back every day; into another city half of that, where the buses end at its border."""
_LODGING: Mapping[Housing | None, float] = {
    Housing.PROVIDED: 1.0,
    Housing.SUBSIDY: 0.95,
    None: 0.85,
    Housing.NONE: 0.7,
}
"""What is left of a place too far to go home from, by whether one can live there."""


def is_beyond_commute(person: SeekerContext, row: Row, km: float | None) -> bool:
    """Whether who lives where they said would need a bed there."""
    if km is None or row.mode == CourseMode.ONLINE:
        return False
    return km > (COMMUTE_KM if row.city in person.geo.cities else COMMUTE_KM / 2)


def _distance(person: SeekerContext, row: Row, km: float | None) -> float:
    """Falls slowly within a city, faster beyond; housing makes a far place nearer for those who may move."""
    if km is None:
        return 1.0
    if row.district in person.geo.counties:
        km = min(km, 3.0)
    stays = not person.constraints.isdisjoint(
        {Constraint.NEAR_HOME, Constraint.GO_HOME_AT_NIGHT, Constraint.NO_RELOCATION, Constraint.DISTRICT_ONLY}
    )
    scale = 35.0 if stays else 70.0
    if not stays and row.housing == Housing.PROVIDED and row.kind == ListingKind.OPENING:
        scale = 110.0
    return _FAR + (1 - _FAR) / float(1 + (km / scale) ** 1.3)


def _wage(wish: int | None, row: Row) -> float:
    best = best_wage(row)
    if wish is None or best is None:
        return 1.0
    if row.wage_max is not None and row.wage_max >= wish:
        return 1.0
    return 0.88 if best >= wish else 0.6


def _work_times(constraints: frozenset[Constraint], row: Row) -> float:
    if constraints.isdisjoint({Constraint.NO_NIGHT, Constraint.NO_SHIFT, Constraint.GO_HOME_AT_NIGHT}):
        return 1.0
    if row.shift == Shift.DAY:
        return 1.0
    quiet = row.night_shift is False and Constraint.NO_SHIFT not in constraints
    return 0.97 if quiet else 0.85


_HALF_WEEK, _FULL_WEEK = 25, 35
"""Hours a week up to which work leaves half the day, and from which it takes all of it."""
_BY_THE_HOUR = re.compile(r"钟点|小时工|兼职|半天|半日|part[- ]time|hourly", re.IGNORECASE)
_AT_HOME = re.compile(r"居家|在家|远程|\bhome\b|remote", re.IGNORECASE)
_PART_TIME: Mapping[bool | None, float] = {True: 1.0, None: UNKNOWN, False: 0.6}
_AWAY_FROM_HOME = 0.75


def is_part_time(constraints: frozenset[Constraint], row: Row) -> bool | None:
    """Whether an opening leaves half the day to who needs that; None where it does not say; True to all others."""
    if Constraint.PART_TIME not in constraints or _BY_THE_HOUR.search(row.title):
        return True
    if row.hours_week is None:
        return None
    return True if row.hours_week <= _HALF_WEEK else False if row.hours_week >= _FULL_WEEK else None


def is_home_work(row: Row) -> bool:
    """Whether it can be done without leaving home."""
    return row.mode == CourseMode.ONLINE or _AT_HOME.search(row.title) is not None


def _class_times(person: SeekerContext, row: Row) -> float:
    wanted = person.constraints & {Constraint.EVENING_CLASS, Constraint.WEEKEND_CLASS, Constraint.ONLINE}
    if Constraint.PART_TIME in person.constraints and not wanted:
        return 1.0 if row.evening or row.weekend or row.mode == CourseMode.ONLINE else UNKNOWN
    if not wanted:
        return 1.0
    meets = {
        Constraint.EVENING_CLASS: row.evening,
        Constraint.WEEKEND_CLASS: row.weekend,
        Constraint.ONLINE: None if row.mode is None else row.mode != CourseMode.ONSITE,
    }
    known = {meets[one] for one in wanted}
    if True in known:
        return 1.0
    return 0.85 if None in known else 0.5


_BODY: Mapping[Constraint, frozenset[str]] = {
    Constraint.NO_HEIGHTS: frozenset({"HEIGHT"}),
    Constraint.NO_HEAVY: frozenset({"HEAVY"}),
    Constraint.NO_DUST: frozenset({"DUST"}),
    Constraint.SEATED: frozenset({"STAND", "HEAVY", "HEIGHT"}),
}
"""What a person cannot do, as hazards; what a listing states is a gate, what its occupation usually brings a doubt."""


def doubtful_hazards(constraints: Iterable[Constraint], row: Row) -> list[Constraint]:
    """What the person cannot do that the occupation often brings, though the listing does not say so."""
    work = occupations.get(row.occupation_code)
    usual = work.hazards if work else frozenset()
    return [one for one in _BODY if one in constraints and not usual.isdisjoint(_BODY[one])]


_LEADS_NOWHERE = 0.35
"""A course for work that the body cannot bear."""


def _body(constraints: frozenset[Constraint], row: Row) -> float:
    seated = 0.95 if Constraint.SEATED in constraints and row.seated is None else 1.0
    return seated * (0.85 if doubtful_hazards(constraints, row) else 1.0)
