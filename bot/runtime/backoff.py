"""How long Telegram asks to wait, and waiting that a stop cuts short."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from telegram.error import InvalidToken, RetryAfter

log = structlog.get_logger()

LONGEST_SECONDS = 30.0


def retry_after_seconds(value: int | timedelta) -> float:
    """Seconds of `RetryAfter.retry_after`, which is a number or a `timedelta` depending on `PTB_TIMEDELTA`."""
    return value.total_seconds() if isinstance(value, timedelta) else float(value)


async def sleep_unless_stopping(stopping: asyncio.Event, delay_seconds: float) -> None:
    """Wait so many seconds, or until `stopping`."""
    try:
        await asyncio.wait_for(stopping.wait(), delay_seconds)
    except TimeoutError:
        return


async def until_done(name: str, call: Callable[[], Awaitable[object]], stopping: asyncio.Event) -> None:
    """Make a call that Telegram must take before work begins: again with growing pauses, until it works or `stopping`.

    Raises:
        InvalidToken: trying again would not help.
    """
    pause = 0.5
    while not stopping.is_set():
        try:
            await call()
        except InvalidToken:
            raise
        except Exception as error:  # noqa: BLE001 - whatever Telegram answered, the process waits for a better answer
            log.warning("telegram_away", call=name, error=type(error).__name__)
            asked = retry_after_seconds(error.retry_after) if isinstance(error, RetryAfter) else 0.0
            await sleep_unless_stopping(stopping, max(asked, pause))
            pause = min(LONGEST_SECONDS, pause * 2)
        else:
            return
