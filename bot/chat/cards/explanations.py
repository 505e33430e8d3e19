"""Reasons, gaps and near misses, which matching gives as ids and parameters, as sentences in the person's language."""

from collections.abc import Sequence
from typing import Protocol

from bot.chat.cards.names import full_place_name, label, occupation_name, place_name, within_sentence
from bot.chat.texts import Html, escape, format_day, join, render, text_exists
from data.catalogue import places
from data.vocabulary import Language

_GROUPS_NAMED = 3


class Explanation(Protocol):
    """What matching says: a text id and its parameters (codes stay codes until here)."""

    @property
    def id(self) -> str: ...

    @property
    def params(self) -> dict[str, object]: ...


def explain(explanation: Explanation, language: Language) -> Html:
    """One short sentence."""
    return render(
        explanation.id,
        language,
        **{name: _localise_param(name, value, language) for name, value in explanation.params.items()},
    )


def reason_text(reason: str, language: Language) -> Html:
    """A reason as its reader's words: a canned one is kept by its id, a written one as it was written."""
    return render(reason, language) if text_exists(reason) else escape(reason)


def _localise_param(name: str, value: object, language: Language) -> object:
    text = str(value)
    if name == "groups" and isinstance(value, Sequence):
        return _some_groups(value, language)
    if name in ("occupation", "other"):
        return occupation_name(text, language)
    if name in ("place", "city", "district", "where"):
        return (_whole_place_name if name == "where" else place_name)(text, language)
    if name == "day":
        return format_day(value, language)
    if name in ("education", "grade", "group", "constraint", "certificate_kind"):
        words = label(name, text, language)
        return within_sentence(words, language) if name in ("education", "group") else words
    return value


def _some_groups(groups: Sequence[str], language: Language) -> Html:
    """The first few groups by name, and how many there are where those are not all."""
    names = [escape(within_sentence(label("group", group, language), language)) for group in groups[:_GROUPS_NAMED]]
    named = join(names, render("profile.separator", language))
    if len(groups) <= _GROUPS_NAMED:
        return named
    return render("explain.and_more", language, named=named, n=len(groups))


def _whole_place_name(code: str, language: Language) -> str:
    """A district with its city, where the district's name alone could be another city's."""
    place = places.get(code)
    if place is None or place.level != "county":
        return place_name(code, language)
    return full_place_name(place.city, code, language)
