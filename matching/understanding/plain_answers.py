"""Answers to a question, without the model: a number, or names of the catalogues and nothing beside them.

This is all that is read with an encoder that has no heads.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from data.catalogue import places as catalogue
from data.people.profile import Facts, OccupationFact, OccupationRole, PlaceFact
from data.vocabulary import ProfileQuestion
from matching.language.gazetteer import PhraseMatch, blotted, occupation_names, place_names
from matching.understanding.facets.age import read_age
from matching.understanding.facets.wage import read_wage
from matching.understanding.message import Message

_BESIDE = " ,.。!！~吧呗呢啊呀和或、/的"
"""What may stand around names in an answer; anything else may turn its meaning round (不去沈阳)."""


def read_answer(message: Message, today: date) -> Facts:
    """What the words can only mean as an answer to what was asked; nothing where nothing was asked."""
    text = message.text
    match message.question:
        case ProfileQuestion.PLACE:
            return Facts(places=_places(text))
        case ProfileQuestion.WANTS:
            return Facts(occupations=_work(text, "wants"))
        case ProfileQuestion.DID:
            return Facts(occupations=_work(text, "did"))
        case ProfileQuestion.AGE:
            return Facts(age=read_age(text, text, today))
        case ProfileQuestion.WAGE:
            return Facts(wage_min=read_wage(text, "", ""))
    return Facts()


def _places(text: str) -> list[PlaceFact]:
    hits = _alone(text, place_names().find(text))
    found = {hit.value.codes[0]: catalogue.place(hit.value.codes[0]) for hit in hits if len(hit.value.codes) == 1}
    return [PlaceFact(code=code, name=one.name, city=one.city or code, role="prefers") for code, one in found.items()]


def _work(text: str, role: OccupationRole) -> list[OccupationFact]:
    found = {hit.value.code: hit.value for hit in _alone(text, occupation_names().find(text))}
    return [OccupationFact(code=one.code, name=one.name, role=role, score=one.score) for one in found.values()]


def _alone(text: str, hits: Sequence[PhraseMatch[Any]]) -> Sequence[PhraseMatch[Any]]:
    """The names, if there is nothing beside them."""
    return [] if blotted(text, hits).strip(_BESIDE) else hits
