"""What is looked for as vectors and words, and what was found: rows of the index with how near they are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from typing import cast as cast_type

import numpy as np
from numpy.typing import NDArray
from pgvector import HalfVector
from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import ColumnElement, Float, Select, Table, bindparam, case, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import Text
from sqlmodel.ext.asyncio.session import AsyncSession

from data.listings.search_index import ListingIndex as Row
from matching.language import encoder
from matching.search.intent import SearchIntent

Vectors = NDArray[np.float32]

NO_VECTORS: Vectors = np.empty((0, 0), dtype=np.float32)
DIGITS = 4
"""Similarities are compared to this many decimals, so that both roads rank alike."""


@dataclass(frozen=True, slots=True)
class EmbeddedQuery:
    """An aim made ready for search."""

    intent: SearchIntent
    vectors: Vectors
    """(texts, numbers of the model), at the precision of the index."""
    refused_vectors: Vectors
    """(refused texts, 384), likewise."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A candidate with what search knows of it."""

    row: Row
    similarity: float | None
    """Highest cosine to any of the aim's texts; None without a vector."""
    term_overlap: float
    """Share of the aim's terms that the listing has, 0 to 1."""
    refused_similarity: float | None = None
    """Highest cosine to work that was refused; None where nothing was, and without a vector."""


def embed_search_intent(intent: SearchIntent) -> EmbeddedQuery:
    """Embeds the aim's texts; blocks for some milliseconds a new text."""
    return EmbeddedQuery(intent, _embedded(intent.texts), _embedded(intent.refused_texts))


_known_texts: dict[tuple[str, str], Vectors] = {}
_MOST_KNOWN_TEXTS = 4096


def _embedded(texts: Sequence[str]) -> Vectors:
    """Vectors of the texts. Safe from any thread: what another thread forgets meanwhile is held here."""
    if not texts:
        return NO_VECTORS
    model = encoder.model_id()
    vectors = {text: known for text in texts if (known := _known_texts.get((text, model))) is not None}
    new = [text for text in dict.fromkeys(texts) if text not in vectors]
    vectors.update(zip(new, encoder.embed_queries(new).astype(np.float16).astype(np.float32), strict=True))
    if len(_known_texts) + len(new) > _MOST_KNOWN_TEXTS:
        _known_texts.clear()
    _known_texts.update(((text, model), vectors[text]) for text in new)
    return np.stack([vectors[text] for text in texts])


def applicants_per_place(row: Row) -> float:
    """Applicants for each place left."""
    return row.applicants / max(row.places_left, 1)


TABLE: Table = Row.__table__  # type: ignore[attr-defined]
_HEAVY = frozenset({"text", "terms", "vector"})
LIGHT = [column for column in TABLE.columns if column.name not in _HEAVY]
"""The columns that ranking and explaining look at."""
_COSINES = ("near", "against")


class _Copy:
    """A row apart from any session. Reading what the mapper watches over takes several times as long."""

    text = ""
    terms: tuple[str, ...] = ()
    vector = None


def detach_row(values: dict[str, Any]) -> Row:
    copy = _Copy()
    vars(copy).update(values)
    return cast_type("Row", copy)


def count_shared_terms(column: Any, wanted_terms: ColumnElement[Any]) -> ColumnElement[int]:
    term = func.unnest(wanted_terms).column_valued("term")
    return select(func.count(term)).where(term == func.any(column)).correlate(column.table).scalar_subquery()


def _highest(name: str) -> ColumnElement[float]:
    """The smallest negative inner product to any of the vectors; NULL for none."""
    vector = func.unnest(cast(bindparam(name, type_=ARRAY(Text)), ARRAY(HALFVEC()))).column_valued(name)
    distance = TABLE.c.vector.op("<#>", return_type=Float())(vector)
    return select(func.min(distance)).correlate(TABLE).scalar_subquery().label(name)


MEASURED = select(
    *LIGHT,
    *map(_highest, _COSINES),
    case(
        (TABLE.c.occupation_code == func.any(bindparam("close", type_=ARRAY(Text))), 0),
        else_=count_shared_terms(TABLE.c.terms, bindparam("terms_", type_=ARRAY(Text))),
    ).label("shared"),
).order_by(TABLE.c.listing_id)
"""Rows of the index by id, and how near each is to what is looked for; a search adds which rows it wants."""
_BY_ID = MEASURED.where(TABLE.c.listing_id == func.any(bindparam("ids", type_=ARRAY(Text))))


async def fetch_candidates(session: AsyncSession, embedded_query: EmbeddedQuery, ids: Iterable[str]) -> list[Candidate]:
    """These listings, as far as they are in the index, by id, and how near they are to what is looked for."""
    wanted = sorted(ids)
    return await read_candidates(session, embedded_query, _BY_ID, {"ids": wanted}) if wanted else []


async def read_candidates(
    session: AsyncSession, embedded_query: EmbeddedQuery, query: Select[Any], values: Mapping[str, Any]
) -> list[Candidate]:
    """What a query of `MEASURED` finds; `values` are its further parameters."""
    aim = embedded_query.intent
    measures = {
        "close": sorted(aim.close_occupations), "terms_": sorted(aim.terms),
        "near": _as_text(embedded_query.vectors), "against": _as_text(embedded_query.refused_vectors),
    }  # fmt: skip
    result = await (await session.connection()).execute(query, {**values, **measures})
    names = tuple(result.keys())
    found = []
    for measured in result:
        row = dict(zip(names, measured, strict=True))
        near, against = (None if (value := row.pop(name)) is None else round(-value, DIGITS) for name in _COSINES)
        overlap = row.pop("shared") / max(len(aim.terms), 1)
        found.append(Candidate(detach_row(row), near, overlap, against))
    return found


def _as_text(vectors: Vectors) -> list[str]:
    return [HalfVector(vector).to_text() for vector in vectors]
