"""The answers of /post as the fields of an opening, and back again for a correction."""

from datetime import date
from typing import Any

from bot.chat.forms import Draft
from bot.enterprise.listing_questions import least_education
from data import gates
from data.catalogue import occupations
from data.catalogue.occupations import Occupation
from data.openings import Opening
from data.organisations import Organisation
from data.vocabulary import Education, Grade, Housing, Shift

NIGHT = "NIGHT"

LIVING: dict[str, tuple[Housing, bool]] = {
    "all": (Housing.PROVIDED, True),
    "housing": (Housing.PROVIDED, False),
    "meals": (Housing.NONE, True),
    "subsidy": (Housing.SUBSIDY, False),
    "subsidy_meals": (Housing.SUBSIDY, True),
    "none": (Housing.NONE, False),
}
"""Housing and meals, asked as one: `post.living.…`."""

SHIFTS: dict[str, tuple[Shift, bool]] = {
    "day": (Shift.DAY, False),
    "two_days": (Shift.TWO, False),
    "two_night": (Shift.TWO, True),
    "three": (Shift.THREE, True),
    "rotating_days": (Shift.ROTATING, False),
    "rotating_night": (Shift.ROTATING, True),
}
"""Shift and night work, asked as one: `post.shift.…`."""

OFTEN_REFUSED = frozenset({"HEIGHT", "HEAVY", "DUST", "STAND"})
HARMLESS = frozenset({"FINE", "VIEW"})


def work_of(draft: Draft) -> Occupation | None:
    """The occupation that was chosen."""
    code = draft.get("occupation")
    return occupations.get(code) if code else None


def usual_hazards(draft: Draft) -> frozenset[str]:
    """Hazards of the trade; night work is told by the shifts."""
    work = work_of(draft)
    return (work.hazards if work else frozenset()) - {NIGHT}


def offered_hazards(draft: Draft) -> list[str]:
    """The hazards to tick: those of the trade, and the ones that people most often cannot or will not bear."""
    return sorted(usual_hazards(draft) | OFTEN_REFUSED)


def hazards_are_known(draft: Draft) -> bool:
    """Whether the trade is harmless enough not to ask."""
    return usual_hazards(draft) <= HARMLESS


def hazards_of(draft: Draft) -> list[str]:
    """What was ticked (or is usual where it was not asked), and night work."""
    ticked = draft.get("hazards")
    chosen = set(usual_hazards(draft) if ticked is None else ticked)
    return sorted(chosen | ({NIGHT} if _at_night(draft) else set()))


def _at_night(draft: Draft) -> bool:
    return SHIFTS[draft["shift"]][1] if draft.get("shift") else False


def closed_to_minors(draft: Draft) -> bool:
    """Whether the law keeps 16 and 17 year olds out, so that it need not be asked."""
    work = work_of(draft)
    adult = work is not None and (work.under18 == "prohibited" or (work.min_age or 0) >= gates.ADULT_AGE)
    return adult or not gates.MINORS_NEVER.isdisjoint(hazards_of(draft))


def fields(draft: Draft) -> dict[str, Any]:
    """The opening's columns. The brand follows from the occupation."""
    housing, meals = LIVING[draft["living"]]
    shift, night = SHIFTS[draft["shift"]]
    work = work_of(draft)
    after = draft.get("wage_after") or [None, None]
    last_day = date.fromisoformat(draft["deadline"])
    return {
        "title": draft["title"], "occupation_code": draft["occupation"], "city": draft["city"],
        "district": draft.get("district"), "description": draft["description"], "headcount": draft["headcount"],
        "wage_min": draft["wage"][0], "wage_max": draft["wage"][1], "wage_after_min": after[0],
        "wage_after_max": after[1], "housing": housing, "meals": meals, "shift": shift, "night_shift": night,
        "social_insurance": draft["insurance"], "contract_months": draft.get("contract"),
        "term_months": draft["term"], "grade_target": Grade(draft["grade"]) if draft.get("grade") else None,
        "mentor": draft.get("mentor"), "education_min": least_education(draft["education"]),
        "accepts_no_experience": draft["newcomers"],
        "accepts_minors": bool(draft.get("minors")) and not closed_to_minors(draft),
        "hazards": hazards_of(draft), "brand": work.brand if work else None, "contact_mode": "phone",
        "deadline": last_day, "expires_at": last_day,
    }  # fmt: skip


def preview(draft: Draft, organisation: Organisation) -> Opening:
    """The opening as it would be, not stored."""
    return Opening(id="preview", organisation_id=organisation.id or 0, **fields(draft))


def draft_of(opening: Opening) -> Draft:
    """The answers that lead to this opening, for a correction."""
    living = (opening.housing or Housing.NONE, bool(opening.meals))
    shift = (opening.shift or Shift.DAY, bool(opening.night_shift))
    after = [opening.wage_after_min, opening.wage_after_max]
    hazards = [code for code in opening.hazards if code != NIGHT]
    return {
        "organisation": opening.organisation_id, "opening": opening.id, "occupation": opening.occupation_code,
        "title": opening.title, "headcount": opening.headcount, "city": opening.city, "district": opening.district,
        "wage": [opening.wage_min, opening.wage_max], "wage_after": after if any(after) else None,
        "living": next((name for name, facts in LIVING.items() if facts == living), "none"),
        "shift": next((name for name, facts in SHIFTS.items() if facts == shift), "day"),
        "hazards": hazards, "ticked": hazards, "insurance": bool(opening.social_insurance),
        "contract": opening.contract_months,
        "term": opening.term_months, "grade": opening.grade_target, "mentor": opening.mentor,
        "education": opening.education_min or Education.NONE, "newcomers": bool(opening.accepts_no_experience),
        "minors": opening.accepts_minors, "description": opening.description,
        "deadline": opening.deadline.isoformat() if opening.deadline else None,
    }  # fmt: skip
