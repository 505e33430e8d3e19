"""Places and occupations that the words of staff name."""

from collections.abc import Sequence
from dataclasses import dataclass

from data.catalogue import places
from data.people.profile import Understanding
from matching.language.gazetteer import WEAK, PhraseMatch, PlaceMeaning, blotted, occupation_names, place_names
from matching.language.heads import labels
from matching.understanding import message_of, understand
from matching.understanding.facts import reading_of

_Hit = PhraseMatch[PlaceMeaning]
_OF_PEOPLE = (*(f"group:{group}" for group in labels.GROUPS), "age", "edu", "years", "paper")
_AT_ALL = 0.1
"""Probability from which something is said of people, whoever they are."""


@dataclass(frozen=True, slots=True)
class Names:
    """What is named. A name that several places have is the one in a city that is named besides."""

    places: tuple[str, ...]
    """Codes of the districts, and of the cities of which no district is named, any of which may be meant."""
    cities: tuple[str, ...]
    """The cities that are surely meant, or lie around a place that is."""
    excluded: tuple[str, ...]
    """Cities that are named to be left out."""
    whole_province: bool
    occupations: tuple[str, ...]
    tells_more: bool
    """Whether people are named by something else besides: a group, an age, schooling, a paper."""
    without_places: str
    """The words, of the same length, with places made blank."""
    without_names: str
    """The same without occupations."""

    @property
    def names_district(self) -> bool:
        return any(places.place(code).level == "county" for code in self.places)


def read_names(words: str) -> Names:
    """What the words name."""
    text = words.lower()
    heard = understand(words)
    hits = _place_hits(text, heard)
    works = [
        hit
        for hit in occupation_names().find(blotted(text, hits))
        if hit.value.score > WEAK or any(fact.code == hit.value.code for fact in heard.occupations)
    ]
    told = [hit.value.code for hit in works] or [fact.code for fact in heard.occupations if fact.role != "rejects"]
    province = places.province().code
    return Names(
        places=_narrowest(hits),
        cities=_cities(hits),
        excluded=tuple(dict.fromkeys(fact.city for fact in heard.places if fact.role == "excludes")),
        whole_province=any(hit.value.codes == (province,) for hit in hits),
        occupations=tuple(dict.fromkeys(told)),
        tells_more=_tells_more(words),
        without_places=blotted(text, hits),
        without_names=blotted(text, [*hits, *works]),
    )


def _tells_more(words: str) -> bool:
    reading = reading_of(message_of(words, None))
    return reading is not None and any(reading.score("facts", one) >= _AT_ALL for one in _OF_PEOPLE)


def _place_hits(text: str, heard: Understanding) -> list[_Hit]:
    """Names of places and of the province; an everyday word (和平) only behind another one, or where one is heard."""
    found = [hit for hit in place_names().find(text) if hit.value.codes and not hit.value.outside]
    known = {code for fact in heard.places for code in (fact.code, *fact.candidates)}
    known.add(places.province().code)
    ends = {hit.end for hit in found}
    return [
        hit
        for hit in found
        if not hit.value.needs_context or hit.start in ends or not known.isdisjoint(hit.value.codes)
    ]


def _codes(hit: _Hit, hits: Sequence[_Hit]) -> list[str]:
    """The codes that a name may mean here."""
    known = [code for code in hit.value.codes if code != places.province().code]
    if hit.value.area or len(known) < 2:
        return known
    named = {code for other in hits if other is not hit for code in other.value.codes}
    return [code for code in known if places.place(code).city in named] or known


def _narrowest(hits: Sequence[_Hit]) -> tuple[str, ...]:
    codes = dict.fromkeys(code for hit in hits for code in _codes(hit, hits))
    with_district = {places.place(code).city for code in codes if places.place(code).level == "county"}
    return tuple(code for code in codes if code not in with_district)


def _cities(hits: Sequence[_Hit]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for hit in hits:
        around = dict.fromkeys(places.place(code).city for code in _codes(hit, hits))
        if hit.value.area or len(around) == 1:
            found |= around
    return tuple(found)
