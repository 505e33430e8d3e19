"""The answers of /course as the fields of a course, and back again for a correction."""

from datetime import date, timedelta
from typing import Any

from bot.chat.forms.engine import Draft
from bot.enterprise.listings.changes import changed_columns
from bot.enterprise.listings.questions import SOONEST_DAYS, least_education, trade_of
from data.catalogue import occupations, policy
from data.catalogue.policy import PolicyRow
from data.listings.courses import Course
from data.organisations.service import Organisation
from data.vocabulary import CertificateKind, CourseKind, CourseMode, Education, Grade

ROLLING = "rolling"
"""Instead of a first day: people join at any time."""
NOTHING = "none"
ORDER, PROJECT = "order", "project"

MOST_PLACES, MOST_HOURS, MOST_WEEKS = 999, 3000, 150
HIGHEST_FEE = 50_000
"""Yuan; above it a zero too many is likelier than a subsidised course."""
_LATEST_START_DAYS = 365

OUTCOMES: dict[str, tuple[CertificateKind | None, Grade | None]] = {
    "5": (CertificateKind.GRADE, Grade.FIVE),
    "4": (CertificateKind.GRADE, Grade.FOUR),
    "3": (CertificateKind.GRADE, Grade.THREE),
    "2": (CertificateKind.GRADE, Grade.TWO),
    "operation_permit": (CertificateKind.OPERATION_PERMIT, None),
    "qualification": (CertificateKind.QUALIFICATION, None),
    "driving": (CertificateKind.DRIVING, None),
    "health": (CertificateKind.HEALTH, None),
    NOTHING: (None, None),
}
"""What the course leads to, certificate and grade asked as one: `course.leads.…`."""

CLASS_TIMES: dict[str, tuple[bool, bool]] = {
    "day": (False, False),
    "evening": (True, False),
    "weekend": (False, True),
    "both": (True, True),
}
"""Evening and weekend classes, asked as one: `course.times.…`."""

_RULES: dict[CourseKind, tuple[str, ...]] = {
    CourseKind.APPRENTICESHIP: ("appr.subsidy_national", "appr.subsidy_anshan"),
    CourseKind.ENTREPRENEURSHIP: ("entre.GYB", "entre.SYB", "entre.IYB_EYB", "entre.online"),
}
"""Ids of the policy rows that a course of this kind may rest on; for the others the city decides class by class."""
_ONLY_IN = {"appr.subsidy_anshan": "210300"}


def start_limits(today: date) -> tuple[date, date]:
    """The earliest and the latest first day of a new course."""
    return today + timedelta(days=SOONEST_DAYS), today + timedelta(days=_LATEST_START_DAYS)


def subsidy_rules(draft: Draft, on: date) -> list[PolicyRow]:
    """The policy rows in force that fit the kind and the city of the course."""
    ids = _RULES.get(CourseKind(draft["course_kind"]), ()) if draft.get("course_kind") else ()
    here = [one for one in ids if _ONLY_IN.get(one) in (None, draft.get("city"))]
    return [row for one in here if (row := policy.in_force(one, on)) is not None]


def has_no_subsidy_rule(draft: Draft) -> bool:
    """Whether there is no rule to choose from."""
    return not subsidy_rules(draft, date.fromisoformat(draft["today"])) if draft.get("today") else True


def has_no_certificate(draft: Draft) -> bool:
    """Whether nobody assesses what was learnt."""
    return draft.get("leads") == NOTHING


def column_values(draft: Draft) -> dict[str, Any]:
    """The course's columns. The brand follows from the occupation; the age from the permit, where the law sets one."""
    certificate, grade = OUTCOMES[draft["leads"]]
    evening, weekend = CLASS_TIMES[draft["times"]]
    work = occupations.get(draft["occupation"])
    start = draft["start"]
    last_day = date.fromisoformat(draft["deadline"]) if draft["deadline"] else None
    adults = policy.row("age.special_operation") if certificate == CertificateKind.OPERATION_PERMIT else None
    return {
        "title": draft["title"], "occupation_code": draft["occupation"], "trade": trade_of(draft),
        "city": draft["city"], "district": draft.get("district"), "description": draft["description"],
        "course_kind": CourseKind(draft["course_kind"]), "certificate_kind": certificate, "grade_target": grade,
        "assessing_body": draft.get("assessor") if certificate else None,
        "mode": CourseMode(draft["mode"]), "evening": evening, "weekend": weekend, "hours_total": draft["hours"],
        "weeks": draft.get("weeks"), "rolling_entry": start == ROLLING,
        "start_date": None if start == ROLLING else date.fromisoformat(start), "capacity": draft["capacity"],
        "fee": draft["fee"], "subsidy_rule": draft.get("rule"), "eligible_groups": draft.get("groups") or [],
        "documents": draft.get("papers") or [], "education_min": least_education(draft["education"]),
        "age_min": adults.value if adults else None, "age_basis": adults.source if adults else None,
        "dormitory": draft["dormitory"], "hazards": [], "brand": work.brand if work else None,
        "linked_openings": draft.get("openings") or [] if draft.get("tie") == ORDER else [],
        "programme": draft.get("programme") if draft.get("tie") == PROJECT else None,
        "contact_mode": "phone", "deadline": last_day, "expires_at": last_day,
    }  # fmt: skip


def preview(draft: Draft, organisation: Organisation) -> Course:
    """The course as it would be, not stored."""
    return Course(id="preview", organisation_id=organisation.id or 0, **column_values(draft))


def draft_of(course: Course) -> Draft:
    """The answers that lead to this course, for a correction."""
    leads, times = (course.certificate_kind, course.grade_target), (bool(course.evening), bool(course.weekend))
    start = course.start_date.isoformat() if course.start_date else ROLLING
    last_day = course.deadline or course.expires_at
    return {
        "organisation": course.organisation_id,
        "course": course.id,
        "course_kind": course.course_kind,
        "occupation": course.occupation_code,
        "title": course.title,
        "trade": course.trade,
        "leads": next((name for name, facts in OUTCOMES.items() if facts == leads), NOTHING),
        "assessor": course.assessing_body,
        "tie": _tie(course),
        "openings": list(course.linked_openings),
        "programme": course.programme,
        "city": course.city,
        "district": course.district,
        "mode": course.mode or CourseMode.ONSITE,
        "times": next(key for key, facts in CLASS_TIMES.items() if facts == times),
        "hours": course.hours_total,
        "weeks": course.weeks,
        "start": start,
        "capacity": course.capacity,
        "fee": course.fee,
        "rule": course.subsidy_rule,
        "groups": list(course.eligible_groups),
        "ticked": list(course.eligible_groups),
        "papers": list(course.documents),
        "education": course.education_min or Education.NONE,
        "dormitory": bool(course.dormitory),
        "description": course.description,
        "deadline": last_day.isoformat() if last_day else None,
    }


def changed_fields(base: Draft, draft: Draft) -> dict[str, Any]:
    """The columns that differ between two drafts."""
    return changed_columns(column_values(base), column_values(draft))


def _tie(course: Course) -> str:
    if course.linked_openings:
        return ORDER
    return PROJECT if course.programme else NOTHING
