"""One ranking out of two: how near a text is in meaning (dense) and how many terms it shares (lexical)."""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]

LEXICAL_WEIGHT = 0.4
"""Weight of the words beside that of the meaning; one value for every kind of text."""
RANK_OFFSET = 60
"""The usual constant of reciprocal rank fusion (Cormack, Clarke, Büttcher 2009)."""


def fuse(dense: Scores, lexical: Scores) -> Scores:
    """Scores of the same candidates (n,) by both views in one, higher is better; the scale has no meaning."""
    return standardised(dense, lexical)


def standardised(dense: Scores, lexical: Scores, lexical_weight: float = LEXICAL_WEIGHT) -> Scores:
    """The weighted sum of both after each was brought to mean 0 and deviation 1 over the candidates."""
    return _standard(dense) * np.float32(1 - lexical_weight) + _standard(lexical) * np.float32(lexical_weight)


def reciprocal_rank(dense: Scores, lexical: Scores) -> Scores:
    """The sum of 1 / (60 + rank) over both; a candidate that shares no term gets nothing from the words."""
    by_words = np.where(lexical > 0, _reciprocal(lexical), np.float32(0))
    return _reciprocal(dense) + by_words


def _standard(scores: Scores) -> Scores:
    spread = scores.std() if scores.size else 0.0
    if spread < 1e-9:
        return np.zeros_like(scores)
    standard: Scores = (scores - scores.mean()) / spread
    return standard


def _reciprocal(scores: Scores) -> Scores:
    ranks = np.empty(scores.size, dtype=np.float32)
    ranks[np.argsort(-scores, kind="stable")] = np.arange(1, scores.size + 1)
    return np.float32(1) / (RANK_OFFSET + ranks)
