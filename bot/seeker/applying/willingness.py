"""Whether somebody answers a question that need not be answered, or would rather not: heard, not looked up."""

import asyncio
import re
from collections.abc import Collection
from enum import Enum, auto

from bot.chat.screen import AFTER_APPLY
from matching.language.acts import TAKES_BACK
from matching.language.heads.acts import SURE_TO_DO, read_acts
from matching.language.heads.prompts import FORM_QUESTION, IDLE

_TELLS = "tell"
_DECLINES = frozenset({"skip", "refuse"})
_SURELY_DECLINES, _SURELY_TELLS = 0.6, 0.75
_TELLS_AT_LENGTH, SHORT = 0.5, 12
"""Characters from which on a probability that is less will do."""
_WAITS, _LEAVES = "wait", "goodbye"
_CLAUSE_ENDS = re.compile(r"[，,。.；;！!？?\n]+\s*")
_SURELY_LEAVES, _SURELY_STOPS = 0.7, 0.9


class Willingness(Enum):
    ANSWERS = auto()
    DECLINES = auto()
    UNSURE = auto()
    """What would be passed on is to be shown before."""
    STOPS = auto()
    """Rather does not apply, at least not today."""


async def hear(words: str) -> Willingness:
    """How a free answer is meant."""
    return await asyncio.to_thread(_hear, words)


def stops(words: str) -> bool:
    """Whether somebody who is applying rather does not: also said as if it were done, or in taking leave."""
    if _score(words, FORM_QUESTION, TAKES_BACK) >= SURE_TO_DO or _leaves(words):
        return True
    declines = _score(words, FORM_QUESTION, _DECLINES) >= SURE_TO_DO
    return _score(words, AFTER_APPLY, TAKES_BACK) >= (_SURELY_STOPS if declines else SURE_TO_DO)


def _leaves(words: str) -> bool:
    """Whether words without any question before them take leave, or take something back."""
    return _score(words, IDLE, {_LEAVES}) >= _SURELY_LEAVES or _score(words, IDLE, TAKES_BACK) >= SURE_TO_DO


def waits(words: str) -> bool:
    """Whether somebody wants to think before the next answer."""
    return _score(words, FORM_QUESTION, {_WAITS}) >= SURE_TO_DO


def _score(words: str, context: str, names: Collection[str]) -> float:
    return max((act.score for act in read_acts(words, "seeker", context) if act.name in names), default=0.0)


def _hear(words: str) -> Willingness:
    scores = {act.name: act.score for act in read_acts(words, "seeker", FORM_QUESTION)}
    if _TELLS not in scores and any(scores.get(act, 0) >= _SURELY_DECLINES for act in _DECLINES):
        return Willingness.DECLINES
    is_short = len(words.strip()) <= SHORT  # 先不写了 may leave out the line only
    if _leaves(words) if is_short else stops(words):
        return Willingness.STOPS
    enough = _SURELY_TELLS if is_short else _TELLS_AT_LENGTH
    tells = scores.get(_TELLS, 0) >= enough and not any(stops(clause) for clause in _CLAUSE_ENDS.split(words))
    return Willingness.ANSWERS if tells else Willingness.UNSURE
