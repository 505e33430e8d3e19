"""The file of the tuned encoder: what training changed in the bundled weights, and the heads.

A changed matrix differs from the bundled one by one of four multiples of its row's scale: two bits a weight, so that
the whole of it fits in a repository. Norms, biases and heads are kept as 16-bit numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Steps = tuple[NDArray[np.uint8], Floats]
"""Which level each weight takes (rows, columns), and the scale of each row (rows)."""
FILE = Path(__file__).parents[1] / "model" / "tuned.npz"
LEVELS = np.array([-1.51, -0.453, 0.453, 1.51], dtype=np.float32)
BOUNDS = np.array([-0.98, 0.0, 0.98], dtype=np.float32)
"""In standard deviations: the quantiser of four levels that loses least of a normal distribution (J. Max 1960)."""
_PLACES = np.array([0, 2, 4, 6], dtype=np.uint8)


@dataclass(frozen=True)
class Tuned:
    """What the file holds."""

    steps: Mapping[str, Steps]
    """By the tensor's name in the packed file."""
    tensors: Mapping[str, Floats]
    """Norms and biases that replace the bundled ones; `head.<name>.w` (labels, hidden), `.b`, `limit.<name>`."""
    digest: str
    """Names these weights."""

    def matrix(self, name: str, bundled: Floats) -> Floats:
        """A tensor (rows, columns) of the packed file as training left it."""
        if name not in self.steps:
            return bundled
        steps, scales = self.steps[name]
        return bundled + LEVELS[steps] * scales[:, None]


def rounded(change: Floats) -> Steps:
    """A change of a matrix (rows, columns) as what the file can hold."""
    scales = np.maximum(change.std(axis=1), 1e-8).astype(np.float32)
    return np.digitize(change / scales[:, None], BOUNDS).astype(np.uint8), scales


def write(path: Path, steps: Mapping[str, Steps], tensors: Mapping[str, Floats]) -> None:
    """Writes the file anew."""
    content: dict[str, Any] = {}
    for name, (step, scales) in steps.items():
        content[f"steps.{name}"] = (step.reshape(-1, len(_PLACES)) << _PLACES).sum(axis=1, dtype=np.uint8)
        content[f"scales.{name}"] = scales.astype(np.float16)
        content[f"shape.{name}"] = np.array(step.shape, dtype=np.int32)
    content |= {f"tensor.{name}": values.astype(np.float16) for name, values in tensors.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(path, **content)


def read(path: Path = FILE) -> Tuned:
    """What is in the file.

    Raises:
        OSError: it is not there.
    """
    with np.load(path) as file:
        content = {name: file[name] for name in file.files}
    steps = {
        name: (_steps(content[f"steps.{name}"], tuple(content[f"shape.{name}"])), _floats(content[f"scales.{name}"]))
        for name in (key.removeprefix("steps.") for key in content if key.startswith("steps."))
    }
    tensors = {key.removeprefix("tensor."): _floats(values) for key, values in content.items() if key[:7] == "tensor."}
    return Tuned(steps, tensors, blake2b(path.read_bytes(), digest_size=6).hexdigest())


@cache
def tuned_weights() -> Tuned | None:
    """The file of this program; none before the model has been trained."""
    return read() if FILE.exists() else None


def _floats(values: NDArray[Any]) -> Floats:
    return values.astype(np.float32)


def _steps(packed: NDArray[np.uint8], shape: tuple[int, ...]) -> NDArray[np.uint8]:
    return np.asarray(packed[:, None] >> _PLACES & 3, dtype=np.uint8).reshape(shape)


@dataclass(frozen=True)
class Names:
    """Vectors of names, in fewer dimensions."""

    places: Mapping[int, int]
    """By the name's key, its row."""
    vectors: Floats
    """(names, kept), length 1"""
    projection: Floats
    """(hidden, kept)"""

    def place(self, name: str) -> int | None:
        """The row of a name; none of one that came after training."""
        return self.places.get(_key(name))


def _key(name: str) -> int:
    return int.from_bytes(blake2b(name.encode("utf-8"), digest_size=8).digest(), "little")


def write_names(path: Path, names: Sequence[str], vectors: Floats, kept: int = 192) -> None:
    """Writes vectors (names, hidden) in their `kept` most telling dimensions, four bits a number."""
    values, directions = np.linalg.eigh(vectors.T @ vectors)
    projection = directions[:, np.argsort(-values)[:kept]].astype(np.float32)
    small = vectors @ projection
    scales = np.abs(small).max(axis=1) / 7
    numbers = (np.round(small / scales[:, None]) + 8).astype(np.uint8)
    np.savez_compressed(
        path,
        keys=np.array([_key(name) for name in names], dtype=np.uint64),
        numbers=numbers[:, ::2] | numbers[:, 1::2] << 4,
        projection=projection.astype(np.float16),
    )


def read_names(path: Path) -> Names:
    """What `write_names` wrote.

    Raises:
        OSError: the file is not there.
    """
    with np.load(path) as file:
        keys, packed, projection = file["keys"], file["numbers"], _floats(file["projection"])
    vectors = np.empty((len(packed), packed.shape[1] * 2), dtype=np.float32)
    vectors[:, ::2], vectors[:, 1::2] = packed & 15, packed >> 4
    vectors -= 8
    places = {int(key): place for place, key in enumerate(keys)}
    return Names(places, vectors / np.linalg.norm(vectors, axis=1, keepdims=True), projection)


@cache
def names_file() -> Names:
    """The vectors of what occupations are called."""
    return read_names(FILE.with_name("names.npz"))
