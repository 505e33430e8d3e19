"""Which language a message is in: by the script most of it is written in; pinyin counts as Chinese."""

import re

from data.vocabulary import Language

_HAN = re.compile(r"[㐀-鿿]")
_SENTENCE = 5
"""Characters that frame a sentence whose nouns may be English (我想apply那个CNC的training)."""
_LATIN_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?")


def language_of(text: str) -> Language:
    """Normalised text in; Chinese unless Latin words clearly outweigh the characters (a word weighs two characters)."""
    han = len(_HAN.findall(text))
    words = [w for w in _LATIN_WORD.findall(text) if len(w) > 1 or w in {"i", "a"}]
    mixed = han >= _SENTENCE and han >= len(words)
    return Language.EN if len(words) * 2 > han and words and not mixed else Language.ZH
