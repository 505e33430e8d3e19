"""The law check of a whole listing before it is saved: its words and its figures. `data` never calls `matching`."""

from datetime import date
from typing import Any

from bot.chat import texts
from bot.chat.texts import Html, render
from data.listings.courses import Course
from data.listings.models import ListingFields
from data.vocabulary import Language
from matching.law import findings as linting
from matching.law.field_checks import FieldFinding, check_fields
from matching.law.findings import Finding

FREE_TEXT_FIELDS = (
    "title", "description", "address", "age_basis", "mentor", "partner_provider", "assessing_body", "programme",
)  # fmt: skip
"""Fields of free words, read together: a protection named in one is heard beside a danger named in another."""

_OPENING_ONLY_CATEGORIES = frozenset(
    {"training_fee", "age", "hours", "probation", "wage_below_minimum", "unpaid_trial", "no_insurance", "hazard",
     "hukou", "school", "deposit"}
)  # fmt: skip
"""Categories about work: a course may cost a fee, be for residents or for an age, and pays no wage."""


def findings_of(listing: ListingFields, today: date) -> list[FieldFinding]:
    """What a listing (stored or not) may not say or offer, by field; what blocks it comes first."""
    found = [*findings_of_words(listing, today), *check_fields(listing, today)]
    return sorted(found, key=lambda one: one.severity != "block")


def findings_of_words(listing: ListingFields, today: date) -> list[FieldFinding]:
    """What a listing's words may not say; `params` of each has the `words`, the `rewrite` and the `finding`."""
    field_texts = [(name, getattr(listing, name, None) or "") for name in FREE_TEXT_FIELDS]
    found = []
    for name, finding in _assign_to_fields(
        field_texts, linting.lint("\n".join(text for _, text in field_texts), today)
    ):
        rule = finding.rule
        if not (isinstance(listing, Course) and rule.category in _OPENING_ONLY_CATEGORIES):
            found.append(FieldFinding(name, rule.rule, rule.severity, finding.why, _params(finding)))
    return found


def has_blocking(findings: list[FieldFinding]) -> bool:
    """Whether the listing may not go live without a person's look."""
    return any(one.severity == "block" for one in findings)


def blocking_flags(listing: ListingFields, today: date) -> list[dict[str, str]]:
    """What blocks a listing, as a reviewer sees it beside it and as it is stored with a reason."""
    return [lint_flag(one) for one in findings_of(listing, today) if one.severity == "block"]


def lint_flag(finding: FieldFinding) -> dict[str, str]:
    """As a reviewer sees it beside the listing."""
    found = finding.params.get("finding")
    category = found.rule.category if found is not None else _CATEGORY_BY_RULE.get(finding.rule, "hazard")
    words = str(finding.params.get("words") or finding.params.get("wage") or "–")
    return {"rule": finding.rule, "category": category, "words": words, "reason": ""}


_CATEGORY_BY_RULE = {"wage.gate_algo": "wage_below_minimum", "pay.probation": "probation", "post.child": "child_labour"}
"""What the findings of figures that can block are about; all others are about dangers to minors."""


def finding_sentence(finding: FieldFinding, language: Language) -> Html:
    """What is wrong and what to do, in one or two sentences."""
    params: dict[str, Any] = dict(finding.params)
    if isinstance(params.get("day"), date):
        params["day"] = texts.format_day(params["day"], language)
    return render(finding.why, language, **params)


def _params(finding: Finding) -> dict[str, Any]:
    return {"words": finding.text, "rewrite": finding.rewrite, "finding": finding}


def _assign_to_fields(field_texts: list[tuple[str, str]], findings: list[Finding]) -> list[tuple[str, Finding]]:
    """Each finding of the joined text in the field that it begins in, with the span in that field."""
    placed = []
    start = 0
    for name, text in field_texts:
        end = start + len(text)
        placed += [(name, _shift_span(one, start, end)) for one in findings if start <= one.span[0] < end]
        start = end + 1
    return placed


def _shift_span(finding: Finding, start: int, end: int) -> Finding:
    left, right = finding.span
    return Finding(finding.rule, (left - start, min(right, end) - start), finding.text, finding.rewrite)
