"""The lowest monthly pay someone would take. Pay by the day is left unconverted: a month has as many days as is agreed."""

import re

from data.vocabulary import Question
from matching.understanding.numbers import ENGLISH, value
from matching.understanding.text import Clause, Message

_N = r"(?:\d+(?:\.\d+)?|[零一二两俩三四五六七八九十百千万]+)"
_LOW, _HIGH = 800, 300_000
_AMOUNT = re.compile(
    rf"(?P<a>\d+(?:\.\d+)?)(?P<au>[k千万w])?\s?(?:-|~|到|至|—)\s?(?P<b>\d+(?:\.\d+)?)\s?(?P<bu>[k千万w])?"
    rf"|(?P<c>\d+(?:\.\d+)?)\s?(?P<cu>[k千万w])(?P<tail>\d|[一二三四五六七八九])?(?![a-z])|(?P<d>\d{{3,5}})(?!\d)"
    rf"|(?P<e>[一二两俩三四五六七八九十]+[百千万][零一二三四五六七八九十百千]*)(?P<x>\s?(?:-|~|到|至)\s?(?P<f>[一二两俩三四五六七八九十]+[百千万][零一二三四五六七八九百千]*))?"
)
_CUE = re.compile(
    r"工资|薪|底薪|到手|一个月|每月|月(?:入|收入|薪|钱)|收入|待遇|挣|开(?:多少|到)?|给(?:到|够|个|我)?|少于|低于|不能少|至少|起码|最少|最低|怎么也得|咋也得|咋地也得|得有|以上|块钱|元|就行|就中|就干|左右|保底|税前|税后|钱|期望|要求|够|打底|/月|rmb|yuan|salary|wage|pay|month|earn|at least|minimum"
)
_DAILY = re.compile(
    r"日结|一天|每天|天结|/天|一日|日薪|小时|时薪|一趟|一单|/日|per day|a day|daily|per hour|an hour|hourly|/h|/day"
)
_YEARLY = re.compile(r"一年|每年|年薪|年入|全年|per year|a year|annual")
_CORRECTION = re.compile(r"不对|说错|打错|更正|应该是|actually|i mean")
_NOT_PAY = re.compile(
    r"交了?|押金|学费|中介|罚|骗|转了|贷款|报名费|服装费|体检费|房租|租房|补贴|补助|领(?:多少|了)|欠|赔|培训费|保证金|定金|退|借|花了|deposit|fee|paid|rent|subsid"
)
_PAST = re.compile(
    r"(?:以前|之前|原来|原先|那时候?|当时|上家|上个厂|上份|现在|目前|去年)\S{0,8}(?:开|挣|给|工资|到手|拿)"
)
_NOT_PAY_AFTER = re.compile(
    r"^\s?(?:年|届|级|号|人|多人|平|里地|公里|米|斤|度|个|岁|分钟|小时|天|吨|字|层|型|t\b|伏|v\b|转|瓦|马力|步|days|people|km|years?)"
)
_ENGLISH_WORDS = re.compile(rf"(?P<n>{ENGLISH}) (?P<unit>thousand|hundred)")


def read_wage(message: Message) -> int | None:
    """Yuan a month; of a range the lower end, of several amounts the lowest, a corrected one last."""
    found: list[int] = []
    for index, clause in enumerate(message.clauses):
        context = clause.text
        if index and _CUE.search(message.clauses[index - 1].text) and len(message.clauses[index - 1].text) <= 8:
            context = message.clauses[index - 1].text + context
        if (
            _DAILY.search(context)
            or (_NOT_PAY.search(context) and message.question is not Question.WAGE)
            or _PAST.search(context)
        ):
            continue
        amount = _amount(clause, expected=message.question is Question.WAGE or _CUE.search(context) is not None)
        if amount is not None:
            found.append(amount)
    if not found:
        return None
    return found[-1] if _CORRECTION.search(message.text) else min(found)


def _amount(clause: Clause, *, expected: bool) -> int | None:
    words = _ENGLISH_WORDS.search(clause.text)
    if words and expected:
        return _plausible((value(words["n"]) or 0) * (1000 if words["unit"] == "thousand" else 100))
    for match in _AMOUNT.finditer(clause.text.replace(",", "")):
        if _NOT_PAY_AFTER.search(clause.text[match.end() :]):
            continue
        amount = _lower_end(match)
        written_out = bool(match["e"] or match["cu"] or match["bu"])
        alone = len(clause.text) <= len(match.group()) + 3
        if amount is not None and (expected or (written_out and alone)):
            return round(amount / 12) if _YEARLY.search(clause.text) else amount
    return None


def _lower_end(match: re.Match[str]) -> int | None:
    if match["a"]:
        unit = match["au"] or match["bu"]
        low = float(match["a"])
        amount = value(f"{match['a']}{unit}") if unit and low < 100 else low
    elif match["c"]:
        amount = value(f"{match['c']}{match['cu']}{match['tail'] or ''}")
    elif match["d"]:
        amount = float(match["d"])
    else:
        amount = value(match["e"])
    return _plausible(amount)


def _plausible(amount: float | None) -> int | None:
    return int(amount) if amount is not None and _LOW <= amount <= _HIGH else None
