"""Numbers as people say them: 四千五, 十来, 七八, 小五, 俩, 4.5k, 5-6千, thirty-two."""

import re

_DIGITS = {
    "零": 0,
    "〇": 0,
    "一": 1,
    "二": 2,
    "两": 2,
    "俩": 2,
    "三": 3,
    "仨": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
}
_UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "k": 1000, "w": 10_000}
_PAIR = re.compile(r"([一二两三四五六七八])([二两三四五六七八九])(?=[十百千万k来多几年岁个天月周]|$)")

CHINESE = r"[零〇一二两俩三仨四五六七八九十百千万]"
NUMBER = rf"(?:\d+(?:\.\d+)?|{CHINESE}+)"
"""Regex of one number, digits or Chinese."""

_WORDS: dict[str, float] = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
        " seventeen eighteen nineteen".split()
    )
} | {w: (i + 2) * 10 for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())}
_WORDS |= {"a": 1, "an": 1, "couple": 2, "few": 3, "half": 0.5, "dozen": 12}
ENGLISH = (
    r"(?:\d+(?:\.\d+)?|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six"
    r"|seven|eight|nine))?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen)"
)


def value(said: str) -> float | None:
    """What a spoken number comes to; `None` when it is not one. Two neighbours (七八) count as the lower."""
    said = said.strip()
    if re.fullmatch(r"\d+(?:\.\d+)?", said):
        return float(said)
    mixed = re.fullmatch(r"(\d+(?:\.\d+)?)([十百千万kw])(\d|[一二三四五六七八九])?", said)
    if mixed:
        unit = _UNITS[mixed[2]]
        rest = value(mixed[3]) if mixed[3] else 0
        return float(mixed[1]) * unit + (rest or 0) * unit / 10
    if re.fullmatch(rf"{CHINESE}+", said):
        return _chinese(said)
    return english(said)


def _chinese(said: str) -> float | None:
    said = _PAIR.sub(lambda m: m[1] if _DIGITS[m[2]] == _DIGITS[m[1]] + 1 else m[0], said)
    if len(said) > 1 and not any(c in _UNITS for c in said):
        return float("".join(str(_DIGITS[c]) for c in said)) if len(said) <= 4 else None
    total, section, digit, unit, zero = 0.0, 0.0, 0.0, 1, False
    for c in said:
        if c in _DIGITS:
            digit, zero = _DIGITS[c], zero or c in "零〇"
        else:
            if c == "万":
                total, section = total + (section + digit) * 10_000 if section + digit else 10_000, 0.0
            else:
                section += (digit or 1) * _UNITS[c]
            unit, digit, zero = _UNITS[c], 0, False
    return total + section + (digit if zero or unit == 1 else digit * unit / 10)


def english(said: str) -> float | None:
    """An English number word up to 99, or digits."""
    parts = re.split(r"[- ]", said.strip())
    if not parts or any(p not in _WORDS for p in parts):
        return float(said) if re.fullmatch(r"\d+(?:\.\d+)?", said.strip()) else None
    return float(sum(_WORDS[p] for p in parts))
