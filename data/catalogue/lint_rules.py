"""What recruitment law says of adverts: which rule stands for which category, and what follows."""

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from data.catalogue.tables import PROVINCE, csv_rows

Severity = Literal["block", "review"]


@dataclass(frozen=True, slots=True)
class LintRule:
    rule: str
    """Rule id (`post.gender`); one rule may cover several categories."""
    category: str
    severity: Severity
    basis: str
    """Laws and articles it rests on."""


@cache
def lint_rules() -> tuple[LintRule, ...]:
    """All pairs of rule and category, by rule."""
    return tuple(
        LintRule(row["rule"], row["category"], cast("Severity", row["severity"]), row["basis"])
        for row in csv_rows(PROVINCE, "lint_rules.csv")
    )


@cache
def by_category(category: str) -> LintRule:
    """The rule that covers a category (`gender`, `deposit` …).

    Raises:
        KeyError: for a category that no rule covers.
    """
    for rule in lint_rules():
        if rule.category == category:
            return rule
    raise KeyError(category)
