"""The one normal form of what people type, before a closed form is read in it."""

import unicodedata
from difflib import Match, SequenceMatcher


def normalise(text: str) -> str:
    """The text with full-width letters, digits and signs as the ordinary ones (NFKC); case and blanks stay."""
    return unicodedata.normalize("NFKC", text)


def level(text: str) -> str:
    """The same in small letters and of the same length, so that what is found in it stands at the same place."""
    return "".join(_level_character(character) for character in text)


def _level_character(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character).lower()
    return plain if len(plain) == 1 else character


def longest_shared(first: str, second: str) -> Match:
    """The longest run of characters that two texts have in common: where in each, and how many."""
    return SequenceMatcher(None, first, second, autojunk=False).find_longest_match()


def letters(words: str) -> int:
    """How many letters and digits there are."""
    return sum(character.isalnum() for character in words)
