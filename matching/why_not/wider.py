"""What would bring a person more matches: single changes, each tried before it is proposed.

Another place, other hours, less pay, work beside the one wished for, or a course first. What the body asks for is not
bargained with.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlmodel.ext.asyncio.session import AsyncSession

from data import eligibility
from data.catalogue import occupations, places
from data.eligibility import Applicant, best_wage
from data.listings.search_index import ListingIndex as Row
from data.people.profile import Facts, OccupationFact, PlaceFact
from matching.explain.reasons import Params
from matching.matches import Match, Matches, MatchQuery, find_matches, interleave
from matching.search.geo import GeoContext, build_geo_context
from matching.search.intent import WISH_FLOOR, SearchIntent, build_search_intent, related_occupations
from matching.why_not.causes import change_params
from matching.why_not.relaxations import GIVEN_UP, Relaxation, add_places, apply_relaxations

GIVEN_UP_FOR_MORE = (Relaxation.SHIFT, Relaxation.NIGHT, Relaxation.HOUSING, Relaxation.MEALS)
MOST_CITIES, MOST_WORK = 4, 6
"""So many neighbouring places and occupations are tried at once."""


@dataclass(frozen=True)
class WiderSearch:
    """One change, and what it brings."""

    change: Relaxation
    listing_id: str
    """The best listing that it brings; the change is made for this one."""
    params: Params
    """For the sentence of the change, as in `causes.Remedy`."""
    gained: int
    """Listings that match after the change and did not before."""
    course: str | None = None
    """Id of the course that comes first."""


async def find_wider_searches(
    session: AsyncSession, query: MatchQuery, without: Collection[str], limit: int
) -> list[WiderSearch]:
    """Up to `limit` changes, those that bring most first; `without`: listing ids that are no news to the person."""
    strict = replace(query, widen=False)
    before = await find_matches(session, strict)
    known = {one.row.listing_id for one in interleave(before)} | set(without)
    search = _WiderSession(strict, known)
    found = [one for one in [await _learn(session, search, before)] if one]
    for change, trial in search.trials():
        gained = search.gained(change, await find_matches(session, replace(strict, facts=trial)))
        if not gained:
            continue
        row = _example(change, gained)
        facts = apply_relaxations(query.facts, row, [change])
        if facts != trial:
            gained = search.gained(change, await find_matches(session, replace(strict, facts=facts)))
        if any(one.row.listing_id == row.listing_id for one in gained):
            found.append(WiderSearch(change, row.listing_id, change_params(row), len(gained)))
    return sorted(found, key=lambda one: (-one.gained, one.change.softness))[:limit]


async def _learn(session: AsyncSession, search: "_WiderSession", before: Matches) -> WiderSearch | None:
    """The course that opens what only a paper keeps out."""
    missed = next((one for one in before.near_misses if one.course and one.listing_id not in search.known), None)
    row = await session.get(Row, missed.listing_id) if missed else None
    if missed is None or row is None:
        return None
    facts = apply_relaxations(search.query.facts, row, [Relaxation.LEARN])
    gained = search.gained(Relaxation.LEARN, await find_matches(session, replace(search.query, facts=facts)))
    return WiderSearch(Relaxation.LEARN, row.listing_id, change_params(row), max(1, len(gained)), missed.course)


def _example(change: Relaxation, gained: Sequence[Match]) -> Row:
    """The best match; of pay, the one that asks to give up least."""
    if change is Relaxation.WAGE:
        return max(gained, key=lambda one: best_wage(one.row) or 0).row
    return gained[0].row


class _WiderSession:
    """Proposes facts to try, and tells what of the outcome was out of reach before."""

    def __init__(self, query: MatchQuery, known: Collection[str]) -> None:
        self.query = query
        self.known = known
        self._applicant = Applicant(query.facts, query.today)
        self._geo: GeoContext = build_geo_context(query.facts)
        self._intent: SearchIntent = build_search_intent(query.facts)

    def trials(self) -> Iterator[tuple[Relaxation, Facts]]:
        """Each change with the facts in which everything that it could mean is allowed."""
        facts = self.query.facts
        if cities := self._neighbouring_cities():
            yield Relaxation.PLACE, add_places(facts, cities)
        for change in GIVEN_UP_FOR_MORE:
            kept = [need for need in facts.constraints if need not in GIVEN_UP[change]]
            if kept != facts.constraints:
                yield change, facts.model_copy(update={"constraints": kept})
        if facts.wage_min is not None:
            yield Relaxation.WAGE, facts.model_copy(update={"wage_min": None})
        if work := self._neighbouring_work():
            yield Relaxation.WORK, facts.model_copy(update={"occupations": [*facts.occupations, *work]})

    def _neighbouring_cities(self) -> list[PlaceFact]:
        """Cities within reach that are not looked in yet, the nearest first; none for one who would not go there."""
        inside = set(self._geo.base.touched_cities)
        reach = [step.scope for step in self._geo.widenings if not step.last_resort and not step.scope.everywhere]
        codes = dict.fromkeys(code for scope in reach for code in scope.touched_cities if code not in inside)
        refused = {one.code for one in self.query.facts.places if one.role == "excludes"}
        near = [places.place(code) for code in codes if code not in refused][:MOST_CITIES]
        return [PlaceFact(code=one.code, name=one.name, city=one.city, role="prefers") for one in near]

    def _neighbouring_work(self) -> list[OccupationFact]:
        """What the person did before, then what is near the work they are after, as far as it is not matched yet."""
        close = self._intent.close_occupations
        refused = {one.code for one in self.query.facts.occupations if one.role == "rejects"}
        did = [one.code for one in self.query.facts.occupations if one.role == "did"]
        beside = [code for near in sorted(close) for code in sorted(related_occupations(near))]
        codes = dict.fromkeys(
            code
            for code in (*did, *beside)
            if code not in refused and not ((near := close.get(code)) and near.value >= WISH_FLOOR)
        )
        known = [one for code in codes if (one := occupations.get(code))][:MOST_WORK]
        return [OccupationFact(code=one.code, name=one.name, role="wants") for one in known] if close else []

    def gained(self, change: Relaxation, matches: Matches) -> list[Match]:
        """Those of the matches that this change let in, the best first."""
        return [
            one
            for one in interleave(matches)
            if one.row.listing_id not in self.known and self._was_out(change, one.row)
        ]

    def _was_out(self, change: Relaxation, row: Row) -> bool:
        if change is Relaxation.PLACE:
            return not self._geo.base.admits(row)
        if change is Relaxation.WORK:
            near = self._intent.closeness(row.occupation_code)
            return near is None or near.value < WISH_FLOOR
        return bool(eligibility.failed_rules(self._applicant, row))
