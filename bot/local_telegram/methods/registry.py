"""How a method is found by its name, and what it is given."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.local_telegram.account import Account
from bot.local_telegram.chats import Chat
from bot.local_telegram.schema import Json


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    content: bytes
    mime: str | None


@dataclass(frozen=True, slots=True)
class Call:
    """One checked Bot API call: decoded parameters and the uploaded parts by name."""

    account: Account
    method: str
    parameters: Json
    uploads: dict[str, Upload]

    def get(self, name: str, default: Any = None) -> Any:
        return self.parameters.get(name, default)

    @property
    def chat(self) -> Chat:
        """The chat named by chat_id; raises what Telegram answers when the bot may not write there."""
        return self.account.reachable_chat(self.parameters["chat_id"])


Answer = Callable[[Call], Awaitable[Any]]
METHODS: dict[str, Answer] = {}


def method(name: str) -> Callable[[Answer], Answer]:
    def register(answer: Answer) -> Answer:
        METHODS[name] = answer
        return answer

    return register
