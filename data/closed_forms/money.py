"""What work pays, as people type it: 4000-6000, 5千到7千, 5k, 4,500."""

import re
from itertools import pairwise, zip_longest

from data.closed_forms.numbers import UNITS, figures, placed_numbers
from data.closed_forms.text import normalise
from data.db.errors import Refusal

HIGHEST_WAGE = 100_000
"""Yuan a month; above it a zero too many is likelier than such an apprentice."""

_THOUSANDS_COMMA = re.compile(r"(?<=\d),(?=\d{3})")
_NOT_MONTHLY = re.compile(
    r"小时|每天|一天|/天|日薪|时薪|per hour|an hour|per day|a day|hourly|daily|年薪|一年|per year|a year"
)
_UNIT_LEFT_OUT_BELOW = 100
"""4-6千: the 4 counts thousands too; in Chinese so little is no wage but before such a one."""
_UNIT = re.compile("[万千wk]")
_BETWEEN = re.compile(r"\s*(?:-|~|—|–|到|至)\s*")


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
    found = _amounts(_BEFORE_UNIT.sub(r"\1", words))
    if not 1 <= len(found) <= 2:
        raise WrongWage
    low, high = found[0], found[-1]
    if low > high:
        raise WageReversed(low=low, high=high)
    if low < 1 or high > HIGHEST_WAGE:
        raise WageOutOfRange(highest=HIGHEST_WAGE)
    return low, high


_BEFORE_UNIT = re.compile(r"(\d)\s+(?=[万千wk])")


def _amounts(words: str) -> list[int]:
    """The yuan of each amount; what of a range has no unit has that of the last."""
    placed = placed_numbers(words)
    amounts: list[int] = []
    for (number, start, end), later in zip_longest(placed, placed[1:]):
        ranges = later is not None and _BETWEEN.fullmatch(words[end : later[1]])
        if number < _UNIT_LEFT_OUT_BELOW and not words[start].isdecimal() and not ranges:
            continue  # 一个月
        unit = _UNIT.search(words, *placed[-1][1:]) if number < _UNIT_LEFT_OUT_BELOW and later else None
        amounts.append(round(number * (UNITS[unit[0]] if unit else 1)))
    return amounts


_NOTHING = re.compile(r"(?<!不)(?<!不再)(?:免费|全免|免学费)|(?<!no longer )\bfree\b")
_OLD = re.compile(r"(?:[从由]|不是|而非|原来?是?|\bfrom|\bnot|\binstead of)\s*[¥￥]?\s*$")
_NEW = re.compile(r"(?:[成为到至改]|\bto)\s*[¥￥]?\s*$")
"""Before what money was, and before what it becomes."""
_OF_MONEY = re.compile(r"\s*(?:元|块|yuan\b|rmb\b)")
_OF_ANYTHING = re.compile(r"\s*(?:[次期天周月年个名人节课%]|学时)")


def read_new_fee(text: str) -> int | None:
    """Yuan that words set to be paid once: what it becomes, else what is money by its sign, else the last number."""
    words = _THOUSANDS_COMMA.sub("", normalise(text).lower())
    found = [(round(number), start, end) for number, start, end in figures(words)]
    found = [one for one in found if not _OF_ANYTHING.match(words, one[2])]
    found += [(0, *match.span()) for match in _NOTHING.finditer(words)]
    fees = [one for one in sorted(found, key=lambda one: one[1]) if not _OLD.search(words[: one[1]])]
    become = [fee for fee, start, _ in fees if _NEW.search(words[:start])]
    of_money = [
        fee for fee, start, end in fees
        if not words[start].isalnum() or _OF_MONEY.match(words, end) or words[:start].rstrip().endswith(("¥", "￥"))
    ]  # fmt: skip
    return next((fees_of_kind[0] for fees_of_kind in (become, of_money) if fees_of_kind), fees[-1][0] if fees else None)


_FEE = re.compile(r"(?:[¥￥]\s*)(\d+)|(\d+)\s*(?:元|块|yuan\b|rmb\b)")


def read_fee(text: str) -> int | None:
    """Yuan to pay once, the highest amount that words name; 0 where they say that nothing is. None: neither."""
    words = _THOUSANDS_COMMA.sub("", normalise(text).lower())
    amounts = [int(number) for found in _FEE.findall(words) for number in found if number]
    return max(amounts, default=0 if _NOTHING.search(words) else None)


LOWEST_WAGE = 500
"""Yuan a month; a smaller number beside a wage is something else."""
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


_RAISED = re.compile(r"(?:[涨加提升][了高]?|上调|多)\s*$")
_LOWERED = re.compile(r"(?:[降减扣][了低]?|下调)\s*$")
_BY = re.compile(r"\bby\s*$")
_DOWN = re.compile(r"\b(?:lower|reduc|cut|drop|decreas)")
"""Directly before a difference: 涨500, by 500."""
_LEAST_DIFFERENCE = 50


def read_difference(text: str) -> int | None:
    """By how many yuan more, or (negative) fewer, words change what is paid: 涨500, 每月再加300. None: they don't."""
    words = _THOUSANDS_COMMA.sub("", normalise(text).lower())
    amounts = [one for one in placed_numbers(words) if not _OF_ANYTHING.match(words, one[2])]
    if len(amounts) != 1 or amounts[0][0] < _LEAST_DIFFERENCE or _NOT_MONTHLY.search(words):
        return None
    amount, before = round(amounts[0][0]), words[: amounts[0][1]]
    if _LOWERED.search(before) or (_BY.search(before) and _DOWN.search(before)):
        return -amount
    return amount if _RAISED.search(before) or _BY.search(before) else None


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
    below = below and read_difference(words) is None
    return below and not _OF_PAY.search(words)
