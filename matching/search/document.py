"""What a listing is found by: the text that becomes its vector, and the terms for search by words."""

from typing import Protocol

from data.catalogue import occupations
from matching.language.ngrams import extract_terms

SPOKEN_WORDS = 8
"""How many of an occupation's spoken words a text takes in; the catalogue holds them commonest first."""


class ListingLike(Protocol):
    """What an opening and a course, from the database or from a file, have in common here."""

    @property
    def title(self) -> str: ...
    @property
    def occupation_code(self) -> str: ...
    @property
    def description(self) -> str: ...


def listing_text(listing: ListingLike) -> str:
    """The text embedded for a listing: title, occupation and what people call it, trades, skills, then the description.

    What names the work stands first, because a vector is made of the first few hundred characters only.
    """
    one = occupations.get(listing.occupation_code)
    work = _occupation_words(one) if one else ()
    names = "、".join(dict.fromkeys(word for word in work if word not in listing.title))
    return "。".join(part for part in (listing.title, names, listing.description) if part)


def listing_terms(listing: ListingLike) -> list[str]:
    """The terms a listing is found by, each once: those of its text and of every name of its occupation."""
    one = occupations.get(listing.occupation_code)
    names = (*one.spoken, *one.english) if one else ()
    return list(dict.fromkeys(extract_terms(" ".join((listing_text(listing), *names)))))


def _occupation_words(occupation: occupations.Occupation) -> tuple[str, ...]:
    return (
        occupation.name,
        *occupation.spoken[:SPOKEN_WORDS],
        *occupation.trades,
        *occupation.skills,
        *filter(None, (occupation.name_en,)),
    )
