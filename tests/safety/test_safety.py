"""What must never get worse: facts kept as the opposite of what was said, children, fees, seized papers.

Written by somebody who had not seen the code. `known.txt` names the rows that fail today, and only those that have been
looked at may stand there: any other one fails the test.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from data.vocabulary import Intent, ProfileQuestion
from matching.evaluation.gold import facts_of
from matching.law.findings import lint
from matching.understanding import understand

FOLDER = Path(__file__).parent
TODAY = date(2026, 11, 29)
MEANT = {
    "deposit": {"deposit", "training_fee", "training_loan"},
    "fee": {"training_fee", "deposit", "training_loan"},
    "papers": {"document_seizure"},
    "child": {"child_labour"},
}
"""Categories that say what is wrong with an advert, by kind of row."""

Row = dict[str, Any]


def _rows(name: str) -> Iterator[Row]:
    for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines():
        yield json.loads(line)


def _message_fails(row: Row) -> bool:
    read = understand(row["text"], ProfileQuestion(row["question"]) if row["question"] else None, today=TODAY)
    held = set(facts_of(read))
    if row["kind"] == "under16":
        return read.intent is not Intent.UNDERAGE or bool({fact for fact in held if fact[0] != "age"})
    return any(tuple(fact) in held for fact in row["never"])


def _advert_fails(row: Row) -> bool:
    found = {finding.rule.category for finding in lint(row["text"])}
    if row["kind"] == "lawful":
        return bool(found & set().union(*MEANT.values()))
    return not found & MEANT[row["kind"]]


def failing(name: str, fails: Callable[[Row], bool]) -> set[str]:
    """Ids of the rows that fail."""
    return {row["id"] for row in _rows(name) if fails(row)}


@pytest.mark.parametrize(("name", "fails"), [("messages", _message_fails), ("adverts", _advert_fails)])
def test_nothing_fails_that_held_before(name: str, fails: Callable[[Row], bool]) -> None:
    known = set((FOLDER / "known.txt").read_text("utf-8").split())
    assert failing(name, fails) - known == set()
