"""Questions about the bot and one's own application, which are heard whatever is on the screen.

Beside a card almost every question is taken for one about the listing. What is near to one of these questions, and is
heard as its act somewhere else, is one.
"""

import re
from collections.abc import Mapping, Sequence

from data.people.profile import SaidAct, Understanding
from matching.language.acts import ACTS, UNNAMED, ActKind, kind_of
from matching.language.heads.acts import SURE_TO_DO, read_acts
from matching.language.heads.prompts import FORM_QUESTION, IDLE
from matching.language.heads.reading import has_heads
from matching.language.likeness import likeness

_QUESTIONS: Mapping[str, tuple[str, str]] = {
    "who_runs": ("这个机器人、这个平台是谁办的", "Who runs this bot?"),
    "is_it_free": ("在这里报名要不要钱", "Does applying here cost me anything?"),
    "is_it_a_bot": ("你是机器人还是真人", "Am I talking to a person or a machine?"),
    "privacy": ("我的电话号码谁能看到", "Who can see my phone number and my data?"),
    "status_of_application": ("我报名了没有，给我查查", "Did my application go through?"),
}
_CONTEXTS = (FORM_QUESTION, IDLE, "after_apply")
_NEAR = 0.76
"""Of 117 questions that no act of a listing names one about something else is as near (a laptop of one's own)."""
_SURE_OF_ANOTHER = 0.8
_OF_FIRM = frozenset({UNNAMED, "employer_trust"})
_PIECES = re.compile(r"[，,。？?！!；;：:]+\s*")


def heard_beside(understood: Understanding, text: str) -> Understanding:
    """The same message with each question about the bot as what it is, where the screen had it taken for another."""
    if not has_heads():
        return understood
    if not understood.acts and not understood.says_something():
        unheard = SaidAct(act=UNNAMED, kind=kind_of(UNNAMED), confidence=0, words=text)
        found = _heard_anew(unheard, ())
        return understood.model_copy(update={"acts": [found]}) if found else understood
    whole = [text] if len(understood.acts) == 1 else []
    acts = [(_heard_anew(act, whole) if _may_be_another(act) else None) or act for act in understood.acts]
    return understood if acts == understood.acts else understood.model_copy(update={"acts": acts})


def _may_be_another(act: SaidAct) -> bool:
    if ACTS[act.act] is ActKind.LISTING:
        return act.act in _OF_FIRM
    return act.confidence < _SURE_OF_ANOTHER


def _heard_anew(act: SaidAct, whole: Sequence[str]) -> SaidAct | None:
    pieces = [piece for piece in _PIECES.split(act.words) if piece]
    for words in dict.fromkeys([act.words, *pieces, *whole]):
        if words and (found := _question(words)):
            name, score = found
            return SaidAct(act=name, kind=kind_of(name), confidence=round(score, 3), words=words)
    return None


def _question(words: str) -> tuple[str, float] | None:
    """The question that the words put, and how surely it is heard."""
    near, name = max(zip(likeness(words, *_QUESTIONS.values()), _QUESTIONS, strict=True))
    if near < _NEAR:
        return None
    heard = [act for context in _CONTEXTS for act in read_acts(words, "seeker", context)]
    score = max((act.score for act in heard if act.name == name), default=0.0)
    return (name, score) if score >= SURE_TO_DO else None
