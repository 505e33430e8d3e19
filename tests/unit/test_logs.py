"""A log line never holds what a person wrote, nor a token."""

import structlog

from bot.logs import strip_exception_text


def test_an_exceptions_message_is_not_logged() -> None:
    try:
        int("我的电话是13800138000")
    except ValueError:
        event = strip_exception_text(structlog.get_logger(), "error", {"event": "update_failed", "exc_info": True})
    assert "13800138000" not in str(event)
    assert event["error"].startswith("ValueError at ")
