"""Short free text in forms: trimmed, of a sensible length, without contacts that belong elsewhere."""

import re
import unicodedata

from bot.chat.forms.questions import BadAnswer, RefusedAnswer
from bot.chat.texts import utf16_length
from data.closed_forms.contacts import has_contact
from data.closed_forms.text import letters


def read_text(raw_text: str, *, shortest: int, longest: int, allow_contacts: bool = False) -> str:
    """The text, cleaned of control characters and surplus blanks.

    Raises:
        BadAnswer: too short, too long, nothing but signs, or with a phone number, a link or a messenger name where
            `contacts` does not allow them.
    """
    words = "".join(c if c == "\n" or unicodedata.category(c)[0] != "C" or c == "\u200d" else " " for c in raw_text)
    text = re.sub(r"[ \t]+", " ", words).strip()
    length = letters(text)
    if length < min(shortest, 1) or len(text) < shortest:
        raise BadAnswer("text.error.short", shortest=shortest)
    if utf16_length(text) > longest:
        raise BadAnswer("text.error.long", longest=longest, length=utf16_length(text))
    if not allow_contacts and has_contact(text):
        raise RefusedAnswer("text.error.contact")
    return text
