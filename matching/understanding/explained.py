"""What was understood and why: for `shitu understand --explain`, and for whoever mends a wrong reading."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from data.people.profile import Facts
from data.vocabulary import ProfileQuestion
from matching.language.heads import labels, prompts
from matching.language.heads.acts import read_acts
from matching.language.heads.linker import link
from matching.language.heads.reading import Reading
from matching.understanding import facts_by_rules, message_of
from matching.understanding.decision import decide
from matching.understanding.heard import hear

SHOWN = 0.1
"""Probability from which on a label is shown, even where it does not count."""


def explain(text: str, question: ProfileQuestion | None = None, *, today: date | None = None) -> dict[str, Any]:
    """What the rules found, what the model heard with its words and probabilities, and what is held of both."""
    today = today or (datetime.now(UTC) + timedelta(hours=8)).date()
    message = message_of(text, question)
    ruled = facts_by_rules(message, today)
    heard = hear(message, today) if message.text.strip() else None
    context = "form_question" if question else prompts.IDLE
    acts = read_acts(message.text, "seeker", context, question)
    decision = decide(ruled, heard) if heard else None
    return {
        "read_as": message.text,
        "rules": _said(ruled),
        "model": list(_marks(heard.reading)) if heard else None,
        "acts": [
            {
                "act": act.name,
                "score": round(act.score, 3),
                "words": [message.text[mark.start : mark.end] for mark in act.marks],
            }
            for act in acts
        ],
        "held": _said(decision.facts if decision else ruled),
        "unclear": [work.model_dump(mode="json") for work in decision.unclear] if decision else [],
    }


def _said(facts: Facts) -> dict[str, Any]:
    return facts.model_dump(mode="json", exclude_defaults=True)


def _marks(reading: Reading) -> Any:
    """Every label that is at all likely, with its words; of work also what it was linked to."""
    for label in reading.labels("facts", SHOWN):
        for mark in reading.marks("facts", label, SHOWN):
            words = reading.words(mark)
            found = {"label": label, "words": words, "span": [mark.start, mark.end], "score": round(mark.score, 3)}
            if label == labels.WORK:
                links = link(reading.vector(mark.start, mark.end), words)
                found["links"] = [{"code": one.code, "score": round(one.score, 3)} for one in links]
            yield found
