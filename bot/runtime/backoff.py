"""How long Telegram asks to wait, and waiting that a stop cuts short."""

import asyncio
from datetime import timedelta


def seconds(value: int | timedelta) -> float:
    """Seconds of `RetryAfter.retry_after`, which is a number or a `timedelta` depending on `PTB_TIMEDELTA`."""
    return value.total_seconds() if isinstance(value, timedelta) else float(value)


async def sleep_unless(stopping: asyncio.Event, delay: float) -> None:
    """Wait so many seconds, or until `stopping`."""
    try:
        await asyncio.wait_for(stopping.wait(), delay)
    except TimeoutError:
        return
