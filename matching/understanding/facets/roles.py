"""Which part a mention plays (did, wants, rejects; lives, prefers, excludes), read from the words around it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from data.vocabulary import Language
from matching.language.pattern_sets import PatternSet, load_pattern_sets


@dataclass(frozen=True, slots=True)
class Cues:
    """Words that give mentions a role: the nearest `before` counts, the first `after`.

    `joiner` is what may stand between the mentions of one list.
    """

    before: Mapping[str, PatternSet]
    after: Mapping[str, PatternSet]
    joiner: re.Pattern[str]


_JOINERS = {
    Language.ZH: re.compile(
        r"(?:[、,/和或跟与及\s]|啊|呀|啦|还有|或者|要不|以及|再不|什么|啥的|市里|市区|那边|这边|附近|周边|那儿|这儿|[市县区])*"
    ),
    Language.EN: re.compile(r"\s*(?:,|and|or|/|&|as well as)?\s*(?:in |near )?"),
}


@cache
def cues(file: str, language: Language) -> Cues:
    """The cues of one of our pattern files for a language."""
    found: dict[str, dict[str, PatternSet]] = {"before": {}, "after": {}}
    for title, pattern in load_pattern_sets(file).items():
        spoken, side, role = title.split(" ")
        if spoken == language.value:
            found[side][role] = pattern
    return Cues(found["before"], found["after"], _JOINERS[language])


def role_before(text: str, cues: Mapping[str, PatternSet]) -> str | None:
    """Role of the cue that ends last in `text`; of those that end together, the one that begins first."""
    best: tuple[int, int] | None = None
    role = None
    for one, pattern in cues.items():
        for match in pattern.finditer(text):
            place = (match.end(), -match.start())
            if match.end() > match.start() and (best is None or place > best):
                best, role = place, one
    return role


def role_after(text: str, cues: Mapping[str, PatternSet]) -> str | None:
    """Role of the first cue in `text`, which is what follows a mention up to the next one."""
    found = [(match.start(), order, role) for order, (role, p) in enumerate(cues.items()) if (match := p.search(text))]
    return min(found)[2] if found else None


def read(clause: str, spans: Sequence[tuple[int, int]], cues: Cues) -> list[tuple[str | None, str | None]]:
    """For each mention (offsets into `clause`, in order): the role given before it and the role given after it.

    A role given after the last of a list (保安保洁都不干) holds for the whole list.
    """
    found: list[tuple[str | None, str | None]] = []
    shared: str | None = None
    for index in range(len(spans) - 1, -1, -1):
        start, end = spans[index]
        following = spans[index + 1][0] if index + 1 < len(spans) else len(clause)
        between = clause[end:following]
        after = role_after(between, cues.after)
        if index + 1 < len(spans) and cues.joiner.fullmatch(between):
            after = shared
        shared = after
        found.append((role_before(clause[:start], cues.before), after))
    return found[::-1]
