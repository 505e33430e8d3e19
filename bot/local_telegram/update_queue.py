"""Updates waiting for the bot, with getUpdates' offsets, redelivery and held updates."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections import deque
from dataclasses import dataclass
from typing import Any

from telegram.constants import PollingLimit

Json = dict[str, Any]
_KEPT_FOR_REPEATS = 1000
# Bot API, getUpdates: everything except these is sent when allowed_updates is empty.
_NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(slots=True)
class Pending:
    """One update on its way. `queue` is what Telegram keeps in order: the chat, apart from button presses."""

    update: Json
    queue: str
    guarded: bool = False
    """Delivered out of order or again: an offset cannot confirm it before it was delivered."""

    @property
    def id(self) -> int:
        return int(self.update["update_id"])


class UpdateQueue:
    def __init__(self, first_id: int | None = None) -> None:
        # Ids go on rising over a restart, as Telegram's do: a bot that remembers old ones must not miss new ones.
        # In microseconds the clock is ahead of any number of updates that was handed out.
        self._next_id = first_id if first_id is not None else time.time_ns() // 1000
        self._pending: list[Pending] = []
        self._held: list[Pending] = []
        self._to_hold = 0
        self._sent: deque[Pending] = deque(maxlen=_KEPT_FOR_REPEATS)
        self._arrived = asyncio.Event()
        self.allowed: list[str] = []

    def __len__(self) -> int:
        return len(self._pending)

    def add(self, kind: str, body: Json, queue: str) -> int | None:
        """Queue an update; its id, or None when the bot does not want this kind."""
        if kind not in self.allowed if self.allowed else kind in _NOT_BY_DEFAULT:
            return None
        entry = Pending({"update_id": self._new_id(), kind: body}, queue)
        self._sent.append(entry)
        if self._to_hold:
            self._held.append(entry)
            self._to_hold -= 1
            if not self._to_hold:
                self.release()
        else:
            self._pending.append(entry)
            self.wake()
        return entry.id

    def add_raw(self, update: Json) -> int:
        """Queue an update of any shape; its id, a new one unless it brings its own."""
        entry = Pending({"update_id": self._new_id()} | update, queue="raw", guarded=True)
        self._pending.append(entry)
        self.wake()
        return entry.id

    def _new_id(self) -> int:
        new, self._next_id = self._next_id, self._next_id + 1
        return new

    def repeat(self, last: int) -> int:
        """Deliver the last `last` updates again, with the ids they had; how many that are."""
        again = [Pending(each.update, each.queue, guarded=True) for each in list(self._sent)[-last:]] if last else []
        self._pending = again + self._pending
        self.wake()
        return len(again)

    def hold(self, coming: int) -> None:
        """Hold the next `coming` updates, then deliver them shuffled across chats; 0 delivers what is held now."""
        self._to_hold = coming
        if not coming:
            self.release()

    def release(self) -> None:
        """Order inside a chat stays, chats are mixed by a fixed seed."""
        self._to_hold = 0
        lanes: dict[str, deque[Pending]] = {}
        for entry in self._held:
            entry.guarded = True
            lanes.setdefault(entry.queue, deque()).append(entry)
        turns = [entry.queue for entry in self._held]
        random.Random(len(turns)).shuffle(turns)  # noqa: S311 - a repeatable order, not a secret
        self._pending += [lanes[queue].popleft() for queue in turns]
        self._held = []
        self.wake()

    def drop(self) -> None:
        self._pending.clear()

    def wake(self) -> None:
        self._arrived.set()

    def confirm(self, offset: int) -> None:
        """Forget what `offset` confirms; a negative one keeps only that many of the newest."""
        if offset < 0:
            self._pending = self._pending[offset:]
        elif offset > 0:
            self._pending = [each for each in self._pending if each.guarded or each.id >= offset]

    def batch(self, limit: int | None) -> list[Json]:
        """The oldest updates not confirmed yet; asked again without a higher offset, they come again."""
        size = min(max(limit or PollingLimit.MAX_LIMIT, PollingLimit.MIN_LIMIT), PollingLimit.MAX_LIMIT)
        taken = self._pending[:size]
        for each in taken:
            each.guarded = False
        return [each.update for each in taken]

    async def wait(self, seconds: float) -> None:
        """Until an update may have arrived, at most `seconds`."""
        if not self._pending:
            await self.changed(seconds)

    async def changed(self, seconds: float) -> None:
        """Until something about this queue changed, at most `seconds`."""
        self._arrived.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._arrived.wait()

    # Webhook delivery takes updates itself.

    def next_free(self, busy: set[str]) -> Pending | None:
        """The oldest update whose queue has none under way."""
        return next((each for each in self._pending if each.queue not in busy), None)

    def done(self, entry: Pending) -> None:
        self._pending = [each for each in self._pending if each is not entry]
