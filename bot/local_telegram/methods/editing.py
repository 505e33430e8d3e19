"""Changes to messages that exist."""

from __future__ import annotations

from telegram.constants import BulkRequestLimit

from bot.local_telegram.chats import Chat, Message
from bot.local_telegram.errors import SchemaViolation, bad_request
from bot.local_telegram.methods.registry import Call, method
from bot.local_telegram.methods.sending import caption_content, media_content, text_content
from bot.local_telegram.schema import Json

_DELETABLE_FOR_S = 48 * 3600  # Bot API, deleteMessage


def _to_edit(call: Call) -> tuple[Chat, Message]:
    if "chat_id" not in call.parameters or "message_id" not in call.parameters:
        raise SchemaViolation(["message identifier is not specified"])
    chat = call.chat
    message = chat.find(call.get("message_id"))
    if message is None:
        raise bad_request("message to edit not found")
    if message.sender != "bot":
        raise bad_request("message can't be edited")
    return chat, message


def _changed(call: Call, chat: Chat, message: Message, content: Json, *, mark: bool = True) -> Json:
    call.account.change(chat, message, content, call.get("reply_markup"), mark=mark)
    return call.account.message_to_api(chat, message)


@method("editMessageText")
async def edit_message_text(call: Call) -> Json:
    chat, message = _to_edit(call)
    if "text" not in message.content:
        raise bad_request("there is no text in the message to edit")
    return _changed(call, chat, message, text_content(call.parameters))


@method("editMessageCaption")
async def edit_message_caption(call: Call) -> Json:
    chat, message = _to_edit(call)
    if not {"photo", "document", "voice", "video"} & message.content.keys():
        raise bad_request("there is no caption in the message to edit")
    content = {key: value for key, value in message.content.items() if not key.startswith("caption")}
    return _changed(call, chat, message, content | caption_content(call.parameters))


@method("editMessageMedia")
async def edit_message_media(call: Call) -> Json:
    chat, message = _to_edit(call)
    media = call.get("media")
    if media["type"] not in ("photo", "document"):
        raise SchemaViolation([f"the local Telegram edits photos and documents, not {media['type']}"], code=501)
    content = media_content(call.account, media["type"], media["media"], media, call.uploads)
    return _changed(call, chat, message, content)


@method("editMessageReplyMarkup")
async def edit_message_reply_markup(call: Call) -> Json:
    chat, message = _to_edit(call)
    return _changed(call, chat, message, message.content, mark=False)


def _deletable(call: Call, message: Message | None) -> Message:
    if message is None:
        raise bad_request("message to delete not found")
    if call.account.clock.now() - message.date > _DELETABLE_FOR_S:
        raise bad_request("message can't be deleted for everyone")
    return message


@method("deleteMessage")
async def delete_message(call: Call) -> bool:
    chat = call.chat
    call.account.delete(chat, _deletable(call, chat.find(call.get("message_id"))))
    return True


@method("deleteMessages")
async def delete_messages(call: Call) -> bool:
    """Those that cannot be found are passed over (Bot API)."""
    chat = call.chat
    if not BulkRequestLimit.MIN_LIMIT <= len(call.get("message_ids")) <= BulkRequestLimit.MAX_LIMIT:
        raise SchemaViolation(["too many messages to delete"])
    for message_id in call.get("message_ids"):
        if message := chat.find(message_id):
            call.account.delete(chat, _deletable(call, message))
    return True
