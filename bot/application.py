"""Everything the bot answers to, wired and not started: `build_application` is the one seam for running and testing.

The order of registration is the order of precedence. Patterns of buttons are anchored at the name.
"""

from typing import Any

from telegram.ext import (
    Application,
    CallbackQueryHandler,
    ChatMemberHandler,
    CommandHandler,
    MessageHandler,
    filters,
)

from bot.bot_api import BotApiRequest, RawUpdatesBot
from bot.chat.turn import as_telegram_callback, remember_failure
from bot.conversation.routes import BUTTONS, COMMANDS, OTHERS

App = Application[RawUpdatesBot, Any, Any, Any, Any, Any]
FILES = "https://api.telegram.org/file/bot"


READ_TIMEOUT_S = 15.0
"""After so long without an answer of Telegram a call counts as lost."""


def build_application(
    token: str, base_url: str, base_file_url: str | None = None, *, read_timeout_s: float = READ_TIMEOUT_S
) -> App:
    """The bot for `token` at the Bot API server `base_url` (such as `https://api.telegram.org/bot`)."""
    bot = RawUpdatesBot(
        token, base_url, base_file_url or FILES, get_updates_request=BotApiRequest(connection_pool_size=1),
        request=BotApiRequest(connection_pool_size=32, read_timeout=read_timeout_s, connect_timeout=5, pool_timeout=30),
    )  # fmt: skip
    application = Application.builder().bot(bot).updater(None).job_queue(None).build()
    private = filters.ChatType.PRIVATE
    application.add_handler(ChatMemberHandler(as_telegram_callback(OTHERS["left"]), ChatMemberHandler.MY_CHAT_MEMBER))
    for command, handler in COMMANDS.items():
        fresh = filters.UpdateType.MESSAGE & private
        application.add_handler(CommandHandler(command, as_telegram_callback(handler), filters=fresh))
    for name, handler in BUTTONS.items():
        application.add_handler(
            CallbackQueryHandler(as_telegram_callback(handler), pattern=rf"^{name.replace('.', r'[.]')}(:|$)")
        )
    application.add_handler(CallbackQueryHandler(as_telegram_callback(OTHERS["unknown button"])))
    typed = filters.UpdateType.MESSAGE & private & filters.TEXT
    application.add_handler(MessageHandler(typed, as_telegram_callback(OTHERS["text"])))
    application.add_handler(MessageHandler(private, as_telegram_callback(OTHERS["other content"])))
    application.add_error_handler(remember_failure)
    return application
