"""Candidates: listings that pass the gates, lie in the scope and may be what the person is after.

Three roads lead to a candidate: the occupation it is for, the meaning of its text, and the words it shares. The same
search runs over the index in PostgreSQL and over rows held in memory; a row without a vector is found by the others.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from typing import cast as cast_type

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Float,
    Select,
    Table,
    and_,
    bindparam,
    case,
    cast,
    false,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    true,
    union,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Text
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from data import gates
from data.gates import Asker
from data.listing_index import DIMENSIONS
from data.listing_index import ListingIndex as Row
from data.vocabulary import CourseMode, Kind
from matching import encoder
from matching.aims import Aim
from matching.scope import Scope

Vectors = NDArray[np.float32]

BY_MEANING = 60
BY_WORDS = 60
BY_OCCUPATION = 60
"""Candidates that each road brings, of each kind of listing."""
SCANNED = 60
"""Rows taken from a vector index: further on it may come upon nearer ones, so more are taken than kept."""
NEAR_MISSES = 40
COURSES = 120
NO_VECTORS: Vectors = np.empty((0, DIMENSIONS), dtype=np.float32)
DIGITS = 4
"""Similarities are compared to this many decimals, so that both roads rank alike."""


@dataclass(frozen=True, slots=True)
class Probe:
    """An aim made ready for search."""

    aim: Aim
    vectors: Vectors
    """(texts, 384), at the precision of the index."""
    against: Vectors
    """(refused texts, 384), likewise."""


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate with what search knows of it."""

    row: Row
    similarity: float | None
    """Highest cosine to any of the aim's texts; None without a vector."""
    overlap: float
    """Share of the aim's terms that the listing has, 0 to 1."""
    refusal: float | None = None
    """Highest cosine to work that was refused; None where nothing was, and without a vector."""


@dataclass(frozen=True)
class Terms:
    """What one search allows."""

    asker: Asker
    scope: Scope
    relaxed: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    """Listing ids that are not wanted."""
    any_work: bool = False
    """Whether listings of other work than the person is after may come as well."""

    def admits(self, row: Row) -> bool:
        if row.listing_id in self.without or not self.scope.admits(row):
            return False
        return not gates.failed(self.asker, row, relaxed=self.relaxed)

    def predicate(self, kind: Kind | None = None) -> ColumnElement[bool]:
        """The same as a WHERE clause; with `kind`, for a query of that kind alone."""
        return and_(self.gates, self.scope.predicate(kind))

    @cached_property
    def gates(self) -> ColumnElement[bool]:
        """The same without the scope."""
        allowed = gates.predicate(self.asker, relaxed=self.relaxed)
        return and_(allowed, col(Row.listing_id).not_in(self.without)) if self.without else allowed


def probe_of(aim: Aim) -> Probe:
    """Embeds the aim's texts; blocks for some milliseconds a new text."""
    return Probe(aim, _embedded(aim.texts), _embedded(aim.refused_texts))


_known_texts: dict[tuple[str, str], Vectors] = {}
_MOST_KNOWN_TEXTS = 4096


def _embedded(texts: Sequence[str]) -> Vectors:
    if not texts:
        return NO_VECTORS
    model = encoder.model_id()
    new = [text for text in texts if (text, model) not in _known_texts]
    if len(_known_texts) + len(new) > _MOST_KNOWN_TEXTS:
        _known_texts.clear()
        new = list(texts)
    vectors = encoder.embed_queries(new).astype(np.float16).astype(np.float32)
    _known_texts.update(((text, model), vector) for text, vector in zip(new, vectors, strict=True))
    return np.stack([_known_texts[text, model] for text in texts])


def crowding(row: Row) -> float:
    """Applicants for each place left."""
    return row.applicants / max(row.places_left, 1)


_TABLE: Table = Row.__table__  # type: ignore[attr-defined]
_HEAVY = frozenset({"text", "terms", "vector"})
_LIGHT = [column for column in _TABLE.columns if column.name not in _HEAVY]
_COSINES = ("near", "against")
_CROWDING = cast(_TABLE.c.applicants, Float) / func.greatest(_TABLE.c.places_left, 1)
_SETTINGS = {
    "hnsw.iterative_scan": "relaxed_order",
    "hnsw.max_scan_tuples": "12000",
    "plan_cache_mode": "force_custom_plan",
    "jit": "off",
}
_CAREFUL = {True: "600", False: "400"}
"""hnsw.ef_search in the whole province, and in cities: what finds 99 of the 100 nearest among 200,000 listings."""


def _setting(values: Mapping[str, str]) -> Select[Any]:
    return select(*(func.set_config(name, value, literal(True)) for name, value in values.items()))


_SETTING = {everywhere: _setting({**_SETTINGS, "hnsw.ef_search": careful}) for everywhere, careful in _CAREFUL.items()}


async def candidates(session: AsyncSession, probe: Probe, terms: Terms) -> list[Found]:
    """Candidates of both kinds, unordered; each road brings its best (`BY_…`) of each kind.

    The rows are copies without text, terms and vector; changing them changes nothing.
    """
    await _keep_scanning(session, everywhere=terms.scope.everywhere)
    nearest = await _by_meaning(session, probe, terms)
    roads: list[Select[Any]] = []
    for kind in Kind:
        if probe.aim.terms and not probe.aim.close:
            roads.append(_by_words(kind, terms, probe.aim))
        roads.append(_by_occupation(kind, terms, probe.aim))
    near = select(func.unnest(cast(literal(sorted(nearest)), ARRAY(Text))).label("listing_id"))
    chosen = union(near, *(select(road.subquery().c.listing_id) for road in roads)).subquery()
    return await _fetch(session, probe, col(Row.listing_id).in_(select(chosen.c.listing_id)))


async def excluded(session: AsyncSession, probe: Probe, terms: Terms) -> list[Found]:
    """Listings of the very work the person is after, in the scope, that some gate keeps out."""
    if not probe.aim.exact:
        return []
    condition = and_(
        col(Row.occupation_code).in_(probe.aim.exact),
        col(Row.listing_id).not_in(terms.without),
        terms.scope.predicate(),
        not_(gates.predicate(terms.asker, relaxed=terms.relaxed)),
    )
    return await _fetch(session, probe, condition, limit=NEAR_MISSES)


async def courses(session: AsyncSession, terms: Terms, codes: Collection[str]) -> list[Row]:
    """Courses for these occupations that pass the gates."""
    if not codes:
        return []
    query = (
        select(*_LIGHT)
        .where(col(Row.kind) == Kind.COURSE, col(Row.occupation_code).in_(sorted(codes)), terms.predicate())
        .order_by(col(Row.listing_id))
        .limit(COURSES)
    )
    return [_copy(dict(found)) for found in (await session.execute(query)).mappings()]


async def openings_beside(session: AsyncSession, terms: Terms, course: Row) -> list[Row]:
    """Openings of the course's work, and those it is tied to, that pass the terms."""
    tied = or_(col(Row.occupation_code) == course.occupation_code, col(Row.listing_id).in_(course.linked_openings))
    query = (
        select(*_LIGHT)
        .where(col(Row.kind) == Kind.OPENING, tied, terms.predicate(Kind.OPENING))
        .order_by(_CROWDING, col(Row.listing_id))
        .limit(COURSES)
    )
    return [_copy(dict(found)) for found in (await session.execute(query)).mappings()]


async def by_ids(session: AsyncSession, probe: Probe, ids: Collection[str]) -> list[Found]:
    """These listings, as far as they are in the index, by id."""
    return await _fetch(session, probe, col(Row.listing_id).in_(sorted(ids))) if ids else []


async def _keep_scanning(session: AsyncSession, *, everywhere: bool) -> None:
    """Settings for this transaction.

    A scan of a vector index goes on until enough rows have passed the filter (pgvector 0.8). Plans are made for the
    values at hand: one for any values could use none of the indexes that hold a part of the rows.
    """
    await (await session.connection()).execute(_SETTING[everywhere])


def _of_kind(kind: Kind, terms: Terms) -> Select[Any]:
    return select(_TABLE.c.listing_id).where(_TABLE.c.kind == _plain(kind), terms.predicate(kind))


def _plain(value: str) -> Any:
    """A value written into the statement, so that it is seen which part of the rows an index must hold."""
    return bindparam(None, str(value), type_=Text, literal_execute=True)


async def _by_meaning(session: AsyncSession, probe: Probe, terms: Terms) -> set[str]:
    """Ids of the nearest of each kind to each text, by the vector indexes.

    Such a scan passes over what the gates keep out one row after the other, and gives up after some thousands: where
    so few pass, all that pass are compared instead.
    """
    wanted = [(kind, vector) for kind in Kind for vector in _bound("near", probe.vectors)]
    if not wanted:
        return set()
    found = await _of_roads(session, [_nearest_road(kind, terms, vector) for kind, vector in wanted])
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


def _nearest_road(kind: Kind, terms: Terms, vector: BindParameter[Any]) -> Select[Any]:
    """The nearest by vector: of the whole province, or of each city of the scope, by the index that holds just those.

    One index of everything would have to wander far to find the few rows of a city.
    """
    distance = _TABLE.c.vector.max_inner_product(vector)
    passing = (
        select(_TABLE.c.listing_id, distance.label("distance"))
        .where(_TABLE.c.kind == _plain(kind), terms.gates, _TABLE.c.vector.is_not(None))
        .order_by(distance)
        .limit(SCANNED)
    )  # no second key of order: it would keep the vector index from being used
    if terms.scope.everywhere:
        pool = passing.subquery()
        return select(pool.c.listing_id).order_by(pool.c.distance).limit(BY_MEANING)
    at_home = true() if kind == Kind.OPENING else _TABLE.c.mode.is_distinct_from(CourseMode.ONLINE)
    parts = []
    for city in terms.scope.held:
        here = passing.where(_TABLE.c.city == _plain(city), at_home)
        parts.append(here if city in terms.scope.whole else here.where(terms.scope.predicate_in(city)))
    if kind == Kind.COURSE:
        parts.append(passing.where(_TABLE.c.mode == _plain(CourseMode.ONLINE)))
    pool = union_all(*(select(part.subquery()) for part in parts)).subquery()
    return select(pool.c.listing_id).order_by(pool.c.distance).limit(BY_MEANING)


def _exact_road(kind: Kind, terms: Terms, vector: BindParameter[Any]) -> Select[Any]:
    """The nearest by vector of all that pass."""
    distance = _TABLE.c.vector.max_inner_product(vector) + 0  # an expression that no vector index is ordered by
    passing = (
        select(_TABLE.c.listing_id, distance.label("distance"))
        .where(terms.gates, _TABLE.c.vector.is_not(None))
        .order_by(distance)
        .limit(BY_MEANING)
    )
    if terms.scope.everywhere:
        return passing.where(_TABLE.c.kind == kind)
    inside = and_(
        (_TABLE.c.kind + _TABLE.c.city).in_([kind + city for city in terms.scope.held]),
        terms.scope.predicate(Kind.OPENING),
    )
    if kind == Kind.OPENING:
        return passing.where(inside)
    inside = and_(inside, _TABLE.c.mode.is_distinct_from(CourseMode.ONLINE))
    online = and_(_TABLE.c.kind == _plain(kind), _TABLE.c.mode == _plain(CourseMode.ONLINE))
    pool = union_all(*(select(passing.where(part).subquery()) for part in (inside, online))).subquery()
    return select(pool.c.listing_id).order_by(pool.c.distance).limit(BY_MEANING)


def _by_words(kind: Kind, terms: Terms, aim: Aim) -> Select[Any]:
    sharing = _of_kind(kind, terms).where(_TABLE.c.terms.overlap(sorted(aim.terms)))
    return sharing.order_by(_shared_terms(_TABLE.c.terms, aim).desc(), _TABLE.c.listing_id).limit(BY_WORDS)


def _by_occupation(kind: Kind, terms: Terms, aim: Aim) -> Select[Any]:
    """The nearest occupations first, of each those with the fewest applicants a place."""
    same, code = _of_kind(kind, terms), _TABLE.c.occupation_code
    order = (_CROWDING, _TABLE.c.listing_id)
    if not aim.close or terms.any_work or not aim.known:
        near = case({key: one.value for key, one in aim.close.items()}, value=code, else_=0.0) if aim.close else None
        same = same.where(false()) if aim.known and not terms.any_work else same
        return same.order_by(*([] if near is None else [near.desc()]), *order).limit(BY_OCCUPATION)
    codes = cast(literal(list(aim.close)), ARRAY(Text))
    nears = cast(literal([one.value for one in aim.close.values()]), ARRAY(Float))
    wanted = func.unnest(codes, nears).table_valued("code", "near").render_derived("wanted")
    best = (
        same.add_columns(_CROWDING.label("crowding"))
        .where(code == wanted.c.code)
        .order_by(*order)
        .limit(BY_OCCUPATION)
        .lateral("best")
    )
    chosen = select(best.c.listing_id).select_from(wanted.join(best, true()))
    return chosen.order_by(wanted.c.near.desc(), best.c.crowding, best.c.listing_id).limit(BY_OCCUPATION)


def _shared_terms(column: Any, aim: Aim) -> ColumnElement[int]:
    """How many of the aim's terms an array of terms holds."""
    term = func.unnest(cast(literal(sorted(aim.terms)), ARRAY(Text))).column_valued("term")
    return select(func.count(term)).where(term == func.any(column)).correlate(column.table).scalar_subquery()


async def _fetch(
    session: AsyncSession, probe: Probe, condition: ColumnElement[bool], limit: int | None = None
) -> list[Found]:
    aim = probe.aim
    shared: ColumnElement[int] = _shared_terms(_TABLE.c.terms, aim) if aim.terms else literal(0)
    if aim.close:
        shared = case((col(Row.occupation_code).in_(sorted(aim.close)), 0), else_=shared)
    measures = (_highest("near", probe.vectors), _highest("against", probe.against), shared.label("shared"))
    query = select(*_LIGHT, *measures).where(condition).order_by(_TABLE.c.listing_id).limit(limit)
    result = await (await session.connection()).execute(query)
    names = tuple(result.keys())
    found = []
    for measured in result:
        row = dict(zip(names, measured, strict=True))
        near, against = (None if (value := row.pop(name)) is None else round(-value, DIGITS) for name in _COSINES)
        overlap = row.pop("shared") / max(len(aim.terms), 1)
        found.append(Found(_copy(row), near, overlap, against))
    return found


class _Copy:
    """A row apart from any session. Reading what the mapper watches over takes several times as long."""

    text = ""
    terms: tuple[str, ...] = ()
    vector = None


def _copy(values: dict[str, Any]) -> Row:
    copy = _Copy()
    vars(copy).update(values)
    return cast_type("Row", copy)


def _highest(name: str, vectors: Vectors) -> ColumnElement[float]:
    """The smallest negative inner product to any of the vectors; NULL for none."""
    distances = [_TABLE.c.vector.max_inner_product(vector) for vector in _bound(name, vectors)]
    return (func.least(*distances) if distances else cast(null(), Float)).label(name)


def _bound(name: str, vectors: Vectors) -> list[BindParameter[Any]]:
    """The vectors as parameters of a statement, each sent once however often it is compared."""
    kind = _TABLE.c.vector.type
    return [bindparam(f"{name}_{number}", vector, type_=kind) for number, vector in enumerate(vectors)]
