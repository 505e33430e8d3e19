"""The search of `matching.search.postgres` over index rows in memory, for listing files and tests. Same results."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np

from data import eligibility
from data.listings.search_index import ListingIndex as Row
from data.vocabulary import ListingKind
from matching.search.candidates import DIGITS, Candidate, EmbeddedQuery, Vectors, applicants_per_place
from matching.search.intent import SearchIntent
from matching.search.postgres import (
    COURSE_LIMIT,
    EXCLUDED_LIMIT,
    OCCUPATION_LIMIT,
    TERM_LIMIT,
    VECTOR_LIMIT,
    SearchFilter,
)


class InMemoryIndex:
    """Index rows held in memory, ready to be searched."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = list(rows)
        self._position = {row.listing_id: place for place, row in enumerate(self.rows)}
        self._terms = [frozenset(row.terms) for row in self.rows]
        self._vectors = _stacked([None if row.vector is None else _plain(row.vector) for row in self.rows])

    def get(self, listing_id: str) -> Row | None:
        place = self._position.get(listing_id)
        return None if place is None else self.rows[place]

    def find_candidates(self, embedded_query: EmbeddedQuery, search_filter: SearchFilter) -> list[Candidate]:
        """As `search.candidates`."""
        allowed = [place for place, row in enumerate(self.rows) if search_filter.admits(row)]
        found = self._measured(allowed, embedded_query)
        chosen: dict[str, Candidate] = {}
        for kind in ListingKind:
            same = [one for one in found if one.row.kind == kind]
            words = [] if embedded_query.intent.close_occupations else _retrieve_by_terms(same)
            for road in (
                _retrieve_by_vector(same),
                words,
                _retrieve_by_occupation(same, embedded_query.intent, any_work=search_filter.any_work),
            ):
                chosen.update((one.row.listing_id, one) for one in road)
        return list(chosen.values())

    def find_excluded(self, embedded_query: EmbeddedQuery, search_filter: SearchFilter) -> list[Candidate]:
        """As `search.excluded`."""
        exact = set(embedded_query.intent.exact_codes)
        places = [
            place
            for place, row in enumerate(self.rows)
            if row.occupation_code in exact
            and row.listing_id not in search_filter.excluded_ids
            and search_filter.scope.admits(row)
            and eligibility.failed_rules(search_filter.applicant, row, relaxed=search_filter.relaxed_rules)
        ]
        found = sorted(self._measured(places, embedded_query), key=lambda one: one.row.listing_id)
        return found[:EXCLUDED_LIMIT]

    def find_courses(self, search_filter: SearchFilter, codes: Collection[str]) -> list[Row]:
        """As `search.courses`."""
        rows = [
            row for row in self.rows
            if row.kind == ListingKind.COURSE and row.occupation_code in codes and search_filter.admits(row)
        ]  # fmt: skip
        return sorted(rows, key=lambda row: row.listing_id)[:COURSE_LIMIT]

    def measure_candidates(self, rows: Sequence[Row], embedded_query: EmbeddedQuery) -> list[Candidate]:
        """These rows as candidates."""
        return self._measured([self._position[row.listing_id] for row in rows], embedded_query)

    def _measured(self, positions: Sequence[int], embedded_query: EmbeddedQuery) -> list[Candidate]:
        wanted = embedded_query.intent.terms
        near, against = (
            self._nearest(positions, embedded_query.vectors),
            self._nearest(positions, embedded_query.refused_vectors),
        )
        shared = [len(wanted & self._terms[place]) / max(len(wanted), 1) for place in positions]
        return [
            Candidate(self.rows[place], near[number], shared[number], against[number])
            for number, place in enumerate(positions)
        ]

    def _nearest(self, positions: Sequence[int], vectors: Vectors) -> list[float | None]:
        """The highest cosine of each listing to any of the vectors."""
        if not len(vectors) or not len(self._vectors) or not positions:
            return [None] * len(positions)
        cosines = (self._vectors[list(positions)] @ vectors.T).max(axis=1)
        return [None if np.isnan(cosine) else round(float(cosine), DIGITS) for cosine in cosines]


def _stacked(vectors: Sequence[Vectors | None]) -> Vectors:
    """A row for each listing, of NaN where it has no vector."""
    size = next((len(vector) for vector in vectors if vector is not None), 0)
    missing = np.full(size, np.nan, dtype=np.float32)
    rows = [missing if vector is None else vector for vector in vectors]
    return np.stack(rows) if size else np.empty((0, 0), dtype=np.float32)


def _plain(vector: Any) -> Vectors:
    values = vector.to_numpy() if hasattr(vector, "to_numpy") else vector
    return np.asarray(values, dtype=np.float16).astype(np.float32)


def _retrieve_by_vector(found: Sequence[Candidate]) -> list[Candidate]:
    near = [one for one in found if one.similarity is not None]
    return sorted(near, key=lambda one: (-(one.similarity or 0), one.row.listing_id))[:VECTOR_LIMIT]


def _retrieve_by_terms(found: Sequence[Candidate]) -> list[Candidate]:
    sharing = [one for one in found if one.term_overlap > 0]
    return sorted(sharing, key=lambda one: (-one.term_overlap, one.row.listing_id))[:TERM_LIMIT]


def _retrieve_by_occupation(found: Sequence[Candidate], aim: SearchIntent, *, any_work: bool) -> list[Candidate]:
    """The nearest occupations first, of each the wished trade first, then those with the fewest applicants a place."""
    same = [
        one for one in found if any_work or not aim.says_what_work or one.row.occupation_code in aim.close_occupations
    ]

    def order(one: Candidate) -> tuple[float, bool, float, str]:
        near = aim.closeness(one.row.occupation_code)
        other = aim.is_another_trade(one.row.occupation_code, one.row.trade)
        return -(near.value if near else 0.0), other, applicants_per_place(one.row), one.row.listing_id

    return sorted(same, key=order)[:OCCUPATION_LIMIT]
