"""The Bot API over HTTP: answers that are not Telegram's are network trouble, and updates come unparsed."""

import json
from typing import Any

from telegram.error import NetworkError
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

_ANSWER_KEYS = ("result", "description")
"""Every answer of the Bot API is an object with one of these."""


class NotTelegram(NetworkError):
    """Something between the bot and Telegram answered: a proxy's error page, a sign-in page."""

    def __init__(self) -> None:
        super().__init__("the answer is not the Bot API's")


class BotApiRequest(HTTPXRequest):
    """Raises `NotTelegram` for an answer of another shape, whatever its HTTP status says.

    A page with status 403 must not count as "blocked by the user", nor one with 404 as "wrong token".
    """

    async def do_request(self, url: str, method: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        status, body = await super().do_request(url, method, *args, **kwargs)
        if method == "POST" and not _from_bot_api(body):  # files are fetched with GET
            raise NotTelegram
        return status, body


def _from_bot_api(body: bytes) -> bool:
    try:
        answer = json.loads(body.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return False
    return isinstance(answer, dict) and any(key in answer for key in _ANSWER_KEYS)


class RawUpdatesBot(ExtBot[None]):
    """A bot that can fetch updates as Telegram wrote them, so that one it cannot parse does not hide the others."""

    async def get_raw_updates(self, offset: int | None, *, seconds: int, allowed: list[str]) -> list[Any]:
        """Long-poll for up to `seconds`; the updates as decoded JSON."""
        data: dict[str, Any] = {"offset": offset, "timeout": seconds, "allowed_updates": allowed}
        updates = await self._post("getUpdates", data, read_timeout=seconds + 10)
        if not isinstance(updates, list):
            raise NotTelegram
        return updates
