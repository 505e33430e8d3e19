"""Questions about law and money whose answer is the same whoever asks: by act, the text that answers."""

from collections.abc import Mapping

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
    "overtime": "lint.why.hours",
    "requirements_gender": "lint.why.gender",
    "requirements_age": "lint.why.age",
    "requirements_health": "lint.why.health",
    "fees": "lint.why.deposit",
}
"""What who hires, or watches over hiring, asks of the law where a seeker asks it of a listing."""
