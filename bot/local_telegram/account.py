"""The bot's account at the local Telegram: its chats, updates, commands, profile. It outlives the bot's process."""

from __future__ import annotations

import asyncio
import datetime as dt
import itertools
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from bot.local_telegram.chats import Chat, Message, Person, phone_view
from bot.local_telegram.errors import BotApiError, bad_request
from bot.local_telegram.files import FileStore
from bot.local_telegram.schema import Json
from bot.local_telegram.update_queue import UpdateQueue

CALLBACK_LIFETIME_S = 150
BOT_USERNAME = "shitu_local_bot"


class Clock:
    """Real time plus what was advanced by hand."""

    def __init__(self) -> None:
        self.offset_s = 0

    def now(self) -> int:
        return int(time.time()) + self.offset_s

    def iso(self) -> str:
        return dt.datetime.fromtimestamp(self.now(), tz=dt.UTC).isoformat()


DEFAULT_NAMES = {"": "识途", "en": "Shitu 识途"}
"""By language, until the bot says otherwise."""


@dataclass(slots=True)
class Callback:
    """A button press that waits for its answer."""

    id: str
    chat_id: int
    user_id: int
    at: int
    answered: bool = False


@dataclass(slots=True)
class Webhook:
    url: str = ""
    secret_token: str | None = None
    max_connections: int = 40
    has_custom_certificate: bool = False
    last_error_date: int | None = None
    last_error_message: str | None = None


@dataclass(slots=True)
class Account:
    people: dict[int, Person]
    files: FileStore
    clock: Clock
    id: int = 0
    token: str | None = None
    profile: dict[tuple[str, str], str] = field(default_factory=dict)
    """(what, language) → name, description or short_description."""
    username: str = BOT_USERNAME
    chats: dict[int, Chat] = field(default_factory=dict)
    updates: UpdateQueue = field(default_factory=UpdateQueue)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    menu_buttons: dict[int | None, Json] = field(default_factory=dict)
    webhook: Webhook = field(default_factory=Webhook)
    callbacks: dict[str, Callback] = field(default_factory=dict)
    inline_answers: dict[str, asyncio.Future[Json]] = field(default_factory=dict)
    poll: int = 0
    """Number of the getUpdates call now being answered: a newer one ends it."""
    listeners: set[asyncio.Queue[Json]] = field(default_factory=set)
    _message_ids: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _serial: itertools.count[int] = field(default_factory=lambda: itertools.count(1))
    _revisions: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    # Who is who

    def bot_user(self) -> Json:
        return {"id": self.id, "is_bot": True, "first_name": self.bot_name(),
                "username": self.username}  # fmt: skip

    def bot_name(self, language: str = "") -> str:
        """What the bot set, else the product's name."""
        return self.profile_text("name", language) or DEFAULT_NAMES.get(language, DEFAULT_NAMES[""])

    def person(self, user_id: int) -> Person:
        """The person, made known when nobody has heard of them."""
        return self.people.setdefault(user_id, Person(user_id))

    def chat(self, chat_id: int) -> Chat:
        return self.chats.setdefault(chat_id, Chat(chat_id))

    def reachable_chat(self, chat_id: int | str) -> Chat:
        """The chat a bot names; refused as Telegram does when it may not write there."""
        number = int(chat_id) if isinstance(chat_id, int) or chat_id.lstrip("-").isdigit() else 0
        chat = self.chats.get(number)
        if chat is None or not chat.started:
            raise bad_request("chat not found")
        if chat.blocked:
            raise BotApiError(403, "Forbidden: bot was blocked by the user")
        return chat

    def chat_to_api(self, chat: Chat) -> Json:
        if chat.id < 0:
            return {"id": chat.id, "type": "group", "title": chat.title or f"群{-chat.id}"}
        return {"id": chat.id, "type": "private", "first_name": self.person(chat.id).to_api()["first_name"]}

    def message_to_api(self, chat: Chat, message: Message) -> Json:
        described = message.to_api(self.chat_to_api(chat))
        replied = chat.find(message.extra.get("reply_to", 0))
        if replied:
            described["reply_to_message"] = replied.to_api(self.chat_to_api(chat))
        return described

    def serial(self) -> str:
        return str(next(self._serial))

    def update(self, kind: str, body: Json, queue: str) -> int | None:
        return self.updates.add(kind, body, queue)

    # Messages

    def post(self, chat: Chat, content: Json, *, sender: Person | None = None, markup: Json | None = None,
             extra: Json | None = None) -> Message:  # fmt: skip
        """A new message in `chat`, from `sender` or (None) from the bot."""
        message = Message(
            id=next(self._message_ids),
            rev=next(self._revisions),
            date=self.clock.now(),
            sender="me" if sender else "bot",
            from_user=sender.to_api() if sender else self.bot_user(),
            content=content,
            markup=markup or None,
            extra={key: value for key, value in (extra or {}).items() if value is not None},
        )
        chat.messages[message.id] = message
        keyboard = markup or {}
        if keyboard.get("keyboard"):
            chat.keyboard = message
        elif keyboard.get("remove_keyboard"):
            chat.keyboard = None
        self.show(chat, message)
        return message

    def change(self, chat: Chat, message: Message, content: Json, markup: Json | None, *, mark: bool = True) -> None:
        """New content and inline keyboard of a message; a keyboard alone leaves no "edited" mark, as in the apps."""
        same_content = content == message.content
        if same_content and (markup or None) == (message.markup or None):
            raise bad_request(
                "message is not modified: specified new message content and reply markup are exactly the same as a "
                "current content and reply markup of the message"
            )
        message.content, message.markup = content, markup or None
        message.rev = next(self._revisions)
        if mark and not same_content:
            message.edit_date = self.clock.now()
        self.show(chat, message)

    def delete(self, chat: Chat, message: Message) -> None:
        message.deleted = True
        message.rev = next(self._revisions)
        if chat.keyboard is message:
            chat.keyboard = None
        self.tell({"kind": "deleted", "user": chat.id, "id": message.id, "rev": message.rev})

    def view(self, message: Message) -> Json:
        return phone_view(message, self.files)

    def show(self, chat: Chat, message: Message) -> None:
        if self.listeners:
            self.tell({"kind": "message", "user": chat.id, "message": self.view(message)})
            self.tell({"kind": "keyboard", "user": chat.id, "keyboard": self.keyboard_view(chat)})

    def keyboard_view(self, chat: Chat) -> Json | None:
        """The reply keyboard at the bottom of the phone, or None."""
        if chat.keyboard is None or not chat.keyboard.markup:
            return None
        markup = chat.keyboard.markup
        return {
            "message_id": chat.keyboard.id,
            "rows": [[button["text"] for button in row] for row in markup["keyboard"]],
            "one_time": bool(markup.get("one_time_keyboard")),
            "placeholder": markup.get("input_field_placeholder"),
        }

    def tell(self, event: Json) -> None:
        """An event for every open phone page."""
        for listener in self.listeners:
            listener.put_nowait(event)

    # Commands

    def commands_for(self, user_id: int) -> list[Json]:
        """The menu of a private chat: the first scope that has one (Bot API, "BotCommandScope")."""
        language = self.person(user_id).language_code.split("-")[0]
        chat_scope = scope_key({"type": "chat", "chat_id": user_id})
        for scope in (chat_scope, scope_key({"type": "all_private_chats"}), scope_key({"type": "default"})):
            for code in (language, ""):
                if (scope, code) in self.commands:
                    return self.commands[scope, code]
        return []

    def profile_text(self, what: str, language: str = "") -> str:
        return self.profile.get((what, language)) or self.profile.get((what, ""), "")


def scope_key(scope: Json | None) -> str:
    return json.dumps(scope or {"type": "default"}, sort_keys=True)


def people_from(described: Iterable[Any]) -> dict[int, Person]:
    """People from `Person`s or `{"id", "name", "role", …}` objects."""
    people = [each if isinstance(each, Person) else Person(**each) for each in described]
    return {person.id: person for person in people}
