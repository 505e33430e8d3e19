"""Structured logs without tokens, phone numbers or anything a person wrote."""

import logging
import sys
import traceback

import structlog
from structlog.typing import EventDict

MAX_FRAMES = 6
"""Innermost calls shown of an error."""


def configure(level: str) -> None:
    """Log lines as key=value to stderr; the HTTP client's own lines hold the token in the URL, so only its warnings."""
    logging.basicConfig(level=level.upper(), stream=sys.stderr, format="%(levelname)s %(name)s %(message)s")
    for name in ("httpx", "httpcore", "aiohttp.access", "telegram.ext.Application"):
        logging.getLogger(name).setLevel(logging.WARNING)
    # writes whole answers that it cannot read
    logging.getLogger("telegram.request").setLevel(logging.CRITICAL)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            strip_exception_text,
            structlog.dev.ConsoleRenderer(colors=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )


def strip_exception_text(_: object, __: str, event: EventDict) -> EventDict:
    """Show of an exception its kind and where it arose; its message may hold what a person wrote, or a token."""
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)[-MAX_FRAMES:]
        path = " > ".join(f"{frame.filename.rsplit('/', 2)[-1]}:{frame.lineno} {frame.name}" for frame in frames)
        event["error"] = f"{type(error).__name__} at {path}"
    return event
