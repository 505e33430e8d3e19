"""Free text read into facts: `understand` is the one entry; each facet has a module of its own."""

import re
from datetime import UTC, date, datetime, timedelta

from data.people.profile import Facts, UnclearWork, Understanding
from data.vocabulary import Intent, Language, ProfileQuestion
from matching.language import pinyin, spelling
from matching.language.detection import language_of
from matching.understanding import corrections, intents
from matching.understanding import next_questions as next_questions
from matching.understanding.decision import decide
from matching.understanding.facets import (
    age,
    certificates,
    constraints,
    education,
    groups,
    majors,
    occupations,
    places,
    skills,
    wage,
)
from matching.understanding.heard import hear
from matching.understanding.message import Message, normalise

list_next_questions = next_questions.list_next_questions

_ASKING = {Intent.SUBSIDY_QUESTION, Intent.LEVEL_UP, Intent.APPLY_HELP}
_PAY = re.compile(r"工资|薪|到手|一个月|每月|wage|salary|a month|pay")
_BARE = {Intent.REPORT, Intent.DELETE, Intent.PRIVACY, Intent.HUMAN, Intent.OTHER}
"""Nothing is kept of messages that are no answer: what they mention is about something else."""


def understand(text: str, question: ProfileQuestion | None = None, *, today: date | None = None) -> Understanding:
    """What `text` says of the person (or, asking for a relative, of that one). Never raises, whatever the text.

    Args:
        text: one message, any length and script.
        question: what the person was asked before, for short answers.
        today: for "graduated last year"; the real date when not given.
    """
    message = message_of(text, question)
    if intents.is_prompt_injection(message):
        return Understanding(language=message.language, intent=Intent.OTHER)
    today = today or (datetime.now(UTC) + timedelta(hours=8)).date()
    facts, unclear_work = _decided(message, today)
    underage = age.is_underage(message) or (facts.age is not None and facts.age < age.YOUNGEST_WORKER)
    has_facts = facts != Facts()
    intent = intents.read_intent(message, has_facts=has_facts, underage=underage)
    if intent is Intent.UNDERAGE:
        return Understanding(language=message.language, intent=intent, age=facts.age)
    if intent in _BARE:
        return Understanding(language=message.language, intent=intent)
    if intent in _ASKING and not _PAY.search(message.text):
        facts.wage_min = None
    return Understanding(
        language=message.language,
        intent=intent,
        ask_next=next_questions.list_next_questions(facts),
        lifted=constraints.read_constraints(message)[1],
        instead=corrections.replaces_earlier_wish(message),
        any_wage=facts.wage_min is None and corrections.accepts_any_wage(message),
        years=corrections.read_years_said_apart(message, facts.occupations),
        unclear_work=unclear_work,
        **{name: getattr(facts, name) for name in Facts.model_fields},
    )


def is_about_someone_else(text: str) -> bool:
    """Whether `text` asks for a relative or a friend, so that what it says is theirs."""
    return intents.is_about_someone_else(message_of(text, None))


def message_of(text: str, question: ProfileQuestion | None) -> Message:
    """A text as the facets read it: pinyin decoded, slips of the ear and of the hand mended."""
    plain = normalise(text)
    language = language_of(plain)
    if language is Language.EN:
        spoken = pinyin.decode(plain)
        if spoken is not None:
            return Message(spoken, Language.ZH, question, spoken_pinyin=True)
        return Message(spelling.corrected(plain), language, question)
    return Message(pinyin.misheard(plain), language, question)


def _decided(message: Message, today: date) -> tuple[Facts, list[UnclearWork]]:
    """What is held of the message, and the work that has to be asked."""
    ruled = facts_by_rules(message, today)
    heard = hear(message, today) if message.text.strip() else None
    if heard is None:
        return ruled, []
    decision = decide(ruled, heard)
    return decision.facts, list(decision.unclear)


def facts_by_rules(message: Message, today: date) -> Facts:
    """What closed forms, gazetteers and patterns read."""
    of_relative = intents.is_about_someone_else(message)
    certified = certificates.read_certificates(message)
    schooling = education.read_education(message, of_relative=of_relative)
    searching = intents.asks_for_listings(message)
    studied = majors.read_majors(message, schooling, searching=searching)
    asks = intents.read_intent(message, has_facts=False, underage=False) in _ASKING
    asking = intents.asking_clauses(message) if asks else frozenset[int]()
    work = occupations.read_occupations(message, certified or (), of_relative=of_relative, asking=asking)
    work = corrections.add_years_said_apart(message, work)
    where = places.read_places(message, searching=searching, of_relative=of_relative)
    return Facts(
        age=age.read_age(message, today, of_relative=of_relative),
        education=schooling,
        majors=studied,
        places=where,
        occupations=work,
        certificates=certified,
        groups=groups.read_groups(message, schooling, work, where, today),
        wage_min=wage.read_wage(message),
        constraints=constraints.read_constraints(message)[0],
        skills=skills.read_skills(message, [major.name for major in studied]),
    )
