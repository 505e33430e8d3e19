"""Which question of /post each column of an opening answers."""

from collections.abc import Iterable

QUESTION_OF: dict[str, str] = {
    "title": "title", "occupation_code": "occupation", "trade": "title", "city": "city", "district": "city",
    "address": "address", "description": "description", "headcount": "headcount", "wage_min": "wage",
    "wage_max": "wage",
    "wage_after_min": "wage_after", "wage_after_max": "wage_after", "housing": "living", "meals": "living",
    "shift": "shift", "night_shift": "shift", "social_insurance": "insurance", "contract_months": "contract",
    "term_months": "term", "grade_target": "grade", "mentor": "mentor", "education_min": "education",
    "accepts_no_experience": "newcomers", "accepts_minors": "minors", "hazards": "hazards", "pay_day": "pay_day",
    "hours_week": "hours", "probation_months": "probation", "shuttle": "shuttle", "deadline": "deadline",
    "certificates_required": "certificates", "partner_provider": "partner",
}  # fmt: skip
"""Column → the question it is the answer to."""


def questions_of(columns: Iterable[str]) -> list[str]:
    """The questions that these columns answer, each once."""
    return list(dict.fromkeys(QUESTION_OF[name] for name in columns if name in QUESTION_OF))
