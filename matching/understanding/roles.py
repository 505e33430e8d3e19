"""Which part a mention plays (did, wants, rejects; lives, prefers, excludes), read from the words around it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that give mentions near them a role."""

    role: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Cues:
    """`before` a mention the nearest counts, `after` it the first; `joiner` is what may stand between mentions of one list."""

    before: tuple[Cue, ...]
    after: tuple[Cue, ...]
    joiner: re.Pattern[str]


def cue(role: str, *patterns: str) -> Cue:
    return Cue(role, re.compile("|".join(patterns)))


def role_before(text: str, cues: Sequence[Cue]) -> str | None:
    """Role of the cue that ends last in `text`; of two that end together, the one that begins first."""
    best: tuple[int, int] | None = None
    role = None
    for one in cues:
        for match in one.pattern.finditer(text):
            if match.end() > match.start() and (best is None or (match.end(), -match.start()) > best):
                best, role = (match.end(), -match.start()), one.role
    return role


def role_after(text: str, cues: Sequence[Cue]) -> str | None:
    """Role of the first cue in `text`, which is what follows a mention up to the next one."""
    found = [(match.start(), order, one.role) for order, one in enumerate(cues) if (match := one.pattern.search(text))]
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
        if after is None and index + 1 < len(spans) and cues.joiner.fullmatch(between):
            after = shared
        shared = after
        found.append((role_before(clause[:start], cues.before), after))
    return found[::-1]
