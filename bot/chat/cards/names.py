"""Names of places, occupations and vocabulary values in the person's language; codes never reach a person."""

from data.catalogue import labels, occupations, places, trades
from data.vocabulary import Language


def place_name(code: str | None, language: Language) -> str:
    """The place's everyday name: 沈阳, 铁西区; empty for none."""
    place = places.get(code) if code else None
    if place is None:
        return ""
    if language == Language.EN:
        return place.name_en or place.name
    return place.short if place.level != "county" else place.name


def full_place_name(city: str, district: str | None, language: Language) -> str:
    """City and district together: 沈阳铁西区; Tiexi District, Shenyang."""
    names = [place_name(city, language), place_name(district, language)]
    known = [name for name in names if name]
    return ", ".join(reversed(known)) if language == Language.EN else "".join(known)


def occupation_name(code: str, language: Language) -> str:
    """The occupation's name; the Chinese one where no English is known.

    `code` may carry a trade (`trades.encode_work`), whose name it is then: 起重机司机, not 起重装卸机械操作工.
    """
    code, named = trades.decode_work(code)
    trade = trades.get(code, named)
    if trade is not None:
        return trade.name_en if language == Language.EN else trade.name
    occupation = occupations.get(code)
    if occupation is None:
        return ""
    return occupation.name_en or occupation.name if language == Language.EN else occupation.name


def label(kind: str, value: str, language: Language) -> str:
    """The name of a value of a closed vocabulary."""
    return labels.label(kind, value, language)


def within_sentence(name: str, language: Language) -> str:
    """The name of a value for the middle of a sentence: in English it begins small."""
    return name if language == Language.ZH else name[:1].lower() + name[1:]
