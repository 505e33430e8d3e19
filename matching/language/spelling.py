"""English words misspelt: names of cities and counties, and long names of trades, put right by edit distance."""

import re
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from data.catalogue import places
from matching.language.gazetteer import occupation_names, read_word_table

_WORD = re.compile(r"[a-z]{6,20}")
_TRADE_LETTERS = 8
_FAR_LETTERS = 9
"""From this length on two slips are forgiven, below it one."""


def corrected(text: str) -> str:
    """Normalised English text in and out; a word that is known, ordinary or close to nothing stays."""
    return _WORD.sub(lambda match: _corrected(match.group()), text)


@lru_cache(maxsize=4096)
def _corrected(word: str) -> str:
    targets = _targets()
    if word in targets or word in _ordinary() or word.removesuffix("s") in targets:
        return word
    slips = 2 if len(word) >= _FAR_LETTERS else 1
    near = [target for target in targets if target[0] == word[0]]
    found = process.extractOne(word, near, scorer=OSA.distance, score_cutoff=slips)
    return str(found[0]) if found else word


@cache
def _targets() -> frozenset[str]:
    names = {one.pinyin for one in (*places.cities(), *places.counties())}
    trades = {
        said
        for said, calling in occupation_names().values.items()
        if len(said) >= _TRADE_LETTERS and calling.score > 0.8
    }
    return frozenset(word for word in names | trades if _WORD.fullmatch(word))


@cache
def _ordinary() -> frozenset[str]:
    """Words that are meant as written: everyday ones, and those of longer names (tiling bathrooms is not Tieling)."""
    everyday = {word for row in read_word_table("ordinary_english.csv") for word in row["said"].split()}
    return frozenset(everyday | {word for name in occupation_names().values for word in _WORD.findall(name)})
