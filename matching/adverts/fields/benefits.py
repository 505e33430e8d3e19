"""Bed, board and the bus to work."""

from dataclasses import dataclass

from data.vocabulary import Housing
from matching.adverts.text import AdvertText
from matching.language.pattern_sets import PatternSet, load_pattern_sets

_WORDS = load_pattern_sets("adverts/living.ini")


@dataclass(frozen=True, slots=True)
class Living:
    """True when provided, False when stated as not offered, None when not said. An allowance is neither."""

    housing: bool | None
    meals: bool | None
    shuttle: bool | None
    subsidised: bool
    """Money for rent in place of a bed."""

    @property
    def kind(self) -> Housing | None:
        if self.housing:
            return Housing.PROVIDED
        if self.subsidised:
            return Housing.SUBSIDY
        return None if self.housing is None else Housing.NONE


def read_living(advert: AdvertText) -> Living:
    text = advert.text
    subsidised = _WORDS["housing subsidy"].search(text) is not None
    housing, meals = _offered(text, "housing"), _offered(text, "meals")
    shuttle = _said(text, _WORDS["shuttle"], _WORDS["no shuttle"])
    if shuttle and _WORDS["driver of it"].search(text):
        shuttle = None
    return Living(housing, meals, shuttle, subsidised)


def _offered(text: str, what: str) -> bool | None:
    """Refusals are taken out first, so that 不包吃住 does not read as 包吃住."""
    refused = _WORDS[f"no {what}"]
    rest = _without(text, refused)
    if _is_given(rest, _WORDS["both"]) or _is_given(rest, _WORDS[what]):
        return True
    return False if rest != text else None


def _said(text: str, yes: PatternSet, no: PatternSet) -> bool | None:
    rest = _without(text, no)
    if yes.search(rest):
        return True
    return False if rest != text else None


def _without(text: str, words: PatternSet) -> str:
    for match in words.finditer(text):
        text = text[: match.start()] + "\0" * (match.end() - match.start()) + text[match.end() :]
    return text


def _is_given(text: str, words: PatternSet) -> bool:
    """Whether it is for those who work there, and not for guests."""
    return any(
        not _WORDS["only part before"].search(text[max(0, match.start() - 10) : match.start()])
        for match in words.finditer(text)
    )
