"""How long someone did their work: 干了三年, 快六年, 半年, for three years."""

import re

from data.closed_forms.numbers import ENGLISH, value
from matching.language.pattern_sets import load_pattern_sets
from matching.understanding.message import Message

_WORDS = load_pattern_sets("work.ini")
_ENGLISH_YEARS = re.compile(
    rf"(?P<n>{ENGLISH}|a couple of|a few|half a|(?<=for )a)[- ]?(?:and a half )?\+?[- ]?(?:more than )?"
    r"(?P<unit>years?|yrs?|months?)\b(?! old| ago|-old)"
)
_ENGLISH_AMOUNTS = {"a couple of": 2.0, "a few": None, "half a": 0.5}
_LONGEST = 60
_SHORT = 12
"""A clause this short says nothing but how long (卖了十三年)."""


def spoken(text: str) -> float | None:
    """The first stretch of time in `text` that can be a time of work, in years; months as fractions of one decimal."""
    for match in _WORDS["years"].finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if _WORDS["no years before"].search(before) or _WORDS["no years after"].search(after):
            continue
        lasted = _chinese(match, after)
        if lasted is not None:
            return lasted
    for match in _ENGLISH_YEARS.finditer(text):
        amount = _ENGLISH_AMOUNTS.get(match["n"], value(match["n"]))
        if amount is not None and amount <= _LONGEST:
            return round(amount / 12, 1) if match["unit"].startswith("m") else amount
    return None


def _chinese(match: re.Match[str], after: str) -> float | None:
    if match["half"]:
        return 0.5
    amount = value(match["n"])
    birth_year = after.startswith(("的", "生")) and re.fullmatch(r"\d\d", match["n"]) is not None
    if amount is None or amount > _LONGEST or birth_year:
        return None
    if match["unit"] == "月":
        return round(amount / 12, 1) if "个" in match.group() else None
    return amount + 0.5 if match["plus"] else amount


def of_clause(message: Message, index: int, taken: set[int]) -> float | None:
    """Years said in a clause, or in a neighbour that names no occupation of its own (焊工出身, 干了十年)."""
    clauses = message.clauses
    found = spoken(clauses[index].text)
    if found is not None:
        return found
    for near in (index + 1, index - 1):
        if 0 <= near < len(clauses) and near not in taken and _tells_how_long(clauses[near].text):
            found = spoken(clauses[near].text)
            if found is not None:
                return found
    return None


def _tells_how_long(text: str) -> bool:
    """Whether a clause that names no work can tell how long the work beside it lasted (卖了十三年, 十来年了)."""
    if _WORDS["about work"].search(text) or (len(text) <= _SHORT and _WORDS["lasted"].search(text)):
        return True
    return _WORDS["years"].fullmatch(text.strip("了的吧呢有快")) is not None
