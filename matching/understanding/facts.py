"""Facts of one message as the model hears them; numbers and grades by closed forms, names by the catalogues."""

import re
from dataclasses import dataclass
from datetime import date

from data.people.profile import Facts, UnclearWork
from data.vocabulary import Constraint, ProfileQuestion
from matching.language.heads import labels, prompts
from matching.language.heads.acts import READ_TOGETHER
from matching.language.heads.reading import Mark, Reading, has_heads, is_taken_back, marked, read
from matching.understanding.facets import age, groups, needs, papers, places, schooling, skills, wage, work
from matching.understanding.message import Message

_PART_OF_NUMBER = re.compile(r"\d{2}|[一二三四五六七八九]十|十[一二三四五六七八九]")
_ENGLISH_UNIT = re.compile(r"(?<=ty)[ -](?:one|two|three|four|five|six|seven|eight|nine)\b")
_CHILD_TOLD, _CHILD_HEARD = 0.1, 0.6
"""Probability from which somebody is a child: where an age says so too, and where nothing does."""
_PRIVATE = 0.1
"""Probability from which a message may speak of what is specially protected."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is held of a message."""

    facts: Facts
    lifted: list[Constraint]
    """Needs given up."""
    years: float | None
    """How long work lasted that this message does not name."""
    unclear: list[UnclearWork]
    """Work whose name has to be asked."""
    child: bool = False
    """Whether the message comes from somebody too young to work, or asks for one."""


def reading_of(message: Message) -> Reading | None:
    """The message as the heads read it; None where it says nothing, or where the model in use has no heads."""
    if not (has_heads() and message.text.strip()):
        return None
    prompt = prompts.of_message("seeker", message.context, message.question)
    return read(message.text, prompt, READ_TOGETHER)


def touches_private(reading: Reading) -> bool:
    """Whether a message may speak of a child, a disability, a prison past or the like."""
    private = (f"group:{name}" for name in ("released", "disabled", "difficulty", "veteran"))
    child = reading.score("child", labels.UNDER_16) >= _PRIVATE
    return child or any(reading.score("facts", label) >= _PRIVATE for label in private)


def read_facts(message: Message, reading: Reading, today: date, *, searching: bool) -> Found:
    """Facts of the person, or of the one who is asked for.

    `searching`: the message asks what there is, or puts one wish in place of another, so that work and places which it
    only names are wished for.
    """
    told, apart = work.read_work(reading, least=0.0 if searching else work.PERHAPS_WORK)
    if searching:
        told = work.wished(told)
    occupations, unclear = work.facts_of(told)
    education = schooling.read_education(reading)
    majors = schooling.read_majors(reading, education)
    wanted, lifted = needs.read_needs(reading)
    taken = [*marked(reading, "paper"), *marked(reading, "nopaper")]
    taken += [one.mark for one in told if one.counts and one.role == "did"]
    facts = Facts(
        age=_age(reading, today),
        education=education,
        majors=majors,
        places=places.read_places(reading, message.question, searching=searching),
        occupations=occupations,
        certificates=papers.read_papers(reading, told, asked=message.question is ProfileQuestion.CERTIFICATES),
        groups=groups.read_groups(reading, education, occupations, today),
        wage_min=_wage(reading),
        constraints=wanted,
        skills=skills.read_skills(message, taken, [major.name for major in majors]),
    )
    return Found(facts, lifted, apart, unclear, _is_child(message, reading, facts))


def _is_child(message: Message, reading: Reading, facts: Facts) -> bool:
    """Whether somebody too young to work is meant; an age stays in the facts only where it was plainly said.

    A grown-up's age excludes it. An age below counts where the model does not hear a grown-up, or where the age was
    asked for; what only the model hears leaves the age open, to be asked. Who was asked for their schooling tells that.
    """
    score = reading.score("child", labels.UNDER_16)
    young = age.is_too_young(reading.text)
    told = young or (facts.age is not None and facts.age < age.YOUNGEST_WORKER)
    if facts.age is not None and not told:
        return False
    if told and (score >= _CHILD_TOLD or message.question is ProfileQuestion.AGE):
        facts.age = min(facts.age or age.YOUNGEST_WORKER, age.YOUNGEST_WORKER - 1)
        return True
    if told:
        facts.age = None
    return told or (score >= _CHILD_HEARD and message.question is not ProfileQuestion.EDUCATION)


def _age(reading: Reading, today: date) -> int | None:
    """The age said last: a later one corrects an earlier one."""
    marks = [mark for mark in _standing(reading, "age") if not age.is_round(reading.text[mark.end :])]
    found = [age.read_age(_whole_number(reading, mark), reading.text, today) for mark in marks]
    return next((one for one in reversed(found) if one is not None), None)


def _whole_number(reading: Reading, mark: Mark) -> str:
    """The marked words with the rest of a number that they begin or end within (三[十四], [五十]一, [thirty] one)."""
    text, start, end = reading.text, mark.start, mark.end
    while start > 0 and _PART_OF_NUMBER.fullmatch(text[start - 1 : start + 1]):
        start -= 1
    while _PART_OF_NUMBER.fullmatch(text[end - 1 : end + 1]):
        end += 1
    if unit := _ENGLISH_UNIT.match(text, end):
        end = unit.end()
    return text[start:end]


def _wage(reading: Reading) -> int | None:
    """The lowest amount; after words that are taken back, the last."""
    marks = _standing(reading, "wage")
    text = reading.text
    found = [wage.read_wage(reading.words(mark), text[: mark.start], text[mark.end :]) for mark in marks]
    amounts = [one for one in found if one is not None]
    if not amounts:
        return None
    return amounts[-1] if marked(reading, "wrong") else min(amounts)


def _standing(reading: Reading, label: str) -> list[Mark]:
    """Marks that the message does not take back."""
    return [mark for mark in marked(reading, label) if not is_taken_back(reading, mark)]
