"""A sentence-transformers model with vectors of another length than the bundled one's."""

from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Dense, Normalize

from matching.language.encoder import E5_PROMPTS, load_encoder

OTHER_DIMENSION = 96


def save_other_model(path: Path) -> Path:
    """Save the bundled model with its vectors projected to fewer numbers."""
    torch.manual_seed(1)
    bundled = list(load_encoder())
    shorter = Dense(384, OTHER_DIMENSION, bias=False, activation_function=torch.nn.Identity())
    model = SentenceTransformer(modules=[*bundled, shorter, Normalize()], prompts=dict(E5_PROMPTS), device="cpu")
    model.save(str(path))
    return path
