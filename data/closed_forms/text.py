"""The one normal form of what people type, before a closed form is read in it."""

import unicodedata


def normalise(text: str) -> str:
    """The text with full-width letters, digits and signs as the ordinary ones (NFKC); case and blanks stay."""
    return unicodedata.normalize("NFKC", text)
