"""Questions about law and money whose answer is the same whoever asks: by act, the text that answers."""

import asyncio
from collections.abc import Mapping

from bot.chat.texts import join
from bot.chat.turn import Turn
from matching.language.heads.acts import SURE_TO_DO, read_acts
from matching.understanding.minors import asks_of_minors, names_minor

FOR_EVERYBODY: Mapping[str, str] = {
    "startup_loan": "talk.startup_loan",
    "unemployment_benefit": "talk.unemployment_benefit",
    "where_assessed": "talk.where_assessed",
    "pension_age": "talk.pension_age",
    "social_insurance_gap": "talk.social_insurance_gap",
    "work_injury": "talk.work_injury",
    "unpaid_wages": "talk.unpaid_wages",
}
FOR_WHO_HIRES: Mapping[str, str] = {
    **FOR_EVERYBODY,
    "probation": "lint.why.probation",
    "insurance": "lint.why.no_insurance",
    "hours": "lint.why.hours",
    "overtime": "rules.overtime",
    "requirements_gender": "lint.why.gender",
    "requirements_age": "lint.why.age",
    "requirements_health": "lint.why.health",
    "fees": "lint.why.deposit",
}
"""What who hires, or watches over hiring, asks of the law where a seeker asks it of a listing."""

_OF_AGE = "requirements_age"


async def tell_who_hires(turn: Turn, act: str, text: str) -> None:
    """Tell what the law says of one act of `FOR_WHO_HIRES`."""
    await turn.say(await _text_id(act, text))


async def _text_id(act: str, text: str) -> str:
    """The text that answers: of those under 18, their own rule instead of that about upper limits."""
    if act == _OF_AGE and (names_minor(text) or await asyncio.to_thread(asks_of_minors, text)):
        return "rules.minors"
    return FOR_WHO_HIRES[act]


async def answer_who_hires(turn: Turn, text: str, *, least: float = SURE_TO_DO) -> bool:
    """Answer what who hires asks of the law, heard at least so surely as a seeker would ask it of an opening; False: it
    asks none.
    """
    heard = await asyncio.to_thread(read_acts, text, "seeker", "card_opening")
    asked = [act.name for act in heard if act.score >= max(least, SURE_TO_DO) and act.name in FOR_WHO_HIRES]
    told = dict.fromkeys([await _text_id(act, text) for act in asked])
    if told:
        await turn.say(join([turn.t(text_id) for text_id in told], "\n\n"))
    return bool(told)
