"""The answers of /post as the fields of an opening, and back again for a correction."""

from datetime import date
from typing import Any

from bot.chat.forms.engine import Draft
from bot.enterprise.listings.changes import changed_columns
from bot.enterprise.listings.questions import least_education, trade_of
from data import eligibility
from data.catalogue import occupations
from data.catalogue.occupations import Occupation
from data.listings.openings import Opening
from data.organisations.service import Organisation
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
HALF_KNOWN_LIVING: dict[str, tuple[Housing | None, bool | None]] = {
    "housed": (Housing.PROVIDED, None),
    "subsidised": (Housing.SUBSIDY, None),
    "unhoused": (Housing.NONE, None),
    "fed": (None, True),
    "unfed": (None, False),
}
"""What an advert may say of one and leave out of the other."""

SHIFTS: dict[str, tuple[Shift, bool]] = {
    "day": (Shift.DAY, False),
    "two_days": (Shift.TWO, False),
    "two_night": (Shift.TWO, True),
    "three": (Shift.THREE, True),
    "rotating_days": (Shift.ROTATING, False),
    "rotating_night": (Shift.ROTATING, True),
}
"""Shift and night work, asked as one: `post.shift.…`."""
HALF_KNOWN_SHIFTS: dict[str, tuple[Shift | None, bool | None]] = {
    "two": (Shift.TWO, None),
    "rotating": (Shift.ROTATING, None),
    "night": (None, True),
    "no_night": (None, False),
}

OFTEN_REFUSED = frozenset({"HEIGHT", "HEAVY", "DUST", "STAND"})
HARMLESS = frozenset({"FINE", "VIEW"})


def occupation_of(draft: Draft) -> Occupation | None:
    """The occupation that was chosen."""
    code = draft.get("occupation")
    return occupations.get(code) if code else None


def usual_hazards(draft: Draft) -> frozenset[str]:
    """Hazards of the trade; night work is told by the shifts."""
    work = occupation_of(draft)
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
    return bool(_shift(draft)[1])


def _shift(draft: Draft) -> tuple[Shift | None, bool | None]:
    return ({**SHIFTS, **HALF_KNOWN_SHIFTS})[draft["shift"]] if draft.get("shift") else (None, None)


def _living(draft: Draft) -> tuple[Housing | None, bool | None]:
    return ({**LIVING, **HALF_KNOWN_LIVING})[draft["living"]] if draft.get("living") else (None, None)


def living_key(housing: Housing | None, meals: bool | None) -> str | None:  # noqa: FBT001 - three-valued fact
    """The answer that says so; None where nothing is known."""
    known = {**LIVING, **HALF_KNOWN_LIVING}.items()
    return next((name for name, facts in known if facts == (housing, meals)), None)


def shift_key(shift: Shift | None, night: bool | None) -> str | None:  # noqa: FBT001 - three-valued fact
    """The answer that says so; None where nothing is known."""
    if night is None and shift in (Shift.DAY, Shift.THREE):
        night = shift == Shift.THREE
    known = {**SHIFTS, **HALF_KNOWN_SHIFTS}.items()
    return next((name for name, facts in known if facts == (shift, night)), None)


def closed_to_minors(draft: Draft) -> bool:
    """Whether the law keeps 16 and 17 year olds out, so that it need not be asked."""
    work = occupation_of(draft)
    adult = work is not None and (work.under18 == "prohibited" or (work.min_age or 0) >= eligibility.ADULT_AGE)
    return adult or not eligibility.HAZARDS_FORBIDDEN_TO_MINORS.isdisjoint(hazards_of(draft))


def column_values(draft: Draft) -> dict[str, Any]:
    """The opening's columns; unknown where nothing was answered. The brand follows from the occupation."""
    housing, meals = _living(draft)
    shift, night = _shift(draft)
    work = occupation_of(draft)
    after = draft.get("wage_after") or [None, None]
    last_day = date.fromisoformat(draft["deadline"]) if draft.get("deadline") else None
    return {
        "title": draft["title"], "occupation_code": draft["occupation"], "trade": trade_of(draft),
        "city": draft["city"], "district": draft.get("district"), "description": draft["description"],
        "headcount": draft["headcount"],
        "wage_min": draft["wage"][0], "wage_max": draft["wage"][1], "wage_after_min": after[0],
        "wage_after_max": after[1], "housing": housing, "meals": meals, "shift": shift, "night_shift": night,
        "social_insurance": draft.get("insurance"), "contract_months": draft.get("contract"),
        "term_months": draft.get("term"), "grade_target": Grade(draft["grade"]) if draft.get("grade") else None,
        "mentor": draft.get("mentor"), "education_min": least_education(draft.get("education") or Education.NONE),
        "accepts_no_experience": draft.get("newcomers"), "pay_day": draft.get("pay_day"),
        "hours_week": draft.get("hours"), "probation_months": draft.get("probation"), "shuttle": draft.get("shuttle"),
        "certificates_required": list(draft.get("certificates") or []), "address": draft.get("address"),
        "partner_provider": draft.get("partner"),
        "accepts_minors": bool(draft.get("minors")) and not closed_to_minors(draft),
        "hazards": hazards_of(draft), "brand": work.brand if work else None, "contact_mode": "phone",
        "deadline": last_day, "expires_at": last_day, "doubts": list(draft.get("doubts") or []),
    }  # fmt: skip


DETAILS = ("mentor", "pay_day", "hours", "probation", "certificates", "shuttle", "address", "partner")
"""The questions that are offered rather than asked: a run starts with them as unknown."""


def changed_fields(before: Draft, after: Draft) -> dict[str, Any]:
    """The columns on which two drafts differ, as the second one has them; what neither speaks of stays untouched."""
    return changed_columns(column_values(before), column_values(after))


def preview(draft: Draft, organisation: Organisation) -> Opening:
    """The opening as it would be, not stored."""
    return Opening(id="preview", organisation_id=organisation.id or 0, **column_values(draft))


def draft_of(opening: Opening) -> Draft:
    """The answers that lead to this opening, for a correction."""
    after = [opening.wage_after_min, opening.wage_after_max]
    hazards = [code for code in opening.hazards if code != NIGHT]
    return {
        "organisation": opening.organisation_id, "opening": opening.id, "occupation": opening.occupation_code,
        "title": opening.title, "headcount": opening.headcount, "city": opening.city, "district": opening.district,
        "wage": [opening.wage_min, opening.wage_max], "wage_after": after if any(after) else None,
        "living": living_key(opening.housing, opening.meals),
        "shift": shift_key(opening.shift, opening.night_shift),
        "hazards": hazards, "ticked": hazards, "insurance": opening.social_insurance,
        "contract": opening.contract_months,
        "term": opening.term_months, "grade": opening.grade_target, "mentor": opening.mentor,
        "education": opening.education_min or Education.NONE, "newcomers": opening.accepts_no_experience,
        "pay_day": opening.pay_day, "hours": opening.hours_week, "probation": opening.probation_months,
        "shuttle": opening.shuttle, "certificates": opening.certificates_required, "address": opening.address,
        "partner": opening.partner_provider, "trade": opening.trade, "doubts": opening.doubts,
        "version": opening.version,
        "minors": opening.accepts_minors, "description": opening.description,
        "deadline": opening.deadline.isoformat() if opening.deadline else None,
    }  # fmt: skip
