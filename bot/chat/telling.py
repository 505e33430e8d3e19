"""Messages to several people at once, each in their own language."""

from collections.abc import Callable, Iterable, Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.buttons import Button
from bot.chat.texts import Html, render
from bot.chat.turn import notify
from data import accounts
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
    """
    ids = [person for person in people if person is not None]
    reached = await accounts.reachable(session, ids)
    for account in reached:
        language = account.language or Language.ZH
        filled = {name: value(language) if callable(value) else value for name, value in params.items()}
        html = words(language) if callable(words) else render(words, language, **filled)
        await notify(session, account, html, rows=rows(buttons, language) or None)
    return len(reached)


def rows(buttons: Buttons, language: Language) -> list[list[Button]]:
    """The buttons in one language."""
    return [[Button(render(text, language), data) for text, data in row] for row in buttons]
