"""Texts by id in every language, from the gettext catalogues under `bot/texts`.

Parameters are escaped for Telegram's HTML unless they are `Html` already; `n` chooses the plural form.
"""

import html
import re
from collections.abc import Callable
from datetime import datetime
from functools import cache
from gettext import c2py
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po

from data.db.clock import ZONE
from data.vocabulary import Language

_TAG = re.compile(r"<[^>]*>")
TEXTS_FOLDER = Path(__file__).parent.parent / "texts"


class Html(str):
    """Text that is valid Telegram HTML already."""

    __slots__ = ()


class UnknownText(KeyError):
    """No text with this id: a mistake in the program."""


@cache
def catalogue(language: Language) -> dict[str, tuple[Message, Catalog]]:
    """All messages of one language by id."""
    messages: dict[str, tuple[Message, Catalog]] = {}
    for path in sorted((TEXTS_FOLDER / language.value).glob("*.po")):
        with path.open("rb") as file:
            catalog = read_po(file, locale=language.value, abort_invalid=True)
        messages |= {_id_of(message): (message, catalog) for message in catalog if message.id}
    return messages


def _id_of(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def render(text_id: str, language: Language, **params: object) -> Html:
    """The text in that language, with its parameters filled in.

    Raises:
        UnknownText: no such id.
    """
    message, catalog = catalogue(language).get(text_id, (None, None))
    pattern = message.string if message else None
    if not pattern or catalog is None:
        raise UnknownText(text_id)
    if not isinstance(pattern, str):
        number = params.get("n", 0)
        pattern = pattern[_plural_form(catalog.plural_expr)(number) if isinstance(number, int) else 0]
    return Html(pattern.format(**{name: escape(value) for name, value in params.items()}))


@cache
def _plural_form(expression: str) -> Callable[[int], int]:
    """Which form a number takes, from the expression in the head of a catalogue."""
    return c2py(expression)


def text_exists(text_id: str) -> bool:
    """Whether the id exists."""
    return text_id in catalogue(Language.ZH)


def escape(value: object) -> Html:
    """A value as Telegram HTML."""
    return value if isinstance(value, Html) else Html(html.escape(str(value), quote=False))


def telegram_length(text: Html) -> int:
    """How long Telegram counts it: UTF-16 units of what is shown, without tags and with entities read."""
    return utf16_length(shown(text))


def shown(text: Html) -> str:
    """What is shown: without tags and with entities read."""
    return html.unescape(_TAG.sub("", text))


def utf16_length(text: str) -> int:
    """The length of plain text as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def join(parts: list[Html], separator: str = "\n") -> Html:
    """Several pieces of HTML in one."""
    return Html(separator.join(parts))


def format_day(day: object, language: Language) -> Html:
    """A date with the month in words: 12月3日, 3 December."""
    month, number = day.month, day.day  # type: ignore[attr-defined]
    return render("date.day", language, day=number, month=render(f"date.month.{month}", language))


def format_moment(moment: datetime, language: Language) -> Html:
    """A day with its weekday and the time: 12月3日（周四）14:00; Thursday 3 December, 14:00."""
    local = moment.astimezone(ZONE)
    weekday = render(f"date.weekday.{local.isoweekday()}", language)
    return render("date.moment", language, day=format_day(local, language), weekday=weekday, time=f"{local:%H:%M}")
