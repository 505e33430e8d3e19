"""Training runs from the corpus to a file: not how well it learns, only that it does."""

from pathlib import Path
from random import Random

import pytest

from matching.language.e5 import tuned
from matching.language.heads.labels import HEADS, REFIT
from matching.language.training.corpus import Row, Span, parse
from matching.language.training.examples import examples
from matching.language.training.pairs import pairs
from matching.language.training.train import train

ROWS = {
    "acts_one": '{"who": "seeker", "context": "list", "m": "{hours|几点上班}"}\n',
    "messages_one": (
        '{"q": null, "m": "{did=6-18-01-01|车床}干了{years|三年}"}\n'
        '{"q": "wants", "m": "想学{wants=6-31-01-03|电工}"}\n'
    ),
    "law_one": '{"where": "advert", "m": "{gender|只要男的}"}\n{"where": "advert", "m": "男女不限"}\n',
    "adverts_one": '{"m": "招{title=6-31-01-03|电工}{headcount|两名}，月薪{wage|五千}"}\n',
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    for name, rows in ROWS.items():
        (tmp_path / f"{name}.jsonl").write_text(rows, "utf-8")
    return tmp_path


def test_a_few_steps_change_the_weights_and_are_kept(corpus: Path, tmp_path: Path) -> None:
    target = tmp_path / "tuned.npz"
    train(corpus, target, epochs=1, held_out=frozenset(), steps=6, frozen=11)
    read = tuned.read(target)
    assert all(
        read.tensors[f"head.{head}.w"].shape == (len(labels), 384)
        for head, labels in HEADS.items()
        if head not in REFIT
    )
    assert {name.partition(".")[0] for name in read.steps} == {"l11"}
    assert any(scales.max() > 1e-6 for _, scales in read.steps.values())


def _row(kind: str, marked: str, **rest: object) -> Row:
    text, spans = parse(marked)
    return Row(kind, "someone", "here:1", text, spans, rest)


def test_an_example_carries_the_union_of_work_and_its_role() -> None:
    found = examples([_row("messages", "{did=6-18-01-01|车床}干了三年", q=None)], Random(1))
    (one,) = [example for example in found if example.head == "facts"]
    assert one.words == ((0, 2, frozenset({"work", "did"})),)
    assert one.work == ((0, 2, "6-18-01-01"),)


def test_acts_that_may_be_right_teach_nothing() -> None:
    (one,) = examples([_row("acts", "{hours|几点}", who="seeker", context="list", may=["shift"])], Random(1))
    assert one.unknown == {"shift"}
    assert one.whole == {"hours"}


def test_words_of_the_corpus_ask_for_their_occupation() -> None:
    row = Row("messages", "someone", "here:1", "看大门", (Span("did", "4-07-05-01", 0, 3),), {})
    assert any(pair.asked == "看大门" and "4-07-05-01" in pair.codes for pair in pairs([row]))
