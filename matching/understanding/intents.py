"""What a message is for: an answer, or one of the things that need another reply. Told by the acts that it does."""

import re
from collections.abc import Collection

from data.vocabulary import Intent, Language
from matching.language.heads.labels import OTHER_PERSON
from matching.language.heads.reading import marked
from matching.language.pattern_sets import load_pattern_sets
from matching.understanding.facts import reading_of
from matching.understanding.message import Message

_PATTERNS = load_pattern_sets("intents.ini")
_SURE, _ASKS = 0.3, 0.5
"""Probability from which an act decides what a message is for, and from which its words ask."""
_FOR_ANOTHER = 0.4
"""Probability from which a message is for somebody else."""
_URGENT = {
    Intent.REPORT: {"report", "unpaid_wages"},
    Intent.DELETE: {"delete_data", "stop_alerts"},
    Intent.PRIVACY: {"privacy"},
    Intent.HUMAN: {"human"},
}
_LATER = {
    Intent.APPLY_HELP: {"status_of_application", "withdraw", "reschedule", "contact_employer", "how_it_works", "apply"},
    Intent.LEVEL_UP: {"level_up", "where_assessed"},
    Intent.SUBSIDY_QUESTION: {
        "subsidy_for_me", "subsidy_amount", "startup_loan", "unemployment_benefit", "fees", "is_it_free",
    },
    Intent.SEARCH: {"search"},
}  # fmt: skip
"""Acts that are answered in the same way; most urgent first."""
_SAYINGS = frozenset({"greeting", "goodbye", "thanks", "chitchat", "abuse", "unintelligible", "is_it_a_bot"})
_ONLY_ASKED = frozenset({Intent.SUBSIDY_QUESTION, Intent.SEARCH})
"""What somebody who tells of themselves is for only where they also ask: 想学电工 is a wish, 有电工班吗 a search."""
_HAN, _LATIN = re.compile("[一-鿿]"), re.compile("[a-z]{2,}")
_SAYING = 4
"""Different characters, or words, from which a text says something."""
_WITH_LISTING = frozenset({"list", "card_opening", "card_course", "after_apply"})
_SEVERAL, _MOST_HEARD = 2, 8
"""Clauses of a message that are heard one by one."""
_AN_ANSWER = 80
"""Characters up to which an unclear reply still counts as one to the question."""


def is_about_someone_else(message: Message) -> bool:
    """Whether a relative's or friend's wish is put, so that the facts are theirs: heard, or said in so many words."""
    reading = reading_of(message)
    if reading and reading.score("facts", OTHER_PERSON) >= _FOR_ANOTHER:
        return True
    if _PATTERNS["someone else"].search(message.text) is None:
        return False
    if message.language is Language.EN or _PATTERNS["asks for them"].search(message.text):
        return True
    return _PATTERNS["about self"].search(message.text) is None


def is_prompt_injection(message: Message) -> bool:
    """Instructions to a machine rather than words of a person about themselves: nothing is read of them."""
    return _PATTERNS["prompt"].search(message.text) is not None


def read_intent(message: Message, acts: Collection[str], *, has_facts: bool, underage: bool) -> Intent:
    """The closed list, most urgent first. `acts`: what it does; `has_facts`: it told something of the person."""
    if underage:
        return Intent.UNDERAGE
    if not has_facts and _PATTERNS["nothing but a search"].fullmatch(message.text.strip(".!。！ ")):
        return Intent.SEARCH
    urgent = _first(acts, _URGENT)
    if urgent is not None:
        return urgent
    if is_about_someone_else(message):
        return Intent.FOR_SOMEONE_ELSE
    later = _first(acts, _LATER)
    told = has_facts and (
        (later in _ONLY_ASKED and not _asks(message)) or (later is Intent.APPLY_HELP and "tell" in acts)
    )
    if later is not None and not told:
        return later
    return _answer_or_other(message, acts, has_facts=has_facts)


def asks_for_listings(message: Message, acts: Collection[str]) -> bool:
    """Whether the message, which does `acts`, asks what there is."""
    reading = reading_of(message)
    return "search" in acts and reading is not None and reading.score("facts", "ask") >= _ASKS


def _asks(message: Message) -> bool:
    """Whether words of the message are a question."""
    reading = reading_of(message)
    return reading is not None and bool(marked(reading, "ask"))


def _first(acts: Collection[str], intents: dict[Intent, set[str]]) -> Intent | None:
    return next((intent for intent, names in intents.items() if not names.isdisjoint(acts)), None)


def _answer_or_other(message: Message, acts: Collection[str], *, has_facts: bool) -> Intent:
    """Without anything that asks: an answer, unless it is small talk, or says nothing, or is too long for one."""
    text = message.text.strip()
    if has_facts:
        return Intent.ANSWER
    if not re.search(r"\w", text) or (not _SAYINGS.isdisjoint(acts) and "tell" not in acts):
        return Intent.OTHER
    if message.question is None:
        return Intent.ANSWER if _holds_words(text) else Intent.OTHER
    return Intent.ANSWER if len(text) <= _AN_ANSWER else Intent.OTHER


def _holds_words(text: str) -> bool:
    """Whether there is a sentence in Chinese or English at all."""
    return len(set(_HAN.findall(text))) >= _SAYING or len(_LATIN.findall(text)) >= _SAYING
