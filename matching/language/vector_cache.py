"""Vectors of texts that were embedded before, kept in files between runs.

For evaluation corpora and listing files, which are read again and again; the listings of the service keep their vectors
beside their rows.
"""

import contextlib
import hashlib
import io
import os
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from matching.language.encoder import Vectors, dimension, embed_documents, embed_queries, model_id

_BATCH = 256
"""Texts embedded before they are written down: an interrupted run loses no more."""


def default_directory() -> Path:
    """`SHITU_HOME/cache`, or the user's cache folder where no home is set."""
    home = os.environ.get("SHITU_HOME", "").strip()
    return Path(home).expanduser() / "cache" if home else Path.home() / ".cache" / "shitu"


class VectorCache:
    """Vectors of one model by the hash of their text, in `directory`/vectors/<model>."""

    def __init__(self, directory: Path | None = None) -> None:
        """Reads what is there; a damaged file counts as absent."""
        self._folder = (directory or default_directory()) / "vectors" / model_id().replace("/", "_")
        self._known: dict[bytes, Vectors] = {}
        for file in sorted(self._folder.glob("*.npz")):
            with contextlib.suppress(OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
                batch = np.load(io.BytesIO(file.read_bytes()))
                self._known.update(zip(map(bytes, batch["keys"]), batch["vectors"], strict=True))

    def query_vectors(self, texts: Sequence[str]) -> Vectors:
        """As `encoder.embed_queries`."""
        return self._vectors(texts, b"query", embed_queries)

    def document_vectors(self, texts: Sequence[str]) -> Vectors:
        """As `encoder.embed_documents`."""
        return self._vectors(texts, b"document", embed_documents)

    def _vectors(self, texts: Sequence[str], side: bytes, embed: Callable[[Sequence[str]], Vectors]) -> Vectors:
        keys = [hashlib.blake2b(text.encode("utf-8", "replace"), key=side, digest_size=16).digest() for text in texts]
        new = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        by_length = sorted(new, key=lambda key: len(new[key]))
        for start in range(0, len(by_length), _BATCH):
            batch = by_length[start : start + _BATCH]
            vectors = embed([new[key] for key in batch])
            self._known.update(zip(batch, vectors, strict=True))
            with contextlib.suppress(OSError):  # a cache that cannot be written only costs time
                self._write(batch, vectors)
        if not keys:
            return np.empty((0, dimension()), dtype=np.float32)
        return np.stack([self._known[key] for key in keys])

    def _write(self, keys: list[bytes], vectors: Vectors) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        name = hashlib.blake2b(b"".join(keys), digest_size=8).hexdigest()
        with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".new", delete=False) as file:
            np.savez(file, keys=np.frombuffer(b"".join(keys), dtype=np.uint8).reshape(len(keys), -1), vectors=vectors)
        Path(file.name).replace(self._folder / f"{name}.npz")
