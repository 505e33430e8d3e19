"""People, chats and messages as the bot's account at Telegram knows them."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.local_telegram.formatting import render_html
from bot.local_telegram.schema import Json

DEFAULT_LANGUAGE = "zh-hans"


@dataclass(slots=True)
class Person:
    """Someone with a phone. `role` only names the phone on the page."""

    id: int
    name: str = ""
    role: str = "seeker"
    language_code: str = DEFAULT_LANGUAGE
    phone: str = ""
    location: tuple[float, float] = (41.8057, 123.4315)

    def to_api(self) -> Json:
        return {"id": self.id, "is_bot": False, "first_name": self.name or f"用户{self.id}",
                "language_code": self.language_code}  # fmt: skip

    @property
    def phone_number(self) -> str:
        return self.phone or f"+86138{self.id % 100_000_000:08d}"


@dataclass(slots=True)
class Message:
    id: int
    rev: int
    date: int
    sender: Literal["bot", "me"]
    from_user: Json
    content: Json
    """What distinguishes the message in Bot API terms: text and entities, or photo and caption, …"""
    markup: Json | None = None
    """The reply_markup it was sent with; only an inline keyboard is part of the message itself."""
    edit_date: int | None = None
    deleted: bool = False
    extra: Json = field(default_factory=dict)
    """Fields that do not change: forward_origin, media_group_id, reply_to_message."""

    @property
    def inline_keyboard(self) -> list[list[Json]]:
        return (self.markup or {}).get("inline_keyboard") or []

    @property
    def keyboard_rows(self) -> list[list[Json]]:
        markup = self.markup or {}
        return markup.get("inline_keyboard") or markup.get("keyboard") or []

    def to_api(self, chat: Json) -> Json:
        answer: Json = {"message_id": self.id, "date": self.date, "chat": chat, "from": self.from_user, **self.content}
        answer |= {key: value for key, value in self.extra.items() if key not in ("reply_to", "forwarded")}
        if self.edit_date:
            answer["edit_date"] = self.edit_date
        if self.inline_keyboard:
            answer["reply_markup"] = {"inline_keyboard": self.inline_keyboard}
        return answer


@dataclass(slots=True)
class Chat:
    """One chat of the bot: private (id is the person's) or a group (negative id)."""

    id: int
    title: str = ""
    started: bool = False
    """The bot may write: the person has written first."""
    blocked: bool = False
    messages: dict[int, Message] = field(default_factory=dict)
    keyboard: Message | None = None
    """The message that brought the reply keyboard now shown."""
    calls: int = 0
    """Bot calls for this chat that a waiting person would notice."""
    last_call_at: float = 0.0
    toasts: list[Json] = field(default_factory=list)
    last_toast_at: float = 0.0
    called: asyncio.Event = field(default_factory=asyncio.Event)

    def note_call(self) -> None:
        self.calls += 1
        self.last_call_at = time.monotonic()
        self.called.set()

    def note_toast(self, toast: Json) -> None:
        self.toasts.append(toast)
        self.last_toast_at = time.monotonic()
        self.called.set()

    def visible(self) -> list[Message]:
        return [message for message in self.messages.values() if not message.deleted]

    def find(self, message_id: int) -> Message | None:
        message = self.messages.get(message_id)
        return None if message is None or message.deleted else message


def phone_view(message: Message, files: Any) -> Json:
    """The message as `GET /phone/{user}/messages` tells it (DESIGN.md, "The phone API of the local Telegram")."""
    content = message.content
    text: str = content.get("text") or content.get("caption") or ""
    entities: list[Json] = content.get("entities") or content.get("caption_entities") or []
    view: Json = {
        "id": message.id, "rev": message.rev, "from": message.sender, "text": text,
        "html": render_html(text, entities), "photo": None, "document": None,
        "buttons": [[button["text"] for button in row] for row in message.keyboard_rows],
        "edited": message.edit_date is not None, "date": message.date, "inline": bool(message.inline_keyboard),
    }  # fmt: skip
    if "photo" in content:
        view["photo"] = files.get(content["photo"][-1]["file_id"]).url
        view["photo_size"] = [content["photo"][-1]["width"], content["photo"][-1]["height"]]
    for kind in ("document", "voice", "video", "sticker"):
        if kind in content:
            file = files.get(content[kind]["file_id"])
            if kind == "document":
                view["document"] = file.url
            view["file"] = {"kind": kind, "name": file.name, "size": len(file.content), "url": file.url}
    for kind in ("location", "contact", "venue"):
        if kind in content:
            view[kind] = content[kind]
    view |= {key: message.extra[key] for key in ("media_group_id", "reply_to", "forwarded") if key in message.extra}
    links = [[_link(button) for button in row] for row in message.inline_keyboard]
    if any(any(row) for row in links):
        view["links"] = links
    return view


def _link(button: Json) -> str | None:
    """What a button opens by itself, without the bot being told."""
    return button.get("url") or (button.get("web_app") or button.get("login_url") or {}).get("url")
