"""Places outside the province that somebody names: nothing can be offered there, which they should hear."""

from data.vocabulary import ProfileQuestion
from matching.understanding import message_of
from matching.understanding.facets.places import read_outside
from matching.understanding.facts import reading_of


def find_outside_places(text: str, question: ProfileQuestion | None = None) -> list[str]:
    """The places outside Liaoning where the person is or wants to be, as said; none that they left or refuse."""
    reading = reading_of(message_of(text, question))
    return read_outside(reading) if reading else []
