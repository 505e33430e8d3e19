"""The encoder layers of multilingual-e5-small as an ONNX graph: packed 4-bit weights as they are, tuned ones in 8 bits.

`MatMulNBits` multiplies blocks with activations rounded to 8 bits row by row, so a text's vector does not depend
on the texts beside it; the cosine with 32-bit arithmetic is above .9999. Operators of the domain `com.microsoft` are
described in ONNX Runtime's ContribOperators.md.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from matching.language.e5.tuned import Tuned
from matching.language.e5.weights import BLOCK, PackedWeights, unpacked

_CONTRIB = "com.microsoft"
_INT8_ACTIVATIONS = 4
_TUNED_BLOCK = 128


def encoder_graph(weights: PackedWeights, tuned: Tuned | None = None) -> bytes:
    """A model `embeddings` (texts, tokens, hidden), `mask` (texts, tokens) → `tokens` (texts, tokens, hidden)."""
    return _Builder(weights, tuned).model()


class _Builder:
    def __init__(self, weights: PackedWeights, tuned: Tuned | None) -> None:
        self._weights = weights
        self._tuned = tuned
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def model(self) -> bytes:
        hidden = self._weights.hidden
        flow = self._node("LayerNormalization", ["embeddings", *self._norm("emb.ln")], epsilon=self._weights.epsilon)
        for number in range(self._weights.layers):
            flow = self._layer(f"l{number}.", flow)
        self._nodes[-1].output[0] = "tokens"
        graph = helper.make_graph(
            self._nodes,
            "multilingual-e5-small",
            [
                helper.make_tensor_value_info("embeddings", TensorProto.FLOAT, ["texts", "tokens", hidden]),
                helper.make_tensor_value_info("mask", TensorProto.INT32, ["texts", "tokens"]),
            ],
            [helper.make_tensor_value_info("tokens", TensorProto.FLOAT, ["texts", "tokens", hidden])],
            self._constants,
        )
        versions = [helper.make_opsetid("", 17), helper.make_opsetid(_CONTRIB, 1)]
        return bytes(helper.make_model(graph, opset_imports=versions, ir_version=9).SerializeToString())

    def _layer(self, layer: str, flow: str) -> str:
        hidden, inner = self._weights.hidden, self._weights.inner
        query, key, value = (self._linear(flow, layer + part, hidden) for part in "qkv")
        heads = {"num_heads": self._weights.heads, "domain": _CONTRIB}
        attended = self._node("MultiHeadAttention", [query, key, value, "", "mask"], **heads)
        flow = self._add_norm(flow, self._linear(attended, layer + "ao", hidden), layer + "aln")
        widened = self._node("Gelu", [self._linear(flow, layer + "fi", hidden)], domain=_CONTRIB)
        return self._add_norm(flow, self._linear(widened, layer + "fo", inner), layer + "oln")

    def _linear(self, flow: str, name: str, columns: int) -> str:
        bits, block = 4, BLOCK
        if self._tuned and f"{name}.w" in self._tuned.steps:
            bits, block = 8, _TUNED_BLOCK
            bundled = unpacked(self._weights.blocks(f"{name}.w", columns)).reshape(-1, columns)
            packed, scales = _eight_bits(self._tuned.matrix(f"{name}.w", bundled))
        else:
            packed, scales = _four_bits(self._weights.blocks(f"{name}.w", columns))
        inputs = [flow, self._constant(f"{name}.w", packed), self._constant(f"{name}.s", scales), "", ""]
        return self._node(
            "MatMulNBits",
            [*inputs, self._constant(f"{name}.b", self._floats(f"{name}.b"))],
            domain=_CONTRIB,
            K=columns,
            N=len(packed),
            bits=bits,
            block_size=block,
            accuracy_level=_INT8_ACTIVATIONS,
        )

    def _floats(self, name: str) -> NDArray[np.float32]:
        """Norms and biases, as trained where they were."""
        tuned = self._tuned.tensors.get(name) if self._tuned else None
        return self._weights.floats(name) if tuned is None else tuned

    def _add_norm(self, flow: str, added: str, name: str) -> str:
        inputs = [flow, added, *self._norm(name)]
        return self._node("SkipLayerNormalization", inputs, domain=_CONTRIB, epsilon=self._weights.epsilon)

    def _norm(self, name: str) -> list[str]:
        return [self._constant(f"{name}.{part}", self._floats(f"{name}.{part}")) for part in "wb"]

    def _constant(self, name: str, values: NDArray[Any]) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _node(self, operator: str, inputs: list[str], **attributes: Any) -> str:
        output = f"{operator}{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output


def _four_bits(blocks: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """Packed blocks (rows, blocks, bytes) in the operator's order, and their scales, flat."""
    halves = blocks[..., 2:]
    values = np.concatenate([halves & 15, halves >> 4], axis=-1)
    pairs = (values[..., 0::2] | (values[..., 1::2] << 4)).astype(np.uint8)
    return pairs, np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32).reshape(-1)


def _eight_bits(matrix: NDArray[np.float32]) -> tuple[NDArray[np.uint8], NDArray[np.float32]]:
    """A matrix (rows, columns) rounded block by block (rows, blocks, values), and the blocks' scales, flat."""
    blocks = matrix.reshape(len(matrix), -1, _TUNED_BLOCK)
    scales = np.maximum(np.abs(blocks).max(axis=-1) / 127, 1e-8).astype(np.float32)
    return np.round(blocks / scales[..., None] + 128).astype(np.uint8), scales.reshape(-1)
