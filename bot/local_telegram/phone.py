"""What a person does with the phone: write, tap, block; and how long it takes the bot to answer."""

from __future__ import annotations

import asyncio
import base64
import binascii
import contextlib
import re
import time
from typing import Any

from telegram.constants import InlineQueryLimit, MessageLimit

from bot.local_telegram.account import Account, Callback
from bot.local_telegram.chats import Chat, Message, Person
from bot.local_telegram.errors import BotApiError
from bot.local_telegram.files import document, photo_sizes, picture_size, reference
from bot.local_telegram.formatting import detected, trimmed
from bot.local_telegram.inline import content_of
from bot.local_telegram.schema import Json, utf16_length

QUIET_S = 0.3
TOAST_QUIET_S = 1.0  # a toast may be all that comes, but usually a message follows it
DEFAULT_WAIT_S = 10.0
_QUERY_MAX = InlineQueryLimit.MAX_QUERY_LENGTH.value  # an app cuts a longer query
_TEXT_MAX = MessageLimit.MAX_TEXT_LENGTH.value  # an app sends a longer text as several messages
_OWN_LINK = re.compile(r"(?:https?://)?t\.me/(\w+)\?start=([A-Za-z0-9_-]*)")


class PhoneError(Exception):
    """The person cannot do that: HTTP status and a plain sentence."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


class Phone:
    """The phone of `user` on the account of one bot."""

    def __init__(self, account: Account, user: int) -> None:
        self.account = account
        self.person = account.person(user)
        self.chat = account.chat(user)

    # Acting

    def adopt(self, body: Json) -> None:
        """Take over the name and the language that a request brings along."""
        self.person.language_code = str(body.get("language_code") or self.person.language_code)
        self.person.name = str(body.get("first_name") or self.person.name)

    def send(self, body: Json) -> Message:
        """The person sends what `body` names; raises PhoneError when it names nothing that can be sent."""
        chat = self._group(int(body["group"])) if body.get("group") else self.chat
        if chat.blocked:
            raise PhoneError(409, "this person has blocked the bot; POST /phone/{user}/unblock first")
        if "edit" in body:
            return self._edit(chat, int(body["edit"]), str(body.get("text", "")))
        content = self._content(body)
        extra: Json = {}
        if body.get("forwarded"):
            extra["forward_origin"] = {"type": "hidden_user", "sender_user_name": str(body["forwarded"]),
                                       "date": self.account.clock.now()}  # fmt: skip
            extra["forwarded"] = True
        return self._sent(chat, content, extra)

    def _sent(self, chat: Chat, content: Json, extra: Json | None = None, markup: Json | None = None) -> Message:
        chat.started = True
        message = self.account.post(chat, content, sender=self.person, extra=extra, markup=markup)
        self.account.update("message", self.account.message_to_api(chat, message), f"chat:{chat.id}")
        return message

    def _group(self, group: int) -> Chat:
        return self.account.chat(-abs(group))

    def _edit(self, chat: Chat, message_id: int, text: str) -> Message:
        message = chat.find(message_id)
        if message is None or message.sender != "me" or "text" not in message.content:
            raise PhoneError(404, f"there is no text of this person with the id {message_id}")
        with contextlib.suppress(BotApiError):  # the same text again
            self.account.change(chat, message, _text_content(text), None)
            body = self.account.message_to_api(chat, message)
            self.account.update("edited_message", body, f"chat:{chat.id}")
        return message

    def _content(self, body: Json) -> Json:
        if isinstance(body.get("text"), str):
            return _text_content(body["text"])
        if body.get("location"):
            latitude, longitude = (float(each) for each in body["location"])
            return {"location": {"latitude": latitude, "longitude": longitude}}
        if body.get("contact"):
            return {"contact": {"phone_number": str(body["contact"]), "first_name": self.person.to_api()["first_name"],
                                "user_id": self.person.id}}  # fmt: skip
        for kind in ("document", "photo", "voice", "video", "sticker"):
            if isinstance(body.get(kind), dict):
                return self._media(kind, body[kind])
        raise PhoneError(400, "send one of text, location, contact, document, photo, voice, video, sticker")

    def _media(self, kind: str, described: Json) -> Json:
        try:
            content = base64.b64decode(described["base64"], validate=True)
        except (KeyError, TypeError, binascii.Error) as error:
            raise PhoneError(400, f"{kind} needs a name and its content as base64") from error
        try:
            file = self.account.files.add(str(described.get("name") or kind), content, f"{kind}s")
            said = _text_content(str(described["caption"])) if described.get("caption") else {}
            said = {{"text": "caption", "entities": "caption_entities"}[key]: value for key, value in said.items()}
            if kind == "photo":
                return {"photo": photo_sizes(file), **said}
        except BotApiError as error:
            raise PhoneError(error.code, error.description) from error
        width, height = picture_size(content) or (512, 512)
        more: Json = {
            "document": document(file),
            "voice": {**reference(file), "duration": int(described.get("duration", 1)), "mime_type": "audio/ogg"},
            "video": {**reference(file), "duration": int(described.get("duration", 1)), "width": width,
                      "height": height},
            "sticker": {**reference(file), "type": "regular", "width": width, "height": height, "is_animated": False,
                        "is_video": False, "emoji": str(described.get("emoji", "👍"))},
        }  # fmt: skip
        return {kind: more[kind], **said}

    def tap(self, body: Json) -> Json:
        """Tap a button; `{"callback": id}` of a press, or what the phone does by itself: `{"opened": url}`, …"""
        if self.chat.blocked:
            raise PhoneError(409, "this person has blocked the bot; POST /phone/{user}/unblock first")
        if "data" in body:  # what a forged or outdated client sends
            message = self._message(body)
            return self._press(message, str(body["data"]))
        if "at" in body:  # row and column, when two buttons of a message read the same
            message, button, inline = self._button_at(self._message(body), *body["at"])
        else:
            message, button, inline = self._button(str(body.get("button", "")), body.get("message_id"))
        return self._tap_inline(message, button) if inline else self._tap_reply(button, body)

    def _message(self, body: Json) -> Message:
        wanted = body.get("message_id")
        message = self.chat.find(int(wanted)) if wanted is not None else next(reversed(self.chat.visible()), None)
        if message is None:
            raise PhoneError(404, "there is no such message")
        return message

    def _button(self, wanted: str, message_id: int | None) -> tuple[Message, Json, bool]:
        """The newest button that fits: the text itself before a text that begins so, inside one message."""
        wanted = wanted.strip()
        for message in reversed(self.chat.visible()):
            if message_id is not None and message.id != int(message_id):
                continue
            inline = bool(message.inline_keyboard)
            if not inline and message is not self.chat.keyboard:
                continue
            buttons = [button for row in message.keyboard_rows for button in row]
            for fits in (str.__eq__, str.startswith):
                for button in buttons:
                    if wanted and fits(button["text"].strip(), wanted):
                        return message, button, inline
        raise PhoneError(404, f"there is no button {wanted!r}")

    def _button_at(self, message: Message, row: int, column: int) -> tuple[Message, Json, bool]:
        try:
            return message, message.keyboard_rows[row][column], bool(message.inline_keyboard)
        except IndexError as error:
            raise PhoneError(404, f"there is no button in row {row}, column {column}") from error

    def _tap_inline(self, message: Message, button: Json) -> Json:
        if "callback_data" in button:
            return self._press(message, button["callback_data"])
        if "copy_text" in button:
            return {"copied": button["copy_text"]["text"]}
        url = button.get("url") or (button.get("web_app") or button.get("login_url") or {}).get("url")
        own = _OWN_LINK.fullmatch(url or "")
        if own and own[1] == self.account.username:
            self.send({"text": f"/start {own[2]}".strip()})
            return {}
        return {"opened": url} if url else {"typed": button.get("switch_inline_query_current_chat", "")}

    def _tap_reply(self, button: Json, body: Json) -> Json:
        if button.get("request_contact"):
            self.send({"contact": body.get("contact") or self.person.phone_number})
        elif button.get("request_location"):
            self.send({"location": body.get("location") or self.person.location})
        else:
            self.send({"text": button["text"]})
        return {}

    def _press(self, message: Message, data: str) -> Json:
        account = self.account
        press = Callback(account.serial(), self.chat.id, self.person.id, account.clock.now())
        account.callbacks[press.id] = press
        body = {"id": press.id, "from": self.person.to_api(), "chat_instance": str(self.chat.id), "data": data,
                "message": account.message_to_api(self.chat, message)}  # fmt: skip
        # Telegram keeps the presses of a person in order, apart from the messages of the chat.
        account.update("callback_query", body, f"press:{self.person.id}")
        return {"callback": press.id}

    def block(self, *, blocked: bool) -> None:
        """Block or unblock the bot, which is told by a my_chat_member update."""
        if self.chat.blocked == blocked:
            return
        self.chat.blocked = blocked
        account = self.account
        states = ["member", "kicked"] if blocked else ["kicked", "member"]
        old, new = ({"user": account.bot_user(), "status": each,
                     **({"until_date": 0} if each == "kicked" else {})} for each in states)  # fmt: skip
        body = {"chat": account.chat_to_api(self.chat), "from": self.person.to_api(), "date": account.clock.now(),
                "old_chat_member": old, "new_chat_member": new}  # fmt: skip
        account.update("my_chat_member", body, f"chat:{self.chat.id}")
        account.tell({"kind": "blocked", "user": self.chat.id, "blocked": blocked})

    async def inline(self, query: str, offset: str, wait: float) -> Json:
        """What the bot answers to an inline query: the parameters of its `answerInlineQuery`."""
        account = self.account
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        query_id = account.serial()
        account.inline_answers[query_id] = answer
        body = {"id": query_id, "from": self.person.to_api(), "query": query[:_QUERY_MAX], "offset": offset,
                "chat_type": "sender"}  # fmt: skip
        account.update("inline_query", body, f"inline:{self.person.id}")
        try:
            async with asyncio.timeout(wait):
                return await answer
        finally:
            account.inline_answers.pop(query_id, None)

    def choose(self, result: Json, group: int | None) -> Message:
        """The person picks an inline result: its message appears in a group, or in the chat with the bot."""
        chat = self._group(group) if group else self.chat
        return self._sent(
            chat, content_of(result), {"via_bot": self.account.bot_user()}, markup=result.get("reply_markup")
        )

    # Waiting

    def moment(self, chat: Chat | None = None) -> Moment:
        """Now, before acting: what comes later is the answer."""
        return Moment(self.account, chat or self.chat)


class Moment:
    """A point in the life of a chat from which an answer is awaited."""

    def __init__(self, account: Account, chat: Chat) -> None:
        self._account = account
        self._chat = chat
        self._calls = chat.calls
        self._toasts = len(chat.toasts)
        self._rev = max((message.rev for message in chat.messages.values()), default=0)

    async def answer(self, wait: float) -> Json:
        """`{"messages", "toast", "timed_out"}` once the bot called for the chat and fell quiet, or after `wait` s."""
        chat, until = self._chat, time.monotonic() + wait
        while True:
            now = time.monotonic()
            ready = until
            if chat.calls > self._calls:
                ready = chat.last_call_at + QUIET_S
            elif len(chat.toasts) > self._toasts:
                ready = chat.last_toast_at + TOAST_QUIET_S
            if now >= min(ready, until):
                break
            chat.called.clear()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(min(ready, until) - now):
                    await chat.called.wait()
        return self._told(timed_out=wait > 0 and (chat.calls, len(chat.toasts)) == (self._calls, self._toasts))

    def _told(self, *, timed_out: bool) -> Json:
        new = [m for m in self._chat.visible() if m.rev > self._rev and m.sender == "bot"]
        toasts = self._chat.toasts[self._toasts :]
        return {
            "messages": [self._account.view(message) for message in sorted(new, key=lambda m: m.rev)],
            "toast": toasts[-1]["text"] if toasts else None,
            "timed_out": timed_out,
        }


def _text_content(text: str) -> Json:
    said, _ = trimmed(text, [])
    if not said:
        raise PhoneError(400, "the text is empty: an app would not send it")
    if utf16_length(said) > _TEXT_MAX:
        raise PhoneError(400, f"the text is longer than {_TEXT_MAX}: an app would split it")
    entities = detected(said, [])
    return {"text": said, **({"entities": entities} if entities else {})}


def person_view(account: Account, person: Person) -> dict[str, Any]:
    """One phone as the page needs it when it opens."""
    chat = account.chat(person.id)
    return {
        "id": person.id, "name": person.to_api()["first_name"], "role": person.role, "blocked": chat.blocked,
        "language_code": person.language_code, "phone": person.phone_number, "location": person.location,
        "commands": account.commands_for(person.id), "keyboard": account.keyboard_view(chat),
    }  # fmt: skip
