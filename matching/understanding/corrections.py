"""What a message changes of earlier ones without stating a fact: 改成大连, 钱少点也行."""

from matching.language.pattern_sets import load_pattern_sets
from matching.understanding.message import Message

_WORDS = load_pattern_sets("changing.ini")


def replaces_earlier_wish(message: Message) -> bool:
    """Whether what is named takes the place of what was named before (改成大连), not a place beside it."""
    return any(_WORDS["instead"].search(clause.text) for clause in message.clauses)


def accepts_any_wage(message: Message) -> bool:
    """Whether the wage that was asked for no longer counts."""
    return any(_WORDS["any wage"].search(clause.text) for clause in message.clauses)
