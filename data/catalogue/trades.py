"""Trades (工种) that must be told apart although they share one occupation: forklift and crane, low and high voltage.

The file names the occupations whose trades have a permit or a machine of their own, so that a paper for one is none for
the other. An occupation that is not in it has no trades here: its code says all there is to say.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from data.catalogue import occupations
from data.catalogue.occupations import Occupation
from data.catalogue.tables import NATIONAL, csv_rows, several

_SEPARATOR = "/"


@dataclass(frozen=True, slots=True)
class Trade:
    """One trade of an occupation, known everywhere by its Chinese name."""

    code: str
    """Of its occupation."""
    name: str
    name_en: str
    words: tuple[str, ...]
    """What a title or a sentence calls it, lower case, in both languages; its names and what is misheard included."""


@cache
def _by_occupation() -> dict[str, tuple[Trade, ...]]:
    found: defaultdict[str, list[Trade]] = defaultdict(list)
    for row in csv_rows(NATIONAL, "trades.csv"):
        spoken = (word for column in ("words", "english", "misheard") for word in several(row[column]))
        words = tuple(dict.fromkeys(name.lower() for name in (row["trade"], row["name_en"], *spoken)))
        found[row["code"]].append(Trade(row["code"], row["trade"], row["name_en"], words))
    return {code: tuple(trades) for code, trades in found.items()}


def occupations_with_trades() -> Iterable[str]:
    """Codes of the occupations whose trades must be told apart."""
    return _by_occupation().keys()


def trades(code: str) -> tuple[Trade, ...]:
    """The trades of an occupation that must be told apart; empty for most occupations."""
    return _by_occupation().get(code, ())


def get(code: str, name: str | None) -> Trade | None:
    """The trade of this occupation with exactly this name."""
    return next((trade for trade in trades(code) if trade.name == name), None)


def known_to_differ(one: str | None, other: str | None) -> bool:
    """Whether two trades of one occupation are known to be different; a trade that is not known differs from none."""
    return one is not None and other is not None and one != other


@lru_cache(maxsize=4096)
def named_in(code: str, text: str) -> str | None:
    """The name of the one trade of this occupation that a text speaks of; None when it speaks of none or of several."""
    if not trades(code):
        return None
    pattern, names = _scanner(code)
    found = {names[match.group()] for match in pattern.finditer(text.lower())} - {None}
    return found.pop() if len(found) == 1 else None


@cache
def _scanner(code: str) -> tuple[re.Pattern[str], dict[str, str | None]]:
    """A pattern that finds the longest word at each position, and whose word it is.

    A word of several trades (高低压) stands for none, and so do the names of the occupation itself, which hold words of
    its trades (Crane/forklift operator).
    """
    work = occupations.occupation(code)
    names: dict[str, str | None] = {}
    for trade in trades(code):
        names |= {word: None if word in names else trade.name for word in trade.words}
    names |= {name.lower(): None for name in (work.name, work.name_en) if name}
    words = sorted(names, key=len, reverse=True)
    return re.compile("|".join(map(_whole_word, words))), names


def _whole_word(word: str) -> str:
    """Latin words are not found inside longer ones; `crane` is in `cranes`."""
    return rf"(?<![a-z0-9]){re.escape(word)}(?![a-rt-z0-9])" if word.isascii() else re.escape(word)


def find(name_or_code: str) -> tuple[Occupation, str | None] | None:
    """The occupation with this code, name or spoken word, and the trade of it that the word names."""
    work = occupations.find(name_or_code)
    if work is not None:
        return work, named_in(work.code, name_or_code)
    said = name_or_code.strip().lower().removesuffix("的")
    if said in occupations.ambiguous():
        return None
    owners = [trade for code in occupations_with_trades() for trade in trades(code) if said in trade.words]
    return (occupations.occupation(owners[0].code), owners[0].name) if len(owners) == 1 else None


def encode_work(code: str, trade: str | None) -> str:
    """An occupation and, where it is known, its trade in one text, as parameters of reasons carry it."""
    return f"{code}{_SEPARATOR}{trade}" if trade else code


def decode_work(work: str) -> tuple[str, str | None]:
    """The code and the trade of `work`."""
    code, _, trade = work.partition(_SEPARATOR)
    return code, trade or None
