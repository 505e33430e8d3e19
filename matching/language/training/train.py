"""Train the model from the corpus and the catalogues alone; `make model` calls it.

One pass takes some ten minutes on two cores.
"""

import argparse
import time
from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from random import Random

import numpy as np
import torch
from torch.nn.utils import clip_grad_norm_

from matching.language.e5 import tuned
from matching.language.heads.labels import HEADS, REFIT
from matching.language.training.calibrate import calibrate
from matching.language.training.corpus import FOLDER, Row, read
from matching.language.training.examples import Example, examples
from matching.language.training.model import SHORT, Model, stored_name
from matching.language.training.pairs import Pair, pairs
from matching.language.training.refit import refit

SEED = 1
CALIBRATION = frozenset({"du", "gao", "wei"})
"""Writers on whose texts limits are chosen: training does not see them."""
STAGES: tuple[tuple[frozenset[str], float], ...] = (
    (frozenset("geng hui jiao juan lang liang nuo ping rui sha shuo xiu xun zhen".split()), 1.0),  # noqa: SIM905
    (frozenset("bin cheng dou fan gui heng jun kun lai lun nian qiu xia yun zhuo zong".split()), 1.0),  # noqa: SIM905
)
"""What follows on the training with all other writers, one pass each: writers who came when the encoder was finished,
whose texts are seen twice, and the share of the texts known before that are seen with them. What was tried and not kept
is in `docs/language.md`.
"""
WAITING = frozenset({"sheng", "ze"})
"""Writers whom the model in the repository has not seen: they wait for a stage of their own."""
FROZEN = 4
"""Lowest layers that keep the bundled weights."""
_BATCH, _PAIRS = 16, 48
_PAIRS_AN_EPOCH = 5000
_LONG = 40
"""Characters of an answer from which on a pair is learned among its like: a batch is as slow as its longest text."""
_SHARES = {"acts": 0.7, "law": 0.7, "answer": 0.7}
"""Of a head's examples in one pass: in three passes nearly every one is seen."""
_STORED = 0.7
"""Share of the steps after which the matrices are used as the file will hold them."""
_ENCODER_RATE, _HEAD_RATE = 3e-4, 4e-3
_FURTHER = 0.5
"""Of both rates, where an earlier training is gone on with."""
_WARMUP = 100
_LIKE_LENGTH = 256
"""Examples that are sorted by length among themselves before they are cut into batches."""
_SAYS = 50
_LIMIT = 0.5
"""Of every label until limits are chosen."""
Batch = tuple[str, list[Example]] | list[Pair]


def train(
    corpus: Path, target: Path, *, epochs: int, held_out: frozenset[str], steps: int = 0, frozen: int = FROZEN,
    newest: frozenset[str] = frozenset(), share: float = 1.0,
) -> None:  # fmt: skip
    """Train on the writers that are not held out and write the tuned weights.

    Args:
        corpus: its folder.
        target: the file to write.
        epochs: passes over the texts.
        held_out: writers who are left out.
        steps: ends it sooner.
        frozen: lowest layers that keep the bundled weights.
        newest: where there are any, training goes on from the file that there is, more slowly, with theirs twice.
        share: of the other writers' texts.
    """
    torch.manual_seed(SEED)
    random = Random(SEED)
    rows = [row for row in read(corpus) if row.writer not in held_out]
    model = Model(frozen).train()
    relations = pairs(rows)
    if newest:
        model.take_up(tuned.read())
        new = [row for row in rows if row.writer in newest]
        others = [row for row in rows if row.writer not in newest]
        rows = random.sample(others, round(share * len(others))) + 2 * new
    pair_count = round(share * _PAIRS_AN_EPOCH)
    plan = [_epoch(_together(rows, random), relations, random, pair_count) for _ in range(epochs)]
    count = min(sum(map(len, plan)), steps or 10**9)
    print(f"{len(rows)} rows, {len(relations)} pairs, {count} steps", flush=True)
    slower = _FURTHER if newest else 1.0
    learning = [value for value in model.encoder.parameters() if value.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": learning, "lr": _ENCODER_RATE * slower},
            {"params": model.heads.parameters(), "lr": _HEAD_RATE * slower},
        ],
        weight_decay=0.01,
        fused=True,
    )
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / _WARMUP) * max(0.02, 1 - step / count)
    )
    begun, recent = time.monotonic(), list[float]()
    step = 0
    for epoch in plan:
        for batch in epoch[: count - step]:
            optimizer.zero_grad()
            with model.as_stored() if step >= _STORED * count else nullcontext():
                loss = model.pair_loss(batch) if isinstance(batch, list) else model.loss(*batch, random)
                loss.backward()  # type: ignore[no-untyped-call]
            clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            recent.append(loss.item())
            step += 1
            if step % _SAYS == 0:
                taken = time.monotonic() - begun
                print(f"{step}/{count} {taken:.0f} s loss {np.mean(recent[-_SAYS:]):.3f}", flush=True)
        write(model, target)


def _together(rows: Sequence[Row], random: Random) -> list[Example]:
    """Examples of the heads that learn together with the encoder."""
    return [one for one in examples(rows, random) if one.head not in REFIT]


def _epoch(found: list[Example], relations: list[Pair], random: Random, pair_count: int) -> list[Batch]:
    """One pass over the examples and so many of the pairs, in batches of one kind each."""
    batches: list[Batch] = []
    for head in sorted({one.head for one in found}):
        of_head = [one for one in found if one.head == head]
        random.shuffle(of_head)
        of_head = of_head[: round(_SHARES.get(head, 1) * len(of_head))]
        for start in range(0, len(of_head), _LIKE_LENGTH):
            alike = sorted(of_head[start : start + _LIKE_LENGTH], key=lambda one: len(one.text))
            batches += [(head, alike[at : at + _BATCH]) for at in range(0, len(alike), _BATCH)]
    chosen = random.sample(relations, min(len(relations), pair_count))
    long = [pair for pair in chosen if len(pair.answer) > _LONG]
    short = [pair for pair in chosen if len(pair.answer) <= _LONG]
    batches += [short[at : at + _PAIRS] for at in range(0, len(short), _PAIRS)]
    batches += [long[at : at + _BATCH] for at in range(0, len(long), _BATCH)]
    random.shuffle(batches)
    return batches


def write(model: Model, target: Path) -> None:
    """The model's changes and heads as a file."""
    steps = {}
    for path, module in model.matrices():
        layer, _, part = path.partition(".")
        steps[f"l{layer}.{SHORT[part]}.w"] = tuned.rounded((module.weight.detach() - model.bundled(path)).numpy())
    tensors = {}
    for path, values in model.encoder.bert.encoder.layer.named_parameters():
        if values.requires_grad and values.dim() == 1:
            tensors[stored_name(path)] = values.detach().numpy()
    for name, head in model.heads.items():
        for kind, values in head.named_parameters():
            tensors[f"head.{name}.{kind[0]}"] = values.detach().numpy()
        tensors[f"limit.{name}"] = np.full(len(HEADS[name]), _LIMIT, dtype=np.float32)
    tuned.write(target, steps, tensors)


def main() -> None:
    options = argparse.ArgumentParser(description="Train the language model and choose its limits.")
    options.add_argument("--corpus", type=Path, default=FOLDER)
    options.add_argument("--epochs", type=int, default=3)
    options.add_argument("--steps", type=int, default=0, help="end after so many steps, to try")
    options.add_argument("--frozen", type=int, default=FROZEN)
    options.add_argument("--without", nargs="*", default=[], help="more writers who are held out")
    options.add_argument(
        "--further", action="store_true", help="no training anew: the last stage only, from the file there is"
    )
    options.add_argument("--heads", action="store_true", help="the encoder as it is: heads, names and limits only")
    options.add_argument("--names", action="store_true", help="no training: vectors of names and limits only")
    chosen = options.parse_args()
    held_out = CALIBRATION | WAITING | frozenset(chosen.without)
    if not (chosen.names or chosen.heads):
        sizes = {"steps": chosen.steps, "frozen": chosen.frozen}
        if not chosen.further:
            train(chosen.corpus, tuned.FILE, epochs=chosen.epochs, held_out=held_out | _writers(STAGES), **sizes)
        for place, (writers, share) in enumerate(STAGES):
            to_come = STAGES[place + 1 :]
            if not (chosen.further and to_come):
                left_out = held_out | _writers(to_come)
                train(chosen.corpus, tuned.FILE, epochs=1, held_out=left_out, newest=writers, share=share, **sizes)
        tuned.tuned_weights.cache_clear()
    if not chosen.names:
        _refit(chosen.corpus, held_out)
    calibrate(chosen.corpus, CALIBRATION)


def _writers(stages: Sequence[tuple[frozenset[str], float]]) -> frozenset[str]:
    return frozenset().union(*(writers for writers, _ in stages))


def _refit(corpus: Path, held_out: frozenset[str]) -> None:
    """The heads that learn on the finished encoder."""
    random = Random(SEED)
    found = list(examples((row for row in read(corpus) if row.writer not in held_out), random))
    for head in REFIT:
        refit(head, [one for one in found if one.head == head], random)
        tuned.tuned_weights.cache_clear()


if __name__ == "__main__":
    main()
