"""Limits that the schema's types do not carry: keyboards, texts after parsing, media.

The numbers are those of `telegram.constants`.
"""

from __future__ import annotations

from typing import Any

from telegram.constants import (
    BotCommandLimit,
    CallbackQueryLimit,
    InlineKeyboardButtonLimit,
    InlineKeyboardMarkupLimit,
    LocationLimit,
    MediaGroupLimit,
    MessageLimit,
)

from bot.local_telegram.errors import SchemaViolation
from bot.local_telegram.formatting import Entity, detected, parse_html, trimmed
from bot.local_telegram.schema import Json, utf16_length

_ACTIONS = (
    "url", "callback_data", "web_app", "login_url", "switch_inline_query", "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat", "copy_text", "callback_game", "pay", "disabled",
)  # fmt: skip
_REPLY_ACTIONS = (
    "request_users", "request_chat", "request_contact", "request_location", "request_poll", "web_app",
)  # fmt: skip
_NAMED_SCHEMES = ("http://", "https://", "tg://", "t.me/")


def formatted(parameters: Json, name: str, *, low: int, high: int) -> tuple[str, list[Entity]]:
    """Text and entities of parameter `name` ("text" or "caption"), length judged after entities are parsed."""
    source = parameters.get(name) or ""
    mode = parameters.get("parse_mode")
    if mode and mode.upper() != "HTML":
        raise SchemaViolation([f"parse_mode {mode!r}: the local Telegram reads HTML only"], code=501)
    if mode:
        text, entities = parse_html(source)
    else:
        given = parameters.get("entities" if name == "text" else "caption_entities") or []
        text, entities = trimmed(source, given)
    size = utf16_length(text)
    if size < low:
        raise SchemaViolation([f"message {name} is empty"])
    if size > high:
        raise SchemaViolation(["message is too long" if name == "text" else "message caption is too long"])
    if len(entities) > MessageLimit.MESSAGE_ENTITIES:
        # Telegram drops the entities beyond the limit without a word; a message would silently lose its look.
        raise SchemaViolation([f"message has more than {MessageLimit.MESSAGE_ENTITIES.value} entities"])
    return text, detected(text, entities)


def message_text(parameters: Json) -> tuple[str, list[Entity]]:
    return formatted(parameters, "text", low=MessageLimit.MIN_TEXT_LENGTH, high=MessageLimit.MAX_TEXT_LENGTH)


def caption(parameters: Json) -> tuple[str, list[Entity]]:
    return formatted(parameters, "caption", low=0, high=MessageLimit.CAPTION_LENGTH)


def check_call(method: str, parameters: Json) -> list[str]:
    """Problems of a decoded, well-typed call that only its meaning shows."""
    problems: list[str] = []
    markup = parameters.get("reply_markup")
    if isinstance(markup, dict):
        problems += keyboard_problems(markup)
    if method == "answerCallbackQuery":
        limit = CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH
        if utf16_length(parameters.get("text", "")) > limit:
            problems.append(f"text is longer than {limit.value} characters")
    elif method == "sendMediaGroup":
        low, high = MediaGroupLimit.MIN_MEDIA_LENGTH, MediaGroupLimit.MAX_MEDIA_LENGTH
        if not low <= len(parameters["media"]) <= high:
            problems.append(f"a media group has {low.value}-{high.value} items")
    elif method == "setMyCommands":
        problems += _commands(parameters["commands"])
    elif method == "sendLocation":
        problems += _location(parameters)
    return problems


def keyboard_problems(markup: Json) -> list[str]:
    """What Telegram would refuse in a keyboard."""
    rows: list[list[Any]] = markup.get("inline_keyboard") or markup.get("keyboard") or []
    inline = "inline_keyboard" in markup
    problems: list[str] = []
    total = sum(len(row) for row in rows)
    if inline and total > InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER:
        problems.append(
            f"reply markup has {total} buttons, more than {InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER.value}"
        )
    if inline and any(len(row) > InlineKeyboardMarkupLimit.BUTTONS_PER_ROW for row in rows):
        problems.append(
            f"reply markup has a row of more than {InlineKeyboardMarkupLimit.BUTTONS_PER_ROW.value} buttons"
        )
    if not inline and "keyboard" in markup and not total:
        problems.append("reply markup has an empty keyboard")
    for row in rows:
        for button in row:
            problems += _inline_button(button) if inline else _reply_button(button)
    return problems


def _inline_button(button: Json) -> list[str]:
    problems = []
    text = button["text"]
    if not text.strip():
        problems.append("button text is empty")
    actions = [name for name in _ACTIONS if name in button]
    if len(actions) != 1:
        problems.append(f"button {text!r} must have exactly one action, not {actions}")
    size = len(button.get("callback_data", "-").encode())
    if not InlineKeyboardButtonLimit.MIN_CALLBACK_DATA <= size <= InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
        problems.append(f"BUTTON_DATA_INVALID: callback_data of {text!r} has {size} bytes")
    url = button.get("url")
    if url is not None and not ((url.startswith(_NAMED_SCHEMES) and "." in url) or url.startswith("tg://")):
        problems.append(f"BUTTON_URL_INVALID: inline keyboard button URL {url!r} is invalid")
    copied = button.get("copy_text")
    if copied and not 1 <= utf16_length(copied["text"]) <= InlineKeyboardButtonLimit.MAX_COPY_TEXT:
        problems.append(f"copy_text of {text!r} is too long")
    return problems


def _reply_button(button: Json) -> list[str]:
    problems = []
    if not button["text"].strip():
        problems.append("keyboard button text is empty")
    if len([name for name in _REPLY_ACTIONS if button.get(name)]) > 1:
        problems.append(f"keyboard button {button['text']!r} has more than one action")
    return problems


def _commands(commands: list[Json]) -> list[str]:
    problems = []
    if len(commands) > BotCommandLimit.MAX_COMMAND_NUMBER:
        problems.append(f"more than {BotCommandLimit.MAX_COMMAND_NUMBER.value} commands")
    for each in commands:
        name = each["command"].removeprefix("/")
        if not (name.isascii() and name.replace("_", "").isalnum() and name == name.lower()):
            problems.append(f"BOT_COMMAND_INVALID: {each['command']!r}")
    return problems


def _location(parameters: Json) -> list[str]:
    problems = []
    if not (-90 <= parameters["latitude"] <= 90 and -180 <= parameters["longitude"] <= 180):
        problems.append("the point is not on earth")
    if parameters.get("horizontal_accuracy", 0) > LocationLimit.HORIZONTAL_ACCURACY:
        problems.append("horizontal_accuracy is too large")
    return problems
