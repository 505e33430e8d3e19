"""What the law forbids, said where somebody who hires asks for it, or somebody who reviews asks about it."""

import asyncio

from bot.chat.texts import Html, join
from bot.chat.turn import Turn
from bot.crossing import CONTACT, HAZARD, quoted
from matching.law.findings import Finding, lint

_OTHER_MATTERS = frozenset({CONTACT, HAZARD})
"""What may not cross to another party, or needs protection told: no matter of who is hired and how."""
_MOST = 3


async def answer_if_unlawful(turn: Turn, text: str, *, doubted: bool = False) -> bool:
    """Say which words no listing may hold, the rule, and what may stand there instead; False where there are none.

    `doubted`: say also which may stand only with a reason; alone they are no reason to stop.
    """
    found = await asyncio.to_thread(lint, text, turn.now.date())
    found = [one for one in found if one.rule.category not in _OTHER_MATTERS]
    forbidden = [one for one in found if one.rule.severity == "block"]
    said = found if doubted else forbidden
    if said:
        await turn.say(join([_line(turn, one) for one in said[:_MOST]], "\n\n"))
    return bool(forbidden)


def _line(turn: Turn, finding: Finding) -> Html:
    text_id = "unlawful.words" if finding.rule.severity == "block" else "unlawful.doubted"
    line = turn.t(text_id, words=quoted(finding.text), why=turn.t(finding.why))
    if not finding.rewrite:
        return line
    return join([line, turn.t("unlawful.rewrite", words=finding.rewrite)], "")
