"""How long Telegram asks to wait."""

from datetime import timedelta


def seconds(value: int | timedelta) -> float:
    """Seconds of `RetryAfter.retry_after`, which is a number or a `timedelta` depending on `PTB_TIMEDELTA`."""
    return value.total_seconds() if isinstance(value, timedelta) else float(value)
