"""Messages to several people at once, each in their own language, at the time that each has chosen for notices."""

from collections.abc import Callable, Iterable, Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.buttons import Button
from bot.chat.texts import Html, render
from bot.chat.turn import answers, message_payload, send_payload
from data.people import accounts, preferences
from data.vocabulary import Language

Words = str | Callable[[Language], Html]
"""A text id, or what writes the whole message in a language."""

Buttons = Sequence[Sequence[tuple[str, str]]]
"""Rows of buttons: text id and callback data each."""


async def tell(
    session: AsyncSession, people: Iterable[int | None], words: Words, buttons: Buttons = (), **params: object
) -> int:
    """Write to those of the accounts that can be reached; returns how many. Parameters that are functions get the
    language.

    This is the one way to notify somebody of what others did or what has become due. Who chose one message a day, or
    hours in which nothing comes, gets it then; an answer to what the person has just done themselves never waits.
    """
    return await _tell(session, people, words, buttons, params, urgent=False)


async def tell_now(
    session: AsyncSession, people: Iterable[int | None], words: Words, buttons: Buttons = (), **params: object
) -> int:
    """The same for what cannot wait, such as an appointment in an hour: sent in quiet hours too."""
    return await _tell(session, people, words, buttons, params, urgent=True)


async def _tell(
    session: AsyncSession, people: Iterable[int | None], words: Words, buttons: Buttons, params: dict[str, object], *,
    urgent: bool,
) -> int:  # fmt: skip
    ids = [person for person in people if person is not None]
    reached = await accounts.reachable(session, ids)
    later = {} if urgent else await preferences.due_for(session, [account.id or 0 for account in reached])
    for account in reached:
        language = account.language or Language.ZH
        filled = {name: value(language) if callable(value) else value for name, value in params.items()}
        html = words(language) if callable(words) else render(words, language, **filled)
        payload = message_payload(html, rows(buttons, language))
        until = later.get(account.id or 0)
        if until is None or answers(account):
            await send_payload(session, account, payload)
        else:
            await preferences.hold(session, account.id or 0, payload, until)
    return len(reached)


def rows(buttons: Buttons, language: Language) -> list[list[Button]]:
    """The buttons in one language."""
    return [[Button(render(text, language), data) for text, data in row] for row in buttons]
