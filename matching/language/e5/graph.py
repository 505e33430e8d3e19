"""The encoder layers of multilingual-e5-small as an ONNX graph, with the packed 4-bit weights as they are.

`MatMulNBits` multiplies 4-bit blocks with activations rounded to 8 bits row by row, so a text's vector does not depend
on the texts beside it; the cosine with 32-bit arithmetic is above .9999. Operators of the domain `com.microsoft` are
described in ONNX Runtime's ContribOperators.md.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from matching.language.e5.weights import BLOCK, PackedWeights

_CONTRIB = "com.microsoft"
_INT8_ACTIVATIONS = 4


def encoder_graph(weights: PackedWeights) -> bytes:
    """A model `embeddings` (texts, tokens, hidden), `mask` (texts, tokens) → `tokens` (texts, tokens, hidden)."""
    return _Builder(weights).model()


class _Builder:
    def __init__(self, weights: PackedWeights) -> None:
        self._weights = weights
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
        blocks = self._weights.blocks(f"{name}.w", columns)
        halves = blocks[..., 2:]
        values = np.concatenate([halves & 15, halves >> 4], axis=-1)
        pairs = (values[..., 0::2] | (values[..., 1::2] << 4)).astype(np.uint8)
        scales = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32).reshape(-1)
        inputs = [flow, self._constant(f"{name}.w", pairs), self._constant(f"{name}.s", scales), "", ""]
        return self._node(
            "MatMulNBits",
            [*inputs, self._constant(f"{name}.b", self._weights.floats(f"{name}.b"))],
            domain=_CONTRIB,
            K=columns,
            N=len(blocks),
            bits=4,
            block_size=BLOCK,
            accuracy_level=_INT8_ACTIVATIONS,
        )

    def _add_norm(self, flow: str, added: str, name: str) -> str:
        inputs = [flow, added, *self._norm(name)]
        return self._node("SkipLayerNormalization", inputs, domain=_CONTRIB, epsilon=self._weights.epsilon)

    def _norm(self, name: str) -> list[str]:
        return [self._constant(f"{name}.{part}", self._weights.floats(f"{name}.{part}")) for part in "wb"]

    def _constant(self, name: str, values: NDArray[Any]) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _node(self, operator: str, inputs: list[str], **attributes: Any) -> str:
        output = f"{operator}{len(self._nodes)}"
        self._nodes.append(helper.make_node(operator, inputs, [output], **attributes))
        return output
