"""Pattern files: what people say, one regular expression a line, in named sections; fast to search in short texts.

A line can only match where its necessary characters stand, so most lines are ruled out without being tried.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path
from re import _parser  # type: ignore[attr-defined]  # the parse tree of an expression has no public name
from typing import Any

_FOLDER = Path(__file__).parent / "words"
_SECTION = re.compile(r"\[[\w. -]+\]")


class PatternSet:
    """The alternatives of one section. Searches like a compiled pattern of all of them; compiled when first used."""

    def __init__(self, lines: list[str]) -> None:
        self._lines = lines

    @cached_property
    def lines(self) -> list[tuple[re.Pattern[str], frozenset[str] | None]]:
        """Each line with the characters of which a match has at least one (`required_chars`)."""
        return [(re.compile(line), required_chars(line)) for line in self._lines]

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        return re.compile("|".join(self._lines))

    @cached_property
    def _named(self) -> bool:
        return bool(self._whole.groupindex)

    @cached_property
    def _needed(self) -> frozenset[str] | None:
        known = [needed for _, needed in self.lines]
        return None if any(needed is None for needed in known) else frozenset().union(*filter(None, known))

    def search(self, text: str) -> re.Match[str] | None:
        """The leftmost match; of two that begin together, that of the earlier line."""
        if self._needed is not None and self._needed.isdisjoint(text):
            return None
        if self._named:
            return self._whole.search(text)
        best: re.Match[str] | None = None
        for line in self._possible(text):
            match = line.search(text)
            if match and (best is None or match.start() < best.start()):
                best = match
        return best

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Every match of every line; with named groups those of all lines together, none overlapping."""
        if self._named:
            yield from self._whole.finditer(text)
            return
        for line in self._possible(text):
            yield from line.finditer(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self._whole.fullmatch(text)

    def sub(self, replacement: str, text: str) -> str:
        return self._whole.sub(replacement, text)

    def _possible(self, text: str) -> Iterator[re.Pattern[str]]:
        for line, needed in self.lines:
            if needed is None or not needed.isdisjoint(text):
                yield line


@cache
def load_pattern_sets(name: str) -> dict[str, PatternSet]:
    """One of our pattern files, by section.

    `[define]` holds what other lines use as `%NAME%`; a line that begins with `;` is a comment.
    """
    defined: dict[str, str] = {}
    sections: dict[str, list[str]] = {}
    section = ""
    for raw in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
        line = raw.strip()
        if not line or line.startswith(";"):
            continue
        if _SECTION.fullmatch(line):
            section = line[1:-1]
            continue
        for macro, meaning in defined.items():
            line = line.replace(f"%{macro}%", meaning)
        if section == "define":
            macro, _, meaning = line.partition(" = ")
            defined[macro] = meaning
        else:
            sections.setdefault(section, []).append(line)
    return {title: PatternSet(lines) for title, lines in sections.items()}


def required_chars(expression: str) -> frozenset[str] | None:
    """Characters of which every match has at least one; None when none can be named."""
    return _of_sequence(_parser.parse(expression))


def _of_sequence(parts: Iterable[Any]) -> frozenset[str] | None:
    """The smallest set that some part of a sequence asks for."""
    sets = [found for operator, argument in parts if (found := _of_part(str(operator), argument)) is not None]
    return min(sets, key=len) if sets else None


def _of_part(operator: str, argument: Any) -> frozenset[str] | None:  # noqa: PLR0911 - a parse tree's node
    if operator == "LITERAL":
        return frozenset(chr(argument))
    if operator == "IN":
        return _of_class(argument)
    if operator == "BRANCH":
        return _united(_of_sequence(branch) for branch in argument[1])
    if operator == "SUBPATTERN":
        return _of_sequence(argument[-1])
    if operator in {"MAX_REPEAT", "MIN_REPEAT", "POSSESSIVE_REPEAT"} and argument[0] > 0:
        return _of_sequence(argument[2])
    if operator == "ATOMIC_GROUP":
        return _of_sequence(argument)
    return None


def _of_class(members: Iterable[tuple[Any, Any]]) -> frozenset[str] | None:
    found = [chr(argument) if str(operator) == "LITERAL" else None for operator, argument in members]
    return None if None in found else frozenset(filter(None, found))


def _united(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    united: frozenset[str] = frozenset()
    for one in sets:
        if one is None:
            return None
        united |= one
    return united
