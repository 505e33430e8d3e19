"""The corpus: rows of labelled texts by their writers, and what may be wrong with them.

The format is in `matching/language/corpus/README.md`. `python -m matching.language.training.corpus` checks it.
"""

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.catalogue import lint_rules, occupations, places
from data.vocabulary import Education
from matching.language.acts import ABOUT, ACTS
from matching.language.heads import labels

FOLDER = Path(__file__).parents[1] / "corpus"
KINDS = ("messages", "acts", "law", "adverts", "answers", "lines", "wishes")
_LABEL = re.compile(r"\{([a-z_]+)(?:[=:@]([^|{}]*))?\|([^{}]*)\}")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


WORK = frozenset({*labels.WORK_ROLES, "title"})
"""Labels whose value is an occupation: a code, several equally right ones (`A/B`), or 0 for none."""
PLACES = frozenset({*labels.PLACE_ROLES, "place"})
"""Labels whose value is a GB/T 2260 code; 000000 where two places are possible."""
OF_MESSAGES = _words("years age wage edu unfinished major paper nopaper need lifted group cannot ask act wrong")
OF_ADVERTS = frozenset(labels.ADVERT) - WORK - PLACES
CATEGORIES = frozenset(rule.category for rule in lint_rules.lint_rules())
"""Of the law check."""
ASKED = _words("place did wants education age certificates wage constraints household")
LARGEST_SHARE = 0.4
"""Of a kind's rows that one writer may hold: a model learns the habits of whoever wrote most of it."""
ONLY = {"course": labels.ONLY[0], "opening": labels.ONLY[1]}
"""What a `wishes` row may want `only`, and its label."""
SHORTEST_COPY = 6
"""Characters from which on two equal texts are no accident."""


@dataclass(frozen=True)
class Span:
    """Labelled words of a text."""

    label: str
    value: str
    """Code, level, name or what an act is about; empty where the label has none."""
    start: int
    end: int


@dataclass(frozen=True)
class Row:
    """One text as somebody wrote it."""

    kind: str
    writer: str
    where: str
    """File and line, for whoever mends it."""
    text: str
    spans: tuple[Span, ...]
    rest: dict[str, Any]
    """What else stands there: `q`, `for`, `under16`; `who`, `context`, `may`; `where`; categories `c`; asked `qa`; acts
    that a line `answers`."""


def parse(marked: str) -> tuple[str, tuple[Span, ...]]:
    """A text with labels as the text and its spans.

    Raises:
        ValueError: a brace that belongs to no label, or a label without words.
    """
    plain, spans, last = "", [], 0
    for found in _LABEL.finditer(marked):
        plain += marked[last : found.start()]
        label, value, words = found.group(1), found.group(2) or "", found.group(3)
        if not words.strip():
            raise ValueError(f"{label} without words")
        spans.append(Span(label, value, len(plain), len(plain) + len(words)))
        plain, last = plain + words, found.end()
    plain += marked[last:]
    if "{" in plain or "}" in plain:
        raise ValueError("a brace that belongs to no label")
    return plain, tuple(spans)


def read(folder: Path = FOLDER) -> Iterator[Row]:
    """Every row of the files `<kind>_<writer>.jsonl`, in their order.

    Raises:
        ValueError: a line that is no row; the message names it.
    """
    for path in sorted(folder.glob("*.jsonl")):
        kind, _, writer = path.stem.partition("_")
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            where = f"{path.name}:{number}"
            try:
                row = json.loads(line)
                if "writer" in row:
                    continue
                text, spans = parse(row.pop("m", None) or row.pop("t"))
            except (KeyError, ValueError) as error:
                raise ValueError(f"{where}: {error}") from error
            yield Row(kind, writer, where, text, spans, row)


def problems(rows: Iterable[Row], apart: Iterable[str] = ()) -> list[str]:
    """What is wrong, a line each. `apart`: texts that must not stand in the corpus."""
    found, seen, shares = list[str](), dict[tuple[str, str], str](), defaultdict[str, Counter[str]](Counter)
    forbidden = {_bare(text) for text in apart}
    for row in rows:
        found += [f"{row.where}: {problem}" for problem in _problems_of(row)]
        same = seen.setdefault((row.kind + row.writer, row.text), row.where)
        if same != row.where:
            found.append(f"{row.where}: the text of {same} again")
        if len(_bare(row.text)) >= SHORTEST_COPY and _bare(row.text) in forbidden:
            found.append(f"{row.where}: stands in a set that is measured with")
        shares[row.kind][row.writer.removesuffix("_lawful")] += 1
    for kind, writers in shares.items():
        writer, most = writers.most_common(1)[0]
        if len(writers) > 2 and most > LARGEST_SHARE * writers.total():
            found.append(f"{kind}: {writer} wrote {most} of {writers.total()} rows")
    return found


def _bare(text: str) -> str:
    return re.sub(r"\W", "", text).lower()


def _problems_of(row: Row) -> Iterator[str]:  # noqa: C901 - one question after the other
    if row.kind not in KINDS:
        yield f"{row.kind} is no kind of corpus"
        return
    if row.rest.get("only") not in {None, *ONLY}:
        yield f"nobody wants only {row.rest['only']}"
    for span in row.spans:
        if not _is_known(row.kind, span):
            yield f"unknown label {span.label}={span.value}"
    if row.kind == "messages" and row.rest.get("q") not in {None, *ASKED}:
        yield f"nobody asks for {row.rest['q']}"
    if row.kind == "acts":
        if not row.spans:
            yield "does nothing"
        if unknown := set(row.rest.get("may", ())) - ACTS.keys():
            yield f"unknown acts {sorted(unknown)}"
    if unknown := set(row.rest.get("answers", ())) - ACTS.keys():
        yield f"unknown acts {sorted(unknown)}"
    if row.kind == "law" and (unknown := set(row.rest.get("c", ())) - CATEGORIES):
        yield f"unknown categories {sorted(unknown)}"
    for question, answer in row.rest.get("qa", ()):
        if answer is not None and row.text.count(answer) != 1:
            yield f"{question}: the answer stands in the text {row.text.count(answer)} times"


def _is_known(kind: str, span: Span) -> bool:
    if kind == "law":
        return span.label in CATEGORIES
    if kind == "acts":
        return span.label in ACTS and _about_is_known(span)
    if kind == "adverts":
        return span.label in OF_ADVERTS or (span.label in {"title", "place"} and _value_is_known(span))
    return span.label in OF_MESSAGES | WORK | PLACES and _value_is_known(span)


def _about_is_known(span: Span) -> bool:
    if span.label not in ABOUT or not span.value:
        return True
    reason = span.value.partition("@")[0]
    return all(one in ABOUT[span.label] or one.isdigit() for one in re.split("[+,]", reason))


def _value_is_known(span: Span) -> bool:
    value = span.value
    if span.label in WORK:
        return all(code == "0" or occupations.get(code) is not None for code in value.split("/"))
    if span.label in PLACES:
        return bool(re.fullmatch(r"\d{6}", value)) and (not value.startswith("21") or places.get(value) is not None)
    needs = frozenset(labels.NEEDS)
    known = {"need": needs, "lifted": needs, "group": frozenset(labels.GROUPS), "edu": frozenset(Education) | {""}}
    return value in known[span.label] if span.label in known else True


def _texts_in(folder: Path) -> Iterator[str]:
    """Every string of every JSONL file below a folder."""
    for path in folder.rglob("*.jsonl"):
        for line in path.read_text("utf-8").splitlines():
            row = json.loads(line)
            yield from (value for value in row.values() if isinstance(value, str)) if isinstance(row, dict) else ()


def main() -> int:
    """Print what is wrong and how much there is; 1 when anything is wrong."""
    options = argparse.ArgumentParser(description="Check the corpus.")
    options.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    options.add_argument(
        "--apart", type=Path, help="folder of sets that are measured with: none of their texts may occur"
    )
    chosen = options.parse_args()
    rows = list(read(chosen.folder))
    wrong = problems(rows, _texts_in(chosen.apart) if chosen.apart else ())
    for problem in wrong:
        print(problem)
    for kind in KINDS:
        of_kind = [row for row in rows if row.kind == kind]
        labels = sum(len(row.spans) for row in of_kind)
        print(f"{kind}: {len(of_kind)} rows, {labels} labels, {len({row.writer for row in of_kind})} files")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
