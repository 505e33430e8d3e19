"""Candidates: listings that pass the gates, lie in the scope and may be what the person is after.

Three roads lead to a candidate: the occupation it is for, the meaning of its text, and the words it shares. The same
search runs over the index in PostgreSQL and over rows held in memory; a row without a vector is found by the others.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Float,
    Select,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Text
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from data import eligibility
from data.db.sessions import transaction_cache
from data.eligibility import Applicant
from data.listings.search_index import ListingIndex as Row
from data.vocabulary import CourseMode, ListingKind
from matching.search.candidates import (
    LIGHT,
    TABLE,
    Candidate,
    EmbeddedQuery,
    Vectors,
    count_shared_terms,
    detach_row,
    fetch_candidates,
)
from matching.search.geo import GeoScope
from matching.search.intent import SearchIntent

BY_MEANING = 60
BY_WORDS = 60
BY_OCCUPATION = 60
"""Candidates that each road brings, of each kind of listing."""
SCANNED = 60
"""Rows taken from a vector index: further on it may come upon nearer ones, so more are taken than kept."""
NEAR_MISSES = 40
COURSES = 120


@dataclass(frozen=True)
class SearchFilter:
    """What one search allows."""

    applicant: Applicant
    scope: GeoScope
    relaxed_rules: frozenset[str] = frozenset()
    excluded_ids: frozenset[str] = frozenset()
    """Listing ids that are not wanted."""
    any_work: bool = False
    """Whether listings of other work than the person is after may come as well."""

    def admits(self, row: Row) -> bool:
        if row.listing_id in self.excluded_ids or not self.scope.admits(row):
            return False
        return not eligibility.failed_rules(self.applicant, row, relaxed=self.relaxed_rules)

    def predicate(self, kind: ListingKind | None = None) -> ColumnElement[bool]:
        """The same as a WHERE clause; with `kind`, for a query of that kind alone."""
        return and_(self.eligibility_condition, self.scope.predicate(kind))

    @cached_property
    def eligibility_condition(self) -> ColumnElement[bool]:
        """The same without the scope."""
        allowed = eligibility.search_condition(self.applicant, relaxed=self.relaxed_rules)
        return and_(allowed, col(Row.listing_id).not_in(self.excluded_ids)) if self.excluded_ids else allowed


_CROWDING = cast(TABLE.c.applicants, Float) / func.greatest(TABLE.c.places_left, 1)
_SETTINGS = {
    "hnsw.iterative_scan": "relaxed_order",
    "hnsw.max_scan_tuples": "12000",
    "plan_cache_mode": "force_custom_plan",
    "jit": "off",
}
_CAREFUL = {True: "450", False: "240"}
"""hnsw.ef_search in the whole province, and in cities: what finds 99 of the 100 nearest among 200,000 listings."""


def _setting(values: Mapping[str, str]) -> Select[Any]:
    return select(*(func.set_config(name, value, literal(True)) for name, value in values.items()))


_SETTING = {everywhere: _setting({**_SETTINGS, "hnsw.ef_search": careful}) for everywhere, careful in _CAREFUL.items()}


async def find_candidates(session: AsyncSession, probe: EmbeddedQuery, terms: SearchFilter) -> list[Candidate]:
    """Candidates of both kinds, unordered; each road brings its best (`BY_…`) of each kind.

    The rows are copies without text, terms and vector; changing them changes nothing.
    """
    await _keep_scanning(session, everywhere=terms.scope.everywhere)
    roads: list[Select[Any]] = []
    for kind in ListingKind:
        if probe.intent.terms and not probe.intent.close_occupations:
            roads.append(_by_words(kind, terms, probe.intent))
        roads.append(_by_occupation(kind, terms, probe.intent))
    return await fetch_candidates(session, probe, await _ids(session, probe, terms, roads))


async def find_excluded(session: AsyncSession, probe: EmbeddedQuery, terms: SearchFilter) -> list[Candidate]:
    """Listings of the very work the person is after, in the scope, that some gate keeps out."""
    if not probe.intent.exact_codes:
        return []
    query = select(TABLE.c.listing_id).where(
        col(Row.occupation_code).in_(probe.intent.exact_codes),
        col(Row.listing_id).not_in(terms.excluded_ids),
        terms.scope.predicate(),
        not_(eligibility.search_condition(terms.applicant, relaxed=terms.relaxed_rules)),
    )
    found = await (await session.connection()).execute(query.order_by(TABLE.c.listing_id).limit(NEAR_MISSES))
    return await fetch_candidates(session, probe, found.scalars())


async def find_courses(session: AsyncSession, terms: SearchFilter, codes: Collection[str]) -> list[Row]:
    """Courses for these occupations that pass the gates."""
    if not codes:
        return []
    query = (
        select(*LIGHT)
        .where(col(Row.kind) == ListingKind.COURSE, col(Row.occupation_code).in_(sorted(codes)), terms.predicate())
        .order_by(col(Row.listing_id))
        .limit(COURSES)
    )
    return [detach_row(dict(found)) for found in (await session.execute(query)).mappings()]


async def find_openings_for_course(session: AsyncSession, terms: SearchFilter, course: Row) -> list[Row]:
    """Openings of the course's work, and those it is tied to, that pass the terms."""
    tied = or_(col(Row.occupation_code) == course.occupation_code, col(Row.listing_id).in_(course.linked_openings))
    query = (
        select(*LIGHT)
        .where(col(Row.kind) == ListingKind.OPENING, tied, terms.predicate(ListingKind.OPENING))
        .order_by(_CROWDING, col(Row.listing_id))
        .limit(COURSES)
    )
    return [detach_row(dict(found)) for found in (await session.execute(query)).mappings()]


async def _keep_scanning(session: AsyncSession, *, everywhere: bool) -> None:
    """Settings for this transaction.

    A scan of a vector index goes on until enough rows have passed the filter (pgvector 0.8). Plans are made for the
    values at hand: one for any values could use none of the indexes that hold a part of the rows.
    """
    remembered = transaction_cache(session)
    if remembered.get(_keep_scanning) != everywhere:
        await (await session.connection()).execute(_SETTING[everywhere])
        remembered[_keep_scanning] = everywhere


def _of_kind(kind: ListingKind, terms: SearchFilter) -> Select[Any]:
    return select(TABLE.c.listing_id).where(TABLE.c.kind == _plain(kind), terms.predicate(kind))


def _plain(value: str) -> Any:
    """A value written into the statement, so that it is seen which part of the rows an index must hold."""
    return bindparam(None, str(value), type_=Text, literal_execute=True)


async def _ids(session: AsyncSession, probe: EmbeddedQuery, terms: SearchFilter, roads: list[Select[Any]]) -> set[str]:
    """Ids of what these roads lead to and of the nearest of each kind to each text, by the vector indexes.

    A scan of such an index passes over what the gates keep out one row after the other, and gives up after some
    thousands: where so few pass, all that pass are compared instead.
    """
    wanted = [(kind, vector) for kind in ListingKind for vector in _bound("near", probe.vectors)]
    found = await _of_roads(session, [*(_nearest_road(kind, terms, vector) for kind, vector in wanted), *roads])
    few = [one for road, one in enumerate(wanted) if len(found[road]) < BY_MEANING]
    if few:
        found += await _of_roads(session, [_exact_road(kind, terms, vector) for kind, vector in few])
    return set().union(*found)


async def _of_roads(session: AsyncSession, roads: list[Select[Any]]) -> list[set[str]]:
    """The ids that each road leads to."""
    parts = []
    for number, road in enumerate(roads):
        part = road.subquery()
        parts.append(select(literal(number).label("road"), part.c.listing_id))
    found = [set[str]() for _ in roads]
    for number, listing_id in await (await session.connection()).execute(union_all(*parts)):
        found[number].add(listing_id)
    return found


def _nearest_road(kind: ListingKind, terms: SearchFilter, vector: BindParameter[Any]) -> Select[Any]:
    """The nearest by vector: of the whole province, or of each city of the scope, by the index that holds just those.

    One index of everything would have to wander far to find the few rows of a city.
    """
    distance = TABLE.c.vector.max_inner_product(vector)
    passing = (
        select(TABLE.c.listing_id, distance.label("distance"))
        .where(TABLE.c.kind == _plain(kind), terms.eligibility_condition, TABLE.c.vector.is_not(None))
        .order_by(distance)
        .limit(SCANNED)
    )  # no second key of order: it would keep the vector index from being used
    if terms.scope.everywhere:
        pool = passing.subquery()
        return select(pool.c.listing_id).order_by(pool.c.distance).limit(BY_MEANING)
    at_home = true() if kind == ListingKind.OPENING else TABLE.c.mode.is_distinct_from(CourseMode.ONLINE)
    parts = []
    for city in terms.scope.touched_cities:
        here = passing.where(TABLE.c.city == _plain(city), at_home)
        parts.append(here if city in terms.scope.fully_covered_cities else here.where(terms.scope.city_predicate(city)))
    if kind == ListingKind.COURSE:
        parts.append(passing.where(TABLE.c.mode == _plain(CourseMode.ONLINE)))
    pool = union_all(*(select(part.subquery()) for part in parts)).subquery()
    return select(pool.c.listing_id).order_by(pool.c.distance).limit(BY_MEANING)


def _exact_road(kind: ListingKind, terms: SearchFilter, vector: BindParameter[Any]) -> Select[Any]:
    """The nearest by vector of all that pass."""
    distance = TABLE.c.vector.max_inner_product(vector) + 0  # an expression that no vector index is ordered by
    passing = (
        select(TABLE.c.listing_id, distance.label("distance"))
        .where(terms.eligibility_condition, TABLE.c.vector.is_not(None))
        .order_by(distance)
        .limit(BY_MEANING)
    )
    if terms.scope.everywhere:
        return passing.where(TABLE.c.kind == kind)
    inside = and_(
        (TABLE.c.kind + TABLE.c.city).in_([kind + city for city in terms.scope.touched_cities]),
        terms.scope.predicate(ListingKind.OPENING),
    )
    if kind == ListingKind.OPENING:
        return passing.where(inside)
    inside = and_(inside, TABLE.c.mode.is_distinct_from(CourseMode.ONLINE))
    online = and_(TABLE.c.kind == _plain(kind), TABLE.c.mode == _plain(CourseMode.ONLINE))
    pool = union_all(*(select(passing.where(part).subquery()) for part in (inside, online))).subquery()
    return select(pool.c.listing_id).order_by(pool.c.distance).limit(BY_MEANING)


def _by_words(kind: ListingKind, terms: SearchFilter, aim: SearchIntent) -> Select[Any]:
    sharing = _of_kind(kind, terms).where(TABLE.c.terms.overlap(sorted(aim.terms)))
    return sharing.order_by(_shared_terms(TABLE.c.terms, aim).desc(), TABLE.c.listing_id).limit(BY_WORDS)


def _by_occupation(kind: ListingKind, terms: SearchFilter, aim: SearchIntent) -> Select[Any]:
    """The nearest occupations first, of each the wished trade first, then those with the fewest applicants a place."""
    same, code = _of_kind(kind, terms), TABLE.c.occupation_code
    other_trade = _other_trade(aim)
    order = (other_trade, _CROWDING, TABLE.c.listing_id)
    if not aim.close_occupations or terms.any_work or not aim.says_what_work:
        near = (
            case({key: one.value for key, one in aim.close_occupations.items()}, value=code, else_=0.0)
            if aim.close_occupations
            else None
        )
        same = same.where(false()) if aim.says_what_work and not terms.any_work else same
        return same.order_by(*([] if near is None else [near.desc()]), *order).limit(BY_OCCUPATION)
    codes = cast(literal(list(aim.close_occupations)), ARRAY(Text))
    nears = cast(literal([one.value for one in aim.close_occupations.values()]), ARRAY(Float))
    wanted = func.unnest(codes, nears).table_valued("code", "near").render_derived("wanted")
    best = (
        same.add_columns(_CROWDING.label("crowding"), other_trade.label("other_trade"))
        .where(code == wanted.c.code)
        .order_by(*order)
        .limit(BY_OCCUPATION)
        .lateral("best")
    )
    chosen = select(best.c.listing_id).select_from(wanted.join(best, true()))
    return chosen.order_by(wanted.c.near.desc(), best.c.other_trade, best.c.crowding, best.c.listing_id).limit(
        BY_OCCUPATION
    )


def _other_trade(aim: SearchIntent) -> ColumnElement[int]:
    """1 for a row of the wished occupation but of another trade, else 0."""
    code, trade = TABLE.c.occupation_code, func.coalesce(TABLE.c.trade, "")
    other = [and_(code == key, trade.not_in(["", *sorted(named)])) for key, named in sorted(aim.wanted_trades.items())]
    return case((or_(false(), *other), 1), else_=0)


def _shared_terms(column: Any, aim: SearchIntent) -> ColumnElement[int]:
    """How many of the aim's terms an array of terms holds."""
    return count_shared_terms(column, cast(literal(sorted(aim.terms)), ARRAY(Text)))


def _bound(name: str, vectors: Vectors) -> list[BindParameter[Any]]:
    """The vectors as parameters of a statement, each sent once however often it is compared."""
    kind = TABLE.c.vector.type
    return [bindparam(f"{name}_{number}", vector, type_=kind) for number, vector in enumerate(vectors)]
