"""Age as said, or as a year of birth tells it. Zodiac signs and round guesses (四十多) are no age."""

import re
from datetime import date

from data.closed_forms.numbers import value
from data.vocabulary import Language, ProfileQuestion
from matching.language.pattern_sets import load_pattern_sets
from matching.understanding.message import Clause, Message

YOUNGEST_WORKER = 16
_WORDS = load_pattern_sets("age.ini")
_POSSIBLE = range(5, 100)
_LIKELY = range(14, 81)
_GROWN = range(20, 81)
"""Ages that may be told by a year of birth alone."""
_CENTURY = 100
_NOMINAL_BESIDE = re.compile(r"(?<=[\d一二三四五六七八九十])(?:周?岁)?虚岁?(?:都|是)?[\d一二三四五六七八九十]+")
_LONG = 14
"""A clause this long was spoken without pauses: 我在老边这边住四十七了也没个正经活."""
_PLAIN, _CUED, _GUESSED = 3, 2, 1
"""How plainly an age was said: 四十岁; 今年四十; a number that can hardly be anything else."""

Found = tuple[int, int]
"""How plainly it was said, and the age."""


def read_age(message: Message, today: date, *, of_relative: bool = False) -> int | None:
    """The age stated last (a later one corrects an earlier one); None when none is. `of_relative`: theirs is meant."""
    read = _english if message.language is Language.EN else _chinese
    found = [one for clause in message.clauses if (one := read(message, clause, of_relative))]
    if not found:
        return _by_birth(message, today, of_relative=of_relative)
    plainest = max(strength for strength, _ in found)
    corrected = _WORDS["correction"].search(message.text)
    return [age for strength, age in found if strength == plainest or corrected][-1]


def _by_birth(message: Message, today: date, *, of_relative: bool) -> int | None:
    """The age reached in this year by a year of birth (八二年的, 1990年生); where a year more or less matters, none."""
    asked = message.question is ProfileQuestion.AGE
    for clause in message.clauses:
        match = _WORDS["year of birth"].search(clause.text) or (
            _WORDS["year of birth asked"].fullmatch(clause.text) if asked else None
        )
        if match is None or (_WORDS["others before"].search(clause.text[: match.start()]) and not of_relative):
            continue
        said = next(filter(None, match.groups()))
        year = int("".join(str(int(value(digit) or 0)) for digit in said))
        if year < _CENTURY:
            year += 2000 if year <= today.year % _CENTURY else 1900
        age = today.year - year
        return age if age in _GROWN else None
    return None


def is_underage(message: Message) -> bool:
    """Whether the person says to be under the working age, also when no number of years follows from it."""
    for clause in message.clauses:
        nearly = _WORDS["nearly"].search(clause.text)
        if nearly and value(nearly["n"]) == YOUNGEST_WORKER:
            return not _WORDS["others before"].search(clause.text[: nearly.start()])
        nominal = _WORDS["nominal"].search(clause.text)
        if nominal and (value(nominal["n"]) or YOUNGEST_WORKER + 1) <= YOUNGEST_WORKER and "周岁" not in message.text:
            return True
    return _WORDS["english too young"].search(message.text) is not None


def _chinese(message: Message, clause: Clause, of_relative: bool) -> Found | None:  # noqa: FBT001 - called by position
    nearly = _WORDS["nearly"].search(clause.text)
    if nearly:
        coming = value(nearly["n"])
        return (_CUED, int(coming) - 1) if coming in {YOUNGEST_WORKER + 1, YOUNGEST_WORKER + 2} else None
    text = _WORDS["kin before"].sub("", clause.text) if of_relative else clause.text
    return (
        _with_years(clause.text, of_relative=of_relative)
        or _after_a_cue(clause.text, of_relative=of_relative)
        or _opening(text)
        or _bare(message, text)
    )


def _with_years(text: str, *, of_relative: bool) -> Found | None:
    """四十岁, 十六周岁半; the last of a clause, but not what holds for others, for limits or for long ago."""
    ages = []
    for match in _WORDS["with years"].finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if before.endswith(("虚", "-", "~", "到", "至")) or _WORDS["other time after"].search(after):
            continue
        if not (_WORDS["others before"].search(before) and not of_relative):
            ages.append(_age(match["n"]))
    said = [age for age in ages if age is not None]
    return (_PLAIN, said[-1]) if said else None


def _after_a_cue(text: str, *, of_relative: bool) -> Found | None:
    """今年四十一, 我三十五了."""
    for match in _WORDS["after a cue"].finditer(text):
        after = text[match.end() :]
        weak = match["weak"] and not match["end"] and after and not _WORDS["goes on after"].search(after)
        if weak or _WORDS["not age after"].search(after):
            continue
        if _WORDS["others before"].search(text[: match.start()]) and not of_relative:
            continue
        age = _age(match["n"] or match["m"])
        if age is not None:
            return _CUED, age
    return None


def _opening(text: str) -> Found | None:
    """58了还能学不; and 住四十七了也没 in the midst of a long breath."""
    opening = _WORDS["clause opens"].search(text)
    run_on = _WORDS["run on"].search(text) if len(text) > _LONG else None
    for match, strength in ((opening, _CUED), (run_on, _GUESSED)):
        age = _age(match["n"]) if match else None
        if age is not None and age in _LIKELY:
            return strength, age
    return None


def _bare(message: Message, text: str) -> Found | None:
    """A clause that is nothing but a number (and 我, 了 …)."""
    match = _WORDS["whole clause"].fullmatch(_NOMINAL_BESIDE.sub("", text))
    age = _age(match["n"]) if match else None
    asked = message.question is ProfileQuestion.AGE
    if match is None or age is None or not (age in _LIKELY or asked):
        return None
    alone = len(message.clauses) == 1
    if alone and not asked and (message.question is not None or text == match["n"]):
        return None
    return _CUED, age


def _age(said: str) -> int | None:
    number = value(said)
    return int(number) if number is not None and number in _POSSIBLE and number == int(number) else None


def _english(message: Message, clause: Clause, of_relative: bool) -> Found | None:  # noqa: FBT001 - called by position
    theirs = _WORDS["english kin"].search(clause.text) if of_relative else None
    if theirs and (age := _age(theirs["n"])) is not None:
        return _PLAIN, age
    if message.question is ProfileQuestion.AGE and (age := _age(clause.text.strip())) is not None:
        return _CUED, age
    for match in _WORDS["english"].finditer(clause.text):
        age = _age(next(filter(None, match.groups())))
        others = _WORDS["others before"].search(clause.text[: match.start()]) and not of_relative
        if age is not None and not others and not re.search(r"since$", clause.text[: match.start()].strip()):
            return _CUED, age
    return None
