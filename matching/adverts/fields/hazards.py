"""Hazards and strains that an advert names, as codes of the catalogue."""

from matching.adverts.text import AdvertText
from matching.language.pattern_sets import load_pattern_sets

_WORDS = {title: words for title, words in load_pattern_sets("adverts/hazards.ini").items() if title.isupper()}
_DENIED = load_pattern_sets("adverts/hazards.ini")["none before"]
_NEAR = 6


def read_hazards(advert: AdvertText) -> list[str]:
    text = advert.text
    return sorted(
        code
        for code, words in _WORDS.items()
        if any(
            not _DENIED.search(text[max(0, match.start() - _NEAR) : match.start()]) for match in words.finditer(text)
        )
    )
