"""The bundled encoder as a torch model that can be trained: same weights, 32-bit arithmetic, frozen word vectors."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertConfig, BertModel

from matching.language.e5.module import PackedE5
from matching.language.e5.weights import PackedWeights, unpacked

PARTS = {
    "q": "attention.self.query", "k": "attention.self.key", "v": "attention.self.value", "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm", "fi": "intermediate.dense", "fo": "output.dense", "oln": "output.LayerNorm",
}  # fmt: skip
"""Name in the packed file → name in transformers' BERT."""


class TrainableE5(nn.Module):
    """Texts in, a vector a token out. Word vectors and the lowest layers do not learn; what those give is kept."""

    def __init__(self, frozen: int = 0, dropout: float = 0.1) -> None:
        super().__init__()
        weights, packed = PackedWeights(), PackedE5(tuned=False)
        self.tokenizer = packed.tokenizer
        self.hidden = int(weights.hidden)
        self.frozen = frozen
        self._words = weights.blocks("emb.word", self.hidden)
        config = BertConfig(
            vocab_size=1, hidden_size=self.hidden, num_hidden_layers=weights.layers, num_attention_heads=weights.heads,
            intermediate_size=weights.inner, max_position_embeddings=weights.positions, type_vocab_size=1,
            layer_norm_eps=weights.epsilon, hidden_dropout_prob=dropout, attention_probs_dropout_prob=0.0,
        )  # fmt: skip
        self.bert = BertModel(config, add_pooling_layer=False)
        self.bert.load_state_dict(_state(weights), strict=False)
        self.bert.embeddings.requires_grad_(False)
        for layer in self.bert.encoder.layer[:frozen]:
            layer.requires_grad_(False)
        self._low: dict[str, tuple[Tensor, list[tuple[int, int]]]] = {}

    def words(self, ids: np.ndarray) -> Tensor:
        """Word vectors (texts, tokens, hidden) of token ids."""
        pieces, places = np.unique(ids, return_inverse=True)
        table = unpacked(self._words[pieces]).reshape(-1, self.hidden)
        return torch.from_numpy(table[places.reshape(ids.shape)])

    def forward(self, texts: Sequence[str]) -> tuple[Tensor, Tensor, list[list[tuple[int, int]]]]:
        """Token vectors (texts, tokens, hidden), mask (texts, tokens), and each token's place in its text."""
        self._prepare([text for text in dict.fromkeys(texts) if text not in self._low])
        low = [self._low[text] for text in texts]
        vectors = nn.utils.rnn.pad_sequence([values for values, _ in low], batch_first=True).float()
        mask = torch.zeros(vectors.shape[:2], dtype=torch.long)
        for row, (values, _) in enumerate(low):
            mask[row, : len(values)] = 1
        return self._layers(vectors, mask, slice(self.frozen, None)), mask, [places for _, places in low]

    def _prepare(self, texts: list[str]) -> None:
        """What the frozen layers make of texts not seen before."""
        if not texts:
            return
        found = self.tokenizer.encode_batch(texts)
        mask = torch.tensor([one.attention_mask for one in found])
        learning = self.bert.training
        self.bert.train(mode=False)
        with torch.no_grad():
            vectors = self.bert.embeddings(inputs_embeds=self.words(np.array([one.ids for one in found])))
            vectors = self._layers(vectors, mask, slice(self.frozen))
        self.bert.train(learning)
        for text, one, values in zip(texts, found, vectors, strict=True):
            used = sum(one.attention_mask)
            self._low[text] = values[:used].half(), one.offsets[:used]

    def _layers(self, vectors: Tensor, mask: Tensor, which: slice) -> Tensor:
        hidden = torch.zeros(mask.shape).masked_fill(mask == 0, float("-inf"))[:, None, None, :]
        for layer in self.bert.encoder.layer[which]:
            vectors = layer(vectors, hidden)
        return vectors


def _state(weights: PackedWeights) -> dict[str, Tensor]:
    hidden = weights.hidden
    state = {
        "embeddings.position_embeddings.weight": weights.floats("emb.pos").reshape(-1, hidden),
        "embeddings.token_type_embeddings.weight": weights.floats("emb.type").reshape(-1, hidden)[:1],
        "embeddings.LayerNorm.weight": weights.floats("emb.ln.w"),
        "embeddings.LayerNorm.bias": weights.floats("emb.ln.b"),
    }
    for layer in range(weights.layers):
        for short, long in PARTS.items():
            name = f"encoder.layer.{layer}.{long}"
            bias = weights.floats(f"l{layer}.{short}.b")
            values = weights.floats(f"l{layer}.{short}.w")
            state[f"{name}.weight"] = values if short.endswith("ln") else values.reshape(len(bias), -1)
            state[f"{name}.bias"] = bias
    return {name: torch.from_numpy(np.array(values, dtype=np.float32)) for name, values in state.items()}
