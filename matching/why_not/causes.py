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
from data.eligibility import Gate, Nature, best_wage
from data.listings.search_index import ListingIndex as Row
from matching.explain.reasons import Params, Reason, near_miss, work_of
from matching.matches import (
    PLAINLY,
    Matches,
    Query,
    Taught,
    interleave,
    match,
    match_in_memory,
    person_of,
    probe_for,
    taught_by,
    taught_in_memory,
)
from matching.ranking.scoring import Ranked, score
from matching.search import postgres
from matching.search.candidates import Found, Probe, fetch
from matching.search.geo import Scope
from matching.search.memory import Listings
from matching.why_not.relaxations import LIFTING, Change, changed

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
class Lift:
    """What to change so that the listing is shown."""

    changes: tuple[Change, ...]
    """Softest first."""
    params: Params
    """For the sentences of the changes: `amount`, `where`, `occupation`, codes where there are codes."""
    course: str | None = None
    """Id of a course that gives the missing paper."""


@dataclass(frozen=True)
class WhyNot:
    """Where a listing stands for a person."""

    row: Row
    place: int | None
    """1 is the first of all matches; None when it is not among them."""
    causes: list[Reason]
    """What keeps it out, the hardest first; of a listing that is shown, its weakest part."""
    lift: Lift | None = None
    """None when it is shown already, and when nothing would help."""


async def why_not(session: AsyncSession, query: Query, listing_id: str) -> WhyNot | None:
    """Why the listing is not shown for the query, or where it is; None when it is not in search at all."""
    taught = await taught_by(session, query)
    probe = await asyncio.to_thread(probe_for, query, taught)
    found = await fetch(session, probe, [listing_id])
    if not found:
        return None
    inquiry = _Inquiry(query, probe, found[0], taught)
    for trial in inquiry.trials():
        if inquiry.take(trial, await match(session, inquiry.query_after(trial))):
            break
    courses = await postgres.courses(session, inquiry.course_terms(), inquiry.codes_to_learn())
    return inquiry.outcome(courses)


def why_not_in_memory(listings: Listings | Sequence[Row], query: Query, listing_id: str) -> WhyNot | None:
    """The same over rows in memory."""
    held = listings if isinstance(listings, Listings) else Listings(listings)
    row = held.get(listing_id)
    if row is None:
        return None
    taught = taught_in_memory(held, query)
    probe = probe_for(query, taught)
    inquiry = _Inquiry(query, probe, held.measured([row], probe)[0], taught)
    for trial in inquiry.trials():
        if inquiry.take(trial, match_in_memory(held, inquiry.query_after(trial))):
            break
    return inquiry.outcome(held.courses(inquiry.course_terms(), inquiry.codes_to_learn()))


def after(query: Query, row: Row, changes: Sequence[Change]) -> Query:
    """The query once the person made the changes for this listing."""
    dismissed = dict(query.dismissed)
    if Change.BACK in changes:
        dismissed.pop(row.listing_id, None)
    return replace(query, facts=changed(query.facts, row, changes), dismissed=dismissed)


def place_of(listing_id: str, found: Matches) -> int | None:
    """Where a listing stands among all matches, 1 is the first."""
    together = interleave(found)
    return next((place for place, one in enumerate(together, 1) if one.row.listing_id == listing_id), None)


def cost(changes: Sequence[Change]) -> tuple[int, int]:
    """How much a set of changes asks: how many, one that takes the place of wishes counting thrice; then how hard."""
    return len(changes) + 2 * len(_REPLACING.intersection(changes)), sum(one.softness for one in changes)


_REPLACING = frozenset({Change.WORK_ONLY, Change.PLACE_ONLY})


def _sensible(changes: Sequence[Change]) -> bool:
    """Whether no change makes another one needless."""
    twice = ({Change.WORK, Change.WORK_ONLY}, {Change.PLACE, Change.PLACE_ONLY})
    return not any(pair <= set(changes) for pair in twice)


class _Inquiry:
    """Tries changes from the softest on, and tells what it found."""

    def __init__(self, query: Query, probe: Probe, found: Found, taught: Taught) -> None:
        self._query = query
        self._person = person_of(query, probe, taught)
        self._row = found.row
        self._ranked: Ranked = score(self._person, found)
        self._failing: list[Gate] = eligibility.failed(self._person.asker, self._row)
        self._place: int | None = None
        self._enough: tuple[Change, ...] | None = None

    def query_after(self, trial: Sequence[Change]) -> Query:
        return after(self._query, self._row, trial)

    def trials(self) -> Iterator[tuple[Change, ...]]:
        """No change at all, then every set of changes that the gates would let through."""
        yield ()
        if all(gate.rule in LIFTING for gate in self._failing):
            yield from islice(filter(self._passes, self._sets()), MOST_TRIALS)

    def _sets(self) -> Iterator[tuple[Change, ...]]:
        """Every set of changes that may be enough, the cheapest first."""
        pool = [one for one in Change if one in self._helpful()]
        sets = (one for size in range(1, MOST_CHANGES + 1) for one in combinations(pool, size))
        yield from sorted(filter(_sensible, sets), key=cost)

    def _helpful(self) -> set[Change]:
        """Changes that bear on this listing. Where nothing better is left, matching itself gives way."""
        row, person = self._row, self._person
        helpful = {LIFTING[gate.rule] for gate in self._failing}
        if row.listing_id in self._query.dismissed:
            helpful.add(Change.BACK)
        if Change.PLACE_AGAIN in helpful or not person.ground.base.admits(row):
            helpful.add(Change.PLACE)
        if person.aim.known and self._ranked.parts["wish"] <= PLAINLY:
            helpful.add(Change.WORK)
        if not helpful and changed(person.facts, row, [Change.TELL]) != person.facts:
            helpful.add(Change.TELL)
        return helpful | {Change.WORK_ONLY, Change.PLACE_ONLY}

    def _passes(self, trial: Sequence[Change]) -> bool:
        if self._row.listing_id in self._query.dismissed and Change.BACK not in trial:
            return False
        asker = replace(self._person.asker, facts=changed(self._query.facts, self._row, trial))
        return all(gate.nature == Nature.WISH for gate in eligibility.failed(asker, self._row))

    def take(self, trial: tuple[Change, ...], found: Matches) -> bool:
        """Whether the listing is among what was found after the trial."""
        place = place_of(self._row.listing_id, found)
        if not trial:
            self._place = place
        elif place is not None:
            self._enough = trial
        return place is not None

    # ---- the outcome

    def course_terms(self) -> postgres.Terms:
        """Which courses may be named as a way: any that the person may join."""
        relaxed = frozenset(gate.rule for gate in eligibility.GATES if gate.nature == Nature.WISH)
        return postgres.Terms(self._person.asker, Scope(), relaxed)

    def codes_to_learn(self) -> set[str]:
        """Occupations whose courses may give what the listing asks for."""
        learns = self._enough is not None and Change.LEARN in self._enough
        named = {required_papers.read(required).occupation for required in self._row.certificates} - {""}
        return named | {self._row.occupation_code} if learns else set()

    def outcome(self, courses: Sequence[Row]) -> WhyNot:
        if self._place is not None:
            return WhyNot(self._row, self._place, self._weakest())
        lift = None
        if self._enough is not None:
            lift = Lift(self._enough, self._params(), self._course(courses))
        return WhyNot(self._row, None, self._causes() or self._weakest() or [Reason("why.many")], lift)

    def _course(self, courses: Sequence[Row]) -> str | None:
        paper = next((gate for gate in self._failing if gate.rule == "law.cert_before_work"), None)
        return near_miss(self._person, self._row, paper, courses).course if paper else None

    def _params(self) -> Params:
        row = self._row
        known = {"amount": best_wage(row), "education": row.education_min}
        return {
            "occupation": work_of(row),
            "where": row.district or row.city,
            **{name: value for name, value in known.items() if value is not None},
        }

    def _causes(self) -> list[Reason]:
        row, person = self._row, self._person
        missed = [near_miss(person, row, gate) for gate in self._failing]
        causes = [Reason(miss.id, miss.params) for miss in missed]
        if row.listing_id in self._query.dismissed:
            causes.insert(0, Reason("why.set_aside"))
        if self._ranked.parts["wish"] < person.aim.floor:
            causes.append(Reason("why.other_work", {"occupation": work_of(row)}))
        if not person.ground.base.admits(row):
            causes.append(Reason("why.elsewhere", {"where": row.district or row.city}))
        return causes

    def _weakest(self) -> list[Reason]:
        """The lowest part of the score, if any is low."""
        ranked = self._ranked
        factors = {**ranked.wish, **ranked.fit, **ranked.life}
        told = [(value, name) for name, value in factors.items() if value <= WEAK and name in _WEAKNESSES]
        return [Reason(_WEAKNESSES[min(told)[1]], self._params())] if told else []
