"""Free text read into facts: `understand` is the one entry; each facet has a module of its own."""

import re
from datetime import UTC, date, datetime, timedelta

from data.catalogue import occupations, places
from data.people.profile import Facts, Understanding
from data.vocabulary import Grade, Intent, Language, ProfileQuestion
from matching.language import pinyin, spelling
from matching.language.detection import language_of
from matching.language.gazetteer import occupation_names, place_names
from matching.language.heads.linker import link
from matching.language.heads.prompts import IDLE
from matching.understanding import corrections, intents, said_acts
from matching.understanding import next_questions as next_questions
from matching.understanding.facets import grades
from matching.understanding.facets.age import YOUNGEST_WORKER
from matching.understanding.facts import Found, read_facts, reading_of, touches_private
from matching.understanding.message import Message, normalise
from matching.understanding.plain_answers import read_answer

list_next_questions = next_questions.list_next_questions

_ASKING = {Intent.SUBSIDY_QUESTION, Intent.LEVEL_UP, Intent.APPLY_HELP}
_NAMED, _LIKE_ITS_NAME = 0.5, 0.8
"""Probability from which words name some work, and likeness from which it is an occupation."""
_PAY = re.compile(r"工资|薪|到手|一个月|每月|wage|salary|a month|pay")


def understand(
    text: str, question: ProfileQuestion | None = None, *, screen: str = IDLE, today: date | None = None
) -> Understanding:
    """What `text` says of the person (or, asking for a relative, of that one). Never raises, whatever the text.

    Args:
        text: one message, any length and script.
        question: what the person was asked before, for short answers.
        screen: what the person last saw, as the model knows it (`matching.language.heads.prompts`).
        today: for "graduated last year"; the real date when not given.
    """
    message = message_of(text, question, screen)
    if intents.is_prompt_injection(message):
        return Understanding(language=message.language, intent=Intent.OTHER)
    today = today or (datetime.now(UTC) + timedelta(hours=8)).date()
    said = said_acts.list_acts(message)
    acts = [one.act for one in said]
    found = _found(message, acts, today)
    facts = found.facts
    facts.constraints = list(dict.fromkeys([*facts.constraints, *said_acts.needs_told(said)]))
    has_facts = facts != Facts()
    intent = intents.read_intent(message, acts, has_facts=has_facts, underage=found.child)
    if intent is Intent.UNDERAGE:
        return Understanding(language=message.language, intent=intent, age=facts.age)
    if "delete_data" in acts and intent is Intent.DELETE:
        return Understanding(language=message.language, intent=intent, acts=said)
    if intent in _ASKING and not _PAY.search(message.text):
        facts.wage_min = None
    return Understanding(
        language=message.language,
        intent=intent,
        ask_next=next_questions.list_next_questions(facts),
        lifted=found.lifted,
        instead=corrections.replaces_earlier_wish(message),
        any_wage=facts.wage_min is None and corrections.accepts_any_wage(message),
        years=found.years,
        acts=said,
        unclear_work=found.unclear,
        **{name: getattr(facts, name) for name in Facts.model_fields},
    )


def is_about_someone_else(text: str) -> bool:
    """Whether `text` asks for a relative or a friend, so that what it says is theirs."""
    return intents.is_about_someone_else(message_of(text, None))


def named_work(text: str) -> str | None:
    """Code of the occupation that `text` names most surely, whoever's it is; None where it names none."""
    message = message_of(text, None)
    reading = reading_of(message)
    marks = reading.marks("facts", "work", _NAMED) if reading else []
    for mark in sorted(marks, key=lambda mark: -mark.score):
        first = link(reading.vector(mark.start, mark.end), reading.words(mark), 1) if reading else []
        if first and first[0].score >= _LIKE_ITS_NAME and occupations.get(first[0].code):
            return first[0].code
    plain = {hit.value.code for hit in occupation_names().find(message.text)}
    return plain.pop() if len(plain) == 1 else None


def named_cities(text: str) -> list[str]:
    """Codes of the cities of the province that `text` names, or of which it names a part that has its name alone."""
    found = [hit.value for hit in place_names().find(text.lower()) if not hit.value.outside]
    cities = (places.place(one.codes[0]).city for one in found if len(one.codes) == 1)
    return list(dict.fromkeys(filter(None, cities)))


def named_grades(text: str) -> set[Grade]:
    """Grades of the skill ladder that `text` names, whoever holds them or wishes for them."""
    return grades.all_named(message_of(text, None).text)


def is_private(text: str) -> bool:
    """Whether `text` may speak of a child, a disability, a prison past or the like."""
    reading = reading_of(message_of(text, None))
    return reading is not None and touches_private(reading)


def message_of(text: str, question: ProfileQuestion | None, screen: str = IDLE) -> Message:
    """A text as the facets read it: pinyin decoded, slips of the ear and of the hand mended."""
    plain = normalise(text)
    language = language_of(plain)
    if language is Language.EN:
        spoken = pinyin.decode(plain)
        if spoken is not None:
            return Message(spoken, Language.ZH, question, screen)
        return Message(spelling.corrected(plain), language, question, screen)
    return Message(pinyin.misheard(plain), language, question, screen)


def _found(message: Message, acts: list[str], today: date) -> Found:
    reading = reading_of(message)
    if reading:
        searching = intents.asks_for_listings(message, acts) or corrections.replaces_earlier_wish(message)
        return read_facts(message, reading, today, searching=searching)
    facts = read_answer(message, today)
    return Found(facts, [], None, [], child=facts.age is not None and facts.age < YOUNGEST_WORKER)
