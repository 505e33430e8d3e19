"""What work pays, as people type it: 4000-6000, 5千到7千, 5k, 4,500."""

import re
from itertools import pairwise

from data.closed_forms.numbers import UNITS, figures, placed_numbers
from data.closed_forms.text import normalise
from data.db.errors import Refusal

HIGHEST_WAGE = 100_000
"""Yuan a month; above it a zero too many is likelier than such an apprentice."""

_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)\s*([万千wk])?")
_THOUSANDS_COMMA = re.compile(r"(?<=\d),(?=\d{3})")
_NOT_MONTHLY = re.compile(
    r"小时|每天|一天|/天|日薪|时薪|per hour|an hour|per day|a day|hourly|daily|年薪|一年|per year|a year"
)
_UNIT_LEFT_OUT_BELOW = 100
"""4-6千: the 4 counts thousands too."""


class WrongWage(Refusal):
    """There is no amount, or there are more than two; the subclasses say what else is wrong."""

    text_id = "post.error.wage"


class NotMonthly(WrongWage):
    """The amount is one of an hour, a day or a year."""

    text_id = "post.error.wage_month"


class WageReversed(WrongWage):
    """The first amount is above the second (`low`, `high`)."""

    text_id = "post.error.wage_reversed"


class WageOutOfRange(WrongWage):
    """Nothing, or beyond belief (`highest`)."""

    text_id = "post.error.wage_range"


def read_monthly_wage(text: str) -> tuple[int, int]:
    """The lowest and the highest yuan a month; twice the same where one amount is given.

    Raises:
        WrongWage, NotMonthly, WageReversed, WageOutOfRange: all are `WrongWage`.
    """
    words = _THOUSANDS_COMMA.sub("", normalise(text).lower())
    if _NOT_MONTHLY.search(words):
        raise NotMonthly
    found = _AMOUNT.findall(words)
    if not 1 <= len(found) <= 2:
        raise WrongWage
    last_unit = found[-1][1]
    amounts = [
        _yuan(float(number), unit or (last_unit if float(number) < _UNIT_LEFT_OUT_BELOW else ""))
        for number, unit in found
    ]
    low, high = amounts[0], amounts[-1]
    if low > high:
        raise WageReversed(low=low, high=high)
    if low < 1 or high > HIGHEST_WAGE:
        raise WageOutOfRange(highest=HIGHEST_WAGE)
    return low, high


def _yuan(number: float, unit: str) -> int:
    return round(number * UNITS.get(unit, 1))


_NOTHING = re.compile(r"免费|全免|免学费|\bfree\b")
_FEE = re.compile(r"(?:[¥￥]\s*)(\d+)|(\d+)\s*(?:元|块|yuan\b|rmb\b)")


def read_fee(text: str) -> int | None:
    """Yuan to pay once, the highest amount that words name; 0 where they say that nothing is. None: neither."""
    words = _THOUSANDS_COMMA.sub("", normalise(text).lower())
    amounts = [int(number) for found in _FEE.findall(words) for number in found if number]
    return max(amounts, default=0 if _NOTHING.search(words) else None)


LOWEST_WAGE = 500
"""Yuan a month; a smaller number beside a wage is something else."""
_BETWEEN = re.compile(r"\s*(?:-|~|—|–|到|至)\s*")
_AS_BEFORE = re.compile(r"[从由]\s*$")
_BECOMES = re.compile(r"\s*(?:元|块钱?)?\s*[改变涨提调升加]?(?:成|为|到|至)\s*")
"""Between what a wage was and what it becomes: 三千九改成四千二."""
_NEXT = re.compile(r"\s*(?:元|块钱?)?\s*[,，、;；。]\s*\D{0,6}")
"""Between the least and the most, each named by itself: 底下三千五，上头四千."""


def read_new_wage(text: str) -> tuple[int, int] | None:
    """The wage that words set, figures or Chinese: 改成四千到五千, 从4000涨到5000 (5000). None: they set none."""
    words = _THOUSANDS_COMMA.sub("", normalise(text).lower())
    amounts = [one for one in placed_numbers(words) if LOWEST_WAGE <= one[0] <= HIGHEST_WAGE]
    if not amounts or _NOT_MONTHLY.search(words):
        return None
    new = [one for one, later in pairwise(amounts) if not _is_before(words, one, later)] + amounts[-1:]
    high, begin, _ = new[-1]
    if len(new) > 1:
        low, _, end = new[-2]
        between = words[end:begin]
        if low <= high and (_BETWEEN.fullmatch(between) or (_NEXT.match(between) and len(new) == 2)):
            return round(low), round(high)
    return round(high), round(high)


def _is_before(words: str, amount: tuple[float, int, int], later: tuple[float, int, int]) -> bool:
    """Whether an amount is what the later one replaces."""
    between = words[amount[2] : later[1]]
    if _BETWEEN.fullmatch(between):
        return bool(_AS_BEFORE.search(words[: amount[1]]))
    return bool(_BECOMES.fullmatch(between))


_OF_PAY = re.compile(r"薪|工资|补|奖|元|块|结|[天日时]|pay|wage|yuan|day|hour", re.IGNORECASE)
"""Units of money and of the time it is paid for: figures beside them are no people."""


def counts_people(words: str) -> bool:
    """Whether words about pay hold figures that no wage has and nothing else of pay: then they count people."""
    told = [number for number, _, _ in figures(normalise(words).lower())]
    below = bool(told) and max(told) < LOWEST_WAGE and read_new_wage(words) is None
    return below and not _OF_PAY.search(words)
