"""The Bot API methods that the local Telegram plays; importing this package registers them all."""

from bot.local_telegram.methods import answering, copying, editing, identity, polling, sending
from bot.local_telegram.methods.registry import METHODS, Call, Upload

__all__ = ["METHODS", "Call", "Upload", "answering", "copying", "editing", "identity", "polling", "sending"]
