"""Numbers as people say them: 四千五, 十来, 七八, 小五, 俩, 4.5k, 5-6千, thirty-two."""

import re
from math import isfinite

from data.closed_forms.text import normalise

_DIGITS = dict(zip("零〇一二两俩三仨四五六七八九", (0, 0, 1, 2, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9), strict=True))
UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "k": 1000, "w": 10_000}
_PAIR = re.compile(r"([一二两三四五六七八])([二两三四五六七八九])(?=[十百千万k来多几年岁个天月周]|$)")

_LOOSE = {"三五", "三两", "一半"}
"""Neighbours by custom: 三五千 is three to five."""

_MOST_DIGITS = 15

_A_LITTLE = re.compile(r"一(?:[下些样般直起边]|点(?![半钟整\d零一二三四五六七八九十]))")

CHINESE = r"[零〇一二两俩三仨四五六七八九十百千万]"
NUMBER = rf"(?:\d+(?:\.\d+)?|{CHINESE}+)"
"""Regex of one number, digits or Chinese."""

_ANY = re.compile(rf"\d+(?:\.\d+)?(?:[万千kw](?:[1-9一二三四五六七八九](?!\d))?)?|{CHINESE}+")

_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_SMALL = f"zero one two three four five six seven eight nine {_TEENS}".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905
_WORDS: dict[str, float] = {
    **{word: float(number) for number, word in enumerate(_SMALL)},
    **{word: float(number * 10) for number, word in enumerate(_TENS, 2)},
    "a": 1.0,
    "an": 1.0,
    "couple": 2.0,
    "few": 3.0,
    "half": 0.5,
    "dozen": 12.0,
}
ENGLISH = (
    r"(?:\d+(?:\.\d+)?|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[- ](?:one|two|three|four|five|six"
    r"|seven|eight|nine))?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    r"|sixteen|seventeen|eighteen|nineteen)"
)


def value(said: str) -> float | None:
    """What a spoken number comes to; `None` when it is not one. Two neighbours (七八) count as the lower."""
    said = said.strip().replace("十有", "十")
    if re.fullmatch(r"\d+(?:\.\d+)?", said):
        return float(said)
    mixed = re.fullmatch(r"(\d+(?:\.\d+)?)([十百千万kw])(\d|[一二三四五六七八九])?", said)
    if mixed:
        unit = UNITS[mixed[2]]
        rest = value(mixed[3]) if mixed[3] else 0
        return float(mixed[1]) * unit + (rest or 0) * unit / 10
    if re.fullmatch(rf"{CHINESE}+", said):
        return _chinese(said)
    return english(said)


def read_whole_number(text: str) -> int | None:
    """The only number of the text, in digits, with whatever people put around it (5名, around 5, 12 months).

    None where there are none or several, and where it has a sign or a fraction.
    """
    plain = normalise(text)
    found = re.findall(r"\d+", plain)
    return (
        int(found[0]) if len(found) == 1 and len(found[0]) <= _MOST_DIGITS and not re.search(r"[-.]", plain) else None
    )


def numbers_in(text: str) -> list[float]:
    """Every number of the text, in digits or Chinese, in order."""
    return [number for number, _, _ in placed_numbers(normalise(text).lower())]


def placed_numbers(text: str) -> list[tuple[float, int, int]]:
    """The same of a normalised text, with the half-open place of each."""
    found = [(value(match.group()), *match.span()) for match in _ANY.finditer(text)]
    return [(number, start, end) for number, start, end in found if number is not None and isfinite(number)]


def figures(text: str) -> list[tuple[float, int, int]]:
    """The same where a quantity is told: the 一 of 一下, 一点, 一些 is none."""
    return [found for found in placed_numbers(text) if not _A_LITTLE.match(text, found[1])]


def _chinese(said: str) -> float | None:
    said = _PAIR.sub(lambda m: m[1] if m[0] in _LOOSE or _DIGITS[m[2]] == _DIGITS[m[1]] + 1 else m[0], said)
    if len(said) > 1 and not any(c in UNITS for c in said):
        return float("".join(str(_DIGITS[c]) for c in said)) if len(said) <= 4 else None
    total, section, digit, unit, zero = 0.0, 0.0, 0.0, 1, False
    for c in said:
        if c in _DIGITS:
            digit, zero = _DIGITS[c], zero or c in "零〇"
        else:
            if c == "万":
                total, section = total + (section + digit) * 10_000 if section + digit else 10_000, 0.0
            else:
                section += (digit or 1) * UNITS[c]
            unit, digit, zero = UNITS[c], 0, False
    return total + section + (digit if zero or unit == 1 else digit * unit / 10)


def english(said: str) -> float | None:
    """An English number word up to 99, or digits."""
    parts = re.split(r"[- ]", said.strip())
    if not parts or any(p not in _WORDS for p in parts):
        return float(said) if re.fullmatch(r"\d+(?:\.\d+)?", said.strip()) else None
    return float(sum(_WORDS[p] for p in parts))
