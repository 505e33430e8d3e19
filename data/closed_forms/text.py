"""The one normal form of what people type, before a closed form is read in it."""

import unicodedata


def normalise(text: str) -> str:
    """The text with full-width letters, digits and signs as the ordinary ones (NFKC); case and blanks stay."""
    return unicodedata.normalize("NFKC", text)


def level(text: str) -> str:
    """The same in small letters and of the same length, so that what is found in it stands at the same place."""
    return "".join(_level_character(character) for character in text)


def _level_character(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character).lower()
    return plain if len(plain) == 1 else character
