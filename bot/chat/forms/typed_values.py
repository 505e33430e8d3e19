"""What people type while posting an opening, read: numbers, a monthly wage or a range of it, a day."""

import re
from datetime import date

from bot.chat.forms.engine import BadAnswer
from data.closed_forms import calendar
from data.closed_forms.text import normalise
from data.listings import labour_terms
from matching.law.field_checks import check_minimum_wage

HIGHEST_WAGE = 100_000
"""Yuan a month; above it a zero too many is likelier than such an apprentice."""

MAX_HOURS_WEEK = 44
"""Hours a week on average, overtime apart: 劳动法 36 条 (policy row `law.hours_week` names both limits)."""
MAX_PROBATION_MONTHS = 6
"""Months, whatever the contract: 劳动合同法 19 条 (policy row `law.probation`)."""
LONGEST_CONTRACT_MONTHS = 120

_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*(万|千|[wWkK])?")
_NOT_MONTHLY = re.compile(
    r"小时|每天|一天|/天|日薪|时薪|per hour|an hour|per day|a day|hourly|daily|年薪|一年|per year|a year", re.IGNORECASE
)
_MULTIPLIERS = {"万": 10_000, "w": 10_000, "千": 1_000, "k": 1_000}


def read_whole_number(text: str, low: int, high: int) -> int:
    """A whole number between `low` and `high`, with whatever unit people put behind it (5名, 12 months).

    Raises:
        BadAnswer: none, several, or out of bounds.
    """
    found = re.findall(r"\d+", _normalise_width(text))
    if len(found) != 1 or "." in text or "-" in text or not low <= int(found[0][:9]) <= high:
        raise BadAnswer("number.error", low=low, high=high)
    return int(found[0])


def read_wage_range(text: str) -> list[int]:
    """Lowest and highest yuan a month of `4000-6000`, `5千到7千`, `5k`, `4500`.

    Raises:
        BadAnswer: no amount, more than two, not by the month, reversed, or beyond belief.
    """
    words = re.sub(r"(?<=\d)[,，](?=\d{3})", "", _normalise_width(text))
    if _NOT_MONTHLY.search(words):
        raise BadAnswer("post.error.wage_month")
    found = _AMOUNT.findall(words)
    if not 1 <= len(found) <= 2:
        raise BadAnswer("post.error.wage")
    last_unit = found[-1][1]
    amounts = [_yuan(number, unit or (last_unit if float(number) < 100 else "")) for number, unit in found]
    low, high = amounts[0], amounts[-1]
    if low > high:
        raise BadAnswer("post.error.wage_reversed", low=low, high=high)
    if low < 1 or high > HIGHEST_WAGE:
        raise BadAnswer("post.error.wage_range", highest=HIGHEST_WAGE)
    return [low, high]


def _yuan(number: str, unit: str) -> int:
    return round(float(number) * _MULTIPLIERS.get(unit.lower(), 1))


def is_below_minimum(low: int, place: str, on: date) -> bool:
    """Whether a wage is surely below the minimum wage of the place."""
    below = check_minimum_wage(low, place, on)
    return below is not None and below[0] == "block"


def require_minimum_wage(low: int, place: str, on: date) -> None:
    """Check an offered wage against the minimum wage of the place (dated policy rows).

    Raises:
        BadAnswer: surely below it.
    """
    below = check_minimum_wage(low, place, on)
    if below is not None and below[0] == "block":
        raise BadAnswer("post.error.below_minimum", low=low, minimum=below[1])


def longest_probation(contract_months: float | None, on: date) -> float:
    """The longest probation in months that the law allows for a contract; of the longest contract where it is open."""
    return labour_terms.longest_probation(contract_months or LONGEST_CONTRACT_MONTHS, on)


def require_lawful_probation(months: float | None, contract_months: int | None, on: date) -> None:
    """Check a probation against the length of the contract.

    Raises:
        BadAnswer: longer than the law allows.
    """
    longest = longest_probation(contract_months, on)
    if months is not None and months > longest:
        contract = contract_months or 0
        raise BadAnswer("post.error.probation", months=f"{months:g}", contract=contract, longest=f"{longest:g}")


def read_day(text: str, today: date) -> date:
    """A day as people write it; without a year the next one to come.

    Raises:
        BadAnswer: no day of the calendar.
    """
    found = calendar.read_date(text, today)
    if found is None:
        raise BadAnswer("day.error.unknown")
    return found


def _normalise_width(text: str) -> str:
    return normalise(text)
