"""How well texts are found: measured on folders in BEIR layout (`corpus.jsonl`, `queries.jsonl`, `qrels/SPLIT.tsv`).

nDCG with linear gain (a document of grade 2 counts twice one of grade 1), recall and MRR over the first ten hits. A hit
that is the query itself, by id or by text, is dropped. Vectors are made of the first `DOCUMENT_CHARACTERS` of a
document, about 200 tokens of Chinese: longer texts cost time and gain little. Lexical search reads all of it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from matching.evaluation.fusion import fuse_scores
from matching.language.ngrams import Bm25, extract_terms
from matching.language.vector_cache import VectorCache

CUTOFF = 10
DOCUMENT_CHARACTERS = 320
RESAMPLES = 1000

Scores = NDArray[np.float32]


class Method(StrEnum):
    LEXICAL = "lexical"
    DENSE = "dense"
    HYBRID = "hybrid"


class EvaluationError(Exception):
    """A folder cannot be evaluated; the message is one plain line."""


@dataclass(frozen=True, slots=True)
class SetResult:
    """Means over a set's queries; `low` and `high` bound the nDCG with 95 % confidence (bootstrap over queries)."""

    set: str
    split: str
    method: Method
    queries: int
    ndcg: float
    low: float
    high: float
    recall: float
    mrr: float

    def as_json(self) -> dict[str, Any]:
        """The row that `shitu evaluate --json` prints."""
        return {
            "set": self.set,
            "split": self.split,
            "method": str(self.method),
            "queries": self.queries,
            f"ndcg@{CUTOFF}": round(self.ndcg, 4),
            "low": round(self.low, 4),
            "high": round(self.high, 4),
            f"recall@{CUTOFF}": round(self.recall, 4),
            f"mrr@{CUTOFF}": round(self.mrr, 4),
        }


@dataclass(frozen=True, slots=True)
class EvaluationSet:
    """A folder in memory: texts by id, and the grades (above 0) of the documents that answer a query."""

    name: str
    split: str
    corpus: dict[str, str]
    queries: dict[str, str]
    grades: dict[str, dict[str, int]]


def evaluate(
    directories: Sequence[Path],
    split: str = "dev",
    methods: Sequence[Method] | None = None,
    cache: Path | None = None,
) -> Iterator[SetResult]:
    """Results set by set, method by method, as they are ready; all methods when none is named.

    What is not such a folder is passed over when there are others. `split` names a file of `qrels`, or `all`.
    `cache` is where vectors are kept between runs, `vector_cache.default_directory()` when not given.

    Raises:
        EvaluationError: no folder in BEIR layout, no such split in one of them, or a line that cannot be read.
    """
    for directory in directories:
        if not directory.exists():
            raise EvaluationError(f"{directory} does not exist.")
    folders = [directory for directory in directories if _is_set(directory)]
    if not folders:
        named = ", ".join(str(directory) for directory in directories) or "nothing given"
        raise EvaluationError(f"No folder with corpus.jsonl, queries.jsonl and qrels/: {named}.")
    for folder in folders:
        _judgement_files(folder, split)
    return _results(folders, split, list(methods or Method), cache)


def _results(folders: list[Path], split: str, methods: list[Method], cache: Path | None) -> Iterator[SetResult]:
    vectors = None if methods == [Method.LEXICAL] else VectorCache(cache)
    for folder in folders:
        data = read_evaluation_set(folder, split)
        scores = _Scorer(data, vectors)
        for method in methods:
            yield _measure(data, method, scores)


class _Scorer:
    """Scores of a whole corpus for a query, by each method."""

    def __init__(self, data: EvaluationSet, vectors: VectorCache | None) -> None:
        self._words = Bm25(extract_terms(text) for text in data.corpus.values())
        self._queries = data.queries
        if vectors is not None:
            self._documents = vectors.document_vectors([text[:DOCUMENT_CHARACTERS] for text in data.corpus.values()])
            asked = vectors.query_vectors(list(data.queries.values()))
            self._asked = dict(zip(data.queries, asked, strict=True))

    def scores(self, query: str, method: Method) -> Scores:
        if method is Method.LEXICAL:
            return self._words.scores(extract_terms(self._queries[query]))
        dense: Scores = self._documents @ self._asked[query]
        if method is Method.DENSE:
            return dense
        return fuse_scores(dense, self._words.scores(extract_terms(self._queries[query])))


def _measure(data: EvaluationSet, method: Method, scorer: _Scorer) -> SetResult:
    documents = np.array(list(data.corpus))
    same_text = _by_text(data.corpus)
    rows = []
    for query, grades in data.grades.items():
        itself = {query, *same_text.get(_plain(data.queries[query]), ())}
        wanted = {document: grade for document, grade in grades.items() if document not in itself}
        if not wanted:
            continue
        scores = scorer.scores(query, method)
        hits = _first(documents, scores, itself, positive=method is Method.LEXICAL)
        rows.append(_metrics([wanted.get(hit, 0) for hit in hits], list(wanted.values())))
    if not rows:
        raise EvaluationError(f"{data.name} has no query with a relevant document in split {data.split}.")
    table = np.array(rows)
    ndcg, recall, mrr = table.mean(axis=0).tolist()
    low, high = bootstrap_interval(table[:, 0])
    return SetResult(data.name, data.split, method, len(rows), ndcg, low, high, recall, mrr)


def _first(documents: NDArray[np.str_], scores: Scores, excluded_ids: set[str], *, positive: bool) -> list[str]:
    """The best ten ids; of equal scores the earlier document. With `positive`, only those that share a term."""
    count = min(len(scores), CUTOFF + len(excluded_ids))
    threshold = -np.partition(-scores, count - 1)[count - 1] if count else np.float32(0)
    near = np.flatnonzero(scores >= threshold)
    ordered = near[np.argsort(-scores[near], kind="stable")]
    hits = (str(documents[i]) for i in ordered if scores[i] > 0 or not positive)
    return [hit for hit in hits if hit not in excluded_ids][:CUTOFF]


def _metrics(found: list[int], wanted: list[int]) -> tuple[float, float, float]:
    """nDCG, recall and reciprocal rank of one query; `found` are the grades of its hits in order."""
    ideal = _gain(sorted(wanted, reverse=True)[:CUTOFF])
    first = next((rank for rank, grade in enumerate(found, 1) if grade), None)
    return _gain(found) / ideal, sum(grade > 0 for grade in found) / len(wanted), 1 / first if first else 0.0


def _gain(grades: list[int]) -> float:
    return float(sum(grade / np.log2(rank + 1) for rank, grade in enumerate(grades, 1)))


def bootstrap_interval(values: NDArray[np.float64]) -> tuple[float, float]:
    """95 % bounds of the mean: percentiles over resampled queries, the same for the same values."""
    random = np.random.default_rng(0)
    means = [values[random.integers(0, len(values), len(values))].mean() for _ in range(RESAMPLES)]
    low, high = np.percentile(means, [2.5, 97.5])
    return float(low), float(high)


def read_evaluation_set(folder: Path, split: str) -> EvaluationSet:
    """The set in `folder`; queries without a text or a relevant document are left out.

    Raises:
        EvaluationError: no such split, or a line that cannot be read.
    """
    corpus = {row["_id"]: _document(row) for row in _lines(folder / "corpus.jsonl")}
    texts = {row["_id"]: str(row["text"]) for row in _lines(folder / "queries.jsonl")}
    grades: dict[str, dict[str, int]] = {}
    for file in _judgement_files(folder, split):
        for query, document, grade in _judgements(file):
            if grade > 0 and query in texts:
                grades.setdefault(query, {})[document] = grade
    queries = {query: text for query, text in texts.items() if query in grades}
    return EvaluationSet(folder.resolve().name, split, corpus, queries, {query: grades[query] for query in queries})


def _is_set(folder: Path) -> bool:
    return all((folder / part).exists() for part in ("corpus.jsonl", "queries.jsonl", "qrels"))


def _judgement_files(folder: Path, split: str) -> list[Path]:
    files = {file.stem: file for file in sorted((folder / "qrels").glob("*.tsv"))}
    if split == "all" and files:
        return list(files.values())
    if split not in files:
        there = ", ".join(files) or "none"
        raise EvaluationError(f"{folder} has no split {split} (there: {there}).")
    return [files[split]]


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except ValueError as error:
                raise EvaluationError(f"{file}, line {number}: not JSON.") from error
            if not isinstance(row, dict) or not {"_id", "text"} <= row.keys():
                raise EvaluationError(f"{file}, line {number}: _id and text are needed.")
            yield {**row, "_id": str(row["_id"])}


def _judgements(file: Path) -> Iterator[tuple[str, str, int]]:
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            cells = line.rstrip("\r\n").split("\t")
            if (number == 1 and cells[0] == "query-id") or cells == [""]:
                continue
            try:
                query, document, grade = cells
                yield query, document, int(grade)
            except ValueError as error:
                raise EvaluationError(f"{file}, line {number}: query id, document id and grade are needed.") from error


def _document(row: Mapping[str, Any]) -> str:
    title, text = str(row.get("title") or "").strip(), str(row["text"]).strip()
    return f"{title}。{text}" if title and text else title or text


def _by_text(corpus: Mapping[str, str]) -> dict[str, list[str]]:
    same: dict[str, list[str]] = {}
    for document, text in corpus.items():
        same.setdefault(_plain(text), []).append(document)
    return same


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
