"""The words the product knows: what people call occupations, places and majors, ready to be found in free text."""

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from data.catalogue import majors as catalogue_majors
from data.catalogue import occupations as catalogue_occupations
from data.catalogue import places as catalogue_places
from data.catalogue.majors import Major

T = TypeVar("T")
_WORDS = Path(__file__).parent / "words"


@dataclass(frozen=True, slots=True)
class PhraseMatch(Generic[T]):
    """A known phrase in a text: half-open offsets, the phrase and what it stands for."""

    start: int
    end: int
    phrase: str
    value: T


class PhraseIndex(Generic[T]):
    """Phrases found in a text in one pass, the longest at each position. Latin ones match whole words."""

    def __init__(self, phrases: dict[str, T], neutral: Iterable[str] = ()) -> None:
        """`neutral` phrases are passed over whole, so that nothing is found inside them (跟单位 is no 跟单)."""
        self.values = {said.lower(): value for said, value in phrases.items() if said}
        self._neutral = frozenset(neutral)
        lengths: dict[str, set[int]] = {}
        for said in (*self.values, *self._neutral):
            lengths.setdefault(said[:2], set()).add(len(said))
        self._lengths = {start: sorted(found, reverse=True) for start, found in lengths.items()}

        self.find = lru_cache(maxsize=1024)(self._find)
        """Every phrase in a text (lower case), left to right, none overlapping another."""

    def _find(self, text: str) -> tuple[PhraseMatch[T], ...]:
        hits = []
        position = 0
        while position < len(text):
            found = self._at(text, position)
            if isinstance(found, PhraseMatch):
                hits.append(found)
            position = found.end if isinstance(found, PhraseMatch) else found
        return tuple(hits)

    def _at(self, text: str, position: int) -> PhraseMatch[T] | int:
        """The longest phrase that begins here, or where to look next."""
        for length in (*self._lengths.get(text[position : position + 2], ()), *self._lengths.get(text[position], ())):
            end: int = position + length
            said = text[position:end]
            if len(said) == length and said in self._neutral:
                return end
            if len(said) == length and said in self.values:
                end += 1 if _is_latin(said[-1]) and text[end : end + 1] == "s" else 0
                if _whole(text, position, end):
                    return PhraseMatch(position, end, said, self.values[said])
        return position + 1


def blotted(text: str, hits: Iterable[PhraseMatch[Any]]) -> str:
    """The text with the phrases made blank, of the same length."""
    for hit in hits:
        text = text[: hit.start] + " " * (hit.end - hit.start) + text[hit.end :]
    return text


def _whole(text: str, start: int, end: int) -> bool:
    """Whether a phrase that begins or ends in Latin letters is not a part of a longer word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not (_is_latin(text[start]) and _is_latin(before)) and not (
        _is_latin(text[end - 1]) and (_is_latin(after) or (after.isdigit() and not text[end - 1].isdigit()))
    )


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalpha()


@dataclass(frozen=True, slots=True)
class OccupationMeaning:
    """What a spoken word says of an occupation. `score` 0 to 1: low for words of several or of everyday use."""

    code: str
    name: str
    score: float


EXACT, SPOKEN, WEAK = 1.0, 0.9, 0.6


def read_word_table(name: str) -> list[dict[str, str]]:
    """Rows of one of our word lists."""
    with (_WORDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def occupation_names() -> PhraseIndex[OccupationMeaning]:
    """Every word and turn of phrase for an occupation; our own lists win over the catalogue's job titles."""
    return PhraseIndex(
        dict(reversed(list(_occupation_name_rows()))), neutral=(row["said"] for row in read_word_table("neutral.csv"))
    )


def _occupation_name_rows() -> Iterator[tuple[str, OccupationMeaning]]:
    """Later duplicates lose."""
    plain = {row["said"] for row in read_word_table("not_occupations.csv")}
    names = {one.code: one.name for one in catalogue_occupations.occupations()}
    for one in catalogue_occupations.occupations():
        yield one.name.lower(), OccupationMeaning(one.code, one.name, EXACT)
    for row in read_word_table("occupations.csv"):
        for said in (*row["zh"].split(), *filter(None, row["en"].split(";"))):
            score = WEAK if said.endswith("~") else SPOKEN
            for form in _forms(said.rstrip("~").lower()):
                yield form, OccupationMeaning(row["code"], names[row["code"]], score)
    studied = {major.name for major in catalogue_majors.majors()}
    for one in catalogue_occupations.occupations():
        for said in (*one.spoken, *one.english, *one.misheard):
            if _is_spoken(said) and said.lower() not in plain:
                yield said.lower(), OccupationMeaning(one.code, one.name, SPOKEN)
    for one in catalogue_occupations.occupations():
        for said in (*one.aliases, *one.trades):
            if (
                len(said) > 2
                and said[-1] in "工师员匠手"
                and said not in plain
                and said not in studied
                and _is_spoken(said)
            ):
                yield said.lower(), OccupationMeaning(one.code, one.name, SPOKEN)


_IRREGULAR = {
    "drive": "drove", "make": "made", "grow": "grew", "sell": "sold", "take": "took", "cut": "cut", "sew": "sewed",
    "build": "built", "do": "did", "run": "ran", "fly": "flew", "wait": "waited", "teach": "taught", "fix": "fixed",
}  # fmt: skip


def _forms(phrase: str) -> Iterator[str]:
    """An English phrase, and one that begins with a gerund in its other forms too (driving trucks, drove trucks)."""
    yield phrase
    verb, space, rest = phrase.partition(" ")
    if space and phrase.isascii() and verb.endswith("ing") and len(verb) > 5:
        stem = verb.removesuffix("ing")
        for base in (stem, stem + "e", *((stem[:-1],) if stem[-1] == stem[-2] else ())):
            for form in (base, _IRREGULAR.get(base, base + "ed"), base + "d"):
                yield f"{form} {rest}"


def _is_spoken(word: str) -> bool:
    """Whether a catalogue word can stand in free text as it is; those that begin with 学 or 会 tell a role besides."""
    return len(word) > 1 and word[0] not in "学会进当" and not re.search(r"[()/]|^[a-zA-Z]{1,7}$", word)


@dataclass(frozen=True, slots=True)
class PlaceMeaning:
    """What a spoken word says of where: one code, several when the person must be asked, all of them for an area."""

    codes: tuple[str, ...]
    area: bool = False
    outside: bool = False
    needs_context: bool = False
    misspelt: bool = False


@cache
def place_names() -> PhraseIndex[PlaceMeaning]:
    """Every name of a place, inside the province and (to be recognised and left out) outside it."""
    found: dict[str, PlaceMeaning] = {
        name.lower(): PlaceMeaning((), outside=True) for name in catalogue_places.outside()
    }
    for said, codes in catalogue_places.areas().items():
        found[said.lower()] = PlaceMeaning(codes, area=True)
    for zone in catalogue_places.zones():
        for said in (zone.name, *zone.aliases):
            found[said.lower()] = PlaceMeaning(zone.hosts[:1])
    owners: dict[str, dict[str, bool]] = {}
    loose: set[str] = set()
    for one in catalogue_places.places():
        loose |= {word.lower() for word in one.needs_context}
        for said in (one.name, one.short, *one.aliases, *one.misspellings, one.name_en, one.pinyin):
            if len(said) > 1:
                owners.setdefault(said.lower(), {})[one.code] = said in one.misspellings
    for said, codes_of in owners.items():
        codes = tuple(codes_of)
        found[said] = PlaceMeaning(codes, needs_context=said in loose, misspelt=any(codes_of.values()))
    found = dict(_towns()) | found
    for row in read_word_table("places.csv"):
        found[row["said"]] = PlaceMeaning(tuple(row["codes"].split()), needs_context=row["context"] == "1")
    for row in read_word_table("not_places.csv"):
        found[row["said"]] = PlaceMeaning(())
    return PhraseIndex(found)


def _towns() -> Iterator[tuple[str, PlaceMeaning]]:
    """Towns and streets that only one county has, as that county; short names only where a place is expected."""
    for row in read_word_table("towns.csv"):
        for said in row["said"].split():
            yield said, PlaceMeaning((row["code"],))
        for said in row["said_in_context"].split():
            yield said, PlaceMeaning((row["code"],), needs_context=True)


@cache
def major_names() -> PhraseIndex[tuple[Major, ...]]:
    """Names of vocational majors and how they are shortened; everyday names of university majors stand for none."""
    found: dict[str, tuple[Major, ...]] = {}
    for major in catalogue_majors.majors():
        found[major.name.lower()] = (*found.get(major.name.lower(), ()), major)
    for row in read_word_table("majors.csv"):
        known = tuple(one for code in row["codes"].split() if (one := catalogue_majors.get(code)))
        for said in row["said"].split("|"):
            found[said] = known or found.get(said, ())
    return PhraseIndex(found)
