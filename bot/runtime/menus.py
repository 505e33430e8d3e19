"""The command menus that Telegram shows, per language; a menu is an offer, not a right."""

import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

from bot.chat.texts import render
from data.vocabulary import Language

log = structlog.get_logger()

SHOWN = (
    "start", "my", "ladder", "subsidy", "mydata", "post", "applicants", "openings",
    "team", "settings", "join", "role", "lang", "help", "cancel", "human",
)  # fmt: skip


async def publish_menus(bot: Bot) -> None:
    """Tell Telegram the commands in each language; Chinese is the default."""
    scope = BotCommandScopeAllPrivateChats()
    try:
        for language in Language:
            commands = [BotCommand(name, render(f"menu.{name}", language)) for name in SHOWN]
            code = None if language == Language.ZH else language.value
            await bot.set_my_commands(commands, scope=scope, language_code=code)
    except TelegramError as error:
        log.warning("menus_not_published", error=type(error).__name__)
