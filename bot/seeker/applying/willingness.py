"""Whether somebody answers a question that need not be answered, or would rather not: heard, not looked up."""

import asyncio
from enum import Enum, auto

from matching.language.heads.acts import read_acts
from matching.language.heads.prompts import FORM_QUESTION

_TELLS = "tell"
_DECLINES = frozenset({"skip", "refuse"})
_SURELY_DECLINES, _SURELY_TELLS = 0.6, 0.75
SHORT = 12
"""Characters; what is longer says something, however it sounds."""


class Willingness(Enum):
    ANSWERS = auto()
    DECLINES = auto()
    UNSURE = auto()
    """What would be passed on is to be shown before."""


async def hear(words: str) -> Willingness:
    """How a free answer is meant."""
    return await asyncio.to_thread(_hear, words)


def _hear(words: str) -> Willingness:
    scores = {act.name: act.score for act in read_acts(words, "seeker", FORM_QUESTION)}
    if _TELLS not in scores and any(scores.get(act, 0) >= _SURELY_DECLINES for act in _DECLINES):
        return Willingness.DECLINES
    is_short = len(words.strip()) <= SHORT
    return Willingness.UNSURE if is_short and scores.get(_TELLS, 0) < _SURELY_TELLS else Willingness.ANSWERS
