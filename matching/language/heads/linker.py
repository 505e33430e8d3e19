"""Which occupation words mean: their vector in the sentence against everything an occupation is called.

The names' vectors lie beside the tuned weights, made by the same encoder when it was trained; shared characters count
besides. A name that is typed as it stands in the catalogue needs no linking; this is for words that no list holds.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from data.catalogue import occupations
from matching.language.e5.tuned import names_file, tuned_weights
from matching.language.encoder import Vectors
from matching.language.gazetteer import read_word_table
from matching.language.ngrams import extract_terms

SHARED = 0.4
"""Weight of shared characters beside the likeness of vectors."""
_NAMED = 0.1
"""What an occupation whose name is a part of the words is ahead of others."""


@dataclass(frozen=True, slots=True)
class Link:
    """An occupation that words may mean."""

    code: str
    score: float
    """Likeness, about -0.2 to 1.2."""


def occupation_sayings() -> list[tuple[str, str]]:
    """Everything an occupation is called, with its code."""
    return list(dict.fromkeys(_sayings()))


def _sayings() -> Iterator[tuple[str, str]]:
    spoken = {one.code: one for one in occupations.liaoning()}
    for one in occupations.occupations():
        known = spoken.get(one.code)
        for said in (one.name, *one.trades, *one.aliases, *((*known.spoken, *known.english) if known else ())):
            yield said, one.code
    for row in read_word_table("occupations.csv"):
        if occupations.get(row["code"]):
            yield from ((said.rstrip("~"), row["code"]) for said in row["zh"].split() if not said.endswith("~"))


@dataclass(frozen=True)
class _Names:
    codes: tuple[str, ...]
    places: dict[str, int]
    """Of each code, its place in `codes`."""
    of_code: NDArray[np.int64]
    """Of each name, the place of its code in `codes`."""
    vectors: Vectors
    """(names, kept)"""
    projection: Vectors
    """(hidden, kept)"""
    terms: dict[str, int]
    weights: csr_matrix
    """(names, terms), rows of length 1"""
    rarity: NDArray[np.float64]


@cache
def _names() -> _Names:
    file = names_file()
    known = {said: place for said, _ in occupation_sayings() if (place := file.place(said)) is not None}
    sayings = [(said, code) for said, code in occupation_sayings() if said in known]
    codes = tuple(dict.fromkeys(code for _, code in sayings))
    places = {code: place for place, code in enumerate(codes)}
    terms: dict[str, int] = {}
    rows = [[terms.setdefault(term, len(terms)) for term in dict.fromkeys(extract_terms(said))] for said, _ in sayings]
    counts = np.bincount([term for row in rows for term in row], minlength=len(terms))
    rarity = np.log(len(rows) / counts)
    lengths = [np.sqrt(sum(rarity[term] ** 2 for term in row)) or 1.0 for row in rows]
    values = [rarity[term] / length for row, length in zip(rows, lengths, strict=True) for term in row]
    matrix = csr_matrix(
        (values, ([i for i, row in enumerate(rows) for _ in row], [term for row in rows for term in row])),
        shape=(len(rows), len(terms)),
    )  # type: ignore[no-untyped-call]
    of_code = np.array([places[code] for _, code in sayings])
    vectors = file.vectors[[known[said] for said, _ in sayings]]
    return _Names(codes, places, of_code, vectors, file.projection, terms, matrix, rarity)


def link(vector: Vectors, words: str, most: int = 3, *, named: str | None = None) -> list[Link]:
    """The likeliest occupations of words with their vector in the sentence (hidden,), best first.

    `named`: an occupation whose name is a part of the words. Empty where the model has no heads.
    """
    if tuned_weights() is None:
        return []
    names = _names()
    projected = vector @ names.projection
    likeness = names.vectors @ (projected / max(float(np.linalg.norm(projected)), 1e-9))
    scores = likeness + SHARED * _shared(names, words)
    best = np.full(len(names.codes), -np.inf)
    np.maximum.at(best, names.of_code, scores)
    if named in names.places:
        best[names.places[named]] += _NAMED
    first = np.argsort(-best, kind="stable")[:most]
    return [Link(names.codes[place], float(best[place])) for place in first]


def _shared(names: _Names, words: str) -> NDArray[np.float64]:
    """Cosine of the words' characters and pairs with each name's, weighted by rarity."""
    known = defaultdict(float)
    for term in dict.fromkeys(extract_terms(words)):
        if term in names.terms:
            known[term] = float(names.rarity[names.terms[term]])
    if not known:
        return np.zeros(len(names.of_code))
    length = np.sqrt(sum(value**2 for value in known.values()))
    columns = [names.terms[term] for term in known]
    return np.asarray(names.weights[:, columns] @ (np.array(list(known.values())) / length))
