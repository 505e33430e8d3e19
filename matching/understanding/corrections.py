"""What a message changes of earlier ones without stating a fact: 改成大连, 钱少点也行, 一共干了九年."""

from collections.abc import Sequence

from data.people.profile import OccupationFact
from matching.language.pattern_sets import load_pattern_sets
from matching.understanding.facets import years
from matching.understanding.message import Message

_WORDS = load_pattern_sets("changing.ini")


def replaces_earlier_wish(message: Message) -> bool:
    """Whether what is named takes the place of what was named before (改成大连), not a place beside it."""
    return any(_WORDS["instead"].search(clause.text) for clause in message.clauses)


def accepts_any_wage(message: Message) -> bool:
    """Whether the wage that was asked for no longer counts."""
    return any(_WORDS["any wage"].search(clause.text) for clause in message.clauses)


def add_years_said_apart(message: Message, work: list[OccupationFact]) -> list[OccupationFact]:
    """The work with its years, where these stand alone further on (我是焊工，四级证，干了六年)."""
    done = [fact for fact in work if fact.role == "did"]
    lasted = _find_years_said_apart(message) if len(done) == 1 and done[0].years is None else None
    return [fact.model_copy(update={"years": lasted}) if lasted and fact is done[0] else fact for fact in work]


def read_years_said_apart(message: Message, work: Sequence[OccupationFact]) -> float | None:
    """How long the work lasted that an earlier message named; None when this one names work itself."""
    return None if any(fact.role == "did" for fact in work) else _find_years_said_apart(message)


def _find_years_said_apart(message: Message) -> float | None:
    for clause in message.clauses:
        if _WORDS["years alone"].search(clause.text):
            return years.spoken(clause.text)
    return None
