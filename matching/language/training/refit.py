"""A head on the encoder as it serves: that no longer moves, so that a pass over all texts takes seconds."""

from collections.abc import Sequence
from random import Random

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pad_sequence

from matching.language.e5 import tuned
from matching.language.encoder import token_vectors
from matching.language.heads.labels import HEADS
from matching.language.training.examples import Example
from matching.language.training.model import head_loss, new_head

_STEPS, _BATCH, _ENCODED = 1500, 64, 32
_RATE = 2e-3
_DROPOUT = 0.1

Read = tuple[Tensor, list[tuple[int, int]]]
"""A text's token vectors (tokens, hidden) and places."""


def refit(head: str, found: Sequence[Example], random: Random) -> None:
    """Fit a head to all of its examples and write it into the file of tuned weights.

    Args:
        head: its name.
        found: what it learns from.
        random: of the order of examples.
    """
    torch.manual_seed(random.randrange(2**31))
    known = tuned.read()
    dropout = nn.Dropout(_DROPOUT)
    read = _read(found)
    layer = new_head(read[0][0].shape[1], len(HEADS[head]))
    passes = _STEPS // (len(found) // _BATCH + 1) + 1
    steps = passes * (len(found) // _BATCH + 1)
    optimizer = torch.optim.AdamW(layer.parameters(), lr=_RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: max(0.02, 1 - step / steps))
    for _ in range(passes):
        order = random.sample(range(len(found)), len(found))
        for start in range(0, len(order), _BATCH):
            chosen = order[start : start + _BATCH]
            vectors = pad_sequence([read[one][0] for one in chosen], batch_first=True)
            scores = layer(dropout(vectors))
            loss = head_loss(head, [found[one] for one in chosen], scores, [read[one][1] for one in chosen])
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    tensors = dict(known.tensors)
    for name, value in ((f"{head}.w", layer.weight), (f"{head}.b", layer.bias)):
        tensors[f"head.{name}"] = value.detach().numpy()
    tuned.write(tuned.FILE, known.steps, tensors)


def _read(found: Sequence[Example]) -> list[Read]:
    order = sorted(range(len(found)), key=lambda one: len(found[one].text))
    read: dict[int, Read] = {}
    for start in range(0, len(order), _ENCODED):
        chosen = order[start : start + _ENCODED]
        texts = [found[one].prompt + found[one].text for one in chosen]
        for one, (vectors, places) in zip(chosen, token_vectors(texts), strict=True):
            read[one] = torch.from_numpy(np.asarray(vectors, dtype=np.float32)), [(a, e) for a, e in places]
    return [read[one] for one in range(len(found))]
