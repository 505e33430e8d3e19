"""Matches for a person: search, rank, explain, and widen step by step until something is found.

The one entrance to matching: `match` over the database, `match_in_memory` over rows in memory, with the same results.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import product

from sqlmodel.ext.asyncio.session import AsyncSession

from data import eligibility, required_papers
from data.catalogue.places import Point
from data.eligibility import GATES, Asker, Nature
from data.listings.search_index import ListingIndex as Row
from data.people.profile import Facts
from data.people.seekers import MINIMUM_AGE
from data.vocabulary import Constraint, Kind, Question
from matching.explain.reasons import Gap, NearMiss, Reason, distance, gaps, near_miss, reasons
from matching.ranking.context import Person
from matching.ranking.diversify import rank
from matching.ranking.scoring import Ranked, score
from matching.search import postgres
from matching.search.candidates import NO_VECTORS, Found, Probe, fetch, probe_of
from matching.search.geo import Scope, ground
from matching.search.intent import aim_of
from matching.search.memory import Listings
from matching.search.postgres import Terms
from matching.understanding.profile_merge import ask_next

ENOUGH = 3
"""Widening stops at so many."""
PLAINLY = 0.75
"""From this wish part on a listing is the very work that was asked for; widening goes on until there is one."""
LIVEABLE = 0.5
"""From this life part on a listing is worth leaving home for."""
MOST_NEAR_MISSES = 3
_UNSPOKEN = frozenset({"listing.open", "age.min_work", "age.minor_worker"})
"""Gates that are not told as near misses: there is no way to lift them, or no kindness in naming them."""


@dataclass(frozen=True)
class Query:
    """What is known of the person, and how to look."""

    facts: Facts
    today: date
    texts: tuple[str, ...] = ()
    """The person's own words, newest last."""
    k: int = 10
    """How many of each kind."""
    dismissed: Mapping[str, str] = field(default_factory=dict)
    """Listing id → why it was set aside: far, wage, work, hours, employer or other."""
    liked: tuple[str, ...] = ()
    """Ids of listings of which the person wants more."""
    widen: bool = True
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
    ask_next: list[Question] = field(default_factory=list)


async def match(session: AsyncSession, query: Query) -> Matches:
    """The matches among all live listings. Under 16 there are none."""
    if _too_young(query.facts):
        return Matches()
    taught = await taught_by(session, query)
    probe = await asyncio.to_thread(probe_for, query, taught)
    board = _Board(query, probe, taught)
    for attempt in board.attempts():
        board.take(attempt, await postgres.candidates(session, probe, attempt.terms))
    missed = await postgres.excluded(session, probe, board.missed_terms())
    board.take_missed(missed)
    courses = await postgres.courses(session, board.course_terms(), board.codes_to_learn())
    return board.matches(courses)


def match_in_memory(listings: Listings | Sequence[Row], query: Query) -> Matches:
    """The same over rows in memory (`Listings` when the same rows are searched again)."""
    if _too_young(query.facts):
        return Matches()
    held = listings if isinstance(listings, Listings) else Listings(listings)
    taught = taught_in_memory(held, query)
    probe = probe_for(query, taught)
    board = _Board(query, probe, taught)
    for attempt in board.attempts():
        board.take(attempt, held.candidates(probe, attempt.terms))
    board.take_missed(held.excluded(probe, board.missed_terms()))
    return board.matches(held.courses(board.course_terms(), board.codes_to_learn()))


async def match_one(session: AsyncSession, query: Query, listing_id: str) -> Match | None:
    """How one listing fits the person, whatever its place and rank; None when it is not in search."""
    taught = await taught_by(session, query)
    probe = await asyncio.to_thread(probe_for, query, taught)
    found = await fetch(session, probe, [listing_id])
    if not found:
        return None
    board = _Board(query, probe, taught)
    ranked = score(board.person, found[0])
    courses = await postgres.courses(session, board.course_terms(), _taught_by(found[0].row))
    return board.explained(ranked, 1, courses)


async def excluded_by(session: AsyncSession, query: Query, listing_id: str) -> NearMiss | None:
    """The law, or lawful condition of the listing, that keeps this person from applying; None when none does."""
    found = await fetch(session, _UNMEASURED, [listing_id])
    board = _Board(query, _UNMEASURED, Taught())
    for one in found:
        for gate in eligibility.failed(board.person.asker, one.row):
            if gate.nature == Nature.LAW:
                courses = await postgres.courses(session, board.course_terms(), _taught_by(one.row))
                return near_miss(board.person, one.row, gate, courses)
    return None


def _too_young(facts: Facts) -> bool:
    return facts.age is not None and facts.age < MINIMUM_AGE


_UNMEASURED = Probe(aim_of(Facts()), NO_VECTORS, NO_VECTORS)
"""For rows that are only looked up."""


@dataclass(frozen=True)
class Taught:
    """The rows behind what the person said of listings."""

    dismissed: tuple[tuple[Row, str], ...] = ()
    """With the reason given."""
    liked: tuple[Row, ...] = ()


async def taught_by(session: AsyncSession, query: Query) -> Taught:
    """What the query's dismissals and likings teach, as far as those listings are still in search."""
    ids = {*query.dismissed, *query.liked}
    return _taught({one.row.listing_id: one.row for one in await fetch(session, _UNMEASURED, ids)}, query)


def taught_in_memory(held: Listings, query: Query) -> Taught:
    """The same over rows in memory."""
    return _taught({key: row for key in {*query.dismissed, *query.liked} if (row := held.get(key))}, query)


def _taught(rows: Mapping[str, Row], query: Query) -> Taught:
    return Taught(
        tuple((rows[key], query.dismissed[key]) for key in sorted(query.dismissed) if key in rows),
        tuple(rows[key] for key in query.liked if key in rows),
    )


def probe_for(query: Query, taught: Taught) -> Probe:
    """What to search by; embeds, so it blocks for some milliseconds."""
    return probe_of(aim_of(query.facts, query.texts, [row.occupation_code for row in taught.liked]))


def person_of(query: Query, probe: Probe, taught: Taught) -> Person:
    """What ranking looks at of who asks."""
    return Person(Asker(query.facts, query.today), probe.aim, ground(query.facts), taught.dismissed, taught.liked)


def _taught_by(row: Row) -> set[str]:
    """Occupations whose courses may give what the listing asks for."""
    named = {required_papers.read(required).occupation for required in row.certificates}
    return {code for code in named if code} | ({row.occupation_code} if row.certificates else set())


@dataclass(frozen=True)
class _Attempt:
    terms: Terms
    floor: float
    beside: bool = False
    """What it finds comes beside what was found before, not in its place."""


class _Board:
    """Takes what each attempt finds, decides when it is enough, and explains the outcome."""

    def __init__(self, query: Query, probe: Probe, taught: Taught) -> None:
        self._query = query
        self._aim = probe.aim
        self._ground = ground(query.facts)
        self.person = person_of(query, probe, taught)
        self._ranked: dict[Kind, list[Ranked]] = {kind: [] for kind in Kind}
        self._missed: list[tuple[Ranked, eligibility.Gate]] = []

    # ---- where to look

    def attempts(self) -> Iterator[_Attempt]:
        """From what was asked for to whatever there is; ends as soon as enough was found."""
        near = [step.scope for step in self._ground.widenings if not step.last_resort]
        beyond = [step.scope for step in self._ground.widenings if step.last_resort]
        floor, wishes = self._aim.floor, self._wishes()
        for scope in [self._ground.base, *near]:
            yield self._attempt(scope, frozenset(), floor)
            if not self._query.widen:
                return
            if self._enough():
                break
        given_up = [
            *product([self._ground.base, *near[-1:]], wishes),
            *product(beyond, [frozenset[str](), *wishes]),
        ]
        for scope, relaxed in given_up:
            if self._found():
                break
            yield self._attempt(scope, relaxed, floor)
        if not self._found():
            yield from self._other_work([self._ground.base, *near, *beyond], [frozenset(), *wishes[-1:]])
        elif not self._aim.wished and self._hardly_liveable():
            nearest = [scope for scope in (self._ground.base, *near) if not scope.everywhere]
            yield from (replace(self._attempt(scope, frozenset(), 0.0), beside=True) for scope in nearest[-1:])

    def _other_work(self, scopes: list[Scope], wishes: list[frozenset[str]]) -> Iterator[_Attempt]:
        for scope, relaxed in product(scopes, wishes):
            yield self._attempt(scope, relaxed, 0.0)
            if self._enough(of_any_work=True):
                return

    def _attempt(self, scope: Scope, relaxed: frozenset[str], floor: float) -> _Attempt:
        without = frozenset(self._query.dismissed)
        return _Attempt(Terms(self.person.asker, scope, relaxed, without, any_work=not floor), floor)

    def _wishes(self) -> list[frozenset[str]]:
        """The wishes that may give way: the softest, then with the next, and so on."""
        rules = [gate.rule for gate in GATES if gate.nature == Nature.WISH and self._wants(gate.rule)]
        return [frozenset(rules[: count + 1]) for count in range(len(rules))]

    def _wants(self, rule: str) -> bool:
        constraints = self.person.constraints
        return {
            "wish.meals": Constraint.MEALS in constraints,
            "wish.housing": Constraint.HOUSING in constraints,
            "wish.wage": self._query.facts.wage_min is not None,
        }.get(rule, True)

    def take(self, attempt: _Attempt, found: Iterable[Found]) -> None:
        """Rank what an attempt found; it takes the place of what narrower attempts found."""
        before = [one.found for ranked in self._ranked.values() for one in ranked] if attempt.beside else []
        new = {one.row.listing_id: one for one in [*found, *before]}
        found = list(new.values())
        for kind in Kind:
            same = [one for one in found if one.row.kind == kind]
            self._ranked[kind] = rank(self.person, same, floor=attempt.floor)

    def _found(self) -> int:
        return sum(len(ranked) for ranked in self._ranked.values())

    def _hardly_liveable(self) -> bool:
        """Whether all that was found is elsewhere, and hardly any of it worth going there for."""
        every = [one for ranked in self._ranked.values() for one in ranked]
        elsewhere = not any(self._ground.base.admits(one.row) for one in every)
        return elsewhere and sum(one.parts["life"] >= LIVEABLE for one in every) < ENOUGH

    def _enough(self, *, of_any_work: bool = False) -> bool:
        learner = not self.person.constraints.isdisjoint(
            {Constraint.EVENING_CLASS, Constraint.WEEKEND_CLASS, Constraint.ONLINE}
        )
        every = [one for ranked in self._ranked.values() for one in ranked]
        wished = of_any_work or not self._aim.close or any(one.parts["wish"] > PLAINLY for one in every)
        return len(every) >= ENOUGH and wished and bool(self._ranked[Kind.COURSE if learner else Kind.OPENING])

    # ---- what was kept out, and what would open it

    def missed_terms(self) -> Terms:
        """Where to look for near misses: where matches were looked for first."""
        return self._attempt(self._ground.base, frozenset(), 0.0).terms

    def take_missed(self, found: Iterable[Found]) -> None:
        """Keep those that fail one gate only."""
        shown = {one.row.listing_id for ranked in self._ranked.values() for one in ranked}
        for one in found:
            failing = eligibility.failed(self.person.asker, one.row)
            if len(failing) == 1 and failing[0].rule not in _UNSPOKEN and one.row.listing_id not in shown:
                self._missed.append((score(self.person, one), failing[0]))
        self._missed.sort(key=lambda pair: (-pair[0].score, pair[0].row.listing_id))

    def course_terms(self) -> Terms:
        """Which courses may be named as a way: any that the person may join, near or far."""
        return self._attempt(Scope(), frozenset(self._wishes()[-1] if self._wishes() else ()), 0.0).terms

    def codes_to_learn(self) -> set[str]:
        """Occupations whose courses would close a gap of what is shown or of what was kept out."""
        rows = [one.row for one in self._ranked[Kind.OPENING][: self._query.k]] + [one.row for one, _ in self._missed]
        return {code for row in rows for code in _taught_by(row)}

    # ---- the outcome

    def matches(self, courses: Sequence[Row]) -> Matches:
        """Everything found, explained. `courses` are candidates for closing gaps."""
        shown = {kind: ranked[: self._query.k] for kind, ranked in self._ranked.items()}
        missed = [near_miss(self.person, one.row, gate, courses) for one, gate in self._missed]
        missed.sort(key=lambda miss: miss.course is None)
        return Matches(
            openings=[self.explained(one, place, courses) for place, one in enumerate(shown[Kind.OPENING], 1)],
            courses=[self.explained(one, place, courses) for place, one in enumerate(shown[Kind.COURSE], 1)],
            near_misses=missed[:MOST_NEAR_MISSES],
            widened=self._widened([one for ranked in shown.values() for one in ranked]),
            ask_next=ask_next(self._query.facts),
        )

    def explained(self, ranked: Ranked, place: int, courses: Sequence[Row]) -> Match:
        """One match with its reasons and gaps."""
        row = ranked.row
        return Match(
            row=row,
            rank=place,
            score=round(ranked.score, 4),
            parts={name: round(value, 4) for name, value in ranked.parts.items()},
            reasons=reasons(self.person, ranked, self._openings()),
            gaps=gaps(self.person, row, courses),
            distance_km=distance(self._query.point, row),
        )

    def _openings(self) -> list[Row]:
        """Openings found, and those that only a missing paper keeps out."""
        return [one.row for one in self._ranked[Kind.OPENING]] + [one.row for one, _ in self._missed]

    def _widened(self, shown: Sequence[Ranked]) -> list[Reason]:
        """What had to give way for what is shown: places, wishes, the kind of work."""
        found: list[Reason] = []
        other = [one for one in shown if one.parts["wish"] < self._aim.floor]
        if other:
            found.append(Reason("widened.other_work" if len(other) == len(shown) else "widened.other_work_near"))
        outside = [one.row for one in shown if not self._ground.base.admits(one.row)]
        if outside:
            steps = (step for step in self._ground.widenings if all(map(step.scope.admits, outside)))
            found += [Reason(step.text_id, step.params) for step in steps][:1]
        broken = {gate.rule for one in shown for gate in eligibility.failed(self.person.asker, one.row)}
        return found + [Reason(f"widened.{gate.rule}") for gate in GATES if gate.rule in broken]


def interleave(found: Matches) -> list[Match]:
    """Openings and courses in one list, best first, never more than two of a kind in a row while others are near."""
    openings, courses, together = list(found.openings), list(found.courses), list[Match]()
    while openings and courses:
        first, other = (openings, courses) if openings[0].score >= courses[0].score else (courses, openings)
        last_two = {one.row.kind for one in together[-2:]} if len(together) >= 2 else set()
        if last_two == {first[0].row.kind} and other[0].score >= first[0].score / 2:
            first = other
        together.append(first.pop(0))
    return together + openings + courses
