"""Buttons under a message and in place of the keyboard. A button carries a short id, never a right."""

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from telegram.constants import InlineKeyboardButtonLimit

from bot.chat.texts import Html, render
from data.vocabulary import Language


@dataclass(frozen=True)
class Button:
    """An inline button: `data` is `name` or `name:argument:…`, at most 64 bytes."""

    text: str
    data: str

    def __post_init__(self) -> None:
        if len(self.data.encode()) > InlineKeyboardButtonLimit.MAX_CALLBACK_DATA:
            raise ValueError(f"callback data too long: {self.data}")


@dataclass(frozen=True)
class LinkButton:
    """An inline button that opens an address."""

    text: str
    url: str


ButtonRows = Sequence[Sequence[Button | LinkButton]]


def inline_keyboard(rows: ButtonRows) -> dict[str, Any]:
    """The rows as Bot API `InlineKeyboardMarkup`."""
    return {"inline_keyboard": [[_inline_button(button) for button in row] for row in rows if row]}


def _inline_button(button: Button | LinkButton) -> dict[str, str]:
    """The button; Telegram shows its words as they stand, without reading HTML."""
    words = html.unescape(button.text) if isinstance(button.text, Html) else button.text
    if isinstance(button, LinkButton):
        return {"text": words, "url": button.url}
    return {"text": words, "callback_data": button.data}


def arrange_in_columns(buttons: Sequence[Button], width: int) -> list[list[Button]]:
    """Buttons in rows of `width`."""
    return [list(buttons[start : start + width]) for start in range(0, len(buttons), width)]


ButtonText = str | Callable[[Language], str]
"""A text id, or what writes the words in a language."""
Buttons = Sequence[Sequence[tuple[ButtonText, str]]]
"""Rows of buttons: text and callback data each."""


def rows(buttons: Buttons, language: Language) -> list[list[Button]]:
    """The buttons in one language."""
    return [
        [Button(text(language) if callable(text) else render(text, language), data) for text, data in row]
        for row in buttons
    ]
