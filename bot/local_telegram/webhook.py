"""Webhook delivery: in order per chat, again until the bot answers 2xx."""

from __future__ import annotations

import asyncio
import contextlib

import aiohttp

from bot.local_telegram.account import Account
from bot.local_telegram.schema import Json
from bot.local_telegram.update_queue import Pending

_FIRST_RETRY_S, _LAST_RETRY_S, _RETRY_AFTER_MAX_S = 0.3, 60.0, 3600.0
_TIMEOUT = aiohttp.ClientTimeout(total=60)
_IDLE_S = 5.0


class WebhookDelivery:
    """Runs as one task beside an account; does nothing while no webhook is set."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._busy: set[str] = set()
        self._session: aiohttp.ClientSession | None = None

    async def run(self) -> None:
        async with aiohttp.ClientSession(timeout=_TIMEOUT) as self._session, asyncio.TaskGroup() as tasks:
            while True:
                hook = self._account.webhook
                entry = self._account.updates.next_free(self._busy) if hook.url else None
                if entry is None or len(self._busy) >= hook.max_connections:
                    await self._account.updates.changed(_IDLE_S)
                    continue
                self._busy.add(entry.queue)
                tasks.create_task(self._deliver(entry))

    async def _deliver(self, entry: Pending) -> None:
        pause = _FIRST_RETRY_S
        try:
            url = self._account.webhook.url
            # A webhook that changed meanwhile gets the update from the loop above.
            while url and self._account.webhook.url == url:
                refused = await self._post(entry.update)
                if refused is None:
                    self._account.updates.done(entry)
                    return
                await asyncio.sleep(max(pause, refused))
                pause = min(pause * 2, _LAST_RETRY_S)
        finally:
            self._busy.discard(entry.queue)
            self._account.updates.wake()

    async def _post(self, update: Json) -> float | None:
        """None when the bot took it, else the seconds it asked to wait (0 when it asked for none)."""
        hook = self._account.webhook
        headers = {"X-Telegram-Bot-Api-Secret-Token": hook.secret_token} if hook.secret_token else {}
        assert self._session is not None  # noqa: S101 - set before any delivery starts
        try:
            async with self._session.post(hook.url, json=update, headers=headers) as response:
                if response.status // 100 == 2:
                    return None
                problem = f"Wrong response from the webhook: {response.status} {response.reason}"
                asked = 0.0
                with contextlib.suppress(ValueError):
                    asked = float(response.headers.get("Retry-After", "0"))
        except (aiohttp.ClientError, TimeoutError) as error:
            problem, asked = f"Connection failed: {type(error).__name__}", 0.0
        hook.last_error_date, hook.last_error_message = self._account.clock.now(), problem
        return min(asked, _RETRY_AFTER_MAX_S)
