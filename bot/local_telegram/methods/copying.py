"""Messages carried from one chat to another."""

from __future__ import annotations

from bot.local_telegram.account import Account
from bot.local_telegram.chats import Chat, Message
from bot.local_telegram.errors import bad_request
from bot.local_telegram.methods.registry import Call, method
from bot.local_telegram.methods.sending import caption_content, reply_extra
from bot.local_telegram.schema import Json

_CAPTIONED = {"photo", "document", "voice", "video"}


def _source(account: Account, chat_id: int | str, message_id: int, act: str) -> Message:
    chat = account.chats.get(int(chat_id))
    message = chat.find(message_id) if chat else None
    if message is None:
        raise bad_request(f"message to {act} not found")
    return message


def _copied(call: Call, chat: Chat, message_id: int) -> Message:
    content = dict(_source(call.account, call.get("from_chat_id"), message_id, "copy").content)
    if "caption" in call.parameters and _CAPTIONED & content.keys():
        content = {key: value for key, value in content.items() if not key.startswith("caption")}
        content |= caption_content(call.parameters)
    extra = reply_extra(call, chat) if call.method == "copyMessage" else {}
    return call.account.post(chat, content, markup=call.get("reply_markup"), extra=extra)


@method("copyMessage")
async def copy_message(call: Call) -> Json:
    return {"message_id": _copied(call, call.chat, call.get("message_id")).id}


@method("copyMessages")
async def copy_messages(call: Call) -> list[Json]:
    chat = call.chat
    return [{"message_id": _copied(call, chat, message_id).id} for message_id in call.get("message_ids")]


@method("forwardMessage")
async def forward_message(call: Call) -> Json:
    chat = call.chat
    message = _source(call.account, call.get("from_chat_id"), call.get("message_id"), "forward")
    origin = {"type": "user", "sender_user": message.from_user, "date": message.date}
    copy = call.account.post(chat, dict(message.content), extra={"forward_origin": origin})
    return call.account.message_to_api(chat, copy)
