"""Groups and channels: this is a matter for a private chat, and of who writes there nothing is kept."""

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update

from bot.chat.turn import say_in_chat
from data.vocabulary import Language


async def point_to_private_chat(session: AsyncSession, update: Update) -> None:
    """Lead whoever sends a command to the private chat; pass over all else."""
    message, user = update.message, update.effective_user
    if message is None or user is None or not (message.text or "").startswith("/"):
        return
    language = Language.EN if (user.language_code or "").startswith("en") else Language.ZH
    await say_in_chat(session, message.chat_id, "chat.private_only", language)
