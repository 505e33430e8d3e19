"""An advert for several jobs, posted one after the other: which are left, and what was answered for all of them.

All of it stands in the draft of the form: it survives a restart, and goes when the draft goes.
"""

from typing import Any

from bot.chat.forms.engine import Draft
from bot.chat.forms.screens import HIDE_PROGRESS_KEY
from bot.crossing import HAZARD
from bot.enterprise.listings import compliance

JOB_TITLES_KEY, CHOSEN_JOB_KEY, JOBS_LEFT_KEY = "jobs", "job", "jobs_left"
"""Draft keys: the jobs that an advert offers, the one that is posted, those to be posted once one was handed in."""
WHOLE_ADVERT_KEY = "whole_advert"
"""Draft key of the advert for all jobs, beside the part that tells of the chosen one."""
READ_ON = "read_on"
_READ_KEY, _OWN_KEY = "read_for_all", "answered_for_all"
_FOR_ALL = (
    "city", "district", "address", "living", "shift", "insurance", "contract", "term", "hours", "pay_day", "shuttle",
    "deadline",
)  # fmt: skip
"""Answers on place, life and terms, which are the same for all jobs where the advert does not tell them apart."""


def jobs_left(draft: Draft) -> list[str]:
    """The jobs that may be posted now: all of the advert, or those that were not handed in yet."""
    return list(draft.get(JOBS_LEFT_KEY) or draft.get(JOB_TITLES_KEY) or ())


def is_continued(draft: Draft) -> bool:
    """Whether one job of the advert was handed in, and none of the others is chosen yet."""
    return bool(draft.get(JOBS_LEFT_KEY)) and CHOSEN_JOB_KEY not in draft


def with_answers_for_all(draft: Draft, read: Draft) -> Draft:
    """What was read of a job, with what a person answered beside the advert for the job before.

    An answer holds for this job too where the advert says the same, or as little, of both.
    """
    own = {key: said for key, (before, said) in draft.get(_OWN_KEY, {}).items() if read.get(key) == before}
    return read | own | {_READ_KEY: {key: read.get(key) for key in _FOR_ALL}}


def draft_for_the_rest(draft: Draft, blank: Draft, read_on: str) -> Draft | None:
    """The draft to go on with after a job was handed in; None where none is left."""
    left = [job for job in jobs_left(draft) if job != draft.get(CHOSEN_JOB_KEY)]
    if not left or WHOLE_ADVERT_KEY not in draft:
        return None
    whole = draft[WHOLE_ADVERT_KEY]
    kept: dict[str, Any] = {
        "organisation": draft["organisation"], JOB_TITLES_KEY: draft[JOB_TITLES_KEY], JOBS_LEFT_KEY: left,
        WHOLE_ADVERT_KEY: whole, compliance.ADVERT_KEY: whole, READ_ON: read_on, HIDE_PROGRESS_KEY: True,
        _OWN_KEY: _answers_for_all(draft), "doubts": _doubts(draft),
    }  # fmt: skip
    return blank | kept


def _answers_for_all(draft: Draft) -> dict[str, list[Any]]:
    """By question: what the advert says, and what the person answered instead."""
    read = draft.get(_READ_KEY, {})
    return {key: [read.get(key), draft[key]] for key in _FOR_ALL if draft.get(key) not in (None, read.get(key))}


def _doubts(draft: Draft) -> list[dict[str, str]]:
    """Words that were kept with a reason; how people are protected is told of each job anew."""
    return [doubt for doubt in draft.get("doubts") or () if doubt.get("category") != HAZARD]
