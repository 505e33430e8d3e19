"""A Telegram on this machine: the Bot API for the bot, phones for the people, and a page that shows them.

It stands alone: unmodified python-telegram-bot talks to it over HTTP, and it knows nothing of the product.
"""

from bot.local_telegram.chats import Person
from bot.local_telegram.server import LocalTelegram

__all__ = ["LocalTelegram", "Person"]
