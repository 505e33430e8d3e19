"""Whether an answer passes the question over: "none", "don't know", "whatever"."""

from matching.language.pattern_sets import patterns
from matching.understanding.message import normalise

_WORDS = patterns("no_answer.ini")
_AROUND = " .,!?;:~。，！？；：、～…\n"


def passes_over(text: str) -> bool:
    """True for an answer that says nothing of what was asked, and says so. Signs and pictures alone are no answer."""
    return _WORDS["nothing"].fullmatch(normalise(text).strip(_AROUND)) is not None
