"""What people type while posting an opening, read: numbers, a monthly wage or a range of it, a day."""

from datetime import date

from bot.chat.forms.engine import BadAnswer
from data.closed_forms import calendar, money, numbers
from data.listings import labour_terms
from matching.law.field_checks import check_minimum_wage

MAX_HOURS_WEEK = 44
"""Hours a week on average, overtime apart: 劳动法 36 条 (policy row `law.hours_week` names both limits)."""
MAX_PROBATION_MONTHS = 6
"""Months, whatever the contract: 劳动合同法 19 条 (policy row `law.probation`)."""
LONGEST_CONTRACT_MONTHS = 120


def read_whole_number(text: str, low: int, high: int) -> int:
    """A whole number between `low` and `high`, with whatever unit people put behind it (5名, 12 months).

    Raises:
        BadAnswer: none, several, or out of bounds.
    """
    found = numbers.read_whole_number(text)
    if found is None or not low <= found <= high:
        raise BadAnswer("number.error", low=low, high=high)
    return found


def read_wage_range(text: str) -> list[int]:
    """Lowest and highest yuan a month of `4000-6000`, `5千到7千`, `5k`, `4500`.

    Raises:
        BadAnswer: no amount, more than two, not by the month, reversed, or beyond belief.
    """
    try:
        low, high = money.read_monthly_wage(text)
    except money.WrongWage as wrong:
        raise BadAnswer(wrong.text_id, **wrong.params) from wrong
    return [low, high]


def read_lawful_wage(text: str, place: str, on: date) -> list[int]:
    """The same where somebody offers it: not surely below the minimum wage of the place.

    Raises:
        BadAnswer: as `read_wage_range` and `require_minimum_wage`.
    """
    found = read_wage_range(text)
    require_minimum_wage(found[0], place, on)
    return found


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
