"""How long someone did their work: 干了三年, 小五年, 半年, for three years."""

import re

from matching.understanding.numbers import CHINESE, ENGLISH, value
from matching.understanding.text import Message

_AMOUNT = rf"(?:\d+(?:\.\d+)?|{CHINESE}+|几)"
_YEARS = re.compile(
    rf"(?P<half>大?半年)|(?:小|近|快|约|大概|差不多)?(?P<n>{_AMOUNT})(?P<more>来|多|几)?(?:个)?(?P<unit>年|月)(?P<plus>半)?"
)
_NOT_WORK_BEFORE = re.compile(
    r"(?:毕业|退伍|退役|复员|转业|退休|结婚|失业|下岗|下来|(?:在家|搁家)(?:待|呆|闲|歇|带孩子|窝)(?:了|着)?|(?:在家|搁家)$|待业|断了?|考了|考|等了|歇了|过去|再|领|学制|念了?|读了?|上了|学了|离校|闲了?|剩|差|还有|住了|来了|待了)[^\d一二两三四五六七八九十半]{0,4}$"
)
_NOT_WORK_AFTER = re.compile(
    r"^(?:前|以前|后|以后|之后|没|级|生|出生|的(?:党|兵|时间)|制|内|毕业|初|底|中|[一二三四五六七八九十\d]{1,2}月|\d|义务|级别|高中|初中|大专|就毕业|就要)"
)
_ENGLISH_YEARS = re.compile(
    rf"(?P<n>{ENGLISH}|a couple of|a few|half a)[- ]?(?:and a half )?\+?[- ]?(?:more than )?(?P<unit>years?|yrs?|months?)\b(?! old| ago|-old)"
)


def spoken(text: str) -> float | None:
    """The first stretch of time in `text` that can be a time of work, in years; months as fractions of one decimal."""
    for match in _YEARS.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if (
            _NOT_WORK_BEFORE.search(before)
            or _NOT_WORK_AFTER.search(after)
            or before.endswith(("第", "每", "今", "去", "前", "后", "明", "20", "19"))
        ):
            continue
        if match["half"]:
            return 0.5
        amount = value(match["n"]) if match["n"] != "几" else None
        if (
            amount is None
            or amount > 60
            or (
                match["unit"] == "年"
                and re.fullmatch(r"\d{2}|0\d", match["n"])
                and after.startswith(("的", "生"))
                and amount > 45
            )
        ):
            continue
        if match["unit"] == "月":
            if "个" not in match.group():
                continue
            return round(amount / 12, 1)
        return amount + 0.5 if match["plus"] else amount
    for match in _ENGLISH_YEARS.finditer(text):
        amount = {"a couple of": 2.0, "a few": None, "half a": 0.5}.get(match["n"], value(match["n"]))
        if amount is not None and amount <= 60:
            return round(amount / 12, 1) if match["unit"].startswith("m") else amount
    return None


def of_clause(message: Message, index: int, taken: set[int]) -> float | None:
    """Years said in a clause, or in a neighbour that names no occupation of its own (焊工出身, 干了十年)."""
    clauses = message.clauses
    found = spoken(clauses[index].text)
    if found is not None:
        return found
    for near in (index + 1, index - 1):
        if 0 <= near < len(clauses) and near not in taken and _is_about_work(clauses[near].text):
            found = spoken(clauses[near].text)
            if found is not None:
                return found
    return None


def _is_about_work(text: str) -> bool:
    """Whether a clause that names no work can tell how long the work before it lasted (摆了十一年, 十来年了)."""
    if re.search(r"干|做|当|经验|工龄|这行|experience|worked|did|for ", text):
        return True
    short = len(text) <= 12 and re.search(r"^\S{0,3}了(?:有|快|小|整整)*[\d一二两三四五六七八九十]", text) is not None
    return short or _YEARS.fullmatch(text.strip("了的吧呢有快")) is not None
