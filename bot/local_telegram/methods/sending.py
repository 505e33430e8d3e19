"""New messages from the bot."""

from __future__ import annotations

from typing import Any

from bot.local_telegram.account import Account
from bot.local_telegram.chats import Chat
from bot.local_telegram.errors import SchemaViolation, bad_request
from bot.local_telegram.files import StoredFile, document, photo_sizes
from bot.local_telegram.limits import caption, message_text
from bot.local_telegram.methods.registry import Call, Upload, method
from bot.local_telegram.schema import Json

_FOLDERS = {"photo": "photos", "document": "documents"}


def stored(account: Account, value: str, uploads: dict[str, Upload], folder: str) -> StoredFile:
    """The file that a parameter names: an uploaded part (`attach://…`) or a file id."""
    if value.startswith("attach://"):
        part = uploads.get(value.removeprefix("attach://"))
        if part is None:
            raise SchemaViolation([f"there is no uploaded part for {value!r}"])
        return account.files.add(part.name, part.content, folder, part.mime)
    file = account.files.get(value)
    if file is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return file


def text_content(parameters: Json) -> Json:
    text, entities = message_text(parameters)
    return {"text": text, **({"entities": entities} if entities else {})}


def caption_content(parameters: Json) -> Json:
    text, entities = caption(parameters)
    if not text:
        return {}
    return {"caption": text, **({"caption_entities": entities} if entities else {})}


def media_content(account: Account, kind: str, value: str, parameters: Json, uploads: dict[str, Upload]) -> Json:
    """`{"photo": …}` or `{"document": …}` with the caption of `parameters`."""
    said = caption_content(parameters)
    file = stored(account, value, uploads, _FOLDERS[kind])
    described: Any = photo_sizes(file) if kind == "photo" else document(file)
    return {kind: described, **said}


def reply_extra(call: Call, chat: Chat) -> Json:
    """The message replied to; a 400 when it is gone and the call does not allow that."""
    described = call.get("reply_parameters") or {}
    wanted = described.get("message_id") or call.get("reply_to_message_id")
    if not wanted:
        return {}
    if chat.find(wanted):
        return {"reply_to": wanted}
    if described.get("allow_sending_without_reply") or call.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")


async def _post(call: Call, content: Json) -> Json:
    chat = call.chat
    message = call.account.post(chat, content, markup=call.get("reply_markup"), extra=reply_extra(call, chat))
    return call.account.message_to_api(chat, message)


@method("sendMessage")
async def send_message(call: Call) -> Json:
    return await _post(call, text_content(call.parameters))


@method("sendPhoto")
async def send_photo(call: Call) -> Json:
    _ = call.chat  # refused before anything is stored
    return await _post(call, media_content(call.account, "photo", call.get("photo"), call.parameters, call.uploads))


@method("sendDocument")
async def send_document(call: Call) -> Json:
    _ = call.chat
    content = media_content(call.account, "document", call.get("document"), call.parameters, call.uploads)
    return await _post(call, content)


@method("sendMediaGroup")
async def send_media_group(call: Call) -> list[Json]:
    chat = call.chat
    kinds = {item["type"] for item in call.get("media")}
    if not kinds <= set(_FOLDERS):
        raise SchemaViolation([f"the local Telegram groups photos and documents, not {sorted(kinds)}"], code=501)
    if len(kinds) > 1:
        raise SchemaViolation(["documents cannot be mixed with other media in a group"])
    contents = [
        media_content(call.account, item["type"], item["media"], item, call.uploads) for item in call.get("media")
    ]
    extra = {**reply_extra(call, chat), "media_group_id": call.account.serial()}
    messages = [call.account.post(chat, content, extra=extra) for content in contents]
    return [call.account.message_to_api(chat, message) for message in messages]


@method("sendLocation")
async def send_location(call: Call) -> Json:
    return await _post(call, {"location": {"latitude": call.get("latitude"), "longitude": call.get("longitude")}})


@method("sendVenue")
async def send_venue(call: Call) -> Json:
    location = {"latitude": call.get("latitude"), "longitude": call.get("longitude")}
    venue = {"location": location, "title": call.get("title"), "address": call.get("address")}
    return await _post(call, {"location": location, "venue": venue})


@method("sendContact")
async def send_contact(call: Call) -> Json:
    given = {name: call.get(name) for name in ("phone_number", "first_name", "last_name", "vcard")}
    return await _post(call, {"contact": {name: value for name, value in given.items() if value}})


@method("sendChatAction")
async def send_chat_action(call: Call) -> bool:
    call.account.tell({"kind": "action", "user": call.chat.id, "action": call.get("action")})
    return True
