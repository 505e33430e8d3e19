"""The bundled encoder as a torch model that can be trained: same weights, 32-bit arithmetic, frozen word vectors."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from matching.language.e5.module import PackedE5
from matching.language.e5.weights import PackedWeights, unpacked

_PARTS = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value", "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm", "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
}  # fmt: skip
"""Name in the packed file → name in transformers' BERT."""


class TrainableE5(nn.Module):
    """Texts in, a vector a token out. Word vectors are looked up in the packed file and do not learn."""

    def __init__(self) -> None:
        super().__init__()
        weights, packed = PackedWeights(), PackedE5()
        self.tokenizer = packed.tokenizer
        self.hidden = int(weights.hidden)
        self._words = weights.blocks("emb.word", self.hidden)
        config = BertConfig(
            vocab_size=1, hidden_size=self.hidden, num_hidden_layers=weights.layers, num_attention_heads=weights.heads,
            intermediate_size=weights.inner, max_position_embeddings=weights.positions, type_vocab_size=1,
            layer_norm_eps=weights.epsilon,
        )  # fmt: skip
        self.bert = BertModel(config, add_pooling_layer=False)
        self.bert.load_state_dict(_state(weights), strict=False)
        self.bert.embeddings.requires_grad_(False)

    def words(self, ids: np.ndarray) -> Tensor:
        """Word vectors (texts, tokens, hidden) of token ids."""
        pieces, places = np.unique(ids, return_inverse=True)
        table = unpacked(self._words[pieces]).reshape(-1, self.hidden)
        return torch.from_numpy(table[places.reshape(ids.shape)])

    def forward(self, texts: Sequence[str]) -> tuple[Tensor, Tensor, list[list[tuple[int, int]]]]:
        """Token vectors (texts, tokens, hidden), mask (texts, tokens), and each token's place in its text."""
        found = self.tokenizer.encode_batch(list(texts))
        ids = np.array([one.ids for one in found])
        mask = torch.tensor([one.attention_mask for one in found])
        vectors = self.bert(inputs_embeds=self.words(ids), attention_mask=mask).last_hidden_state
        return vectors, mask, [one.offsets for one in found]


def _state(weights: PackedWeights) -> dict[str, Tensor]:
    hidden = weights.hidden
    state = {
        "embeddings.position_embeddings.weight": weights.floats("emb.pos").reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": weights.floats("emb.type").reshape(-1, hidden)[:1],
        "embeddings.LayerNorm.weight": weights.floats("emb.ln.w"),
        "embeddings.LayerNorm.bias": weights.floats("emb.ln.b"),
    }
    for layer in range(weights.layers):
        for short, long in _PARTS.items():
            name = f"encoder.layer.{layer}.{long}"
            bias = weights.floats(f"l{layer}.{short}.b")
            values = weights.floats(f"l{layer}.{short}.w")
            state[f"{name}.weight"] = values if short.endswith("ln") else values.reshape(len(bias), -1)
            state[f"{name}.bias"] = bias
    return {name: torch.from_numpy(np.array(values, dtype=np.float32)) for name, values in state.items()}
