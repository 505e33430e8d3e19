"""Why a listing is not among a person's matches, and the least change after which it is.

Nothing here is guessed: a change is proposed only after the matches were made again with it and the listing was found
among them. The fewest changes come first, among as few the softest.
"""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, islice

from sqlmodel.ext.asyncio.session import AsyncSession

from data import eligibility, required_papers
from data.eligibility import EligibilityRule, RuleKind, best_wage
from data.listings.search_index import ListingIndex as Row
from matching.explain.reasons import Params, Reason, describe_near_miss, listing_work
from matching.matches import (
    PLAINLY,
    ListingFeedback,
    Matches,
    MatchQuery,
    build_seeker_context,
    embed_match_query,
    find_matches,
    find_matches_in_memory,
    interleave,
    kinds_wanted,
    load_feedback,
    load_feedback_in_memory,
)
from matching.ranking.scoring import ScoredCandidate, doubtful_hazards, score_candidate
from matching.search import postgres
from matching.search.candidates import Candidate, EmbeddedQuery, fetch_candidates
from matching.search.geo import GeoScope
from matching.search.memory import InMemoryIndex
from matching.why_not.relaxations import GIVEN_UP, LIFTING, Relaxation, apply_relaxations

MOST_TRIALS = 12
"""How often matches are made anew before it is given up."""
MOST_CHANGES = 4
"""A listing that would take more is another life, not a lift."""
WEAK = 0.93
"""A part of the score above this is no reason to stand behind others."""

_WEAKNESSES: Mapping[str, str] = {
    "work": "weak.work",
    "words": "weak.words",
    "set_aside": "weak.set_aside",
    "liked": "weak.unlike_liked",
    "education": "weak.education",
    "experience": "weak.experience",
    "certificates": "weak.certificates",
    "group": "weak.group",
    "grade": "weak.grade",
    "accessible": "weak.accessible",
    "started": "weak.started",
    "distance": "weak.distance",
    "hours": "weak.hours",
    "wage": "weak.wage",
    "meals": "weak.meals",
    "body": "weak.body",
    "housing": "weak.housing",
    "home": "weak.home",
}
"""Factor of the score → what is said when it is the lowest."""


@dataclass(frozen=True)
class Remedy:
    """What to change so that the listing is shown."""

    changes: tuple[Relaxation, ...]
    """Softest first."""
    params: Params
    """For the sentences of the changes: `amount`, `where`, `occupation`, codes where there are codes."""
    course: str | None = None
    """Id of a course that gives the missing paper."""


@dataclass(frozen=True)
class WhyNot:
    """Where a listing stands for a person."""

    row: Row
    rank: int | None
    """1 is the first of all matches; None when it is not among them."""
    causes: list[Reason]
    """What keeps it out, the hardest first; of a listing that is shown, its weakest part."""
    remedy: Remedy | None = None
    """None when it is shown already, and when nothing would help."""


async def explain_why_not(session: AsyncSession, query: MatchQuery, listing_id: str) -> WhyNot | None:
    """Why the listing is not shown for the query, or where it is; None when it is not in search at all."""
    taught = await load_feedback(session, query)
    probe = await asyncio.to_thread(embed_match_query, query, taught)
    found = await fetch_candidates(session, probe, [listing_id])
    if not found:
        return None
    inquiry = _WhyNotSession(query, probe, found[0], taught)
    for trial in inquiry.trials():
        if inquiry.record_trial(trial, await find_matches(session, inquiry.query_after(trial))):
            break
    courses = await postgres.find_courses(session, inquiry.course_filter(), inquiry.occupation_codes_to_learn())
    return inquiry.build_answer(courses)


def explain_why_not_in_memory(
    listings: InMemoryIndex | Sequence[Row], query: MatchQuery, listing_id: str
) -> WhyNot | None:
    """The same over rows in memory."""
    held = listings if isinstance(listings, InMemoryIndex) else InMemoryIndex(listings)
    row = held.get(listing_id)
    if row is None:
        return None
    taught = load_feedback_in_memory(held, query)
    probe = embed_match_query(query, taught)
    inquiry = _WhyNotSession(query, probe, held.measure_candidates([row], probe)[0], taught)
    for trial in inquiry.trials():
        if inquiry.record_trial(trial, find_matches_in_memory(held, inquiry.query_after(trial))):
            break
    return inquiry.build_answer(held.find_courses(inquiry.course_filter(), inquiry.occupation_codes_to_learn()))


def apply_to_query(query: MatchQuery, row: Row, changes: Sequence[Relaxation]) -> MatchQuery:
    """The query once the person made the changes for this listing."""
    dismissed = dict(query.dismissed)
    if Relaxation.BACK in changes:
        dismissed.pop(row.listing_id, None)
    return replace(query, facts=apply_relaxations(query.facts, row, changes), dismissed=dismissed)


def rank_of(listing_id: str, matches: Matches) -> int | None:
    """Where a listing stands among all matches, 1 is the first."""
    together = interleave(matches)
    return next((place for place, one in enumerate(together, 1) if one.row.listing_id == listing_id), None)


def change_params(row: Row) -> Params:
    """What the sentences of changes for a listing fill in."""
    known = {"amount": best_wage(row), "education": row.education_min}
    return {
        "occupation": listing_work(row),
        "where": row.district or row.city,
        **{name: value for name, value in known.items() if value is not None},
    }


def relaxation_cost(changes: Sequence[Relaxation]) -> tuple[int, int]:
    """How much a set of changes asks: how many, one that takes the place of wishes counting thrice; then how hard."""
    return len(changes) + 2 * len(_REPLACING.intersection(changes)), sum(one.softness for one in changes)


_REPLACING = frozenset({Relaxation.WORK_ONLY, Relaxation.PLACE_ONLY})


def _sensible(changes: Sequence[Relaxation]) -> bool:
    """Whether no change makes another one needless."""
    twice = ({Relaxation.WORK, Relaxation.WORK_ONLY}, {Relaxation.PLACE, Relaxation.PLACE_ONLY})
    return not any(pair <= set(changes) for pair in twice)


class _WhyNotSession:
    """Tries changes from the softest on, and tells what it found."""

    def __init__(
        self, query: MatchQuery, embedded_query: EmbeddedQuery, candidate: Candidate, feedback: ListingFeedback
    ) -> None:
        self._query = query
        self._person = build_seeker_context(query, embedded_query, feedback)
        self._row = candidate.row
        self._ranked: ScoredCandidate = score_candidate(self._person, candidate)
        self._failing: list[EligibilityRule] = eligibility.failed_rules(self._person.applicant, self._row)
        self._rank: int | None = None
        self._sufficient_changes: tuple[Relaxation, ...] | None = None

    def query_after(self, trial: Sequence[Relaxation]) -> MatchQuery:
        return apply_to_query(self._query, self._row, trial)

    def trials(self) -> Iterator[tuple[Relaxation, ...]]:
        """No change at all, then every set of changes that the gates would let through."""
        yield ()
        if all(gate.rule_id in LIFTING for gate in self._failing):
            yield from islice(filter(self._passes, self._sets()), MOST_TRIALS)

    def _sets(self) -> Iterator[tuple[Relaxation, ...]]:
        """Every set of changes that may be enough, the cheapest first. One more place or work may lift any listing."""
        helpful = self._helpful()
        pool = [one for one in Relaxation if one in helpful]
        alone = [(one,) for one in (Relaxation.PLACE, Relaxation.WORK) if one not in helpful]
        sets = (one for size in range(1, MOST_CHANGES + 1) for one in combinations(pool, size))
        yield from sorted(filter(_sensible, (*alone, *sets)), key=relaxation_cost)

    def _helpful(self) -> set[Relaxation]:
        """Changes that bear on this listing. Where nothing better is left, matching itself gives way."""
        row, person = self._row, self._person
        helpful = {LIFTING[gate.rule_id] for gate in self._failing}
        if row.listing_id in self._query.dismissed:
            helpful.add(Relaxation.BACK)
        if self._is_of_other_kind():
            helpful.add(Relaxation.BOTH)
        if Relaxation.PLACE_AGAIN in helpful or not person.geo.base.admits(row):
            helpful.add(Relaxation.PLACE)
        if person.intent.says_what_work and self._ranked.parts["wish"] <= PLAINLY:
            helpful.add(Relaxation.WORK)
        cannot = set(doubtful_hazards(person.constraints, row))
        helpful |= {change for change, needs in GIVEN_UP.items() if cannot & needs}
        if not helpful and apply_relaxations(person.facts, row, [Relaxation.TELL]) != person.facts:
            helpful.add(Relaxation.TELL)
        return helpful | {Relaxation.WORK_ONLY, Relaxation.PLACE_ONLY}

    def _is_of_other_kind(self) -> bool:
        """Whether the person wants only courses, or only openings, and this is the other."""
        return self._row.kind not in kinds_wanted(self._person.constraints)

    def _passes(self, trial: Sequence[Relaxation]) -> bool:
        if self._row.listing_id in self._query.dismissed and Relaxation.BACK not in trial:
            return False
        asker = replace(self._person.applicant, facts=apply_relaxations(self._query.facts, self._row, trial))
        return all(gate.kind == RuleKind.WISH for gate in eligibility.failed_rules(asker, self._row))

    def record_trial(self, trial: tuple[Relaxation, ...], matches: Matches) -> bool:
        """Whether the listing is among what was found after the trial."""
        place = rank_of(self._row.listing_id, matches)
        if not trial:
            self._rank = place
        elif place is not None:
            self._sufficient_changes = trial
        return place is not None

    # ---- the outcome

    def course_filter(self) -> postgres.SearchFilter:
        """Which courses may be named as a way: any that the person may join."""
        relaxed = frozenset(gate.rule_id for gate in eligibility.ELIGIBILITY_RULES if gate.kind == RuleKind.WISH)
        return postgres.SearchFilter(self._person.applicant, GeoScope(), relaxed)

    def occupation_codes_to_learn(self) -> set[str]:
        """Occupations whose courses may give what the listing asks for."""
        learns = self._sufficient_changes is not None and Relaxation.LEARN in self._sufficient_changes
        named = {required_papers.parse(required).occupation for required in self._row.certificates} - {""}
        return named | {self._row.occupation_code} if learns else set()

    def build_answer(self, courses: Sequence[Row]) -> WhyNot:
        if self._rank is not None:
            return WhyNot(self._row, self._rank, self._weakest())
        lift = None
        if self._sufficient_changes is not None:
            lift = Remedy(self._sufficient_changes, change_params(self._row), self._course(courses))
        return WhyNot(self._row, None, self._causes() or self._weakest() or [Reason("why.many")], lift)

    def _course(self, courses: Sequence[Row]) -> str | None:
        paper = next((gate for gate in self._failing if gate.rule_id == "law.cert_before_work"), None)
        return describe_near_miss(self._person, self._row, paper, courses).course if paper else None

    def _causes(self) -> list[Reason]:
        row, person = self._row, self._person
        missed = [describe_near_miss(person, row, gate) for gate in self._failing]
        causes = [Reason(miss.id, miss.params) for miss in missed]
        if self._is_of_other_kind():
            causes.insert(0, Reason("why.one_kind"))
        if row.listing_id in self._query.dismissed:
            causes.insert(0, Reason("why.set_aside"))
        if self._ranked.parts["wish"] < person.intent.wish_floor:
            causes.append(Reason("why.other_work", {"occupation": listing_work(row)}))
        if not person.geo.base.admits(row):
            causes.append(Reason("why.elsewhere", {"where": row.district or row.city}))
        return causes

    def _weakest(self) -> list[Reason]:
        """The lowest part of the score, if any is low."""
        ranked = self._ranked
        factors = {**ranked.wish, **ranked.fit, **ranked.life}
        told = [(value, name) for name, value in factors.items() if value <= WEAK and name in _WEAKNESSES]
        return [Reason(_WEAKNESSES[min(told)[1]], change_params(self._row))] if told else []
