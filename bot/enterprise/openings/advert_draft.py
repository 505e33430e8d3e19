"""What was read of a pasted advert as answers of the form: what it states, what has to be asked, what stays unknown."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from bot.chat.cards.other_firm import other_firm_line
from bot.chat.forms import typed_values as post_answers
from bot.chat.forms.engine import Draft
from bot.chat.forms.screens import HIDE_PROGRESS_KEY
from bot.chat.texts import Html
from bot.enterprise.listings import compliance
from bot.enterprise.listings.pasted import SHORTEST_ADVERT
from bot.enterprise.listings.questions import LONGEST_DESCRIPTION, SHORTEST_DESCRIPTION, deadline_limits
from bot.enterprise.openings import draft as opening_draft
from bot.enterprise.openings.several_jobs import (
    CHOSEN_JOB_KEY,
    JOB_TITLES_KEY,
    READ_ON,
    WHOLE_ADVERT_KEY,
    with_answers_for_all,
)
from data.catalogue import occupations
from data.closed_forms import money
from data.organisations.service import Organisation
from data.vocabulary import Housing, Language
from matching.adverts.multi_job import job_as_written, split_by_job, words_for_all
from matching.adverts.reading import Advert, read_advert, read_request
from matching.adverts.text import clean_advert, one_for_one
from matching.language.heads.acts import SURE_TO_DO, read_acts
from matching.language.occupation_lookup import find_occupations
from matching.law.rewrites import is_english
from matching.understanding import named_work

REQUIRED = ("occupation", "title", "headcount", "city", "wage", "description")
USEFUL = ("deadline", "living", "shift", "insurance", "term", "wage_after", "grade")
"""What people ask first, in the order in which it is worth a question."""
MOST_STEPS = 5
"""Taps and messages from the pasted text to the submission of a complete advert."""
MOST_PLACES = 999
_STATED = frozenset(
    {"occupation", "headcount", "city", "district", "wage", "wage_after", "living", "shift", "insurance", "contract",
     "term", "grade", "hours", "probation", "pay_day", "deadline"}
)  # fmt: skip
"""Answers that a request may hold."""
_FACTS = (
    "headcount", "wage_min", "city", "housing", "meals", "social_insurance", "shift", "hours_week", "deadline",
    "term_months", "description", "education_min", "accepts_no_experience",
)  # fmt: skip
MIN_FACTS_OF_ADVERT = 2
_SIGNS = {",": "，", ";": "；", ":": "："}
_CJK_SIGNS = re.compile(r"(?<=[\u4e00-\u9fff])[,;:](?=\s*[\u4e00-\u9fff0-9])")
"""Half-width signs between Chinese words."""
_SHORT = 50
"""Characters below which somebody who looks for work may say as much of it."""
LONGEST_TITLE = 40


def looks_like_an_advert(text: str) -> bool:
    """Whether a message is worth reading as an advert: it says what the work is, and something about it."""
    if len(text) < SHORTEST_ADVERT:
        return False
    if len(text) < _SHORT and any(
        act.name == "search" and act.score >= SURE_TO_DO for act in read_acts(text, "seeker")
    ):
        return False
    read = read_advert(text)
    known = sum(getattr(read, name) is not None for name in _FACTS) + bool(read.place_candidates)
    return bool(read.is_advert and (read.title or read.occupation_code) and known >= MIN_FACTS_OF_ADVERT)


def new_draft_from_advert(text: str, blank: Draft, today: date) -> Draft:
    """The draft to begin with; an advert for several jobs asks first which is meant."""
    plain = compliance.without_contacts(text)
    begun = blank | {compliance.ADVERT_KEY: plain, READ_ON: today.isoformat(), HIDE_PROGRESS_KEY: True}
    jobs = read_advert(plain, today).posts
    if len(jobs) > 1:
        return begun | {JOB_TITLES_KEY: jobs}
    return fill_from_advert(begun)


def answers_in_words(said: str, blank: Draft, today: date) -> Draft:
    """What a request for a new opening says of it (再招两个焊工，四千五起); only answers that are stated."""
    read = read_request(said, today)
    if read.occupation_code is None:
        read = read.model_copy(update={"occupation_code": named_work(said), "title": None})
    if len(read.posts) > 1:
        read = read.model_copy(update={"headcount": None})
    stated = _stated(blank, read, today)
    return stated if stated.get("occupation") else {}


def answers_beside(said: str, draft: Draft, today: date) -> Draft:
    """What words say that answer other questions of the form than the open one."""
    return {
        key: value for key, value in _stated(draft, read_request(said, today), today).items() if key != "occupation"
    }


def _stated(draft: Draft, read: Advert, today: date) -> Draft:
    return {key: value for key, value in _answers(draft, read, today) if key in _STATED and value}


def choose_job(draft: Draft, job: str) -> Draft:
    """The draft for one of several jobs: what is said of it, and what holds for all."""
    text, names = draft.get(WHOLE_ADVERT_KEY) or draft[compliance.ADVERT_KEY], draft[JOB_TITLES_KEY]
    parts = split_by_job(clean_advert(text), names)
    part = parts[names.index(job)] if job in names else text
    written = job_as_written(text, names, job) or part
    chosen = {compliance.ADVERT_KEY: written, CHOSEN_JOB_KEY: job, WHOLE_ADVERT_KEY: text}
    return fill_from_advert(draft | chosen, part, for_all=words_for_all(clean_advert(text), names))


def fill_from_advert(draft: Draft, part: str | None = None, for_all: str | None = None) -> Draft:
    """The draft with the answers that its advert states; what has to be asked is left open, the rest is unknown.

    `part` is what an advert for several jobs says of the chosen one, `for_all` what it says of all of them.
    """
    today = date.fromisoformat(draft[READ_ON])
    read = read_advert(part or draft[compliance.ADVERT_KEY], today)
    if for_all is not None:
        read = _with_common(read, read_request(for_all, today))
    answers = dict(_answers(draft, read, today))
    answers |= _texts(draft, read, answers.get("occupation"))
    if for_all is not None:
        answers = with_answers_for_all(draft, answers)
    gaps = [key for key in REQUIRED if answers.get(key) is None]
    steps = 2 + len(gaps) + bool(compliance.unresolved_findings(draft | answers))
    useful = [key for key in USEFUL if answers.get(key) is None][: max(0, MOST_STEPS - steps)]
    asked = {*gaps, *useful, *(("deadline",) if "late" in answers else ())}
    return draft | {key: value for key, value in answers.items() if key not in asked}


def _with_common(own: Advert, common: Advert) -> Advert:
    """What the job's own words leave open and the advert says of all jobs: place, life and terms."""
    place = () if own.city else ("city", "district", "place_candidates")
    shared = (
        *place, "housing", "housing_kind", "meals", "shuttle", "social_insurance", "deadline", "pay_day", "hours_week",
        "shift", "night_shift", "contract_months", "term_months",
    )  # fmt: skip
    known = {name: getattr(common, name) for name in shared if getattr(own, name) in (None, [])}
    return own.model_copy(update=known)


def _answers(draft: Draft, read: Advert, today: date) -> Iterator[tuple[str, Any]]:
    work = _work(draft, read)
    yield "occupation", work[0] if len(work) == 1 else None
    yield "works", work if len(work) > 1 else []
    count = read.headcount
    yield "headcount", count if count is not None and 1 <= count <= MOST_PLACES else None
    yield "city", read.city
    yield "district", read.district
    yield "places", read.place_candidates
    yield "wage", _wage(read, today)
    after = [read.wage_after_min, read.wage_after_max or read.wage_after_min]
    yield "wage_after", after if after[0] else None
    stated = None if read.housing is None else Housing.PROVIDED if read.housing else Housing.NONE
    housing = read.housing_kind or stated
    yield "living", opening_draft.living_key(housing, read.meals)
    yield "shift", opening_draft.shift_key(read.shift, read.night_shift)
    yield "insurance", read.social_insurance
    yield "contract", read.contract_months
    yield "term", read.term_months
    yield "grade", read.grade_target.value if read.grade_target else None
    yield "education", read.education_min.value if read.education_min else "none"
    yield "newcomers", read.accepts_no_experience
    yield "minors", False
    yield from _hazards(work, read)
    yield from _details(read, today)
    yield from _deadline(read, today)


def _work(draft: Draft, read: Advert) -> list[str]:
    name = draft.get(CHOSEN_JOB_KEY) or read.title
    if read.occupation_code:
        return [read.occupation_code]
    return [one.code for one in find_occupations(name[:60])] if name else []


def _wage(read: Advert, today: date) -> list[int] | None:
    low = read.wage_learning_min or read.wage_min
    high = read.wage_learning_max if read.wage_learning_min else read.wage_max
    if low is None:
        return None
    wage = [low, max(high or low, low)]
    place = read.district or read.city
    below = place is not None and post_answers.is_below_minimum(low, place, today)
    return None if below or wage[1] > money.HIGHEST_WAGE else wage


def _hazards(work: list[str], read: Advert) -> Iterator[tuple[str, Any]]:
    """Those of the trade and those that the advert names; night work is told by the shifts."""
    known = occupations.get(work[0]) if len(work) == 1 else None
    codes = sorted((set(read.hazards) | (known.hazards if known else set())) - {opening_draft.NIGHT})
    yield "hazards", codes
    yield "ticked", codes


def _details(read: Advert, today: date) -> Iterator[tuple[str, Any]]:
    yield "mentor", read.mentor_name
    yield "pay_day", read.pay_day
    yield "hours", read.hours_week if read.hours_week and read.hours_week <= post_answers.MAX_HOURS_WEEK else None
    longest = post_answers.longest_probation(read.contract_months, today)
    probation = read.probation_months
    yield "probation", probation if probation is not None and probation <= longest else None
    yield "certificates", read.certificates_required
    yield "shuttle", read.shuttle
    yield "partner", read.partner_provider


def _deadline(read: Advert, today: date) -> Iterator[tuple[str, Any]]:
    earliest, latest = deadline_limits(today)
    if read.deadline is None or not earliest <= read.deadline <= latest:
        yield "deadline", None
    else:
        yield "deadline", read.deadline.isoformat()
    if read.deadline is not None and read.deadline < earliest:
        yield "late", read.deadline.isoformat()


def _texts(draft: Draft, read: Advert, occupation: str | None) -> dict[str, str | None]:
    title = draft.get(CHOSEN_JOB_KEY) or read.title
    if title is None or not 3 <= len(title) <= LONGEST_TITLE:
        work = occupations.get(occupation) if occupation else None
        title = f"{work.name}学徒" if work else None
    whole = draft[compliance.ADVERT_KEY].strip()
    own = "" if is_english(whole) else _as_written(read.description or "", whole)
    description = own if len(own) >= SHORTEST_DESCRIPTION else whole
    if len(description) > LONGEST_DESCRIPTION:
        last = max(description.rfind(stop, 0, LONGEST_DESCRIPTION) for stop in ("。", ". "))
        description = description[: last + 1] or whole[:LONGEST_DESCRIPTION]
    title = title and title[0].upper() + title[1:]
    return {"title": title, "description": description if len(description) >= SHORTEST_DESCRIPTION else None}


def _as_written(told: str, advert: str) -> str:
    """Sentences that were read of an advert, in the signs in which they stand there."""
    signs = one_for_one(advert) or ""

    def written(sentence: str) -> str:
        at = signs.find(sentence)
        return advert[at : at + len(sentence)] if at >= 0 else _CJK_SIGNS.sub(lambda one: _SIGNS[one.group()], sentence)

    return "。".join(map(written, told.split("。")))


def refresh_title_and_description(draft: Draft) -> Draft:
    """After the law check: title and description as the advert reads now, unless that undoes what was put right."""
    if compliance.ADVERT_KEY not in draft:
        return draft
    read = read_advert(draft[compliance.ADVERT_KEY], date.fromisoformat(draft[READ_ON]))
    fresh = _texts(draft, read, draft.get("occupation"))
    read_anew = draft | {key: value for key, value in fresh.items() if key in draft and value is not None}
    left = {one.key for one in compliance.unresolved_findings(draft)}
    return read_anew if left.issuperset(one.key for one in compliance.unresolved_findings(read_anew)) else draft


def other_firm_lines(draft: Draft, organisation: Organisation, language: Language) -> list[Html]:
    """Where the pasted advert, or what people will read, names another organisation than the one that posts."""
    texts = (draft.get(key) for key in (WHOLE_ADVERT_KEY, compliance.ADVERT_KEY, "description"))
    line = other_firm_line([text for text in texts if text], organisation.name, language)
    return [line] if line else []
