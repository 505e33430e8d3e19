"""An advert as the patterns read it: one form for each sign, and for each sign where it stood in the input."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from matching.language.gazetteer import read_word_table

_UNSEEN = frozenset({"Cf", "Mn", "Me", "Cs", "Co", "Cn"})
_BLANK = frozenset({"Cc", "Zs", "Zl", "Zp"})
_HAN = r"[一-鿿]"
_SPREAD = re.compile(rf"(?<!{_HAN}){_HAN}(?:[ ;.·*_|/\-+]{{1,2}}{_HAN}){{2,}}(?!{_HAN})")
"""Characters held apart one by one, so that no filter reads them (加 微 信)."""
_PAIR = re.compile(
    r"押[ *·._-]+金|微[ *·._-]+信|性 +别|年 +龄|社[ *·._-]+保|保[ *·._-]+证[ *·._-]*金|身 +份 +证|薇 +信"
)
_SENTENCE = re.compile(r"[^。!?\n]{1,600}")  # longer ones are no sentences, and cost the square of their length


@dataclass(frozen=True, slots=True)
class Signs:
    """`text` is half-width, lower case, simplified, without unseen characters.

    `origins[i]` is the offset in the input of the character that `text[i]` came from.
    """

    text: str
    origins: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span in the input for one in `text` that is not empty."""
        return self.origins[start], self.origins[end - 1] + 1

    def sentences(self) -> Iterator[tuple[int, str]]:
        """Each sentence or line with its offset in `text`."""
        for found in _SENTENCE.finditer(self.text):
            yield found.start(), found.group()


def read(text: str) -> Signs:
    """The signs of an advert, whatever it consists of."""
    signs: list[str] = []
    origins: list[int] = []
    for offset, character in enumerate(text):
        for sign in _plain(character):
            signs.append(sign)
            origins.append(offset)
    joined = "".join(signs)
    kept = _kept(joined)
    if len(kept) == len(joined):
        return Signs(joined, tuple(origins))
    return Signs("".join(joined[i] for i in kept), tuple(origins[i] for i in kept))


@lru_cache(maxsize=8192)
def _plain(character: str) -> str:
    if character == "\n":
        return character
    category = unicodedata.category(character)
    if category in _UNSEEN:
        return ""
    if category in _BLANK or category == "No":
        return " "
    folded = unicodedata.normalize("NFKC", character).lower()
    if category in {"So", "Sk"} and folded == character:
        return ";"
    return folded.translate(_simplified())


@cache
def _simplified() -> dict[int, str]:
    """Traditional characters of recruitment, each with its simplified one."""
    return {ord(row["traditional"]): row["simplified"] for row in read_word_table("adverts/traditional.csv")}


def _kept(text: str) -> list[int]:
    """Offsets of the characters that remain when words held apart are drawn together."""
    dropped: set[int] = set()
    for pattern in (_SPREAD, _PAIR):
        for found in pattern.finditer(text):
            dropped |= {i for i in range(found.start(), found.end()) if not "一" <= text[i] <= "鿿"}
    return [i for i in range(len(text)) if i not in dropped]
