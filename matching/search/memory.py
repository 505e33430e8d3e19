"""The search of `matching.search.postgres` over index rows in memory, for listing files and tests. Same results."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np

from data import eligibility
from data.listings.search_index import ListingIndex as Row
from data.vocabulary import ListingKind
from matching.search.candidates import DIGITS, Candidate, EmbeddedQuery, Vectors, applicants_per_place
from matching.search.intent import SearchIntent
from matching.search.postgres import BY_MEANING, BY_OCCUPATION, BY_WORDS, COURSES, NEAR_MISSES, SearchFilter


class InMemoryIndex:
    """Index rows held in memory, ready to be searched."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = list(rows)
        self._place = {row.listing_id: place for place, row in enumerate(self.rows)}
        self._terms = [frozenset(row.terms) for row in self.rows]
        self._vectors = _stacked([None if row.vector is None else _plain(row.vector) for row in self.rows])

    def get(self, listing_id: str) -> Row | None:
        place = self._place.get(listing_id)
        return None if place is None else self.rows[place]

    def find_candidates(self, probe: EmbeddedQuery, terms: SearchFilter) -> list[Candidate]:
        """As `search.candidates`."""
        allowed = [place for place, row in enumerate(self.rows) if terms.admits(row)]
        found = self._measured(allowed, probe)
        chosen: dict[str, Candidate] = {}
        for kind in ListingKind:
            same = [one for one in found if one.row.kind == kind]
            words = [] if probe.intent.close_occupations else _by_words(same)
            for road in (_by_meaning(same), words, _by_occupation(same, probe.intent, any_work=terms.any_work)):
                chosen.update((one.row.listing_id, one) for one in road)
        return list(chosen.values())

    def find_excluded(self, probe: EmbeddedQuery, terms: SearchFilter) -> list[Candidate]:
        """As `search.excluded`."""
        exact = set(probe.intent.exact_codes)
        places = [
            place
            for place, row in enumerate(self.rows)
            if row.occupation_code in exact
            and row.listing_id not in terms.excluded_ids
            and terms.scope.admits(row)
            and eligibility.failed_rules(terms.applicant, row, relaxed=terms.relaxed_rules)
        ]
        found = sorted(self._measured(places, probe), key=lambda one: one.row.listing_id)
        return found[:NEAR_MISSES]

    def find_courses(self, terms: SearchFilter, codes: Collection[str]) -> list[Row]:
        """As `search.courses`."""
        rows = [
            row for row in self.rows
            if row.kind == ListingKind.COURSE and row.occupation_code in codes and terms.admits(row)
        ]  # fmt: skip
        return sorted(rows, key=lambda row: row.listing_id)[:COURSES]

    def measure_candidates(self, rows: Sequence[Row], probe: EmbeddedQuery) -> list[Candidate]:
        """These rows as candidates."""
        return self._measured([self._place[row.listing_id] for row in rows], probe)

    def _measured(self, places: Sequence[int], probe: EmbeddedQuery) -> list[Candidate]:
        wanted = probe.intent.terms
        near, against = self._nearest(places, probe.vectors), self._nearest(places, probe.refused_vectors)
        shared = [len(wanted & self._terms[place]) / max(len(wanted), 1) for place in places]
        return [
            Candidate(self.rows[place], near[number], shared[number], against[number])
            for number, place in enumerate(places)
        ]

    def _nearest(self, places: Sequence[int], vectors: Vectors) -> list[float | None]:
        """The highest cosine of each listing to any of the vectors."""
        if not len(vectors) or not len(self._vectors) or not places:
            return [None] * len(places)
        cosines = (self._vectors[list(places)] @ vectors.T).max(axis=1)
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


def _by_meaning(found: Sequence[Candidate]) -> list[Candidate]:
    near = [one for one in found if one.similarity is not None]
    return sorted(near, key=lambda one: (-(one.similarity or 0), one.row.listing_id))[:BY_MEANING]


def _by_words(found: Sequence[Candidate]) -> list[Candidate]:
    sharing = [one for one in found if one.term_overlap > 0]
    return sorted(sharing, key=lambda one: (-one.term_overlap, one.row.listing_id))[:BY_WORDS]


def _by_occupation(found: Sequence[Candidate], aim: SearchIntent, *, any_work: bool) -> list[Candidate]:
    """The nearest occupations first, of each the wished trade first, then those with the fewest applicants a place."""
    same = [
        one for one in found if any_work or not aim.says_what_work or one.row.occupation_code in aim.close_occupations
    ]

    def order(one: Candidate) -> tuple[float, bool, float, str]:
        near = aim.closeness(one.row.occupation_code)
        other = aim.is_another_trade(one.row.occupation_code, one.row.trade)
        return -(near.value if near else 0.0), other, applicants_per_place(one.row), one.row.listing_id

    return sorted(same, key=order)[:BY_OCCUPATION]
