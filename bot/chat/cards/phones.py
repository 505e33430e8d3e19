"""The numbers that somebody left, and in their words whose they are."""

from typing import Protocol

from bot.chat.texts import Html, escape, render
from data.vocabulary import Language


class LeftNumbers(Protocol):
    """An application or an enrolment."""

    phone: str | None
    second_phone: str | None
    phone_note: str | None


def numbers(language: Language, left: LeftNumbers) -> Html:
    """The numbers in a line; empty where none was left."""
    comma = render("phones.comma", language)
    shown = Html(comma.join(escape(one) for one in (left.phone, left.second_phone) if one))
    return render("phones.noted", language, numbers=shown, note=left.phone_note) if left.phone_note and shown else shown
