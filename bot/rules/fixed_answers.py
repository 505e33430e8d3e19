"""Questions about law and money whose answer is the same whoever asks: by act, the text that answers."""

import asyncio
from collections.abc import Mapping

from bot.chat.texts import join
from bot.chat.turn import Turn
from data.closed_forms.numbers import numbers_in
from matching.language.heads.acts import SURE_TO_DO, read_acts

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

_YOUNGEST_NAMED, _ADULT = 13, 18
"""Years of age: a smaller number counts something else."""


async def answer_who_hires(turn: Turn, text: str, *, least: float = SURE_TO_DO) -> bool:
    """Answer what who hires asks of the law, heard at least so surely as a seeker would ask it of an opening; False: it
    asks none.
    """
    heard = await asyncio.to_thread(read_acts, text, "seeker", "card_opening")
    told = dict.fromkeys(
        text_for(act.name, text) for act in heard if act.score >= max(least, SURE_TO_DO) and act.name in FOR_WHO_HIRES
    )
    if told:
        await turn.say(join([turn.t(text_id) for text_id in told], "\n\n"))
    return bool(told)


def text_for(act: str, text: str) -> str:
    """Who names an age below 18 asks whether minors may work, not how old somebody may be at most."""
    of_minors = act == "requirements_age" and any(_YOUNGEST_NAMED <= one < _ADULT for one in numbers_in(text))
    return "rules.minors" if of_minors else FOR_WHO_HIRES[act]
