"""What one side tells another passes one check before it crosses: the law, fees and papers, ways around the bot.

Blocked words do not cross: whoever wrote them hears which, why, and that it can be put differently.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NoReturn

from bot.chat.forms import plain_text
from bot.chat.forms.questions import BadAnswer, Draft, RefusedAnswer
from bot.chat.turn import Turn, today
from data.closed_forms import person_names
from data.closed_forms.contacts import has_contact
from data.messaging import crossings
from matching.law.findings import lint
from matching.law.learned import TO_ONE_PERSON

CONTACT, HAZARD = "off_platform_contact", "hazard"
DOUBT = "review"
"""Severity of a finding that is to be weighed."""
GIVEN_AWAY = frozenset({"deposit", "training_fee", "training_loan", "document_seizure", "no_insurance", "unpaid_trial"})
"""Categories in which somebody who applies gives away what the law keeps for them, or offers money for the place."""
_LONGEST_QUOTE = 30
_LONGEST_NAMING = 2 * person_names.LONGEST
"""Characters of a name with what leads in to it."""


async def read_text(
    turn: Turn, said: str, where: str, *, shortest: int, longest: int, allow_contacts: bool = False,
    allow_doubts: bool = False,
) -> str:  # fmt: skip
    """The text, cleaned, once it may cross.

    Args:
        turn: of whoever wrote it.
        said: what was typed.
        where: question, message, interview_note, offer, course, file_row or broadcast.
        shortest: characters that say something.
        longest: characters at most.
        allow_contacts: both sides have said yes to each other.
        allow_doubts: whoever writes weighs themselves what the law check only doubts.

    Raises:
        BadAnswer: too short or too long.
        RefusedAnswer: with a contact that does not belong there, or unlawful.
    """
    text = plain_text.read_text(said, shortest=shortest, longest=longest, allow_contacts=True)
    if not allow_contacts and has_contact(text):
        await _stop(turn, where, CONTACT)
    await require_lawful(turn, text, where, allow_contacts=allow_contacts, allow_doubts=allow_doubts)
    return text


def text(
    where: str, shortest: int, longest: int, *, allow_contacts: bool = False
) -> Callable[[Turn, Draft, str], Awaitable[str]]:
    """Reads an answer of a form that others will read."""

    async def parse(turn: Turn, _: Draft, said: str) -> str:
        return await read_text(turn, said, where, shortest=shortest, longest=longest, allow_contacts=allow_contacts)

    return parse


async def read_own_words(said: str, *, shortest: int = 2, longest: int) -> str:
    """What somebody who applies or asks says of themselves. Ways around the bot are stopped; the law's limits bind
    whoever recruits, not what a person tells of themselves (`require_nothing_given_away` where they offer themselves).

    Raises:
        BadAnswer: too short or too long. RefusedAnswer: with a contact.
    """
    text = plain_text.read_text(said, shortest=shortest, longest=longest)
    findings = await asyncio.to_thread(lint, text, today(), "message")
    if any(finding.rule.category == CONTACT for finding in findings):
        raise RefusedAnswer("text.error.contact")
    return text


async def require_nothing_given_away(turn: Turn, text: str) -> None:
    """No offer to work unpaid or uninsured, or to pay for the place: it would not bind, and would push others aside.

    Raises:
        RefusedAnswer: with one.
    """
    for finding in await asyncio.to_thread(lint, text, today(), "message"):
        if finding.rule.category in GIVEN_AWAY:
            raise RefusedAnswer("crossing.blocked", words=quoted(finding.text), why=turn.t(finding.why))


def read_phone_note(said: str, *, longest: int) -> str | None:
    """Whose a number is, in the words beside it; None where they hold another contact. They pass no law check, which
    would take "my father's number" for a way around the bot: the number itself crosses.
    """
    try:
        return plain_text.read_text(said, shortest=1, longest=longest)
    except BadAnswer:
        return None


def read_name(said: str) -> str:
    """What a list is to call a person. It passes no law check, which would take 张男 for a limit.

    Raises:
        BadAnswer: no name. RefusedAnswer: with a contact.
    """
    name = person_names.read(plain_text.read_text(said, shortest=2, longest=_LONGEST_NAMING))
    if name is None:
        raise BadAnswer("apply.name.unclear")
    return name


async def require_lawful(
    turn: Turn, text: str, where: str, *, allow_contacts: bool = False, allow_doubts: bool = False
) -> None:
    """Nothing that the law check finds; what it only doubts passes where whoever writes is to weigh it themselves.

    Raises:
        RefusedAnswer: it does.
    """
    for finding in await asyncio.to_thread(lint, text, today(), where):
        category = finding.rule.category
        if (category == CONTACT and allow_contacts) or (allow_doubts and finding.rule.severity == DOUBT):
            continue
        await _stop(turn, where, category, words=quoted(finding.text), why=turn.t(finding.why))


async def _stop(turn: Turn, where: str, category: str, **params: object) -> NoReturn:
    """Say that a text is stopped; of what was meant for one person, note for what."""
    if where in TO_ONE_PERSON:
        await crossings.record(turn.session, turn.account_id, stopped_for=category)
    raise RefusedAnswer("text.error.contact" if category == CONTACT else "crossing.blocked", **params)


def quoted(words: str, longest: int = _LONGEST_QUOTE) -> str:
    """Words of a text as a sentence about them shows them."""
    return words if len(words) <= longest else f"{words[:longest]}…"
