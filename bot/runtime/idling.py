"""How a loop waits for the next thing to do without asking the database all the time."""

import asyncio
from math import inf

from bot.runtime import backoff

GATHER_SECONDS = 0.25
"""Nobody notices that work in the background begins so much later (twice as much where another process calls)."""


class Idling:
    """Waits until woken; looks again without that after `short` seconds, then after twice as long, up to `long`.

    Whoever in this process writes something to do sets `wake`; the looks find what another process wrote or left.
    With `gather`, so many seconds pass between being woken and looking: much may come in them, and one look finds it.
    """

    def __init__(self, wake: asyncio.Event, *, short: float, long: float, gather: float = 0.0) -> None:
        self._wake = wake
        self._short, self._long, self._gather = short, long, gather
        self._next = short

    def attend(self) -> None:
        """Begin with short waits again: something is known to come."""
        self._next = self._short

    async def wait(self, stopping: asyncio.Event, at_most: float = inf) -> bool:
        """Wait for the next look, at most so many seconds, or until `stopping`; True when woken."""
        seconds = max(0.0, min(at_most, self._next))
        waiting = {asyncio.ensure_future(one.wait()) for one in (self._wake, stopping)}
        try:
            await asyncio.wait(waiting, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for one in waiting:
                one.cancel()
        if self._wake.is_set():
            if self._gather:
                await backoff.sleep_unless_stopping(stopping, self._gather)
            return True
        if seconds == self._next:
            self._next = min(self._long, self._next * 2)
        return False
