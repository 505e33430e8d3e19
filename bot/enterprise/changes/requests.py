"""What a member's words do, whatever the titles of the listings that they name sound like."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from bot.chat.turn import Turn
from bot.enterprise.changes.wishes import acts_heard, naming_words
from bot.enterprise.listings.meant import posted, probably_named, title_in
from matching.language.heads.acts import SURE_TO_DO, Act


async def read_request(turn: Turn, text: str) -> list[Act]:
    """The acts of a message: those that it does without the titles in it too, or that only its other words do.

    A title is no request, but sounds like one: 叉车取证班 like a new course, or like a question for papers.
    """
    heard = await asyncio.to_thread(acts_heard, turn, text)
    named = await probably_named(turn, await posted(turn), naming_words(text))
    rest, places, titles = _apart(text, [one.title for one in named])
    if not titles:
        return heard
    again = [one for one in await asyncio.to_thread(acts_heard, turn, rest) if one.score >= SURE_TO_DO]
    if not again:
        return heard
    also = {one.name: one for one in heard if one.score >= SURE_TO_DO}
    names = {one.name for one in again}
    kept = [one for one in heard if one.name not in names and not _holds(one, titles)]
    found = [also.get(one.name) or _moved(one, places) for one in again]
    return sorted([*kept, *found], key=lambda one: one.marks[0].start if one.marks else 0)


def _apart(text: str, titles: Sequence[str]) -> tuple[str, list[int], list[tuple[int, int]]]:
    """The text without the titles, where each of its characters stood, and where the titles stand."""
    rest, places, cut = text, [*range(len(text))], list[tuple[int, int]]()
    for title in titles:
        if (found := title_in(rest, title)) is None:
            continue
        start, end = found
        cut.append((places[start], places[end - 1] + 1))
        rest = f"{rest[:start]} {rest[end:]}"
        places = [*places[:start], places[start], *places[end:]]
    return rest, places, cut


def _holds(act: Act, titles: Sequence[tuple[int, int]]) -> bool:
    """Whether words of a title do the act."""
    return any(mark.start < end and start < mark.end for mark in act.marks for start, end in titles)


def _moved(act: Act, places: Sequence[int]) -> Act:
    """The act of the text without titles, in the whole text."""
    marks = [replace(mark, start=places[mark.start], end=places[mark.end - 1] + 1) for mark in act.marks]
    return replace(act, marks=tuple(marks))
