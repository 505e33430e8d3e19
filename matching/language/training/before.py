"""What the bundled encoder makes of texts: search by meaning must not forget it while the heads learn.

Measured with `shitu evaluate`: the heads alone took from .55 to .41 (nDCG@10) what long texts are found by.
"""

from collections.abc import Iterable, Sequence
from random import Random

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, Pooling
from torch import Tensor

from matching.language.e5.module import PackedE5
from matching.language.encoder import E5_PROMPTS
from matching.language.training.corpus import Row
from matching.language.training.pairs import Pair

_LONG = 40
"""Characters from which on a text is like a listing."""
_LISTINGS = frozenset({"adverts", "answers", "law"})


def listing_texts(rows: Iterable[Row]) -> list[str]:
    """What reads like a listing, as the encoder sees what is offered."""
    found = (row.text for row in rows if row.kind in _LISTINGS and len(row.text) >= _LONG)
    return [E5_PROMPTS["document"] + text for text in dict.fromkeys(found)]


def wish_texts(rows: Iterable[Row]) -> list[str]:
    """What people tell, as the encoder sees what is asked for."""
    found = (row.text for row in rows if row.kind == "messages")
    return [E5_PROMPTS["query"] + text for text in dict.fromkeys(found)]


def vectors_before(pairs: Sequence[Pair], kept: Sequence[str], random: Random) -> dict[str, Tensor]:
    """Of each text the bundled encoder's vector without what all texts of its prompt share, of length 1.

    Taking out the mean changes little of who is near whom, and what is left differs more: so it can be learned.
    """
    short = {E5_PROMPTS["query"] + pair.asked for pair in pairs} | {
        E5_PROMPTS["document"] + pair.answer for pair in pairs
    }
    texts = sorted({*short, *kept})
    modules = [PackedE5(tuned=False), Pooling(PackedE5(tuned=False).get_embedding_dimension(), "mean"), Normalize()]
    model = SentenceTransformer(modules=modules, device="cpu")
    found = torch.tensor(model.encode(texts, batch_size=8, show_progress_bar=False))
    vectors = dict(zip(texts, found, strict=True))
    for prompt in E5_PROMPTS.values():
        of_kept = [text for text in kept if text.startswith(prompt)]
        of_pairs = sorted(text for text in short if text.startswith(prompt))
        alike = of_kept + random.sample(of_pairs, min(len(of_kept), len(of_pairs)))
        mean = torch.stack([vectors[text] for text in alike]).mean(0)
        for text in texts:
            if text.startswith(prompt):
                vectors[text] = torch.nn.functional.normalize(vectors[text] - mean, dim=0)
    return vectors
