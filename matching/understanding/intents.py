"""What a message is for: an answer, or one of the things that need another reply."""

import re

from data.vocabulary import Intent, Language
from matching.language.pattern_sets import load_pattern_sets
from matching.understanding.message import Message

_PATTERNS = load_pattern_sets("intents.ini")
_URGENT = (Intent.REPORT, Intent.DELETE, Intent.PRIVACY, Intent.HUMAN)
_AN_ANSWER = 80
"""Characters up to which an unclear reply still counts as one to the question."""
_SAYING = 4
_LATER = (Intent.APPLY_HELP, Intent.LEVEL_UP, Intent.SUBSIDY_QUESTION, Intent.SEARCH)


def is_about_someone_else(message: Message) -> bool:
    """Whether a relative's or friend's wish is put, so that the facts are theirs."""
    if _PATTERNS["someone else"].search(message.text) is None:
        return False
    if message.language is Language.EN or _PATTERNS["asks for them"].search(message.text):
        return True
    return _PATTERNS["about self"].search(message.text) is None


def is_prompt_injection(message: Message) -> bool:
    """Instructions to a machine rather than words of a person about themselves."""
    return _PATTERNS["prompt"].search(message.text) is not None


def read_intent(message: Message, *, has_facts: bool, underage: bool) -> Intent:
    """The closed list, most urgent first; `has_facts`: the message told something of the person."""
    if underage:
        return Intent.UNDERAGE
    urgent = Intent.OTHER if is_prompt_injection(message) else _first(message, _URGENT)
    if urgent is not None:
        return urgent
    if is_about_someone_else(message):
        return Intent.FOR_SOMEONE_ELSE
    chat = _PATTERNS["chat"].search(message.text) is not None
    if not has_facts and _PATTERNS["nothing but a search"].fullmatch(message.text.strip(".!。！ ")):
        return Intent.SEARCH
    later = _first(message, _LATER)
    if later is Intent.APPLY_HELP and any(_PATTERNS["how to apply"].search(one.text) for one in message.clauses):
        later = _first(message, (Intent.LEVEL_UP,)) or later
    if later is not None and not (chat and later is Intent.SEARCH):
        return later
    return _answer_or_other(message, has_facts=has_facts, chat=chat)


def asks_for_listings(message: Message) -> bool:
    return _first(message, (Intent.SEARCH,)) is not None


def asking_clauses(message: Message) -> frozenset[int]:
    """Indices of the clauses from where a question of money or grades begins; what comes before tells of the person."""
    asked = (
        index
        for index, clause in enumerate(message.clauses)
        if any(_PATTERNS[intent.value].search(clause.text) for intent in _LATER[:3])
    )
    return frozenset(range(next(asked, 0), len(message.clauses)))


def _first(message: Message, intents: tuple[Intent, ...]) -> Intent | None:
    for intent in intents:
        pattern = _PATTERNS[intent.value]
        if pattern.search(message.text) or any(pattern.search(clause.text) for clause in message.clauses):
            return intent
    return None


def _answer_or_other(message: Message, *, has_facts: bool, chat: bool) -> Intent:
    """Without anything that asks: an answer when it tells of the person or of working life, else other."""
    text = message.text.strip()
    if chat and len(message.clauses) <= 2:
        return Intent.OTHER
    if has_facts:
        return Intent.ANSWER
    if not re.search(r"\w", text) or (chat and message.question is None):
        return Intent.OTHER
    if message.question is not None:
        return Intent.ANSWER if len(text) <= _AN_ANSWER else Intent.OTHER
    if _PATTERNS["greeting"].fullmatch(text):
        return Intent.OTHER
    telling = _PATTERNS["of working life"].search(text) is not None and len(text) >= _SAYING
    return Intent.ANSWER if telling or _PATTERNS["refusal"].search(text) else Intent.OTHER
