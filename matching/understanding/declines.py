"""Whether an answer passes the question over: "none", "don't know", "whatever"."""

from matching.language.pattern_sets import load_pattern_sets
from matching.understanding.message import normalise

_WORDS = load_pattern_sets("no_answer.ini")
_AROUND = " .,!?;:~。，！？；：、～…\n"


def is_decline(text: str) -> bool:
    """True for an answer that says nothing of what was asked, and says so. Signs and pictures alone are no answer."""
    return is_whatever(text) or _WORDS["nothing"].fullmatch(_plain(text)) is not None


def is_whatever(text: str) -> bool:
    """Whether everything is fine (随便, 都行)."""
    return _WORDS["whatever"].fullmatch(_plain(text)) is not None


def _plain(text: str) -> str:
    return normalise(text).strip(_AROUND)
