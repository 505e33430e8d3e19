"""The law check of an advert's words: what may not stand there, by which rule, and what could stand there instead.

Patterns are in `words/adverts/lint_*.ini`; they read one sentence at a time. What is harmless where it overlaps a
match clears the match, so that look-alikes (女装, 不收押金) pass.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

from data.catalogue.lint_rules import LintRule, lint_rules
from matching.language.heads.reading import Reading
from matching.language.pattern_sets import PatternSet, load_pattern_sets
from matching.law import learned, normalised_text, probation, rewrites
from matching.law.low_wage import low_wages
from matching.law.normalised_text import Signs

_FILES = ("adverts/lint_people.ini", "adverts/lint_pay.ini", "adverts/lint_english.ini")
_WARNING = "warning"
_LOW_WAGE, _PROBATION = "wage_below_minimum", "probation"
_BY_NUMBERS = frozenset({_LOW_WAGE, _PROBATION})
"""Categories that the model may not find alone: what is lawful depends on a figure and a day."""
_STANDING = learned.GRAVE | {"hazard", "off_platform_contact"}
"""Categories whose patterns stand whatever the model hears: what does most harm, and names of dangers and contacts."""
_NOTHING, _LITTLE = 0.03, 0.2
"""Probability below which the model contradicts a pattern: where words may stay with a reason, and where not."""
_WITH_REASONS = frozenset({"advert", "file_row"})
_RULES = {"deposit.selfpay": ("fee.selfpay", "deposit")}
"""Lists of patterns that stand for another rule than the first one of their category."""
_STRONGER = (
    ("document_seizure", "deposit"), ("training_loan", "training_fee"), ("training_loan", "deposit"),
    ("training_loan", "guarantee"), ("deposit.selfpay", "deposit"), ("deposit.selfpay", "training_fee"),
    ("training_fee", "deposit"), ("training_fee", "penalty"), ("deposit", "penalty"), ("student_dispatch", "penalty"),
    ("unpaid_trial", "penalty"), ("bait", "guarantee"), ("unpaid_trial", "no_insurance"), ("disability", "health"),
    ("criminal_record", "health"), ("marital", "health"), ("child_labour", "age"), ("bait", "off_platform_contact"),
    ("student_dispatch", "child_labour"), ("guarantee", "training_fee"), ("wage_below_minimum", "unpaid_trial"),
    ("student_dispatch", "bait"), ("marital", "appearance"), ("ethnicity", "hukou"), ("probation", "penalty"),
    ("probation", "unpaid_trial"),
)  # fmt: skip
"""Where words break two rules at once, the first of a pair says it all."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Words that break a rule, or seem to."""

    rule: LintRule
    topic: str
    """The list of patterns that found it: the category, or a part of one (`deposit.selfpay`)."""
    span: tuple[int, int]
    """Half-open code-point offsets into the text as it was given."""
    text: str
    """What stands there."""
    rewrite: str
    """What may stand there instead, in Chinese; empty where nothing need."""

    @property
    def why(self) -> str:
        """Id of the text that explains the rule."""
        return f"lint.why.{self.topic.replace('.', '_')}"


class _Match(NamedTuple):
    topic: str
    start: int
    end: int


@dataclass(frozen=True)
class _Topic:
    """The patterns of one topic: the sections `topic`, `topic fine`, `topic near`, `topic unless`, `topic refused`."""

    name: str
    wrong: PatternSet
    fine: PatternSet | None
    near: PatternSet | None
    unless: PatternSet | None
    refused: PatternSet | None
    """What takes its effect from words of `unless` that it covers: 没有防护."""
    warning: PatternSet | None

    @cached_property
    def category(self) -> str:
        return self.name.partition(".")[0]

    def is_excused(self, text: str) -> bool:
        """Whether the whole advert says something that clears it of this topic, and does not take it back."""
        if self.unless is None or not self.unless.search(text):
            return False
        refused = [match.span() for match in self.refused.finditer(text)] if self.refused else []
        return any(
            not any(start < match.end() and match.start() < end for start, end in refused)
            for match in self.unless.finditer(text)
        )

    def search(self, sentence: str) -> Iterator[tuple[int, int]]:
        """Spans of what is wrong with the sentence."""
        matches = [_told(match) for match in self.wrong.finditer(sentence)]
        if not matches or any(words and words.search(sentence) for words in (self.near, self.warning)):
            return
        fine = bytearray(len(sentence))
        for match in self.fine.finditer(sentence) if self.fine else ():
            fine[match.start() : match.end()] = b"\1" * (match.end() - match.start())
        for start, end in matches:
            if sentence[start:end].strip(_EDGES) and not any(fine[start:end]):
                yield start, end


def _told(match: re.Match[str]) -> tuple[int, int]:
    """The span of a line's group, where the line has one, else of the whole match."""
    return match.span(1) if match.lastindex else match.span()


_STORIES = frozenset(
    {"deposit", "document_seizure", "training_fee", "training_loan", "child_labour", "unpaid_trial", "no_insurance",
     "penalty", "guarantee", "bait", "student_dispatch", "hazard", "off_platform_contact", "hours", "school", "age",
     "disability", "marital"}
)  # fmt: skip
"""Topics that people tell in several clauses: 先白干五天，行了再谈钱."""
_ASIDE = 6
_SENTENCE_END = re.compile(r"[。!?\n]")
_EDGES = " ,;:、.|/"


@cache
def _topics() -> tuple[_Topic, ...]:
    found = []
    for file in _FILES:
        sections = load_pattern_sets(file)
        for title, wrong in sections.items():
            if " " not in title and title != _WARNING:
                fine, near, unless, refused = (
                    sections.get(f"{title} {part}") for part in ("fine", "near", "unless", "refused")
                )
                found.append(_Topic(title, wrong, fine, near, unless, refused, sections.get(_WARNING)))
    return tuple(found)


def lint(text: str, on: date | None = None, where: str = "advert") -> list[Finding]:
    """What breaks a rule, in the order of the text.

    Args:
        text: what somebody wrote.
        on: the day for minimum wages, by default the newest rows.
        where: what it is: advert, question, message, interview_note, offer, course, file_row or broadcast.
    """
    advert = normalised_text.read(text)
    matches = _without_weaker(_merged(advert, [_trimmed(advert, match) for match in _matches(advert, on, where)]))
    return [_finding(text, advert, match) for match in matches]


def _matches(advert: Signs, on: date | None, where: str) -> Iterator[_Match]:
    topics = [topic for topic in _topics() if not topic.is_excused(advert.text)]
    reading = learned.reading_of(advert.text, where)
    if reading:
        yield from _learned(reading, {topic.category for topic in topics})
    least = _NOTHING if where in _WITH_REASONS else _LITTLE
    contract = probation.contract_months(advert.text)
    for offset, sentence in advert.sentences():
        heard = (_heard(reading, topic, offset, topic.search(sentence), least) for topic in topics)
        found = [(topic.name, spans) for topic, spans in zip(topics, heard, strict=True)]
        found += [(_LOW_WAGE, low_wages(sentence, on)), (_PROBATION, probation.faults(sentence, contract, on))]
        for name, spans in found:
            for start, end in spans:
                yield _Match(name, offset + start, offset + end)


def _heard(
    reading: Reading | None, topic: _Topic, offset: int, spans: Iterator[tuple[int, int]], least: float
) -> Iterator[tuple[int, int]]:
    """Spans of a sentence that begins at `offset`, but for those where the model hears less than `least` of it."""
    for start, end in spans:
        here = (topic.category, offset + start, offset + end)
        if reading is None or topic.category in _STANDING or reading.likely("law", *here) >= least:
            yield start, end


def _learned(reading: Reading, open_categories: set[str]) -> Iterator[_Match]:
    """What the model finds, but for what the advert excuses and for what only numbers can tell."""
    for mark in learned.offences(reading):
        if mark.label in open_categories and mark.label not in _BY_NUMBERS:
            yield _Match(mark.label, mark.start, mark.end)


def _trimmed(advert: Signs, match: _Match) -> _Match:
    start, end = match.start, match.end
    while start < end - 1 and advert.text[start] in _EDGES:
        start += 1
    while end > start + 1 and advert.text[end - 1] in _EDGES:
        end -= 1
    return match._replace(start=start, end=end)


def _merged(advert: Signs, matches: list[_Match]) -> list[_Match]:
    """Matches of one topic that overlap, or go on with the same matter, made one; in order."""
    taken = bytearray(len(advert.text))
    for match in matches:
        taken[match.start : match.end] = b"\1" * (match.end - match.start)
    merged: dict[str, list[_Match]] = {}
    for match in sorted(matches, key=lambda one: one.start):
        topic = match.topic.removesuffix(".listed")
        found = merged.setdefault(topic, [])
        if found and (match.start < found[-1].end or _goes_on(advert, taken, found[-1], match)):
            found[-1] = found[-1]._replace(end=max(found[-1].end, match.end))
        else:
            found.append(match._replace(topic=topic))
    return sorted((match for found in merged.values() for match in found), key=lambda one: (one.start, one.end))


def _goes_on(advert: Signs, taken: bytearray, before: _Match, match: _Match) -> bool:
    """Whether two matches tell of one matter, with nothing else that is wrong between them: 打磨工，粉尘大."""
    between = advert.text[before.end : match.start]
    told = before.topic in _STORIES and len(between) <= _ASIDE and not _SENTENCE_END.search(between)
    return told and not any(taken[before.end : match.start])


def _without_weaker(matches: list[_Match]) -> list[_Match]:
    """Without matches whose words a stronger topic explains already."""
    by_topic: dict[str, list[_Match]] = {}
    for match in matches:
        by_topic.setdefault(match.topic, []).append(match)
    stronger = {topic: [one for one, other in _STRONGER if other == topic] for topic in by_topic}
    return [
        match
        for match in matches
        if not any(_explained(match, by_topic.get(topic, [])) for topic in stronger[match.topic])
    ]


def _explained(match: _Match, others: list[_Match]) -> bool:
    """Whether one of the others (in order, none overlapping another) covers most of the words."""
    index = bisect_left(others, match.start, key=lambda one: one.end)
    while index < len(others) and others[index].start < match.end:
        if _explains(others[index], match):
            return True
        index += 1
    return False


def _explains(stronger: _Match, match: _Match) -> bool:
    shared = min(stronger.end, match.end) - max(stronger.start, match.start)
    return 2 * shared >= min(match.end - match.start, stronger.end - stronger.start)


def _finding(text: str, advert: Signs, match: _Match) -> Finding:
    start, end = advert.span(match.start, match.end)
    said = rewrites.Said(advert.text[match.start : match.end], advert.text[: match.start], advert.text[match.end :])
    rewrite = rewrites.rewrite(match.topic, said)
    return Finding(_rule(match.topic), match.topic, (start, end), text[start:end], rewrite)


@lru_cache(maxsize=64)
def _rule(topic: str) -> LintRule:
    category = topic.partition(".")[0]
    wanted = _RULES.get(topic)
    for rule in lint_rules():
        if (rule.rule, rule.category) == wanted or (wanted is None and rule.category == category):
            return rule
    raise KeyError(topic)


def apply_rewrites(text: str, findings: list[Finding]) -> str:
    """The text with every finding's words replaced, and without the punctuation that would be left over."""
    return rewrites.applied(text, [rewrites.Change(*one.span, one.rewrite, one.topic) for one in findings])
