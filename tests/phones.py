"""People with phones: tests talk to the bot as a person does, over the local Telegram's phone API."""

from __future__ import annotations

import asyncio
import time
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


class Phone:
    """One person's phone. `send` and `tap` wait for the bot's answer and return its messages."""

    def __init__(self, http: aiohttp.ClientSession, url: str, user: int, language: str = "zh") -> None:
        self._http = http
        self._url = f"{url}/phone/{user}"
        self.user = user
        self.language = language
        self.answer: list[Message] = []

    async def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        async with self._http.post(f"{self._url}/{path}", json=body) as response:
            answer = await response.json()
            assert response.status == 200, f"{path} {body}: {response.status} {answer}"
            return answer

    async def send(self, text: str, **more: Any) -> list[Message]:
        """Type a message; returns what came back."""
        body = {"text": text, "language_code": self.language, "first_name": "测试", **more}
        return self._heard(await self._post("send", body))

    async def send_other(self, **content: Any) -> list[Message]:
        """Send something else than text: `location`, `contact`, `document`, `photo`, `voice`, …"""
        return self._heard(await self._post("send", {"language_code": self.language, **content}))

    async def tap(self, button: str, **more: Any) -> list[Message]:
        """Tap the newest button with this text or beginning."""
        return self._heard(await self._post("tap", {"button": button, **more}))

    def _heard(self, answer: dict[str, Any]) -> list[Message]:
        self.answer = [Message(raw) for raw in answer["messages"] if raw["from"] == "bot"]
        return self.answer

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
        while time.monotonic() < deadline:
            found = [message for message in await self.messages() if not message.mine and words in message.text]
            if found:
                return found[-1]
            await asyncio.sleep(0.1)
        raise AssertionError(f"{words!r} did not come; the bot said:\n{await self.said()}")

    async def block(self) -> None:
        await self._post("block", {})

    async def unblock(self) -> None:
        await self._post("unblock", {})
