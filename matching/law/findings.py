"""The law check of a text's words: what may not stand there, by which rule, and what could stand there instead.

The model reads what a text demands or offers (`learned`). What hangs on a figure and a day, wages and probation, is
reckoned; contacts have a closed form.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from data.catalogue.lint_rules import LintRule, by_category
from data.closed_forms.contacts import find_contacts, has_contact, holds_only_references, without_references
from data.closed_forms.numbers import numbers_in
from data.people.seekers import MINIMUM_AGE
from matching.language.heads.reading import in_whole_words
from matching.law import learned, normalised_text, probation, rewrites
from matching.law.low_wage import low_wages
from matching.law.normalised_text import Signs

CONTACT, LOW_WAGE, PROBATION = "off_platform_contact", "wage_below_minimum", "probation"
AGE, CHILD = "age", "child_labour"
_BY_NUMBERS = frozenset({LOW_WAGE, PROBATION})
"""Categories that the model may not find alone: what is lawful depends on a figure and a day."""
_COHORT = re.compile(r"(?:\d[05]|[零〇五六七八九][零〇五])\s*后")
"""Those born since a year (00后, 九五后): no age."""
_BELOW = re.compile(r"(?:[不没未][满到足]|below|under|younger than)\s*[\d一二十]")
"""Before an age that somebody has not reached: 不满16."""
_LEADING = 3
"""Characters before a finding that may belong to its figure."""
_EDGES = " ,;:、.|/"
_BESIDE = 40
"""Characters on either side of a finding that its rewrite looks at."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Words that break a rule, or seem to."""

    rule: LintRule
    span: tuple[int, int]
    """Half-open code-point offsets into the text as it was given."""
    text: str
    """What stands there."""
    rewrite: str
    """What may stand there instead, in the language of the text; empty where nothing need."""

    @property
    def why(self) -> str:
        """Id of the text that explains the rule."""
        return f"lint.why.{self.rule.category}"


class _Match(NamedTuple):
    category: str
    start: int
    end: int


def lint(text: str, on: date | None = None, where: str = "advert", *, doubted: bool = False) -> list[Finding]:
    """What breaks a rule, in the order of the text; with a model that has no heads only figures and contacts.

    Args:
        text: what somebody wrote.
        on: the day for minimum wages, by default the newest rows.
        where: what it is: advert, question, message, interview_note, offer, course, file_row or broadcast.
        doubted: also payments that are named with a sum and may be lawful: for who reviews.
    """
    signs = normalised_text.read(text)
    found = [*_learned(signs, where, doubted=doubted), *_reckoned(signs, on), *_contacts(signs)]
    return [_finding(text, signs, match) for match in _merged(_trimmed(signs, match) for match in found)]


def _learned(signs: Signs, where: str, *, doubted: bool) -> Iterator[_Match]:
    for mark in learned.offences(signs.text, where, doubted=doubted):
        words = signs.text[mark.start : mark.end]
        ages = numbers_in(_COHORT.sub(" ", words)) if mark.label in (AGE, CHILD) else []
        below = _BELOW.search(signs.text, max(0, mark.start - _LEADING), mark.end)
        old_enough = min(ages) >= MINIMUM_AGE and not below if ages else _COHORT.search(words)
        if mark.label == CHILD and old_enough:
            continue
        if mark.label == CONTACT and _is_a_number_of_a_thing(words, signs.text, where):
            continue
        if mark.label not in _BY_NUMBERS:
            yield _Match(mark.label, mark.start, mark.end)
        if mark.label == AGE and ages and min(ages) < MINIMUM_AGE:
            yield _Match(CHILD, mark.start, mark.end)


def _is_a_number_of_a_thing(words: str, text: str, where: str) -> bool:
    """Whether words that sound like a contact only number things, and without them nothing sounds like one any more."""
    if not holds_only_references(words):
        return False
    bare = without_references(text)
    return not has_contact(bare) and all(mark.label != CONTACT for mark in learned.offences(bare, where))


def _reckoned(signs: Signs, on: date | None) -> Iterator[_Match]:
    contract = probation.contract_months(signs.text)
    for offset, sentence in signs.sentences():
        for start, end in low_wages(sentence, on):
            yield _Match(LOW_WAGE, offset + start, offset + end)
        for start, end in probation.faults(sentence, contract, on):
            yield _Match(PROBATION, offset + start, offset + end)


def _contacts(signs: Signs) -> Iterator[_Match]:
    for start, end in find_contacts(signs.text):
        yield _Match(CONTACT, start, end)


def _trimmed(signs: Signs, match: _Match) -> _Match:
    start, end = match.start, match.end
    while start < end - 1 and signs.text[start] in _EDGES:
        start += 1
    while end > start + 1 and signs.text[end - 1] in _EDGES:
        end -= 1
    start, end = in_whole_words(signs.text, start, end)
    return match._replace(start=start, end=end)


def _merged(matches: Iterator[_Match]) -> list[_Match]:
    """Matches in the order of the text, those of one category that overlap made one."""
    found: dict[str, list[_Match]] = {}
    for match in sorted(matches, key=lambda one: one.start):
        before = found.setdefault(match.category, [])
        if before and match.start < before[-1].end:
            before[-1] = before[-1]._replace(end=max(before[-1].end, match.end))
        else:
            before.append(match)
    return sorted((match for same in found.values() for match in same), key=lambda one: (one.start, one.end))


def _finding(text: str, signs: Signs, match: _Match) -> Finding:
    start, end = signs.span(match.start, match.end)
    before, after = signs.text[max(0, match.start - _BESIDE) : match.start], signs.text[match.end : match.end + _BESIDE]
    said = rewrites.Said(signs.text[match.start : match.end], before, after, rewrites.is_english(text))
    return Finding(by_category(match.category), (start, end), text[start:end], rewrites.rewrite(match.category, said))


def apply_rewrites(text: str, findings: list[Finding]) -> str:
    """The text with every finding's words replaced, and without the punctuation that would be left over."""
    return rewrites.applied(text, [rewrites.Change(*one.span, one.rewrite, one.rule.category) for one in findings])
