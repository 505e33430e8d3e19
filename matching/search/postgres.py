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
    literal_column,
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
    MEASURED,
    TABLE,
    Candidate,
    EmbeddedQuery,
    Vectors,
    count_shared_terms,
    detach_row,
    read_candidates,
)
from matching.search.geo import GeoScope
from matching.search.intent import SearchIntent

VECTOR_LIMIT = 60
TERM_LIMIT = 60
OCCUPATION_LIMIT = 60
"""Candidates that each road brings, of each kind of listing."""
VECTOR_SCAN_LIMIT = 60
"""Rows taken from a vector index: further on it may come upon nearer ones, so more are taken than kept."""
EXCLUDED_LIMIT = 40
COURSE_LIMIT = 120


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
_EF_SEARCH = {True: "450", False: "240"}
"""hnsw.ef_search in the whole province, and in cities: what finds 99 of the 100 nearest among 200,000 listings."""


def _settings_statement(values: Mapping[str, str]) -> Select[Any]:
    return select(*(func.set_config(name, value, literal(True)) for name, value in values.items()))


_SETTINGS_STATEMENTS = {
    everywhere: _settings_statement({**_SETTINGS, "hnsw.ef_search": careful})
    for everywhere, careful in _EF_SEARCH.items()
}


async def find_candidates(
    session: AsyncSession, embedded_query: EmbeddedQuery, search_filter: SearchFilter
) -> list[Candidate]:
    """Candidates of both kinds, unordered; each road brings its best (`…_LIMIT`) of each kind.

    The rows are copies without text, terms and vector; changing them changes nothing.
    """
    await _configure_vector_scan(session, everywhere=search_filter.scope.everywhere)
    retrievers: list[Select[Any]] = []
    for kind in ListingKind:
        if embedded_query.intent.terms and not embedded_query.intent.close_occupations:
            retrievers.append(_term_retriever(kind, search_filter, embedded_query.intent))
        retrievers.append(_occupation_retriever(kind, search_filter, embedded_query.intent))
    ids = _select_candidate_ids(embedded_query, search_filter, retrievers)
    reached = MEASURED.where(TABLE.c.listing_id == func.any(func.array(ids.scalar_subquery())))
    return await read_candidates(session, embedded_query, reached, {})


async def find_excluded(
    session: AsyncSession, embedded_query: EmbeddedQuery, search_filter: SearchFilter
) -> list[Candidate]:
    """Listings of the very work the person is after, in the scope, that some gate keeps out."""
    if not embedded_query.intent.exact_codes:
        return []
    query = MEASURED.where(
        col(Row.occupation_code).in_(embedded_query.intent.exact_codes),
        col(Row.listing_id).not_in(search_filter.excluded_ids),
        search_filter.scope.predicate(),
        not_(eligibility.search_condition(search_filter.applicant, relaxed=search_filter.relaxed_rules)),
    )
    return await read_candidates(session, embedded_query, query.limit(EXCLUDED_LIMIT), {})


async def find_courses(session: AsyncSession, search_filter: SearchFilter, codes: Collection[str]) -> list[Row]:
    """Courses for these occupations that pass the gates."""
    if not codes:
        return []
    query = (
        select(*LIGHT)
        .where(
            col(Row.kind) == ListingKind.COURSE, col(Row.occupation_code).in_(sorted(codes)), search_filter.predicate()
        )
        .order_by(col(Row.listing_id))
        .limit(COURSE_LIMIT)
    )
    return [detach_row(dict(found)) for found in (await session.execute(query)).mappings()]


async def find_openings_for_course(session: AsyncSession, search_filter: SearchFilter, course: Row) -> list[Row]:
    """Openings of the course's work, and those it is tied to, that pass the terms."""
    tied = or_(col(Row.occupation_code) == course.occupation_code, col(Row.listing_id).in_(course.linked_openings))
    query = (
        select(*LIGHT)
        .where(col(Row.kind) == ListingKind.OPENING, tied, search_filter.predicate(ListingKind.OPENING))
        .order_by(_CROWDING, col(Row.listing_id))
        .limit(COURSE_LIMIT)
    )
    return [detach_row(dict(found)) for found in (await session.execute(query)).mappings()]


async def _configure_vector_scan(session: AsyncSession, *, everywhere: bool) -> None:
    """Settings for this transaction.

    A scan of a vector index goes on until enough rows have passed the filter (pgvector 0.8). Plans are made for the
    values at hand: one for any values could use none of the indexes that hold a part of the rows.
    """
    remembered = transaction_cache(session)
    if remembered.get(_configure_vector_scan) != everywhere:
        await (await session.connection()).execute(_SETTINGS_STATEMENTS[everywhere])
        remembered[_configure_vector_scan] = everywhere


def _select_ids_of_kind(kind: ListingKind, search_filter: SearchFilter) -> Select[Any]:
    return select(TABLE.c.listing_id).where(TABLE.c.kind == _inline_value(kind), search_filter.predicate(kind))


def _inline_value(value: str) -> Any:
    """A value written into the statement, so that it is seen which part of the rows an index must hold."""
    return bindparam(None, str(value), type_=Text, literal_execute=True)


def _select_candidate_ids(
    embedded_query: EmbeddedQuery, search_filter: SearchFilter, retrievers: list[Select[Any]]
) -> Select[Any]:
    """Ids of what these roads lead to and of the nearest of each kind to each text, by the vector indexes.

    A scan of such an index passes over what the gates keep out one row after the other, and gives up after some
    thousands: where so few pass, all that pass are compared instead. PostgreSQL looks at the number first and leaves
    the comparison out (`One-Time Filter`) where enough were found.
    """
    wanted = [(kind, vector) for kind in ListingKind for vector in _vector_params("near", embedded_query.vectors)]
    if not wanted:
        return _select_ids_of_any(retrievers)
    by_index = []
    for road, (kind, vector) in enumerate(wanted):
        part = _vector_index_retriever(kind, search_filter, vector).subquery()
        by_index.append(select(literal_column(str(road)).label("road"), part.c.listing_id))
    nearest = union_all(*by_index).cte("nearest").prefix_with("MATERIALIZED")
    by_comparison = []
    for road, (kind, vector) in enumerate(wanted):
        part = _exhaustive_vector_retriever(kind, search_filter, vector).subquery()
        found = select(func.count()).select_from(nearest).where(nearest.c.road == literal_column(str(road)))
        by_comparison.append(select(part.c.listing_id).where(found.scalar_subquery() < VECTOR_LIMIT))
    return _select_ids_of_any([select(nearest.c.listing_id), *retrievers, *by_comparison])


def _select_ids_of_any(retrievers: list[Select[Any]]) -> Select[Any]:
    every = union_all(*(select(road.subquery().c.listing_id) for road in retrievers)).subquery()
    return select(every.c.listing_id)


def _vector_index_retriever(kind: ListingKind, search_filter: SearchFilter, vector: BindParameter[Any]) -> Select[Any]:
    """The nearest by vector: of the whole province, or of each city of the scope, by the index that holds just those.

    One index of everything would have to wander far to find the few rows of a city.
    """
    distance = TABLE.c.vector.max_inner_product(vector)
    passing = (
        select(TABLE.c.listing_id, distance.label("distance"))
        .where(TABLE.c.kind == _inline_value(kind), search_filter.eligibility_condition, TABLE.c.vector.is_not(None))
        .order_by(distance)
        .limit(VECTOR_SCAN_LIMIT)
    )  # no second key of order: it would keep the vector index from being used
    if search_filter.scope.everywhere:
        pool = passing.subquery()
        return select(pool.c.listing_id).order_by(pool.c.distance).limit(VECTOR_LIMIT)
    at_home = true() if kind == ListingKind.OPENING else TABLE.c.mode.is_distinct_from(CourseMode.ONLINE)
    parts = []
    for city in search_filter.scope.touched_cities:
        here = passing.where(TABLE.c.city == _inline_value(city), at_home)
        parts.append(
            here
            if city in search_filter.scope.fully_covered_cities
            else here.where(search_filter.scope.city_predicate(city))
        )
    if kind == ListingKind.COURSE:
        parts.append(passing.where(TABLE.c.mode == _inline_value(CourseMode.ONLINE)))
    pool = union_all(*(select(part.subquery()) for part in parts)).subquery()
    return select(pool.c.listing_id).order_by(pool.c.distance).limit(VECTOR_LIMIT)


def _exhaustive_vector_retriever(
    kind: ListingKind, search_filter: SearchFilter, vector: BindParameter[Any]
) -> Select[Any]:
    """The nearest by vector of all that pass."""
    distance = TABLE.c.vector.max_inner_product(vector) + 0  # an expression that no vector index is ordered by
    passing = (
        select(TABLE.c.listing_id, distance.label("distance"))
        .where(search_filter.eligibility_condition, TABLE.c.vector.is_not(None))
        .order_by(distance)
        .limit(VECTOR_LIMIT)
    )
    if search_filter.scope.everywhere:
        return passing.where(TABLE.c.kind == kind)
    inside = and_(
        (TABLE.c.kind + TABLE.c.city).in_([kind + city for city in search_filter.scope.touched_cities]),
        search_filter.scope.predicate(ListingKind.OPENING),
    )
    if kind == ListingKind.OPENING:
        return passing.where(inside)
    inside = and_(inside, TABLE.c.mode.is_distinct_from(CourseMode.ONLINE))
    online = and_(TABLE.c.kind == _inline_value(kind), TABLE.c.mode == _inline_value(CourseMode.ONLINE))
    pool = union_all(*(select(passing.where(part).subquery()) for part in (inside, online))).subquery()
    return select(pool.c.listing_id).order_by(pool.c.distance).limit(VECTOR_LIMIT)


def _term_retriever(kind: ListingKind, search_filter: SearchFilter, intent: SearchIntent) -> Select[Any]:
    sharing = _select_ids_of_kind(kind, search_filter).where(TABLE.c.terms.overlap(sorted(intent.terms)))
    return sharing.order_by(_shared_terms(TABLE.c.terms, intent).desc(), TABLE.c.listing_id).limit(TERM_LIMIT)


def _occupation_retriever(kind: ListingKind, search_filter: SearchFilter, intent: SearchIntent) -> Select[Any]:
    """The nearest occupations first, of each the wished trade first, then those with the fewest applicants a place."""
    same, code = _select_ids_of_kind(kind, search_filter), TABLE.c.occupation_code
    other_trade = _other_trade(intent)
    order = (other_trade, _CROWDING, TABLE.c.listing_id)
    if not intent.close_occupations or search_filter.any_work or not intent.says_what_work:
        near = (
            case({key: one.value for key, one in intent.close_occupations.items()}, value=code, else_=0.0)
            if intent.close_occupations
            else None
        )
        same = same.where(false()) if intent.says_what_work and not search_filter.any_work else same
        return same.order_by(*([] if near is None else [near.desc()]), *order).limit(OCCUPATION_LIMIT)
    codes = cast(literal(list(intent.close_occupations)), ARRAY(Text))
    nears = cast(literal([one.value for one in intent.close_occupations.values()]), ARRAY(Float))
    wanted = func.unnest(codes, nears).table_valued("code", "near").render_derived("wanted")
    best = (
        same.add_columns(_CROWDING.label("crowding"), other_trade.label("other_trade"))
        .where(code == wanted.c.code)
        .order_by(*order)
        .limit(OCCUPATION_LIMIT)
        .lateral("best")
    )
    chosen = select(best.c.listing_id).select_from(wanted.join(best, true()))
    return chosen.order_by(wanted.c.near.desc(), best.c.other_trade, best.c.crowding, best.c.listing_id).limit(
        OCCUPATION_LIMIT
    )


def _other_trade(intent: SearchIntent) -> ColumnElement[int]:
    """1 for a row of the wished occupation but of another trade, else 0."""
    code, trade = TABLE.c.occupation_code, func.coalesce(TABLE.c.trade, "")
    other = [
        and_(code == key, trade.not_in(["", *sorted(named)])) for key, named in sorted(intent.wanted_trades.items())
    ]
    return case((or_(false(), *other), 1), else_=0)


def _shared_terms(column: Any, intent: SearchIntent) -> ColumnElement[int]:
    """How many of the aim's terms an array of terms holds."""
    return count_shared_terms(column, cast(literal(sorted(intent.terms)), ARRAY(Text)))


def _vector_params(name: str, vectors: Vectors) -> list[BindParameter[Any]]:
    """The vectors as parameters of a statement, each sent once however often it is compared."""
    kind = TABLE.c.vector.type
    return [bindparam(f"{name}_{number}", vector, type_=kind) for number, vector in enumerate(vectors)]
