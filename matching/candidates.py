"""What is compared when a listing is looked for: the text and the terms of a listing, and those of a person's wishes.

The same on both roads: the index in PostgreSQL stores a listing's text and terms, a listing file is searched in memory.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from data.catalogue import majors, occupations
from data.facts import Facts
from matching.fusion import fuse
from matching.ngrams import Bm25, terms
from matching.vector_cache import VectorCache

Scores = NDArray[np.float32]

SPOKEN_WORDS = 8
"""How many of an occupation's spoken words a text takes in; the catalogue holds them commonest first."""
MAJOR_OCCUPATIONS = 5
"""How many occupations a major stands for in a query; the catalogue holds the nearest first."""


class ListingLike(Protocol):
    """What an opening and a course, from the database or from a file, have in common here."""

    @property
    def title(self) -> str: ...
    @property
    def occupation_code(self) -> str: ...
    @property
    def description(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for, once for meaning and once for words."""

    text: str
    terms: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A listing found: its place in the set given, and how near it is (`score` orders; its scale has no meaning)."""

    index: int
    score: float
    dense: float
    """Cosine of the vectors."""
    lexical: float
    """BM25."""


def listing_text(listing: ListingLike) -> str:
    """The text embedded for a listing: title, occupation and what people call it, trades, skills, then the description.

    What names the work stands first, because a vector is made of the first few hundred characters only.
    """
    one = occupations.get(listing.occupation_code)
    work = _words(one) if one else ()
    names = "、".join(dict.fromkeys(word for word in work if word not in listing.title))
    return "。".join(part for part in (listing.title, names, listing.description) if part)


def listing_terms(listing: ListingLike) -> list[str]:
    """The terms a listing is found by, each once: those of its text and of every name of its occupation."""
    one = occupations.get(listing.occupation_code)
    names = (*one.spoken, *one.english) if one else ()
    return list(dict.fromkeys(terms(" ".join((listing_text(listing), *names)))))


def query_of(facts: Facts, said: Sequence[str] = ()) -> Query:
    """What a person looks for: wishes, or past work where no wish is known, or the work a major leads to.

    `said` are the person's own words; they speak for themselves where no occupation was understood. Empty (false) when
    nothing says what kind of work: then there is nothing to rank by.
    """
    codes = _codes(facts)
    known = [one for one in map(occupations.get, codes) if one]
    majors_said = [major.name for major in facts.majors]
    if known:
        parts = [one.name for one in known] + majors_said + facts.skills
    else:
        parts = majors_said + facts.skills + list(said)
    words = [word for one in known for word in (one.name, *one.spoken[:SPOKEN_WORDS])] + majors_said + facts.skills
    return Query("，".join(parts), tuple(dict.fromkeys(terms(" ".join(words if known else parts)))))


def _codes(facts: Facts) -> list[str]:
    """Occupation codes a query stands for, surest first."""
    said = sorted(facts.occupations, key=lambda one: -one.score)
    refused = {one.code for one in said if one.role == "rejects"}
    for role in ("wants", "did"):
        codes = [one.code for one in said if one.role == role and one.code not in refused]
        if codes:
            return codes
    of_majors = [code for major in facts.majors for key in major.codes for code in majors.occupations_of(key)]
    return [code for code in dict.fromkeys(of_majors) if code not in refused][:MAJOR_OCCUPATIONS]


def _words(one: occupations.Occupation) -> tuple[str, ...]:
    return (one.name, *one.spoken[:SPOKEN_WORDS], *one.trades, *one.skills, *filter(None, (one.name_en,)))


class ListingSet:
    """Listings held in memory, ready to be searched; vectors come from the cache where they were made before."""

    def __init__(self, listings: Sequence[ListingLike], cache: Path | None = None) -> None:
        """`cache`: the folder of stored vectors, `vector_cache.default_directory()` when not given."""
        self._vectors = VectorCache(cache)
        self._documents = self._vectors.documents([listing_text(listing) for listing in listings])
        self._words = Bm25(listing_terms(listing) for listing in listings)

    def search(self, query: Query, allowed: NDArray[np.bool_] | None = None, limit: int = 50) -> list[Candidate]:
        """The nearest listings among the `allowed` ones (a mask over all; all when None), best first.

        An empty query finds every allowed listing with score 0, in the order given.
        """
        among = np.arange(self._words.size) if allowed is None else np.flatnonzero(allowed)
        if not query:
            return [Candidate(int(index), 0.0, 0.0, 0.0) for index in among[:limit]]
        dense: Scores = self._documents[among] @ self._vectors.queries([query.text])[0]
        lexical = self._words.scores(query.terms)[among]
        scores = fuse(dense, lexical)
        best = np.argsort(-scores, kind="stable")[:limit]
        return [Candidate(int(among[i]), float(scores[i]), float(dense[i]), float(lexical[i])) for i in best]
