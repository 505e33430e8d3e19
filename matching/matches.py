"""Matches for a person: search, rank, explain, and widen step by step until something is found.

The one entrance to matching: `match` over the database, `match_in_memory` over rows in memory, with the same results.
"""

import asyncio
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import product

from sqlmodel.ext.asyncio.session import AsyncSession

from data import eligibility, required_papers
from data.catalogue.places import Point
from data.eligibility import ELIGIBILITY_RULES, Applicant, RuleKind
from data.listings.search_index import ListingIndex as Row
from data.people.profile import Facts
from data.people.seekers import MINIMUM_AGE
from data.vocabulary import ONE_KIND, Constraint, CourseMode, ListingKind, ProfileQuestion
from matching.explain.reasons import (
    Gap,
    NearMiss,
    Reason,
    describe_near_miss,
    exact_distance_km,
    find_gaps,
    find_reasons,
)
from matching.ranking.context import SeekerContext
from matching.ranking.diversify import rank_candidates
from matching.ranking.scoring import ScoredCandidate, is_beyond_commute, score_candidate
from matching.search import postgres
from matching.search.candidates import NO_VECTORS, Candidate, EmbeddedQuery, embed_search_intent, fetch_candidates
from matching.search.geo import GeoScope, build_geo_context
from matching.search.intent import SAME_WORK_REASONS, Closeness, build_search_intent
from matching.search.memory import InMemoryIndex
from matching.search.postgres import SearchFilter
from matching.understanding.profile_merge import list_next_questions

ENOUGH = 3
"""Widening stops at so many."""
PLAINLY = 0.75
"""From this wish part on a listing is the very work that was asked for; widening goes on until there is one."""
LIVEABLE = 0.45
"""From this life part on work beside the wished is worth leaving home for."""
LEAST_GAIN = 0.4
"""Below this fit part, or factor of the body, a listing leads to what the person has already or cannot do."""
ATTENDABLE = 0.35
"""Below this life part (the way there every day, above all) a course is nothing to go to: of 23 such courses that three
judges of 80 people saw one was sensible.
"""
MOST_NEAR_MISSES = 3
_LEARNS = frozenset({Constraint.EVENING_CLASS, Constraint.WEEKEND_CLASS, Constraint.ONLINE, Constraint.COURSE_ONLY})
_HOURS_OF_THE_DAY = frozenset({Constraint.PART_TIME, Constraint.EVENING_CLASS, Constraint.GO_HOME_AT_NIGHT})
"""Who needs these has no time for the way to another city."""
_UNSPOKEN = frozenset({"listing.open", "age.min_work"})
"""Gates that are not told as near misses: there is no way to lift them, or no kindness in naming them."""


@dataclass(frozen=True)
class MatchQuery:
    """What is known of the person, and how to look."""

    facts: Facts
    today: date
    texts: tuple[str, ...] = ()
    """The person's own words, newest last."""
    limit_per_kind: int = 10
    """How many of each kind."""
    dismissed: Mapping[str, str] = field(default_factory=dict)
    """Listing id → why it was set aside: far, wage, work, hours, employer or other."""
    liked: tuple[str, ...] = ()
    """Ids of listings of which the person wants more."""
    widen: bool = True
    other_work: bool = False
    """Look for any work that may suit, whatever was asked for: only where the person wishes to see it."""
    point: Point | None = None
    """The person's own point, when they shared it; without one no distance is told."""


@dataclass(frozen=True)
class Match:
    row: Row
    rank: int
    """1 is the best of its kind."""
    score: float
    parts: dict[str, float]
    """wish, fit, life: 0 to 1 each."""
    reasons: list[Reason]
    gaps: list[Gap]
    distance_km: float | None = None


@dataclass(frozen=True)
class Matches:
    openings: list[Match] = field(default_factory=list)
    courses: list[Match] = field(default_factory=list)
    near_misses: list[NearMiss] = field(default_factory=list)
    widened: list[Reason] = field(default_factory=list)
    """What had to give way for these matches; empty when nothing had to."""
    ask_next: list[ProfileQuestion] = field(default_factory=list)


async def find_matches(session: AsyncSession, query: MatchQuery) -> Matches:
    """The matches among all live listings. Under 16 there are none."""
    if _too_young(query.facts):
        return Matches()
    feedback = await load_feedback(session, query)
    embedded_query = await asyncio.to_thread(embed_match_query, query, feedback)
    match_session = MatchSession(query, embedded_query, feedback)
    for attempt in match_session.search_attempts():
        match_session.add_results(
            attempt, await postgres.find_candidates(session, embedded_query, attempt.search_filter)
        )
    missed = await postgres.find_excluded(session, embedded_query, match_session.near_miss_filter())
    match_session.add_near_misses(missed)
    courses = await postgres.find_courses(
        session, match_session.course_filter(), match_session.occupation_codes_to_learn()
    )
    return match_session.build_matches(courses)


def find_matches_in_memory(listings: InMemoryIndex | Sequence[Row], query: MatchQuery) -> Matches:
    """The same over rows in memory (`Listings` when the same rows are searched again)."""
    if _too_young(query.facts):
        return Matches()
    index = listings if isinstance(listings, InMemoryIndex) else InMemoryIndex(listings)
    feedback = load_feedback_in_memory(index, query)
    embedded_query = embed_match_query(query, feedback)
    match_session = MatchSession(query, embedded_query, feedback)
    for attempt in match_session.search_attempts():
        match_session.add_results(attempt, index.find_candidates(embedded_query, attempt.search_filter))
    match_session.add_near_misses(index.find_excluded(embedded_query, match_session.near_miss_filter()))
    return match_session.build_matches(
        index.find_courses(match_session.course_filter(), match_session.occupation_codes_to_learn())
    )


async def match_listing(session: AsyncSession, query: MatchQuery, listing_id: str) -> Match | None:
    """How one listing fits the person, whatever its place and rank; None when it is not in search."""
    feedback = await load_feedback(session, query)
    embedded_query = await asyncio.to_thread(embed_match_query, query, feedback)
    found = await fetch_candidates(session, embedded_query, [listing_id])
    if not found:
        return None
    match_session = MatchSession(query, embedded_query, feedback)
    ranked = score_candidate(match_session.person, found[0])
    courses = await postgres.find_courses(session, match_session.course_filter(), _occupations_to_learn(found[0].row))
    return match_session.explain_match(ranked, 1, courses)


async def find_legal_obstacle(session: AsyncSession, query: MatchQuery, listing_id: str) -> NearMiss | None:
    """The law, or lawful condition of the listing, that keeps this person from applying; None when none does."""
    found = await fetch_candidates(session, _UNMEASURED, [listing_id])
    match_session = MatchSession(query, _UNMEASURED, ListingFeedback())
    for one in found:
        for gate in eligibility.failed_rules(match_session.person.applicant, one.row):
            if gate.kind == RuleKind.LAW:
                courses = await postgres.find_courses(
                    session, match_session.course_filter(), _occupations_to_learn(one.row)
                )
                return describe_near_miss(match_session.person, one.row, gate, courses)
    return None


def _too_young(facts: Facts) -> bool:
    return facts.age is not None and facts.age < MINIMUM_AGE


_UNMEASURED = EmbeddedQuery(build_search_intent(Facts()), NO_VECTORS, NO_VECTORS)
"""For rows that are only looked up."""


@dataclass(frozen=True)
class ListingFeedback:
    """The rows behind what the person said of listings."""

    dismissed: tuple[tuple[Row, str], ...] = ()
    """With the reason given."""
    liked: tuple[Row, ...] = ()


async def load_feedback(session: AsyncSession, query: MatchQuery) -> ListingFeedback:
    """What the query's dismissals and likings teach, as far as those listings are still in search."""
    ids = {*query.dismissed, *query.liked}
    return _feedback_from_rows(
        {one.row.listing_id: one.row for one in await fetch_candidates(session, _UNMEASURED, ids)}, query
    )


def load_feedback_in_memory(index: InMemoryIndex, query: MatchQuery) -> ListingFeedback:
    """The same over rows in memory."""
    return _feedback_from_rows({key: row for key in {*query.dismissed, *query.liked} if (row := index.get(key))}, query)


def _feedback_from_rows(rows: Mapping[str, Row], query: MatchQuery) -> ListingFeedback:
    return ListingFeedback(
        tuple((rows[key], query.dismissed[key]) for key in sorted(query.dismissed) if key in rows),
        tuple(rows[key] for key in query.liked if key in rows),
    )


def embed_match_query(query: MatchQuery, feedback: ListingFeedback) -> EmbeddedQuery:
    """What to search by; embeds, so it blocks for some milliseconds."""
    return embed_search_intent(
        build_search_intent(query.facts, query.texts, [row.occupation_code for row in feedback.liked])
    )


def build_seeker_context(query: MatchQuery, embedded_query: EmbeddedQuery, feedback: ListingFeedback) -> SeekerContext:
    """What ranking looks at of who asks."""
    return SeekerContext(
        Applicant(query.facts, query.today),
        embedded_query.intent,
        build_geo_context(query.facts),
        feedback.dismissed,
        feedback.liked,
    )


def _occupations_to_learn(row: Row) -> set[str]:
    """Occupations whose courses may give what the listing asks for."""
    named = {required_papers.parse(required).occupation for required in row.certificates}
    return {code for code in named if code} | ({row.occupation_code} if row.certificates else set())


@dataclass(frozen=True)
class _Attempt:
    search_filter: SearchFilter
    wish_floor: float
    seated_only: bool = False
    """Only what says that it is done sitting: for who asks for no more than that."""


def kinds_wanted(constraints: Collection[Constraint]) -> frozenset[ListingKind]:
    """The kinds of listings to show: one, where the person wants only that."""
    wanted = {kind for need, kind in ONE_KIND.items() if need in constraints}
    return frozenset(wanted if len(wanted) == 1 else ListingKind)


class MatchSession:
    """Takes what each attempt finds, decides when it is enough, and explains the outcome."""

    def __init__(self, query: MatchQuery, embedded_query: EmbeddedQuery, feedback: ListingFeedback) -> None:
        self._query = query
        self._intent = embedded_query.intent
        self._geo = build_geo_context(query.facts)
        self.person = build_seeker_context(query, embedded_query, feedback)
        self._ranked: dict[ListingKind, list[ScoredCandidate]] = {kind: [] for kind in ListingKind}
        self._kinds = kinds_wanted(self.person.constraints)
        self._near_misses: list[tuple[ScoredCandidate, eligibility.EligibilityRule]] = []

    # ---- where to look

    def search_attempts(self) -> Iterator[_Attempt]:
        """From what was asked for to whatever there is; ends as soon as enough was found."""
        near = [step.scope for step in self._geo.widenings if not step.last_resort]
        beyond = [step.scope for step in self._geo.widenings if step.last_resort]
        floor, wishes = self._intent.wish_floor, self._relaxable_wish_sets()
        if self._query.other_work:
            yield from self._other_work_attempts([self._geo.base, *near], [frozenset(), *wishes[-1:]])
            return
        for scope in [self._geo.base, *near]:
            yield self._make_attempt(scope, frozenset(), floor)
            if not self._query.widen:
                return
            if self._has_enough():
                break
        given_up = [
            *product([self._geo.base, *near[-1:]], wishes, [floor]),
            *product(beyond, [frozenset[str](), *wishes], [PLAINLY]),
        ]
        for scope, relaxed, least in given_up:
            if self._result_count():
                break
            yield self._make_attempt(scope, relaxed, least)
        if not self._result_count() and not self._intent.has_wish and Constraint.SEATED in self.person.constraints:
            attempts = self._other_work_attempts([self._geo.base, *near], [frozenset()])
            yield from (replace(attempt, seated_only=True) for attempt in attempts)

    def _other_work_attempts(self, scopes: list[GeoScope], wishes: list[frozenset[str]]) -> Iterator[_Attempt]:
        for scope, relaxed in product(scopes, wishes):
            yield self._make_attempt(scope, relaxed, 0.0)
            if self._has_enough(of_any_work=True):
                return

    def _make_attempt(self, scope: GeoScope, relaxed: frozenset[str], floor: float) -> _Attempt:
        without = frozenset(self._query.dismissed)
        return _Attempt(SearchFilter(self.person.applicant, scope, relaxed, without, any_work=not floor), floor)

    def _relaxable_wish_sets(self) -> list[frozenset[str]]:
        """The wishes that may give way: the softest, then with the next, and so on."""
        rules = [
            gate.rule_id for gate in ELIGIBILITY_RULES if gate.kind == RuleKind.WISH and self._has_wish(gate.rule_id)
        ]
        return [frozenset(rules[: count + 1]) for count in range(len(rules))]

    def _has_wish(self, rule: str) -> bool:
        constraints = self.person.constraints
        return {
            "wish.meals": Constraint.MEALS in constraints,
            "wish.housing": Constraint.HOUSING in constraints,
            "wish.wage": self._query.facts.wage_min is not None,
        }.get(rule, True)

    def add_results(self, attempt: _Attempt, candidates: Iterable[Candidate]) -> None:
        """Rank what an attempt found; it takes the place of what narrower attempts found."""
        candidates = list(candidates)
        for kind in ListingKind:
            if kind not in self._kinds:
                continue
            same = [one for one in candidates if one.row.kind == kind and (one.row.seated or not attempt.seated_only)]
            ranked = rank_candidates(self.person, same, wish_floor=attempt.wish_floor)
            useful = [one for one in ranked if _gives_something(one) and _is_within_reach(self.person, one)]
            self._ranked[kind] = useful if self._query.other_work else self._without_work_beside(useful)

    def _result_count(self) -> int:
        return sum(len(ranked) for ranked in self._ranked.values())

    def _has_enough(self, *, of_any_work: bool = False) -> bool:
        learner = not self.person.constraints.isdisjoint(_LEARNS)
        every = [one for ranked in self._ranked.values() for one in ranked]
        wished = of_any_work or not self._intent.close_occupations or any(one.parts["wish"] > PLAINLY for one in every)
        return (
            len(every) >= ENOUGH
            and wished
            and bool(self._ranked[ListingKind.COURSE if learner else ListingKind.OPENING])
        )

    # ---- what was kept out, and what would open it

    def near_miss_filter(self) -> SearchFilter:
        """Where to look for near misses: where matches were looked for first."""
        return self._make_attempt(self._geo.base, frozenset(), 0.0).search_filter

    def add_near_misses(self, candidates: Iterable[Candidate]) -> None:
        """Keep those that fail one gate only."""
        shown = {one.row.listing_id for ranked in self._ranked.values() for one in ranked}
        for one in (one for one in candidates if one.row.kind in self._kinds):
            failing = eligibility.failed_rules(self.person.applicant, one.row)
            if len(failing) == 1 and failing[0].rule_id not in _UNSPOKEN and one.row.listing_id not in shown:
                self._near_misses.append((score_candidate(self.person, one), failing[0]))
        self._near_misses.sort(key=lambda pair: (-pair[0].score, pair[0].row.listing_id))

    def course_filter(self) -> SearchFilter:
        """Which courses may be named as a way: any that the person may join, near or far."""
        return self._make_attempt(
            GeoScope(), frozenset(self._relaxable_wish_sets()[-1] if self._relaxable_wish_sets() else ()), 0.0
        ).search_filter

    def occupation_codes_to_learn(self) -> set[str]:
        """Occupations whose courses would close a gap of what is shown or of what was kept out."""
        rows = [one.row for one in self._ranked[ListingKind.OPENING][: self._query.limit_per_kind]] + [
            one.row for one, _ in self._near_misses
        ]
        return {code for row in rows for code in _occupations_to_learn(row)}

    # ---- the outcome

    def build_matches(self, courses: Sequence[Row]) -> Matches:
        """Everything found, explained. `courses` are candidates for closing gaps."""
        shown = {kind: ranked[: self._query.limit_per_kind] for kind, ranked in self._ranked.items()}
        missed = [describe_near_miss(self.person, one.row, gate, courses) for one, gate in self._near_misses]
        missed.sort(key=lambda miss: miss.course is None)
        return Matches(
            openings=[
                self.explain_match(one, place, courses) for place, one in enumerate(shown[ListingKind.OPENING], 1)
            ],
            courses=[self.explain_match(one, place, courses) for place, one in enumerate(shown[ListingKind.COURSE], 1)],
            near_misses=missed[:MOST_NEAR_MISSES],
            widened=self._widening_reasons([one for ranked in shown.values() for one in ranked]),
            ask_next=list_next_questions(self._query.facts),
        )

    def _without_work_beside(self, ranked: Sequence[ScoredCandidate]) -> list[ScoredCandidate]:
        """Leave out what nobody asked for: work beside past work, courses beside the wish, past work far away.

        An opening of work beside the wished is a substitute near by, where the wished is not to be had near by. Three
        judges of 80 people called what is left out here senseless (28 of 29 listings).
        """
        close = [(one, self._intent.closeness(one.row.occupation_code)) for one in ranked]
        there = {
            near.via_code
            for one, near in close
            if near and near.reason in SAME_WORK_REASONS and one.parts["wish"] >= PLAINLY and _is_liveable(one)
        }

        def asked_for(one: ScoredCandidate, near: Closeness | None) -> bool:
            if near is None or near.reason in {"wish", "liked", "major", "desk"}:
                return True
            if near.reason in {"did_neighbour", "did"}:
                return near.reason == "did" and _is_liveable(one)
            return one.row.kind == ListingKind.OPENING and near.via_code not in there and _is_liveable(one)

        return [one for one, near in close if asked_for(one, near)]

    def explain_match(self, ranked: ScoredCandidate, position: int, courses: Sequence[Row]) -> Match:
        """One match with its reasons and gaps."""
        row = ranked.row
        return Match(
            row=row,
            rank=position,
            score=round(ranked.score, 4),
            parts={name: round(value, 4) for name, value in ranked.parts.items()},
            reasons=find_reasons(self.person, ranked, self._openings_in_reach()),
            gaps=find_gaps(self.person, row, courses),
            distance_km=exact_distance_km(self._query.point, row),
        )

    def _openings_in_reach(self) -> list[Row]:
        """Openings found, and those that only a missing paper keeps out."""
        return [one.row for one in self._ranked[ListingKind.OPENING]] + [one.row for one, _ in self._near_misses]

    def _widening_reasons(self, shown: Sequence[ScoredCandidate]) -> list[Reason]:
        """What had to give way for what is shown: places, wishes, the kind of work."""
        found: list[Reason] = []
        other = [one for one in shown if one.parts["wish"] < self._intent.wish_floor]
        if other:
            found.append(Reason("widened.other_work"))
        outside = [one.row for one in shown if not self._geo.base.admits(one.row)]
        if outside:
            steps = (step for step in self._geo.widenings if all(map(step.scope.admits, outside)))
            found += [Reason(step.text_id, step.params) for step in steps][:1]
        broken = {gate.rule_id for one in shown for gate in eligibility.failed_rules(self.person.applicant, one.row)}
        return found + [Reason(f"widened.{gate.rule_id}") for gate in ELIGIBILITY_RULES if gate.rule_id in broken]


def _is_within_reach(person: SeekerContext, one: ScoredCandidate) -> bool:
    """Whether who has only some hours of the day gets there and back. A class that is held online is within reach, but
    for who names no work and asks for no class one of another city is only filler.
    """
    if one.row.mode == CourseMode.ONLINE:
        learner = not person.constraints.isdisjoint(_LEARNS)
        return learner or person.intent.says_what_work or one.row.city in person.geo.cities
    if Constraint.WEEKEND_CLASS in person.constraints or person.constraints.isdisjoint(_HOURS_OF_THE_DAY):
        return True
    named = one.row.district in person.geo.counties
    return named or not is_beyond_commute(person, one.row, one.estimated_km)


def _is_liveable(one: ScoredCandidate) -> bool:
    return one.parts["life"] >= LIVEABLE


def _gives_something(one: ScoredCandidate) -> bool:
    if one.row.kind == ListingKind.COURSE and one.parts["life"] < ATTENDABLE:
        return False
    return min(one.parts["fit"], one.life.get("body", 1.0)) >= LEAST_GAIN


def interleave(matches: Matches) -> list[Match]:
    """Openings and courses in one list, best first, never more than two of a kind in a row while others are near."""
    openings, courses, together = list(matches.openings), list(matches.courses), list[Match]()
    while openings and courses:
        first, other = (openings, courses) if openings[0].score >= courses[0].score else (courses, openings)
        last_two = {one.row.kind for one in together[-2:]} if len(together) >= 2 else set()
        if last_two == {first[0].row.kind} and other[0].score >= first[0].score / 2:
            first = other
        together.append(first.pop(0))
    return together + openings + courses
