"""Which entries of a numbered list words name: 第二个, 3号, the second one, 1 and 2, or nothing but a number."""

import re

from data.closed_forms import numbers
from data.closed_forms.text import letters

_ORDINAL = re.compile(
    r"第\s*([0-9一二三四五六七八九十]{1,3}+)(?!\s*(?:[天年周季次期句行段批]|个?月|个?(?:星期|礼拜|小时|班次)))"
    r"|(?<![月0-9./-])([0-9]{1,2})\s*号(?!线|楼|门|之?前|以?前|开|截)|(?:number|no\.?|#)\s*([0-9]{1,2})"
)
_BARE = re.compile(r"(?:看看?|选|要|报|open)?\s*([0-9]{1,2}|[一二三四五六七八九十])\s*(?:个|号|吧|呗|那个)?[.。!！]?")
_ENGLISH = re.compile(r"\b(?:the )?(first|second|third|fourth|fifth|sixth)\b")
_NUMBERS = {name: number for number, name in enumerate(("first", "second", "third", "fourth", "fifth", "sixth"), 1)}
_NUMBER = r"(?:[0-9]{1,2}|[一二三四五六七八九十])"
_SEVERAL = re.compile(
    rf"(?<![0-9.月-]){_NUMBER}"
    rf"(?:\s*(?:个|号)?\s*(?:[和跟与同、,，/]|and|with|to|vs\.?)\s*(?:第|number |no\. ?)?{_NUMBER})+(?![0-9.月])"
)
_EACH = re.compile(r"[0-9]{1,2}|[一二三四五六七八九十]")
_LAST = re.compile(r"最后(?:那|一|那一)?(?:个|家)|the last one")


def ordinal(words: str, *, last: int | None = None) -> int | None:
    """The number that words name, from 1; None where they name none.

    `last`: the number of the last entry, for words that say so.
    """
    words = words.strip().lower()
    if (found := _ORDINAL.search(words)) or (found := _BARE.fullmatch(words)):
        said = numbers.value(next(filter(None, found.groups())))
        return int(said) if said else None
    if _LAST.search(words):
        return last
    english = _ENGLISH.search(words)
    return _NUMBERS[english[1]] if english else None


_NEW_VALUE = re.compile(r"(?:[到成为至]|\b(?:to|until|till|by))\s*(?:the\s*)?$")
_TO_IT = re.compile(r"\s*[把将给]?\s*")
_OF_TIME = re.compile(r"\s*(?:of|days?|weeks?|months?|years?)\b")
_LITTLE_ELSE = 3
"""Characters beside a number that may yet be one of an entry: 暂停3号."""


def entry(words: str) -> int | None:
    """The number of the entry that words of any length name, from 1; a day, which 3号 is as well, is none.

    第三个 and "the third" count anywhere but as a new value (改成第三个), 3号 at the beginning or beside little else.
    """
    plain = words.strip().lower()
    for found in sorted([*_ORDINAL.finditer(plain), *_ENGLISH.finditer(plain)], key=lambda one: one.start()):
        before, after = plain[: found.start()], plain[found.end() :]
        leads = _TO_IT.fullmatch(before) or letters(before) + letters(after) <= _LITTLE_ELSE
        if _NEW_VALUE.search(before) or _OF_TIME.match(after) or ("号" in found[0] and not leads):
            continue
        return ordinal(found[0])
    return ordinal(plain) if _BARE.fullmatch(plain) else None


def ordinals(words: str, *, last: int | None = None) -> list[int]:
    """All the numbers that words name, in their order: 第一个跟第三个, 1 and 2, the first with the last one."""
    words = words.strip().lower()
    found = {match.start(): next(filter(None, match.groups())) for match in _ORDINAL.finditer(words)}
    for several in _SEVERAL.finditer(words):
        found |= {several.start() + each.start(): each[0] for each in _EACH.finditer(several[0])}
    values = {start: numbers.value(said) for start, said in found.items()}
    named = {start: int(value) for start, value in values.items() if value}
    named |= {match.start(): _NUMBERS[match[1]] for match in _ENGLISH.finditer(words)}
    if last is not None and (end := _LAST.search(words)):
        named[end.start()] = last
    one = ordinal(words, last=last)
    return list(dict.fromkeys(named[start] for start in sorted(named))) or ([one] if one is not None else [])
