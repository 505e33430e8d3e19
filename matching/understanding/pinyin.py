"""Pinyin typed instead of characters, and words that voice input wrote with other characters of the same sound."""


def decode(text: str) -> str | None:
    """The characters meant by a message in pinyin; None when it is no pinyin."""
    return None


def misheard(text: str) -> str:
    """The text with misheard names put right."""
    return text
