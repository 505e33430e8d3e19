"""A file for several people, each in their own language."""

from collections.abc import Callable, Iterable

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.texts import render
from data.messaging.outbox import OutboxMessage
from data.people import accounts
from data.vocabulary import Language

FileMaker = Callable[[Language], tuple[str, bytes]]
"""Name and content of the file in a language."""


async def send_file_to(
    session: AsyncSession, account_ids: Iterable[int | None], make_file: FileMaker, caption_id: str
) -> None:
    """Send the file to those of the accounts that can be reached; `caption` is a text id."""
    for account in await accounts.list_reachable(session, [person for person in account_ids if person is not None]):
        language = account.language or Language.ZH
        name, content = make_file(language)
        row = OutboxMessage(
            chat_id=account.telegram_id, method="sendDocument", attachment=content, attachment_name=name,
            payload={"caption": render(caption_id, language), "parse_mode": "HTML"},
        )  # fmt: skip
        session.add(row)
    await session.flush()
