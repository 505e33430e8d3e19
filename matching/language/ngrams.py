"""Words for lexical search, without a dictionary: characters and pairs of characters for Chinese, words for the rest.

Pairs carry most of the meaning of Chinese; single characters catch what a pair cuts apart (焊 in 电焊 and 焊工).
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

Scores = NDArray[np.float32]

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff々〇"
_RUN = re.compile(rf"(?P<han>[{_HAN}]+)|[^\W_{_HAN}]+(?:[+#]+|[-'.][^\W_{_HAN}]+)*")


def extract_terms(text: str) -> list[str]:
    """The terms of `text` in order, repeated as they occur.

    Compatibility forms and case are levelled (ＣＮＣ is cnc). A run of Chinese gives its characters and its pairs of
    neighbours; a Latin word or a number gives itself (c++, plc, 2.5), a compound also its parts (x-ray: x-ray, x, ray).
    """
    found: list[str] = []
    for match in _RUN.finditer(unicodedata.normalize("NFKC", text).lower()):
        run = match.group()
        if match.group("han"):
            found.extend(run)
            found.extend(run[i : i + 2] for i in range(len(run) - 1))
            continue
        found.append(run)
        parts = re.split(r"[-'.]", run)
        if len(parts) > 1 and not run.replace(".", "").isdigit():
            found.extend(parts)
    return found


def pairs(text: str) -> frozenset[str]:
    """Pairs of Chinese characters, and words of other scripts of more than one letter: what names have in common."""
    return frozenset(term for term in extract_terms(text) if len(term) > 1)


class Bm25:
    """Okapi BM25 over a set of term lists held in memory (S. Robertson, H. Zaragoza 2009; k1 1.5, b 0.75)."""

    def __init__(self, documents: Iterable[Sequence[str]], k1: float = 1.5, b: float = 0.75) -> None:
        self._columns: dict[str, int] = {}
        rows, columns, counts = [], [], []
        lengths = []
        for row, document in enumerate(documents):
            lengths.append(len(document))
            for term, count in Counter(document).items():
                rows.append(row)
                columns.append(self._columns.setdefault(term, len(self._columns)))
                counts.append(count)
        self.size = len(lengths)
        self._weights = _weights(
            np.array(rows, dtype=np.int64),
            np.array(columns, dtype=np.int64),
            np.array(counts, dtype=np.float64),
            np.array(lengths, dtype=np.float64),
            (self.size, len(self._columns)),
            k1=k1,
            b=b,
        )

    def scores(self, query: Sequence[str]) -> Scores:
        """One score a document, 0 where no term is shared; a term repeated in the query counts again."""
        known = Counter(self._columns[term] for term in query if term in self._columns)
        if not known:
            return np.zeros(self.size, dtype=np.float32)
        weights = np.array(list(known.values()), dtype=np.float32)
        picked: Scores = np.asarray(self._weights[:, list(known)] @ weights, dtype=np.float32)
        return picked


def _weights(
    rows: NDArray[np.int64],
    columns: NDArray[np.int64],
    counts: NDArray[np.float64],
    lengths: NDArray[np.float64],
    shape: tuple[int, int],
    *,
    k1: float,
    b: float,
) -> csc_matrix:
    """What each term adds to each document's score, (documents, terms)."""
    if not counts.size:
        return csc_matrix(shape, dtype=np.float32)  # type: ignore[no-untyped-call]
    frequency = np.bincount(columns, minlength=shape[1])
    rarity = np.log1p((shape[0] - frequency + 0.5) / (frequency + 0.5))
    damping = k1 * (1 - b + b * lengths / lengths.mean())
    values = rarity[columns] * counts * (k1 + 1) / (counts + damping[rows])
    return csc_matrix((values.astype(np.float32), (rows, columns)), shape=shape)  # type: ignore[no-untyped-call]
