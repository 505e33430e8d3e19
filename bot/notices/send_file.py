"""A file for several people, each in their own language."""

from collections.abc import Callable, Iterable

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.texts import render
from data.messaging.outbox import OutboxMessage
from data.people import accounts
from data.vocabulary import Language

Made = Callable[[Language], tuple[str, bytes]]
"""Name and content of the file in a language."""


async def hand(session: AsyncSession, people: Iterable[int | None], made: Made, caption: str) -> None:
    """Send the file to those of the accounts that can be reached; `caption` is a text id."""
    for account in await accounts.reachable(session, [person for person in people if person is not None]):
        language = account.language or Language.ZH
        name, content = made(language)
        row = OutboxMessage(
            chat_id=account.telegram_id, method="sendDocument", attachment=content, attachment_name=name,
            payload={"caption": render(caption, language), "parse_mode": "HTML"},
        )  # fmt: skip
        session.add(row)
    await session.flush()
