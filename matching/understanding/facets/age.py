"""Age from the words that say it, or by a year of birth. Round guesses (四十多) and nominal years are no age."""

import re
from datetime import date

from data.closed_forms.numbers import ENGLISH, NUMBER, value

YOUNGEST_WORKER = 16
_POSSIBLE = range(5, 100)
_CERTAIN_BY_BIRTH = (range(5, 16), range(20, 81))
"""Ages that may be told by a year of birth alone: where a year more or less matters, none."""
_CENTURY = 100
_NUMBER = re.compile(rf"{NUMBER}|\b{ENGLISH}\b")
_BIRTH = re.compile(
    r"(?:19|20)\d\d|(?<!\d)\d\d(?=\s?年)|[一二零〇][零〇九][零〇一二三四五六七八九]{2}"
    r"|[五六七八九零〇][零〇一二三四五六七八九](?=年)|一[零〇一二三四五](?=年[的生])"
)
_NO_AGE_AFTER = re.compile(r"^\s?(?:多|几|来岁|出头|好几|大几|开外|左右|上下|后|个?月|个|天|s\b)")
_NOMINAL = re.compile(rf"虚岁|虚\s?{NUMBER}")
_NO_NUMBER = r"[^\d零〇一二三四五六七八九十]"
_NEARLY = re.compile(
    rf"(?:快|差|不到|没到|没满|未满|不满|就要|马上|眼瞅|眼看)(?:\D{{0,3}}(?:\d|[一两二三几半俩])+个?(?:多?月|天|生日))?"
    rf"{_NO_NUMBER}{{0,6}}(?P<n>{NUMBER})(?!\s?个?[月天])"
)
_NEARLY_ENGLISH = re.compile(rf"(?:nearly|almost|not yet|not|under|turn(?:ing)?)\s(?:yet\s)?(?P<n>{ENGLISH})\b")
_BY_NOMINAL_YEARS = re.compile(rf"虚岁?{_NO_NUMBER}{{0,3}}(?P<n>{NUMBER})")


def read_age(words: str, around: str, today: date) -> int | None:
    """Years of age. `around`: the message that the words stand in; nominal years (虚岁) in it are none."""
    if _NOMINAL.search(around) and "周岁" not in words:
        return None
    birth = _BIRTH.search(words)
    if birth:
        return _by_birth(birth.group(), today)
    nearly = coming_age(words)
    if nearly is not None:
        return nearly - 1
    found = [match for match in _NUMBER.finditer(words) if not is_round(words[match.end() :])]
    ages = [int(number) for match in found if (number := value(match.group())) is not None]
    if any(age >= 10 for age in ages):  # 十七、八岁
        ages = [age for age in ages if age >= 10]
    return next((one for one in reversed(ages) if one in _POSSIBLE), None)


def is_round(behind: str) -> bool:
    """Whether what stands behind a number makes it a guess (五十好几), or no number of years."""
    return _NO_AGE_AFTER.search(behind) is not None


def coming_age(text: str) -> int | None:
    """The age that somebody will soon reach, where it matters: 快16了, 还差俩月十八."""
    for match in (*_NEARLY.finditer(text), *_NEARLY_ENGLISH.finditer(text)):
        coming = value(match["n"])
        if coming is not None and coming in range(YOUNGEST_WORKER, 19):
            return int(coming)
    return None


def is_too_young(text: str) -> bool:
    """Whether closed forms say that somebody is not sixteen yet: 快16了, 虚岁16."""
    if coming_age(text) == YOUNGEST_WORKER:
        return True
    nominal = _BY_NOMINAL_YEARS.search(text)
    return nominal is not None and (value(nominal["n"]) or _CENTURY) <= YOUNGEST_WORKER and "周岁" not in text


def _by_birth(said: str, today: date) -> int | None:
    year = int("".join(str(int(value(digit) or 0)) for digit in said))
    if year < _CENTURY:
        year += 2000 if year <= today.year % _CENTURY else 1900
    age = today.year - year
    return age if any(age in certain for certain in _CERTAIN_BY_BIRTH) else None
