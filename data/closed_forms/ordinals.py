"""Which entry of a numbered list words name: 第二个, 3号, the second one, or nothing but a number."""

import re

from data.closed_forms import numbers

_ORDINAL = re.compile(
    r"第\s*([0-9一二三四五六七八九十]{1,3})(?!天|年|周|月|季|次|期)"
    r"|(?<![月0-9./-])([0-9]{1,2})\s*号(?!线|楼|门|之?前|以?前|开|截)|(?:number|no\.?|#)\s*([0-9]{1,2})"
)
_BARE = re.compile(r"(?:看看?|选|要|报|open)?\s*([0-9]{1,2}|[一二三四五六七八九十])\s*(?:个|号|吧|呗|那个)?[.。!！]?")
_ENGLISH = re.compile(r"\b(?:the )?(first|second|third|fourth|fifth|sixth)\b")
_NUMBERS = {name: number for number, name in enumerate(("first", "second", "third", "fourth", "fifth", "sixth"), 1)}
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
