"""Places outside the province that somebody names: nothing can be offered there, which they should hear."""

from matching.language.detection import language_of
from matching.understanding.facets.places import read_outside
from matching.understanding.message import Message, normalise


def find_outside_places(text: str) -> list[str]:
    """The places outside Liaoning where the person is or wants to be, as said; none that they left or refuse."""
    plain = normalise(text)
    return read_outside(Message(plain, language_of(plain), None))
