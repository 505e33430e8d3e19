"""People with phones: tests talk to the bot as a person does, over the local Telegram's phone API."""

from __future__ import annotations

import asyncio
import io
import json
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp


@dataclass(frozen=True)
class Message:
    """One message on a phone."""

    raw: dict[str, Any]

    @property
    def id(self) -> int:
        return int(self.raw["id"])

    @property
    def text(self) -> str:
        return str(self.raw.get("text") or "")

    @property
    def html(self) -> str:
        return str(self.raw.get("html") or "")

    @property
    def buttons(self) -> list[str]:
        return [button for row in self.raw.get("buttons") or [] for button in row]

    @property
    def mine(self) -> bool:
        return self.raw["from"] == "me"


JSON = {"Content-Type": "application/json"}

Settle = Callable[[], Awaitable[None]]
"""Waits until the bot has nothing left to do or to say."""
Listening = Callable[[], AbstractContextManager[Callable[[], Awaitable[bool]]]]
"""A block in which one can wait for the next thing that happens on a phone; False when nothing more will."""


@contextmanager
def looking() -> Iterator[Callable[[], Awaitable[bool]]]:
    """Where the local Telegram is in another process, or the test wants to know of nothing else: look every 50 ms."""
    yield lambda: asyncio.sleep(0.05, result=True)


class Phone:
    """One person's phone. `send` and `tap` wait until the bot has answered and return its messages.

    With `settle` the bot's own queues tell when it is done; without it, 300 ms of silence.
    """

    def __init__(
        self, http: aiohttp.ClientSession, url: str, user: int, language: str = "zh", settle: Settle | None = None,
        listening: Listening = looking,
    ) -> None:  # fmt: skip
        self._http = http
        self._settle = settle
        self._listening = listening
        self._seen = 0
        self._url = f"{url}/phone/{user}"
        self.user = user
        self.language = language
        self.answer: list[Message] = []

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        content = io.BytesIO(json.dumps(body).encode())  # aiohttp wants a stream for large bodies
        async with self._http.post(f"{self._url}/{path}", data=content, headers=JSON) as response:
            answer = await response.json()
            assert response.status == 200, f"{path} {body}: {response.status} {answer}"
            return answer

    async def send(self, text: str, **more: Any) -> list[Message]:
        """Type a message; returns what came back."""
        return await self._do("send", {"text": text, "language_code": self.language, "first_name": "测试", **more})

    async def send_other(self, **content: Any) -> list[Message]:
        """Send something else than text: `location`, `contact`, `document`, `photo`, `voice`, …"""
        return await self._do("send", {"language_code": self.language, **content})

    async def tap(self, button: str, **more: Any) -> list[Message]:
        """Tap the newest button with this text or beginning."""
        return await self._do("tap", {"button": button, **more})

    async def inline(self, query: str, **more: Any) -> dict[str, Any]:
        """Type the bot's name and these words in some chat: `results` and what else the bot answers."""
        return await self._post("inline", {"query": query, "language_code": self.language, **more})

    async def put(self, query: str, number: int, **more: Any) -> list[Message]:
        """Put the inline result with this number into the chat with the bot; returns what the bot says to it."""
        return await self._do("inline", {"query": query, "choose": number, "wait": 10, **more})

    async def _do(self, act: str, body: dict[str, Any]) -> list[Message]:
        if self._settle is None:
            answer = (await self._post(act, body))["messages"]
        else:
            await self._post(act, {"wait": 0, **body})
            await self._settle()
            answer = await self._news()
        self.answer = [message for message in map(Message, answer) if not message.mine]
        return self.answer

    async def _news(self) -> list[dict[str, Any]]:
        """Messages that are new or edited since the last look."""
        async with self._http.get(f"{self._url}/messages", params={"after": self._seen}) as response:
            found = await response.json()
        self._seen = found["rev"]
        return list(found["messages"])

    async def messages(self) -> list[Message]:
        """Everything on the phone."""
        async with self._http.get(f"{self._url}/messages", params={"after": 0}) as response:
            return [Message(raw) for raw in (await response.json())["messages"]]

    async def last(self) -> Message:
        """The newest message of the bot."""
        return [message for message in await self.messages() if not message.mine][-1]

    async def said(self) -> str:
        """All that the bot has said, oldest first."""
        return "\n".join(message.text for message in await self.messages() if not message.mine)

    async def until(self, words: str, seconds: float = 15) -> Message:
        """Wait until the bot has said these words; returns the newest message with them."""
        deadline = time.monotonic() + seconds
        with self._listening() as next_event:
            while True:
                found = [message for message in await self.messages() if not message.mine and words in message.text]
                if found:
                    return found[-1]
                if time.monotonic() > deadline or not await next_event():
                    break
        raise AssertionError(f"{words!r} did not come; the bot said:\n{await self.said()}")

    async def block(self) -> None:
        await self._post("block", {})

    async def unblock(self) -> None:
        await self._post("unblock", {})
