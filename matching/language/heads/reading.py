"""A text as the tuned encoder and its heads read it: one encode, every label with its words and a probability.

Only the bundled model has heads: with another one (`SHITU_MODEL`) there is nothing to read.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from matching.language.e5.tuned import tuned_weights
from matching.language.encoder import Vectors, model_name, token_vectors
from matching.language.heads.labels import HEADS

_WINDOW = 240
"""Characters read at once; longer texts are cut where a sentence ends."""
_SENTENCE = re.compile(r"[^。！？!?；;\n]*[。！？!?；;\n]*")
_BESIDE = 0.5
_NO_FACTS = frozenset({"ask", "act", "wrong", "work", "here"})
_ASKED = 0.5
"""Probability from which words belong to a question, if they do so more surely than they tell a fact."""
_IN_WORD = re.compile(r"[A-Za-z'’]")
_EDGES = " \t\n,，。.;；:：、!！?？~～-—()（）\"'“”‘’[]【】"


@dataclass(frozen=True, slots=True)
class Mark:
    """Words that carry a label."""

    label: str
    start: int
    end: int
    """Half-open offsets into the text."""
    score: float
    """0 to 1: the likeliest of the words' tokens."""

    def meets(self, other: "Mark") -> bool:
        """Whether the two share words."""
        return self.start < other.end and other.start < self.end

    def apart(self, other: "Mark") -> int:
        """Characters between the two; 0 where they touch or meet."""
        return max(self.start - other.end, other.start - self.end, 0)


@dataclass(frozen=True)
class Reading:
    """What one text holds."""

    text: str
    places: tuple[tuple[int, int], ...]
    """Of each token, half-open offsets into the text."""
    vectors: Vectors
    """(tokens, hidden)"""
    scores: dict[str, NDArray[np.float32]]
    """By head: (tokens, labels), probabilities."""

    def score(self, head: str, label: str) -> float:
        """Probability that the text carries the label somewhere."""
        column = _columns(head)[label]
        return float(self.scores[head][:, column].max(initial=0.0))

    def labels(self, head: str, at_least: float) -> dict[str, float]:
        """The labels that the text carries, with their probabilities."""
        best = self.scores[head].max(axis=0, initial=0.0)
        return {label: float(best[column]) for label, column in _columns(head).items() if best[column] >= at_least}

    def marks(self, head: str, label: str, at_least: float) -> list[Mark]:
        """The words that carry a label, in order: neighbours that are half as likely belong to them."""
        column = self.scores[head][:, _columns(head)[label]]
        found: list[Mark] = []
        begun = 0
        near = column >= _BESIDE * at_least
        for token in range(len(column) + 1):
            if token < len(column) and near[token]:
                continue
            if token > begun and (score := float(column[begun:token].max())) >= at_least:
                found += self._mark(label, begun, token, score)
            begun = token + 1
        return found

    def likely(self, head: str, label: str, start: int, end: int) -> float:
        """Probability that the words carry the label somewhere."""
        column = self.scores[head][:, _columns(head)[label]]
        return max((float(column[i]) for i in self._tokens(start, end)), default=0.0)

    def likeliest(self, head: str, labels: tuple[str, ...], start: int, end: int) -> tuple[str, float]:
        """The label that the words carry rather than the others, and its probability."""
        scores = {label: self.likely(head, label, start, end) for label in labels}
        best = max(scores, key=lambda label: scores[label])
        return best, scores[best]

    def words(self, mark: Mark) -> str:
        """The marked words."""
        return self.text[mark.start : mark.end]

    def _mark(self, label: str, first: int, behind: int, score: float) -> list[Mark]:
        start, end = self.places[first][0], self.places[behind - 1][1]
        while start < end and self.text[start] in _EDGES:
            start += 1
        while end > start and self.text[end - 1] in _EDGES:
            end -= 1
        return [Mark(label, start, end, score)] if end > start else []

    def vector(self, start: int, end: int) -> Vectors:
        """The words' own vector in this text (hidden,), length 1."""
        tokens = self._tokens(start, end)
        mean = self.vectors[tokens].mean(axis=0) if tokens else np.zeros(self.vectors.shape[1], dtype=np.float32)
        return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)

    def _tokens(self, start: int, end: int) -> list[int]:
        first = bisect_right(self.places, start, key=lambda place: place[1])
        behind = bisect_left(self.places, end, key=lambda place: place[0])
        return list(range(first, behind))


def in_whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the words of Latin letters that it cuts, whole."""
    while 0 < start < end and _IN_WORD.match(text[start]) and _IN_WORD.match(text[start - 1]):
        start -= 1
    while start < end < len(text) and _IN_WORD.match(text[end - 1]) and _IN_WORD.match(text[end]):
        end += 1
    return start, end


def has_heads() -> bool:
    """Whether the model in use can read."""
    return not model_name() and tuned_weights() is not None


def limit(head: str, label: str) -> float:
    """Probability from which a label counts, chosen when the model was trained; only where there are heads."""
    return float(_tensor(f"limit.{head}")[_columns(head)[label]])


def marked(reading: Reading, label: str, head: str = "facts") -> list[Mark]:
    """The words that carry a label for sure, in order; a fact that is rather asked than told is none."""
    found = reading.marks(head, label, limit(head, label))
    return found if head != "facts" or label in _NO_FACTS else [one for one in found if not _is_asked(reading, one)]


def _is_asked(reading: Reading, mark: Mark) -> bool:
    return reading.likely("facts", "ask", mark.start, mark.end) >= max(_ASKED, mark.score)


def is_taken_back(reading: Reading, mark: Mark) -> bool:
    """Whether a message takes the words back (不是{大连}，是丹东)."""
    return any(mark.meets(wrong) for wrong in marked(reading, "wrong"))


@lru_cache(maxsize=256)
def read(text: str, prompt: str, heads: tuple[str, ...]) -> Reading:
    """The text as the named heads read it, encoded once.

    Raises:
        RuntimeError: the model in use has no heads.
    """
    if not has_heads():
        raise RuntimeError("The model in use has no heads.")
    pieces = list(_windows(text))
    vectors, places = [], []
    for (offset, _), (found, where) in zip(pieces, token_vectors([prompt + piece for _, piece in pieces]), strict=True):
        inside = [i for i, (a, e) in enumerate(where) if e > len(prompt) and e > a]
        vectors.append(found[inside])
        places += [(max(a - len(prompt), 0) + offset, e - len(prompt) + offset) for a, e in (where[i] for i in inside)]
    joined = np.concatenate(vectors) if vectors else np.empty((0, 1), dtype=np.float32)
    return Reading(text, tuple(places), joined, {head: _probabilities(head, joined) for head in heads})


def _probabilities(head: str, vectors: Vectors) -> NDArray[np.float32]:
    weights, bias = _tensor(f"head.{head}.w"), _tensor(f"head.{head}.b")
    if not len(vectors):
        return np.empty((0, len(bias)), dtype=np.float32)
    return np.asarray(1 / (1 + np.exp(-(vectors @ weights.T + bias))), dtype=np.float32)


def _tensor(name: str) -> Vectors:
    tuned = tuned_weights()
    if tuned is None:
        raise RuntimeError("There is no trained model.")
    return tuned.tensors[name]


@cache
def _columns(head: str) -> dict[str, int]:
    return {label: column for column, label in enumerate(HEADS[head])}


def _windows(text: str) -> list[tuple[int, str]]:
    """The text in pieces that can be read at once, with their offsets."""
    found: list[tuple[int, str]] = []
    begun = 0
    for sentence in _SENTENCE.finditer(text):
        if sentence.end() - begun > _WINDOW and sentence.start() > begun:
            found.append((begun, text[begun : sentence.start()]))
            begun = sentence.start()
        while sentence.end() - begun > _WINDOW:
            found.append((begun, text[begun : begun + _WINDOW]))
            begun += _WINDOW
    if begun < len(text):
        found.append((begun, text[begun:]))
    return [(offset, piece) for offset, piece in found if piece.strip()]
