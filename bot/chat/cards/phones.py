"""The numbers that somebody left, and in their words whose they are."""

from dataclasses import dataclass
from typing import Protocol

from bot.chat.texts import Html, escape, render
from data.closed_forms import telephones
from data.vocabulary import Language


class LeftNumbers(Protocol):
    """An application or an enrolment."""

    phone: str | None
    second_phone: str | None
    phone_note: str | None


@dataclass
class Given:
    """Numbers that were typed and belong to nothing yet."""

    phone: str | None = None
    second_phone: str | None = None
    phone_note: str | None = None


def numbers(language: Language, left: LeftNumbers) -> Html:
    """The numbers in a line, each with whose it is; empty where none was left."""
    given = [one for one in (left.phone, left.second_phone) if one]
    notes = telephones.read_notes(left.phone_note)
    comma = render("phones.comma", language)
    if len(notes) != len(given):  # of all together
        shown = Html(comma.join(escape(one) for one in given))
        return render("phones.noted", language, numbers=shown, note="".join(notes)) if notes and shown else shown
    return Html(comma.join(_noted(language, number, note) for number, note in zip(given, notes, strict=True)))


def _noted(language: Language, number: str, note: str) -> Html:
    return render("phones.noted", language, numbers=number, note=note) if note else escape(number)
