"""What labour law allows a contract to say, from the dated policy rows."""

from datetime import date
from typing import Any

from data.catalogue import policy


def longest_probation(contract_months: float, on: date | None = None) -> float:
    """Months of probation that a contract of this length allows (policy row `law.probation`)."""
    tiers = _value("law.probation", on) or []
    for tier in tiers:
        below = tier.get("contract_lt_months") or tier.get("lt")
        if below is None or contract_months < below:
            return float(tier["max"])
    return float("inf")


def least_probation_pay(on: date | None = None) -> float:
    """The share of full pay that probation must bring at least (policy row `law.probation_wage`)."""
    return float(_value("law.probation_wage", on) or 0)


def longest_week(on: date | None = None) -> float:
    """Working hours a week without overtime (policy row `law.hours_week`)."""
    return float(_value("law.hours_week", on) or 24 * 7)


def least_contract(on: date | None = None) -> float:
    """Months of contract from which an apprentice counts as a new-type one (policy row `appr.target`)."""
    row = _value("appr.target", on) or {}
    return float(row.get("contract_months_min", 0))


def longest_term(on: date | None = None) -> float:
    """Months that an apprenticeship may last, special cases included (policy row `appr.term_years`)."""
    row = _value("appr.term_years", on) or {}
    return float(row["special_max"] * 12) if row else float("inf")


def _value(row_id: str, on: date | None) -> Any:
    row = policy.row(row_id) if on is None else policy.in_force(row_id, on)
    return row.value if row else None
