"""Telephone numbers of mainland China, as people type or speak them."""

import re
from dataclasses import dataclass

from data.closed_forms.contacts import find_contacts, has_contact
from data.closed_forms.text import normalise
from data.db.errors import Refusal

_SPOKEN = str.maketrans("〇零一幺二两三四五六七八九", "0011223456789")
_SEPARATORS = str.maketrans("", "", " \t-‐‑–—−()（）.·,，。")
_EXTENSION = r"(?:(?:转|分机号?|ext|x)(\d{1,6}))?"
_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
_LANDLINE = re.compile(rf"(0(?:10|2\d|(?![48]00)[3-9]\d{{2}}))(\d{{7,8}}){_EXTENSION}")
_FROM_ABROAD = re.compile(r"^(?:\+|00)860?")
"""Before an area code: without the country code the area code begins with 0."""
_SERVICE = re.compile(r"(?:\+?86|0086)?([48]00\d{7})")
_HYPHEN = "[-‐‑–—−]"
_HYPHEN_AFTER_NUMBER = re.compile(rf"(?<=\d{{7}}){_HYPHEN}(?=\d{{1,6}}$)")
"""After a whole number, as in 0427-2812345-8, what follows is its extension and not its last digit."""
_LAST_HYPHEN = re.compile(rf"{_HYPHEN}(?=\d{{1,6}}$)")
"""Where nothing else fits, it is the one of 024-81234567-801."""


class WrongPhoneNumber(Refusal):
    """What was given is no telephone number."""

    text_id = "phone.error"


def check(said: str) -> str:
    """The number in its normal form, the parts of a landline (area code, number, extension) with hyphens between.

    Raises:
        WrongPhoneNumber: it is no mobile, no landline with its area code, and no 400 or 800 number.
    """
    plain = normalise(said).casefold().strip().translate(_SPOKEN)
    for written in (_HYPHEN_AFTER_NUMBER.sub("转", plain), plain, _LAST_HYPHEN.sub("转", plain)):
        digits = written.translate(_SEPARATORS)
        if mobile := _MOBILE.fullmatch(digits):
            return mobile.group(1)
        if landline := _LANDLINE.fullmatch(_FROM_ABROAD.sub("0", digits)):
            return "-".join(part for part in landline.groups() if part)
        if service := _SERVICE.fullmatch(digits):
            return service.group(1)
    raise WrongPhoneNumber


MOST_NUMBERS = 2
LONGEST_NOTE = 20
"""Characters of the words beside a number."""
_LONGEST_JOINT = 3
"""Characters between two numbers that only join them (和, 或者, and)."""
_GAP = r"[ \t\-‐‑–—−()（）.·]{0,2}"
_IN_TEXT = re.compile(
    rf"(?<!\d)(?:(?:\+?86|0086){_GAP})?(?:1(?:{_GAP}\d){{10}}|[48]00(?:{_GAP}\d){{7}})(?!\d)"
    rf"|(?<!\d)[(（]?0\d{{2,3}}(?:{_GAP}\d){{7,8}}(?:(?:转|-)\d{{1,6}})?(?!\d)"
)
_EDGES = " \t\n,，、。.;；:：!！/|（）()“”\"'-—"


@dataclass(frozen=True)
class GivenNumbers:
    """The numbers of a message, and the words beside them."""

    numbers: tuple[str, ...]
    note: str | None = None
    """In the person's words, whose they are."""


def read_given(said: str) -> GivenNumbers:
    """The numbers of a message, at most two, and what stands beside them (这是我妈的，138…).

    Raises:
        WrongPhoneNumber: there is none.
    """
    try:
        return GivenNumbers((check(said),))
    except WrongPhoneNumber:
        found = list(_find(normalise(said)))
    if not found:
        raise WrongPhoneNumber
    numbers = tuple(dict.fromkeys(number for number, _, _ in found))[:MOST_NUMBERS]
    return GivenNumbers(numbers, _note(normalise(said), [_with_lead_in(normalise(said), *span) for _, *span in found]))


def _with_lead_in(text: str, start: int, end: int) -> tuple[int, int]:
    """The offsets of a number with the words that only announce it (联系电话)."""
    return min([start, *(before for before, after in find_contacts(text) if before < start < after)]), end


def _find(text: str) -> list[tuple[str, int, int]]:
    """Each number with its half-open offsets; digits that are spelled count as such."""
    found = []
    for match in _IN_TEXT.finditer(text.translate(_SPOKEN)):
        try:
            found.append((check(match.group()), *match.span()))
        except WrongPhoneNumber:
            continue
    return found


def _note(text: str, spans: list[tuple[int, int]]) -> str | None:
    """The words around the numbers, short and without other contacts."""
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    pieces = [" ".join(text[end:start].split()).strip(_EDGES) for end, start in zip(ends, starts, strict=True)]
    first, *between, last = pieces
    words = [first, *(one for one in between if len(one) > _LONGEST_JOINT or first or last), last]
    if not first and not last and not any(len(one) > _LONGEST_JOINT for one in between):
        return None
    note = "，".join(one for one in words if one)
    if not any(sign.isalnum() for sign in note) or has_contact(note):
        return None
    return note if len(note) <= LONGEST_NOTE else f"{note[: LONGEST_NOTE - 1].rstrip()}…"
