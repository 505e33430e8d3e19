"""An advert as its readers see it: cleaned, with tables written out, cut into pieces that belong to a section."""

import html
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from matching.adverts.tables import flatten_tables
from matching.language.pattern_sets import PatternSet, load_pattern_sets
from matching.understanding.message import TRADITIONAL, visible

Section = Literal["head", "posts", "duties", "requirements", "pay", "hours", "place", "contact", "company", "steps"]

LONGEST = 20_000
"""Characters of an advert that are read; several long adverts fit."""
_WORDS = load_pattern_sets("adverts/sections.ini")
_TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][a-zA-Z0-9]*)\b[^<>]{0,300}>")
_BLOCKS = {"br", "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "ul", "ol", "table"}
_CELLS = {"td", "th"}
_KEYCAP = re.compile(r"[0-9#*]\ufe0f?\u20e3|[\u2460-\u249b\u2776-\u2793]")
"""Numbers of a list in keys and circles, which would become plain digits before the next word."""
_LINK = re.compile(r"(?:https?://|www\.)[^\s\u4e00-\u9fff]+|(?<![\w.+-])[\w.+-]{1,64}@[a-zA-Z0-9.-]{1,64}")
_TELEPHONE = re.compile(r"(?<!\d)(?:1[3-9]\d{9}|1[3-9]\d[ -]\d{4}[ -]\d{4}|0\d{2,3}[ -]?\d{7,8}|\d{7,})(?!\d)")
_MARKS = re.compile(r"[*_`#]{2,}|(?m:^\s*[#>*•·●○◆◇■□▪★☆➤►▶√✓✔\-]+\s*)")
_ASIDE = re.compile(r"\(([^()]*)\)")
_LABEL = re.compile(r"[【\[《]\s?([^】\]》\n]{2,8})\s?[】\]》][ \t]?:?")
_DASHES = str.maketrans(dict.fromkeys("—–―‐‑−ー﹣", "-") | dict.fromkeys("〜∼˜", "~"))
_BLANKS = re.compile(r"[ \t]+")
_HAN = "[一二三四五六七八九十]"
_NUMBERED = rf"(?:\(?[0-9]{{1,2}}\)|[(]{_HAN}{{1,2}}[)]|(?<![\d.])[0-9]{{1,2}}[、.](?![0-9])|{_HAN}、)"
_PIECE_END = re.compile(rf"[。;!?\n|]+|(?<=[a-z)])\.(?=\s|$)|(?={_NUMBERED})")
_CLAUSE_END = re.compile(rf"[。;!?\n|,]+|(?<=[a-z)])\.(?=\s|$)|(?={_NUMBERED})")
_LOWER = str.maketrans({chr(c): chr(c + 32) for c in range(ord("A"), ord("Z") + 1)})


@dataclass(frozen=True, slots=True)
class AdvertPiece:
    """A stretch between full stops, or between list numbers. `start`: its offset in `AdvertText.text`."""

    text: str
    start: int
    section: Section

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True)
class AdvertText:
    """`shown` keeps its capitals, `text` is the same in lower case; offsets hold for both."""

    cased_text: str
    text: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", self.cased_text.translate(_LOWER))

    @cached_property
    def headers(self) -> list[tuple[int, int, Section]]:
        """Half-open spans of the words that open a section (岗位职责：), in order, none overlapping."""
        found: list[tuple[int, int, Section]] = []
        for title, words in _WORDS.items():
            found += [(start, end, title) for start, end in _spans(words, self.text)]  # type: ignore[misc]
        kept: list[tuple[int, int, Section]] = []
        for one in sorted(found, key=lambda span: (span[0], -span[1])):
            if not kept or one[0] >= kept[-1][1]:
                kept.append(one)
        return kept

    @cached_property
    def pieces(self) -> list[AdvertPiece]:
        return list(self._cut(_PIECE_END))

    @cached_property
    def claims(self) -> list[AdvertPiece]:
        """Clauses without what stands in brackets, and that by itself: 大专以上(有经验优先) demands and prefers."""
        found: list[AdvertPiece] = []
        for clause in self.clauses:
            asides = list(_ASIDE.finditer(clause.text))
            outer = clause.text
            for aside in asides:
                outer = outer.replace(aside.group(), "")
            found += [
                AdvertPiece(text, clause.start, clause.section) for text in (outer, *(one[1] for one in asides)) if text
            ]
        return found

    @cached_property
    def clauses(self) -> list[AdvertPiece]:
        """Pieces cut at commas too."""
        return list(self._cut(_CLAUSE_END))

    def section_at(self, offset: int) -> Section:
        index = bisect_right([start for start, _, _ in self.headers], offset) - 1
        return self.headers[index][2] if index >= 0 else "head"

    def pieces_in(self, *sections: Section) -> list[AdvertPiece]:
        """The pieces of these sections."""
        return [piece for piece in self.pieces if piece.section in sections]

    def _cut(self, ends: re.Pattern[str]) -> Iterator[AdvertPiece]:
        """Cut at `ends` and at the words that open a section, which are left out."""
        breaks = {(start, end) for start, end, _ in self.headers}
        start = 0
        inside = 0
        for left, right in sorted({*breaks, *(gap.span() for gap in ends.finditer(self.text))}):
            if left < inside:
                continue
            yield from self._piece(start, left)
            start = inside = right
            if (left, right) not in breaks:
                inside = left
        yield from self._piece(start, len(self.text))

    def _piece(self, start: int, end: int) -> Iterator[AdvertPiece]:
        raw = self.text[start:end]
        text = raw.strip(" :,、-")
        if text:
            offset = start + len(raw) - len(raw.lstrip(" :,、-"))
            yield AdvertPiece(text, offset, self.section_at(offset))


def _spans(words: PatternSet, text: str) -> Iterator[tuple[int, int]]:
    for match in words.finditer(text):
        yield match.span()


def clean_advert(raw: str) -> AdvertText:
    """What a person pasted without markup, control and telephone characters, tables as `header:cell` lines."""
    text = html.unescape(raw[:LONGEST])[:LONGEST]
    text = _TAG.sub(_tag, text)
    text = _LINK.sub(" ", _KEYCAP.sub("\n", text))
    text = unicodedata.normalize("NFKC", text)[: 2 * LONGEST]
    text = "".join(c if c in "\n\t" else _seen(c) for c in text.replace("\r\n", "\n").replace("\r", "\n"))
    text = flatten_tables(text.translate(TRADITIONAL).translate(_DASHES))
    text = _LABEL.sub(r"\n\1:", _TELEPHONE.sub(" ", _MARKS.sub(" ", text)))
    return AdvertText("\n".join(_BLANKS.sub(" ", line).strip() for line in text.split("\n")).strip())


def one_for_one(raw: str) -> str | None:
    """The text with each sign as its readers know it, every one where it stood; None where markup has to go first."""
    if _TAG.search(raw) or html.unescape(raw) != raw:
        return None
    signs = "".join(map(_one_sign, raw))
    return signs if flatten_tables(signs) == signs else None


def _one_sign(character: str) -> str:
    if character in "\n\t":
        return character
    if _KEYCAP.fullmatch(character):
        return "\n"
    read = _seen(unicodedata.normalize("NFKC", character).translate(TRADITIONAL).translate(_DASHES)[:2])
    return read if len(read) == 1 else character


def _tag(match: re.Match[str]) -> str:
    name = match["name"].lower()
    if name in _CELLS:
        return "\t" if match["end"] else ""
    return "\n" if name in _BLOCKS else ""


def _seen(character: str) -> str:
    """A pictogram is a bullet, and so a line's end."""
    if len(character) != 1:
        return character
    seen = visible(character)
    return "\n" if seen == "。" and character != "。" else seen
