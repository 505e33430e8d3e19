"""Inline mode: limits of an answer that the schema's types do not carry, and the message that a result becomes."""

from __future__ import annotations

import re
from typing import Any

from telegram.constants import InlineQueryLimit, InlineQueryResultLimit

from bot.local_telegram.errors import SchemaViolation
from bot.local_telegram.limits import keyboard_problems, message_text
from bot.local_telegram.schema import Json

_START = re.compile(r"[A-Za-z0-9_-]{1,64}")


def problems_of(parameters: Json) -> list[str]:
    """What Telegram would refuse in an `answerInlineQuery` (Bot API, "Inline mode")."""
    results = parameters["results"]
    problems: list[str] = []
    if len(results) > InlineQueryLimit.RESULTS:
        problems.append(f"more than {InlineQueryLimit.RESULTS.value} inline results")
    if len(parameters.get("next_offset", "").encode()) > InlineQueryLimit.MAX_OFFSET_LENGTH:
        problems.append(f"next_offset is longer than {InlineQueryLimit.MAX_OFFSET_LENGTH.value} bytes")
    ids = [result["id"] for result in results]
    if len(set(ids)) < len(ids):
        problems.append("RESULT_ID_DUPLICATE: two inline results have the same id")
    button = parameters.get("button") or {}
    if "start_parameter" in button and not _START.fullmatch(button["start_parameter"]):
        problems.append("START_PARAM_INVALID: start_parameter may hold A-Z, a-z, 0-9, _ and - only")
    for result in results:
        problems += _result(result)
    return problems


def _result(result: Json) -> list[str]:
    size, limit = len(result["id"].encode()), InlineQueryResultLimit
    problems = [] if limit.MIN_ID_LENGTH <= size <= limit.MAX_ID_LENGTH else [f"RESULT_ID_INVALID: {size} bytes"]
    if result["type"] == "article" and not result["title"].strip():
        problems.append("ARTICLE_TITLE_EMPTY")
    if markup := result.get("reply_markup"):
        problems += keyboard_problems(markup)
    try:
        content_of(result)
    except SchemaViolation as violation:
        problems += violation.problems
    return problems


def content_of(result: Json) -> Json:
    """The content of the message that choosing the result sends; only texts are played."""
    said: dict[str, Any] = result.get("input_message_content") or {}
    if "message_text" not in said:
        raise SchemaViolation(["the local Telegram plays inline results that become a text"], code=501)
    text, entities = message_text({**said, "text": said["message_text"]})
    return {"text": text, **({"entities": entities} if entities else {})}
