"""The search of `matching.search.postgres` over index rows in memory, for listing files and tests. Same results."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np

from data import eligibility
from data.listings.search_index import ListingIndex as Row
from data.vocabulary import Kind
from matching.search.candidates import DIGITS, Found, Probe, Vectors, crowding
from matching.search.intent import Aim
from matching.search.postgres import BY_MEANING, BY_OCCUPATION, BY_WORDS, COURSES, NEAR_MISSES, Terms


class Listings:
    """Index rows held in memory, ready to be searched."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = list(rows)
        self._place = {row.listing_id: place for place, row in enumerate(self.rows)}
        self._terms = [frozenset(row.terms) for row in self.rows]
        self._vectors = _stacked([None if row.vector is None else _plain(row.vector) for row in self.rows])

    def get(self, listing_id: str) -> Row | None:
        place = self._place.get(listing_id)
        return None if place is None else self.rows[place]

    def candidates(self, probe: Probe, terms: Terms) -> list[Found]:
        """As `search.candidates`."""
        allowed = [place for place, row in enumerate(self.rows) if terms.admits(row)]
        found = self._measured(allowed, probe)
        chosen: dict[str, Found] = {}
        for kind in Kind:
            same = [one for one in found if one.row.kind == kind]
            words = [] if probe.aim.close else _by_words(same)
            for road in (_by_meaning(same), words, _by_occupation(same, probe.aim, any_work=terms.any_work)):
                chosen.update((one.row.listing_id, one) for one in road)
        return list(chosen.values())

    def excluded(self, probe: Probe, terms: Terms) -> list[Found]:
        """As `search.excluded`."""
        exact = set(probe.aim.exact)
        places = [
            place
            for place, row in enumerate(self.rows)
            if row.occupation_code in exact
            and row.listing_id not in terms.without
            and terms.scope.admits(row)
            and eligibility.failed(terms.asker, row, relaxed=terms.relaxed)
        ]
        found = sorted(self._measured(places, probe), key=lambda one: one.row.listing_id)
        return found[:NEAR_MISSES]

    def courses(self, terms: Terms, codes: Collection[str]) -> list[Row]:
        """As `search.courses`."""
        rows = [
            row for row in self.rows
            if row.kind == Kind.COURSE and row.occupation_code in codes and terms.admits(row)
        ]  # fmt: skip
        return sorted(rows, key=lambda row: row.listing_id)[:COURSES]

    def measured(self, rows: Sequence[Row], probe: Probe) -> list[Found]:
        """These rows as candidates."""
        return self._measured([self._place[row.listing_id] for row in rows], probe)

    def _measured(self, places: Sequence[int], probe: Probe) -> list[Found]:
        wanted = probe.aim.terms
        near, against = self._nearest(places, probe.vectors), self._nearest(places, probe.against)
        shared = [len(wanted & self._terms[place]) / max(len(wanted), 1) for place in places]
        return [
            Found(self.rows[place], near[number], shared[number], against[number])
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


def _by_meaning(found: Sequence[Found]) -> list[Found]:
    near = [one for one in found if one.similarity is not None]
    return sorted(near, key=lambda one: (-(one.similarity or 0), one.row.listing_id))[:BY_MEANING]


def _by_words(found: Sequence[Found]) -> list[Found]:
    sharing = [one for one in found if one.overlap > 0]
    return sorted(sharing, key=lambda one: (-one.overlap, one.row.listing_id))[:BY_WORDS]


def _by_occupation(found: Sequence[Found], aim: Aim, *, any_work: bool) -> list[Found]:
    """The nearest occupations first, of each the wished trade first, then those with the fewest applicants a place."""
    same = [one for one in found if any_work or not aim.known or one.row.occupation_code in aim.close]

    def order(one: Found) -> tuple[float, bool, float, str]:
        near = aim.closeness(one.row.occupation_code)
        other = aim.is_another_trade(one.row.occupation_code, one.row.trade)
        return -(near.value if near else 0.0), other, crowding(one.row), one.row.listing_id

    return sorted(same, key=order)[:BY_OCCUPATION]
