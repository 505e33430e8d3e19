"""Which language a message is in: by the script most of it is written in; pinyin counts as Chinese."""

import re

from data.vocabulary import Language

_HAN = re.compile(r"[㐀-鿿]")
_LATIN_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")


def language_of(text: str) -> Language:
    """Normalised text in; Chinese unless Latin words clearly outweigh the characters (a word weighs two characters)."""
    han = len(_HAN.findall(text))
    words = [w for w in _LATIN_WORD.findall(text) if len(w) > 1 or w in {"i", "a"}]
    return Language.EN if len(words) * 2 > han and words else Language.ZH
