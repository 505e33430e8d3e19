"""The menu that everybody sees before the bot knows them: the seekers', in each language, Chinese by default."""

import structlog
from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

from bot.chat import menus
from data.vocabulary import Language, Role

log = structlog.get_logger()


async def publish_menus(bot: Bot) -> None:
    """Tell Telegram the commands in each language."""
    scope = BotCommandScopeAllPrivateChats()
    try:
        for language in Language:
            commands = [
                BotCommand(one["command"], one["description"]) for one in menus.menu_commands(Role.SEEKER, language)
            ]
            code = None if language == Language.ZH else language.value
            await bot.set_my_commands(commands, scope=scope, language_code=code)
    except TelegramError as error:
        log.warning("menus_not_published", error=type(error).__name__)
