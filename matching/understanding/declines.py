"""Whether an answer passes the question over: "none", "don't know", "whatever"."""

from matching.language.pattern_sets import load_pattern_sets
from matching.understanding.message import normalise

_WORDS = load_pattern_sets("no_answer.ini")
_AROUND = " .,!?;:~。，！？；：、～…\n"


def is_decline(text: str) -> bool:
    """True for an answer that says nothing of what was asked, and says so. Signs and pictures alone are no answer."""
    return _WORDS["nothing"].fullmatch(normalise(text).strip(_AROUND)) is not None
