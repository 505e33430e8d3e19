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

_COMMANDS_OF_EVERY_ROLE = ("role", "lang", "help", "cancel", "human")
COMMANDS_BY_ROLE: dict[Role, tuple[str, ...]] = {
    Role.SEEKER: ("start", "my", "ladder", "subsidy", "mydata", "join", *_COMMANDS_OF_EVERY_ROLE),
    Role.MEMBER: (
        "post",
        "course",
        "file",
        "openings",
        "applicants",
        "team",
        "settings",
        "join",
        *_COMMANDS_OF_EVERY_ROLE,
    ),
    Role.STAFF: ("review", "tickets", "broadcast", "stats", *_COMMANDS_OF_EVERY_ROLE),
}


def menu_commands(role: Role, language: Language) -> list[dict[str, str]]:
    """The menu as the Bot API takes it."""
    return [{"command": name, "description": render(f"menu.{name}", language)} for name in COMMANDS_BY_ROLE[role]]


async def sync_menu(session: AsyncSession, account: Account, telegram_language: str | None) -> None:
    """Give the chat the menu of its person's role and language, where it has another one."""
    account_deleted = account not in session  # deleted: whoever writes next from this chat is a newcomer
    role = Role.SEEKER if account_deleted else account.role
    usual = Language.EN if (telegram_language or "").startswith("en") else Language.ZH
    language = usual if account_deleted else account.language or Language.ZH
    if account.menu is None and (account_deleted or (role, language) == (Role.SEEKER, usual)):
        return
    menu = menu_commands(role, language)
    version = f"{role}:{language}:{hashlib.blake2b(repr(menu).encode(), digest_size=4).hexdigest()}"
    if account.menu == version:
        return
    payload: dict[str, Any] = {"commands": menu}
    session.add(OutboxMessage(chat_id=account.telegram_id, method="setMyCommands", payload=payload))
    if not account_deleted:
        account.menu = version
    await session.flush()
