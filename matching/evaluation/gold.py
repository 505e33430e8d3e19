"""How well people and texts are read: facts, acts and offences against files that somebody labelled.

A file holds one kind of row, told by its keys: messages with `must`, `may`, `ask` (hinted only: to hold it for sure is
an error), messages of the corpus's format (`{did=6-18-01-01|车床}`), `acts`, texts with the law's `labels`, adverts
with fields as `labels` (null: not said; `alt`: also right; `unscored`: left out), or listings with questions and the
words that answer them (`qa`). Scores are micro-averages; intervals are bootstraps over rows.
"""

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from data.people.profile import Understanding
from data.vocabulary import ProfileQuestion
from matching.language.acts import ACTS

Fact = tuple[Any, ...]
_FACETS = ("place", "occ", "years", "edu", "major", "age", "wage", "cert", "con", "grp")
_ADVERT_FIELDS = (
    "title", "occupation_code", "headcount", "wage_min", "wage_max", "education_min", "experience_years_min", "age_min",
    "age_max", "housing", "meals", "social_insurance", "night_shift", "city", "district",
)  # fmt: skip
_NAMES = {"major", "title"}
"""Facets whose values are words: one that holds the other is the same."""
_ROLES = {"lives": "in", "prefers": "in", "excludes": "excludes"}
_NAMED = {"edu": "edu", "group": "grp", "need": "con"}
_RESAMPLES = 1000
_WORST = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One labelled text."""

    id: str
    text: str
    asked: str | None
    who: str
    context: str
    must: tuple[tuple[Fact, ...], ...]
    """What has to be found; of each, several that are equally right."""
    may: frozenset[Fact]
    """What may be found besides."""
    unscored: frozenset[str] = frozenset()
    """Facets that are left out."""


@dataclass
class Score:
    """Counts of one facet, a row of counts a text, so that they can be resampled."""

    name: str
    counts: list[tuple[int, int, int]] = field(default_factory=list)
    """Right, wrong, missed."""

    def precision_recall_f1(self) -> tuple[float, float, float]:
        """Of all texts."""
        return _rates(np.array(self.counts).sum(axis=0))

    def interval(self) -> tuple[float, float]:
        """95 % bounds of F1."""
        table, random = np.array(self.counts), np.random.default_rng(0)
        values = [_rates(table[random.integers(0, len(table), len(table))].sum(axis=0))[2] for _ in range(_RESAMPLES)]
        low, high = np.percentile(values, [2.5, 97.5])
        return float(low), float(high)

    def as_json(self) -> dict[str, Any]:
        """What `shitu evaluate --json` prints."""
        precision, recall, f1 = self.precision_recall_f1()
        low, high = self.interval()
        right, wrong, missed = (int(number) for number in np.array(self.counts).sum(axis=0))
        return {
            "facet": self.name, "f1": round(f1, 4), "low": round(low, 4), "high": round(high, 4),
            "precision": round(precision, 4), "recall": round(recall, 4),
            "right": right, "wrong": wrong, "missed": missed,
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """A file's figures."""

    file: str
    kind: str
    texts: int
    scores: list[Score]
    untouched: tuple[int, int]
    """Texts in which nothing should be found, and how many of them something was found in."""
    worst: list[str]
    """The texts read worst, with what was wrong and what was missed."""

    def as_json(self) -> dict[str, Any]:
        """What `shitu evaluate --json` prints."""
        return {
            "file": self.file, "kind": self.kind, "texts": self.texts,
            "empty": self.untouched[0], "empty_but_found": self.untouched[1],
            "facets": [score.as_json() for score in self.scores], "worst": self.worst,
        }  # fmt: skip


def is_gold(path: Path) -> bool:
    """Whether a file holds rows that can be measured with."""
    return path.suffix == ".jsonl" and any(_kind(row) for row in islice(_lines(path), 1, 2))


def evaluate_gold(*paths: Path, every: int = 1) -> Report:
    """The figures of files of one kind, taken together; of `every` third row, say.

    Raises:
        ValueError: a line that is no row of its kind.
    """
    kind, rows = read_gold(*paths)
    rows = rows[::every]
    found = [_FOUND[kind](row) for row in rows]
    scores: dict[str, Score] = {"all": Score("all")}
    wrong_of: list[tuple[int, str]] = []
    for row, facts in zip(rows, found, strict=True):
        matched, wrong, missed = _compare(row, facts)
        by_facet: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
        for index, group in enumerate((matched, wrong, missed)):
            for fact in group:
                by_facet[_facet(kind, fact)][index] += 1
                by_facet["all"][index] += 1
        for name in by_facet:
            scores.setdefault(name, Score(name, [(0, 0, 0)] * len(scores["all"].counts)))
        for name, score in scores.items():
            score.counts.append(tuple(by_facet[name]))  # type: ignore[arg-type]
        if wrong or missed:
            wrong_of.append((len(wrong) + len(missed), f"{row.id} {row.text} | wrong {wrong} | missed {missed}"))
    empty = [facts for row, facts in zip(rows, found, strict=True) if not row.must]
    worst = [text for _, text in sorted(wrong_of, key=lambda one: -one[0])[:_WORST]]
    return Report(
        "+".join(path.stem for path in paths),
        kind,
        len(rows),
        list(scores.values()),
        (len(empty), sum(map(bool, empty))),
        worst,
    )


def read_gold(*paths: Path) -> tuple[str, list[Row]]:
    """The rows of files of one kind, and which kind."""
    lines = [(path, number, row) for path in paths for number, row in enumerate(_lines(path)) if "writer" not in row]
    kind = _kind(lines[0][2])
    if kind == "answers":
        return kind, [one for path, number, row in lines for one in _questions(row, f"{path.stem}:{number}")]
    return kind, [_READ[kind](row, f"{path.stem}:{number}") for path, number, row in lines]


def _rates(counts: Any) -> tuple[float, float, float]:
    right, wrong, missed = (float(number) for number in counts)
    precision = right / (right + wrong) if right + wrong else 1.0
    recall = right / (right + missed) if right + missed else 1.0
    return precision, recall, 2 * right / max(2 * right + wrong + missed, 1.0) if right + wrong + missed else 1.0


def _facet(kind: str, fact: Fact) -> str:
    return str(ACTS[fact[0]]) if kind in {"acts", "marked acts"} else str(fact[0])


def _compare(row: Row, found: frozenset[Fact]) -> tuple[list[Fact], list[Fact], list[Fact]]:
    """Right, wrong and missed facts."""
    left, matched, missed = set(found), [], []
    for alternatives in row.must:
        hit = next((fact for fact in alternatives if fact in left), None)
        if hit is None:
            hit = next((one for fact in alternatives for one in left if _same_name(one, fact)), None)
        if hit is None:
            missed.append(alternatives[0])
        else:
            matched.append(hit)
            left.discard(hit)
    accepted = row.may | {fact for alternatives in row.must for fact in alternatives}
    wrong = [one for one in left if one not in accepted and not any(_same_name(one, fact) for fact in accepted)]
    return matched, sorted(wrong, key=str), missed


def _same_name(one: Fact, other: Fact) -> bool:
    if one[0] != other[0] or one[0] not in _NAMES:
        return False
    return str(one[1]) in str(other[1]) or str(other[1]) in str(one[1])


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _kind(row: dict[str, Any]) -> str:
    if "must" in row:
        return "facts"
    if "qa" in row:
        return "answers"
    if "acts" in row:
        return "acts"
    if "labels" in row:
        return "law" if isinstance(row["labels"], list) else "adverts"
    if "m" in row:
        return (
            "marked acts" if "who" in row else "marked law" if "where" in row else "marked facts" if "q" in row else ""
        )
    return ""


def _read_facts(row: dict[str, Any], identity: str) -> Row:
    must = [tuple(_alternatives(fact)) for fact in row["must"] if fact[0] in _FACETS]
    may = {one for fact in row["may"] for one in _alternatives(fact)}
    return Row(row.get("id", identity), row["text"], row["question"], "seeker", "idle", tuple(must), frozenset(may))


def _alternatives(fact: list[Any]) -> Iterator[Fact]:
    if fact[0] == "occ" and len(fact) == 4:
        yield from (("occ", fact[1], code) for code in (fact[2], *fact[3]))
    elif fact[0] == "years":
        yield ("years", float(fact[2]))
    else:
        yield tuple(fact)


def _read_acts(row: dict[str, Any], identity: str) -> Row:
    must = tuple(((act["act"],),) for act in row["acts"])
    may = frozenset((act,) for act in row.get("may_acts", ()))
    return Row(row.get("id", identity), row["text"], None, row["who"], row["context"], tuple(dict.fromkeys(must)), may)


def _read_law(row: dict[str, Any], identity: str) -> Row:
    must = tuple(dict.fromkeys(((one["category"],),) for one in row["labels"]))
    may = frozenset((one["category"] if isinstance(one, dict) else one,) for one in row.get("optional", ()))
    return Row(row.get("id", identity), row["text"], None, "", row.get("where", "advert"), must, may)


def _read_advert(row: dict[str, Any], identity: str) -> Row:
    also = row.get("alt", {})
    pairs = {"wage_min": [pair[0] for pair in also.get("wage_pair", ())]}
    pairs["wage_max"] = [pair[1] for pair in also.get("wage_pair", ())]
    unscored = frozenset(row.get("unscored", ()))
    must = tuple(
        tuple((name, one) for one in (value, *also.get(name, ()), *pairs.get(name, ())))
        for name, value in row["labels"].items()
        if value is not None and name not in unscored
    )
    may = frozenset((name, one) for name, others in (also | pairs).items() if name != "wage_pair" for one in others)
    return Row(row.get("id", identity), row["text"], None, "", "advert", must, may, unscored)


def _questions(row: dict[str, Any], identity: str) -> Iterator[Row]:
    """A row a question about a listing: the sentence that answers it has to be found, or none."""
    from matching.adverts.quotes import sentence_at  # noqa: PLC0415 - the encoder is slow to import

    for number, (question, words) in enumerate(row["qa"]):
        must = () if words is None else ((("answer", sentence_at(row["m"], row["m"].index(words))),),)
        yield Row(f"{identity}.{number}", row["m"], question, "seeker", "card_opening", must, frozenset())


def _read_marked(row: dict[str, Any], identity: str) -> Row:
    from matching.language.training.corpus import parse  # noqa: PLC0415 - only gold of the corpus's format needs it

    text, spans = parse(row["m"])
    labels = [(span.label, span.value, text[span.start : span.end]) for span in spans]
    said = tuple(dict.fromkeys(((label,),) for label, _, _ in labels))
    if "where" in row:
        return Row(identity, text, None, "", row["where"], said, frozenset())
    if "who" in row:
        may = frozenset((act,) for act in row.get("may", ()))
        return Row(identity, text, None, row["who"], row["context"], said, may)
    stated = [one for label, value, words in labels if (one := _marked_fact(label, value, words))]
    must = () if row.get("under16") else tuple(dict.fromkeys(stated))
    return Row(identity, text, row.get("q"), "seeker", "idle", must, frozenset(one for fact in stated for one in fact))


def _marked_fact(label: str, value: str, words: str) -> tuple[Fact, ...]:
    """The fact that a label of the corpus's format states, and what else is right for it; nothing for other labels."""
    stated: tuple[Fact, ...] = ()
    if label == "major":
        stated = (("major", words),)
    elif value in {"", "0", "000000"}:
        pass
    elif label in {"did", "wants", "rejects"}:
        stated = tuple(("occ", label, code) for code in value.split("/"))
    elif label in {"lives", "in", "excludes"}:
        stated = (("place", "excludes" if label == "excludes" else "in", value),)
    elif label in {"years", "age", "wage"}:
        stated = ((label, float(value)),)
    elif label in {"paper", "nopaper"}:
        stated = ("cert", value, "yes" if label == "paper" else "no"), ("cert", value, "expired")
    elif label in _NAMED:
        stated = ((_NAMED[label], f"grp.{value}" if label == "group" else value),)
    return stated


def _found_facts(row: Row) -> frozenset[Fact]:
    from matching.understanding import understand  # noqa: PLC0415 - the encoder is slow to import

    return frozenset(facts_of(understand(row.text, ProfileQuestion(row.asked) if row.asked else None)))


def facts_of(read: Understanding) -> Iterator[Fact]:
    """What was understood as gold files state it: only what is held for sure."""
    for place in read.places:
        if place.sure and not place.candidates:
            yield "place", _ROLES[place.role], place.code
    for work in read.occupations:
        yield "occ", work.role, work.code
        if work.years is not None:
            yield "years", float(work.years)
    if read.education and read.education.sure:
        yield "edu", str(read.education.level)
    yield from (("major", major.name) for major in read.majors)
    if read.age is not None:
        yield "age", float(read.age)
    if read.wage_min is not None:
        yield "wage", float(read.wage_min)
    for paper in read.certificates or ():
        yield "cert", str(paper.kind), "yes" if paper.has else "no"
    yield from (("con", str(need)) for need in read.constraints)
    yield from (("grp", group.id) for group in read.groups if group.sure)


def _found_acts(row: Row) -> frozenset[Fact]:
    from matching.language.heads.acts import read_acts  # noqa: PLC0415 - the encoder is slow to import

    return frozenset((act.name,) for act in read_acts(row.text, row.who, row.context))


def _found_offences(row: Row) -> frozenset[Fact]:
    from matching.law.findings import lint  # noqa: PLC0415 - the encoder is slow to import

    return frozenset((finding.rule.category,) for finding in lint(row.text, where=row.context))


def _found_answer(row: Row) -> frozenset[Fact]:
    from matching.adverts.quotes import sentences_answering  # noqa: PLC0415 - the encoder is slow to import

    return frozenset(("answer", sentence) for sentence in list(sentences_answering(row.asked or "", row.text))[:1])


def _found_fields(row: Row) -> frozenset[Fact]:
    from matching.adverts.reading import read_advert  # noqa: PLC0415 - the encoder is slow to import

    read = read_advert(row.text).model_dump(mode="json", include=set(_ADVERT_FIELDS))
    return frozenset((name, value) for name, value in read.items() if value is not None and name not in row.unscored)


_READ: dict[str, Callable[[dict[str, Any], str], Row]] = {
    "facts": _read_facts, "acts": _read_acts, "law": _read_law, "adverts": _read_advert,
    "marked facts": _read_marked, "marked acts": _read_marked, "marked law": _read_marked,
}  # fmt: skip
_FOUND: dict[str, Callable[[Row], frozenset[Fact]]] = {
    "facts": _found_facts, "acts": _found_acts, "law": _found_offences, "adverts": _found_fields,
    "marked facts": _found_facts, "marked acts": _found_acts, "marked law": _found_offences, "answers": _found_answer,
}  # fmt: skip


def files_of(paths: Iterable[Path]) -> list[Path]:
    """The gold files among files and in folders."""
    found = [file for path in paths for file in (sorted(path.glob("*.jsonl")) if path.is_dir() else [path])]
    return [file for file in found if is_gold(file)]
