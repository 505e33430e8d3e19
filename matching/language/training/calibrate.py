"""From which probability on a label counts, chosen on writers whom training has not seen; and the names' vectors."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
from numpy.typing import NDArray

from matching.language.e5 import tuned
from matching.language.encoder import embed_documents
from matching.language.heads.labels import HEADS
from matching.language.heads.linker import occupation_sayings
from matching.language.heads.reading import read
from matching.language.training.corpus import read as read_corpus
from matching.language.training.examples import Example, examples

_GRID = np.arange(0.1, 0.91, 0.02)
_ENOUGH = 15
"""Texts with a label from which on it has a limit of its own."""
_USUAL = 0.5
_RARELY = {"only": 0.8}
"""Limits of heads of which the writers that limits are chosen on have no texts: few that wish a trade reach it."""


def calibrate(corpus: Path, writers: frozenset[str]) -> None:
    """Writes limits for every head into the file of tuned weights, and the names' vectors beside it."""
    names = list(dict.fromkeys(said for said, _ in occupation_sayings()))
    tuned.write_names(tuned.FILE.with_name("names.npz"), names, embed_documents(names))
    by_head: dict[str, list[Example]] = defaultdict(list)
    for one in examples((row for row in read_corpus(corpus) if row.writer in writers), Random(0)):
        by_head[one.head].append(one)
    known = tuned.read()
    tensors = dict(known.tensors)
    for head in HEADS:
        tensors[f"limit.{head}"] = _limits(head, by_head[head])
    tuned.write(tuned.FILE, known.steps, tensors)


def _limits(head: str, found: Sequence[Example]) -> tuned.Floats:
    """One a label: its own where it is frequent, else that of the head, each the best F1 of the texts' labels."""
    labels = HEADS[head]
    if not any(one.whole for one in found):
        return np.full(len(labels), _RARELY.get(head, _USUAL), dtype=np.float32)
    scores = np.array([read(one.text, one.prompt, (head,)).scores[head].max(axis=0, initial=0) for one in found])
    wanted = np.array([[label in one.whole for label in labels] for one in found])
    known = np.array([[label not in one.unknown for label in labels] for one in found])
    usual = _best(scores, wanted, known)
    limits = [
        _best(scores[:, i], wanted[:, i], known[:, i]) if wanted[:, i].sum() >= _ENOUGH else usual
        for i in range(len(labels))
    ]
    return np.array(limits, dtype=np.float32)


def _best(scores: NDArray[np.float32], wanted: NDArray[np.bool_], known: NDArray[np.bool_]) -> float:
    """The limit with the best F1; of equals the middle one."""
    values = []
    for limit in _GRID:
        found = scores >= limit
        right, wrong = (found & wanted).sum(), (found & ~wanted & known).sum()
        values.append(2 * right / max(2 * right + wrong + (~found & wanted).sum(), 1))
    best = np.flatnonzero(np.array(values) >= max(values) - 1e-9)
    return float(_GRID[best[len(best) // 2]])
