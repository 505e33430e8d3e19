"""A text whose day, time or figure is put right by words that name the new one: "no, Saturday", "改成下午一点半"."""

import re
from dataclasses import dataclass

from data.closed_forms.calendar import When, find_when, with_part_of_day
from data.closed_forms.numbers import placed_numbers
from data.closed_forms.text import level

_TELEPHONE = re.compile(r"(?<![\d-])\d[\d-]{5,}\d(?![\d-])")
_UNIT = re.compile(r"[\u4e00-\u9fff%]")
_COUNTS = re.compile("[\\d二两俩三仨四五六七八九十]")
"""What a number holds that counts something: 改一下 and 千万别 count nothing."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What became of a text."""

    text: str
    replaced: tuple[tuple[str, str], ...]
    """The words that stood there, and those that stand there now."""
    is_clear: bool
    """False where the words name a day, a time or a figure, and it is open which of the text's it is to replace."""
    names_when: bool
    """Whether the words name a day or a time at all."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A day, a time, a number or a telephone number: two of one kind may replace each other."""

    kind: str
    form: str
    """Of a day, how it is written; of a number, its unit."""
    start: int
    end: int
    words: str


def correct(text: str, said: str) -> Correction:
    """The text with the days, times and figures that the words name in the place of its own.

    A day replaces the only day, a time the only time, a figure the only one of its unit. Where the words name the one
    that is wrong as well ("not Friday, Saturday"), that one is replaced. What is not clear stays as it is.
    """
    old = _pieces(text)
    units = {one.form for one in old if one.kind == "number"}
    new = [one for one in _pieces(said) if _is_figure(one, units)]
    exchanged: list[tuple[_Piece, _Piece]] = []
    is_clear = True
    for kind in ("day", "time", "telephone", "number"):
        pairs = _pairs([one for one in old if one.kind == kind], [one for one in new if one.kind == kind])
        is_clear = is_clear and pairs is not None
        exchanged += pairs or []
    if not is_clear:
        exchanged = []
    for before, after in sorted(exchanged, key=lambda pair: -pair[0].start):
        text = text[: before.start] + _in_place(before, after) + text[before.end :]
    replaced = tuple((before.words, _in_place(before, after)) for before, after in exchanged)
    return Correction(text, replaced, is_clear, any(one.kind in {"day", "time"} for one in new))


def _is_figure(piece: _Piece, units: set[str]) -> bool:
    """Any figure; a number in Chinese only where the text counts the same thing."""
    return piece.kind != "number" or piece.words.isascii() or piece.form in units


def _in_place(old: _Piece, new: _Piece) -> str:
    return with_part_of_day(old.words, new.words) if old.kind == "time" else new.words


def _pairs(old: list[_Piece], new: list[_Piece]) -> list[tuple[_Piece, _Piece]] | None:
    """Which piece of the text becomes which; None where that is open."""
    known = {one.words for one in old}
    fresh = [one for one in new if one.words not in known]
    if not fresh:
        return []
    named = [one for one in old if one.words in {said.words for said in new}]
    if len(fresh) > 1 and not named:  # "not nine" of what the text calls nine in the morning
        named = [one for one in old if any(_is_short_for(said, one) for said in fresh)]
        fresh = [said for said in fresh if not any(_is_short_for(said, one) for one in named)]
    if len(fresh) == 1 and len(named) == 1:
        return [(named[0], fresh[0])]
    if len(fresh) == 1 and len(old) == 1:
        return [(old[0], fresh[0])] if _may_become(old[0], fresh[0]) else None
    forms = {one.form: one for one in old}
    if len(forms) == len(old) and {one.form for one in fresh} <= forms.keys() and _is_whole(fresh, old):
        return [(forms[one.form], one) for one in fresh]
    return None


def _is_short_for(said: _Piece, old: _Piece) -> bool:
    """Whether words name a day or a time of the text by its end: 九点 of 上午九点, 周六 of 本周六."""
    before = old.words.removesuffix(said.words)
    return old.kind in {"day", "time"} and before != old.words and not _COUNTS.search(before[-1:])


def _is_whole(fresh: list[_Piece], old: list[_Piece]) -> bool:
    """Whether nothing of the text would be left that contradicts: a date beside its weekday is changed with it."""
    forms = [one.form for one in fresh]
    return len(set(forms)) == len(forms) and (fresh[0].kind == "number" or len(fresh) == len(old))


def _may_become(old: _Piece, new: _Piece) -> bool:
    """A part of the day alone leaves the hour open; a number of another unit is another matter."""
    if old.kind == "time":
        return not (old.form == "time" and new.form == "part")
    return old.kind != "number" or not new.form or new.form == old.form


def _pieces(text: str) -> list[_Piece]:
    plain = level(text)
    found = [_piece("telephone", "", text, *match.span()) for match in _TELEPHONE.finditer(plain)]
    found += [_when(one, text) for one in find_when(_without(plain, found))]
    rest = _without(plain, found)
    spans = [(start, end) for _, start, end in placed_numbers(rest) if _COUNTS.search(rest[start:end])]
    for start, end in spans:
        unit = _UNIT.match(plain, end)
        found.append(_piece("number", unit[0] if unit else "", text, start, end))
    return found


def _when(one: When, text: str) -> _Piece:
    return _piece("day" if one.is_day else "time", one.kind, text, one.start, one.end)


def _piece(kind: str, form: str, text: str, start: int, end: int) -> _Piece:
    return _Piece(kind, form, start, end, text[start:end])


def _without(text: str, pieces: list[_Piece]) -> str:
    for one in pieces:
        text = text[: one.start] + "\0" * (one.end - one.start) + text[one.end :]
    return text
