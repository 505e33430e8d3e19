"""The command menus that Telegram shows, for each role and language; a menu is an offer, not a right.

Everybody sees the seekers' menu in the language of their Telegram. A chat whose person has another role, or chose
another language, gets a menu of its own; `Account.menu` remembers which, so that it is sent once, and anew when the
commands change with a new version.
"""

import hashlib
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.texts import render
from data.messaging.outbox import OutboxMessage
from data.people.accounts import Account
from data.vocabulary import Language, Role

_EVERYBODY = ("role", "lang", "help", "cancel", "human")
SHOWN: dict[Role, tuple[str, ...]] = {
    Role.SEEKER: ("start", "my", "ladder", "subsidy", "mydata", "join", *_EVERYBODY),
    Role.MEMBER: ("post", "course", "file", "openings", "applicants", "team", "settings", "join", *_EVERYBODY),
    Role.STAFF: ("review", "broadcast", "stats", *_EVERYBODY),
}


def commands(role: Role, language: Language) -> list[dict[str, str]]:
    """The menu as the Bot API takes it."""
    return [{"command": name, "description": render(f"menu.{name}", language)} for name in SHOWN[role]]


async def keep_in_step(session: AsyncSession, account: Account, telegram_language: str | None) -> None:
    """Give the chat the menu of its person's role and language, where it has another one."""
    left = account not in session  # deleted: whoever writes next from this chat is a newcomer
    role = Role.SEEKER if left else account.role
    usual = Language.EN if (telegram_language or "").startswith("en") else Language.ZH
    language = usual if left else account.language or Language.ZH
    if account.menu is None and (left or (role, language) == (Role.SEEKER, usual)):
        return
    menu = commands(role, language)
    version = f"{role}:{language}:{hashlib.blake2b(repr(menu).encode(), digest_size=4).hexdigest()}"
    if account.menu == version:
        return
    payload: dict[str, Any] = {"commands": menu}
    session.add(OutboxMessage(chat_id=account.telegram_id, method="setMyCommands", payload=payload))
    if not left:
        account.menu = version
    await session.flush()
