"""The lowest monthly pay someone would take.

Pay by the day is left out: what it comes to in a month depends on the days agreed.
"""

import re

from data.closed_forms.numbers import ENGLISH, value
from data.vocabulary import ProfileQuestion
from matching.language.pattern_sets import load_pattern_sets
from matching.understanding.message import Clause, Message

_WORDS = load_pattern_sets("wage.ini")
_LOW, _HIGH = 800, 60_000
"""Yuan a month that can be meant."""
_ENGLISH_WORDS = re.compile(rf"(?P<n>{ENGLISH}) (?P<unit>thousand|hundred)")
_SHORT = 8
"""A clause this short only introduces the next (工资嘛，四千五)."""
_MONTHS = 12
_PAIR = re.compile(
    r"(?<=[千万百][一二三四五六七八九]|.[千万百])[一二两三四五六七八九][千万](?![一二三四五六七八九]?[千万])"
)
"""The upper of two amounts said in one breath (三千五四千)."""


def read_wage(message: Message) -> int | None:
    """Yuan a month; of a range the lower end, of several amounts the lowest, after a correction the last."""
    found: list[int] = []
    asked = message.question is ProfileQuestion.WAGE
    for index, clause in enumerate(message.clauses):
        before = message.clauses[index - 1].text if index else ""
        introduced = len(before) <= _SHORT and _WORDS["speaks of pay"].search(before)
        context = before + clause.text if introduced else clause.text
        if any(_WORDS[no].search(context) for no in ("daily", "past pay")):
            continue
        if _WORDS["no pay"].search(context) and not asked:
            continue
        amount = _amount(clause, expected=asked or _WORDS["speaks of pay"].search(context) is not None)
        if amount is not None:
            found.append(amount)
    if not found:
        return None
    return found[-1] if _WORDS["correction"].search(message.text) else min(found)


def _amount(clause: Clause, *, expected: bool) -> int | None:
    """The first plausible amount; unless pay is `expected`, only one written out that is all the clause says."""
    words = _ENGLISH_WORDS.search(clause.text)
    if words and expected:
        return _plausible((value(words["n"]) or 0) * (1000 if words["unit"] == "thousand" else 100))
    months = _MONTHS if _WORDS["yearly"].search(clause.text) else 1
    text = _PAIR.sub("", re.sub(r"(?<=\d),(?=\d{3})", "", clause.text))
    for match in _WORDS["amount"].finditer(text):
        if _WORDS["no pay after"].search(text[match.end() :]):
            continue
        amount = _plausible(_lower_end(match) / months)
        written_out = bool(match["e"] or match["cu"] or match["bu"])
        if amount is not None and (expected or (written_out and len(text) <= len(match.group()) + 3)):
            return amount
    return None


def _lower_end(match: re.Match[str]) -> float:
    if match["a"]:
        unit = match["au"] or match["bu"]
        said = f"{match['a']}{unit}" if unit and float(match["a"]) < 100 else match["a"]
    elif match["c"]:
        said = f"{match['c']}{match['cu']}{match['tail'] or ''}"
    else:
        said = match["d"] or match["e"]
    return value(said) or 0


def _plausible(amount: float) -> int | None:
    return round(amount) if _LOW <= amount <= _HIGH else None
