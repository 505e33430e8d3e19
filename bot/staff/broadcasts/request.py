"""A request to announce something, read: to whom it goes, and the words that are to be sent."""

import re
from dataclasses import dataclass

from bot.staff.names import read_names
from data.catalogue import places
from data.closed_forms.quoted import read_line
from data.closed_forms.text import letters

SHORTEST = 10
"""Letters of a text that says something."""
_COLON = re.compile(r"[:：](?!\d)")
_QUOTED = re.compile(r"“([^”]+)”|「([^」]+)」|『([^』]+)』|\"([^\"]+)\"")


@dataclass(frozen=True, slots=True)
class Segment:
    """Whom words name as recipients. `cities` is empty where none is named, and where everybody is meant."""

    cities: tuple[str, ...] = ()
    everywhere: bool = False
    occupations: tuple[str, ...] = ()
    by_district: bool = False
    """A district was named: announcements go to whole cities."""
    by_more: bool = False
    """People were named by something else as well, which announcements do not go by."""
    rest: str = ""
    """The words without the names."""

    @property
    def names_cities(self) -> bool:
        return bool(self.cities) or self.everywhere

    @property
    def is_named(self) -> bool:
        return self.names_cities or bool(self.occupations)


@dataclass(frozen=True, slots=True)
class Request:
    """What is wanted, and the text to send; None where the words hold none."""

    head: str
    text: str | None


def split(said: str) -> Request:
    """The text stands in quotes, behind a colon or in the lines below; the request is what stands around it."""
    quoted = next((one for one in _QUOTED.finditer(said) if letters(one[0]) >= SHORTEST), None)
    colon = _COLON.search(said)
    if colon and (quoted is None or colon.start() < quoted.start()):
        behind = said[colon.end() :].strip()
        quoted = _QUOTED.match(behind)
        if quoted is None:
            return Request(said[: colon.start()], behind or None)
        return Request(f"{said[: colon.start()]} {behind[quoted.end() :]}".strip(), _inside(quoted))
    if quoted:
        return Request(f"{said[: quoted.start()]} {said[quoted.end() :]}".strip(), _inside(quoted))
    first, _, lines = said.strip().partition("\n")
    return Request(first, lines.strip() or None)


def read(said: str) -> tuple[Request, Segment]:
    """The request with whom it names; what is too short for a text and only names people is no text."""
    wanted = split(said)
    segment = read_segment(wanted.head)
    if wanted.text and letters(wanted.text) < SHORTEST and not segment.is_named:
        behind = read_segment(wanted.text)
        if behind.is_named:
            return Request(said, None), behind
    return wanted, segment


def unquoted(said: str) -> str:
    """The words without the quotes that they wholly stand in."""
    whole = _QUOTED.fullmatch(said.strip())
    return _inside(whole) if whole else said


def _inside(quoted: re.Match[str]) -> str:
    return str(next(filter(None, quoted.groups()))).strip()


def added_sentence(said: str) -> str | None:
    """What is to be put at the end of the text, where the words say so: 再加一句…"""
    found = read_line(said)
    return found.text if found else None


def read_segment(words: str) -> Segment:
    """Cities, everybody, and occupations that the words name; a district stands for its city."""
    names = read_names(words)
    cities = names.cities
    if names.excluded:
        cities = tuple(one.code for one in places.cities() if one.code not in names.excluded)
    everywhere = names.whole_province and not names.excluded
    return Segment(
        () if everywhere else cities, everywhere, names.occupations, names.names_district, names.tells_more,
        names.without_names,
    )  # fmt: skip
