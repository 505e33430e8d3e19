"""Telephone numbers of mainland China, as people type or speak them."""

import re
from collections.abc import Sequence
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
LONGEST_NOTE = 40
"""Characters of the words beside a number."""
_LONGEST_JOINT = 1
"""Characters between two numbers that only join them (跟)."""
_GAP = r"[ \t\-‐‑–—−()（）.·]{0,2}"
_IN_TEXT = re.compile(
    rf"(?<!\d)(?:(?:\+?86|0086){_GAP})?(?:1(?:{_GAP}\d){{10}}|[48]00(?:{_GAP}\d){{7}})(?!\d)"
    rf"|(?<!\d)[(（]?0\d{{2,3}}(?:{_GAP}\d){{7,8}}(?:(?:转|-)\d{{1,6}})?(?!\d)"
)
_EDGES = " \t\n,，、。.;；:：!！/|（）()“”\"'-—"
_PAUSE = re.compile(r"[,，、。;；:：!！/|\n]|\.(?=\s|$)")
_JOINTS = re.compile(
    r"^(?:(?:or|and|is)\b|或者是?|或是|或|和|还有|以及|是)[\s,，]*|[\s,，]*(?:\b(?:or|and)|或者|或|和)$", re.IGNORECASE
)
"""Words that only join a number with what stands beside it."""


@dataclass(frozen=True)
class GivenNumbers:
    """The numbers of a message, and the words beside them."""

    numbers: tuple[str, ...]
    notes: tuple[str, ...] = ()
    """Of each number, in the person's words, whose it is; empty where they do not say."""


def read_given(said: str) -> GivenNumbers:
    """The numbers of a message, at most two, each with what stands beside it (这是我妈的，138…).

    Raises:
        WrongPhoneNumber: there is none.
    """
    try:
        return GivenNumbers((check(said),), ("",))
    except WrongPhoneNumber:
        found = list(_find(normalise(said)))
    if not found:
        raise WrongPhoneNumber
    text = normalise(said)
    notes: dict[str, str] = {}
    for (number, _, _), note in zip(
        found, _notes(text, [_with_lead_in(text, *span) for _, *span in found]), strict=True
    ):
        notes.setdefault(number, note)
    numbers = tuple(notes)[:MOST_NUMBERS]
    return GivenNumbers(numbers, tuple(notes[number] for number in numbers))


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


def _notes(text: str, spans: list[tuple[int, int]]) -> list[str]:
    """The words beside each number: those between two belong to the one that no pause parts them from."""
    ends = [0, *(end for _, end in spans)]
    starts = [*(start for start, _ in spans), len(text)]
    first, *between, last = (text[end:start] for end, start in zip(ends, starts, strict=True))
    before, after = [first], []
    for piece in between:
        left, right = _parted(piece, names_follow=bool(_trimmed(last)))
        after.append(left)
        before.append(right)
    after.append(last)
    if len(spans) > 1 and _trimmed(after[0]):
        before[0] = ""
    if not any(map(_trimmed, (first, last, *(one for one in between if len(_trimmed(one)) > _LONGEST_JOINT)))):
        return [""] * len(spans)
    return [_note(*beside) for beside in zip(before, after, strict=True)]


def _parted(piece: str, *, names_follow: bool) -> tuple[str, str]:
    """Words between two numbers: of the one before, and of the one after.

    Where no pause tells, they go with the number on that side on which the last number has its words.
    """
    pauses = list(_PAUSE.finditer(piece))
    inner = [one for one in pauses if _trimmed(piece[: one.start()]) and _trimmed(piece[one.end() :])]
    if inner and piece[:1].strip(_EDGES) and piece[-1:].strip(_EDGES):
        return piece[: inner[0].start()], piece[inner[0].end() :]
    opens, closes = bool(_PAUSE.match(piece.lstrip())), bool(_PAUSE.match(piece.rstrip()[-1:]))
    goes_before = names_follow if opens == closes else closes
    return (piece, "") if goes_before else ("", piece)


def _trimmed(piece: str) -> str:
    words = " ".join(piece.split()).strip(_EDGES)
    return _JOINTS.sub("", words).strip(_EDGES)


def _note(before: str, after: str) -> str:
    """The words around a number, short and without other contacts."""
    words = [one for one in (_trimmed(before), _trimmed(after)) if one]
    note = ", ".join(words) if all(one.isascii() for one in words) else "，".join(words).replace(",", "，")
    if not any(sign.isalnum() for sign in note) or has_contact(note):
        return ""
    if len(note) <= LONGEST_NOTE:
        return note
    cut = note[: LONGEST_NOTE - 1]
    return f"{(cut.rsplit(' ', 1)[0] if note.isascii() and ' ' in cut else cut).rstrip(' ,，')}…"


def write_notes(notes: Sequence[str]) -> str | None:
    """The notes as they are kept with the numbers: a line a number; nothing where there is none."""
    return "\n".join(notes) if any(notes) else None


def read_notes(kept: str | None) -> list[str]:
    """Notes as they were kept; of several numbers one line only is about all of them."""
    return kept.split("\n") if kept else []
