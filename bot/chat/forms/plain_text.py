"""Short free text in forms: trimmed, of a sensible length, without contacts that belong elsewhere."""

import re
import unicodedata

from bot.chat.forms.questions import BadAnswer, RefusedAnswer
from bot.chat.texts import utf16_length
from data.closed_forms.text import normalise

_LINK = re.compile(r"https?://|www\.|\bt\.me/|@\w{4,}|\.(com|cn|net|top|xyz)\b", re.IGNORECASE)
_PHONE_NUMBER = re.compile(r"1[3-9]\d(?:[ -]?\d){8}|0\d{2,3}[ -]?\d{7,8}|\d{7,}")
_SPELLED = "零〇洞幺一壹二两贰三叁四肆五伍六陆七拐柒八捌九勾玖"
_SPELLED_DIGITS = str.maketrans(_SPELLED, "0001112223344556677788999")
"""一三八 is as much a number as 138; 洞, 幺, 拐 and 勾 are how numbers are read out on the radio."""
_READ_OUT = re.compile(r"1\W{0,3}[3-9](?:\W{0,3}\d){9}")
"""A number with pauses: only where some of its digits are spelled, for hours and wages stand like that too."""
_FEWEST_SPELLED = 3
_MESSENGER = re.compile(r"加我?(?:微信|[Vv][Xx]?|QQ)|(?:微信|QQ)\s*(?:号|[:：])", re.IGNORECASE)


_CONTACT_LEAD_IN = r"(?:(?:联系|咨询|报名|应聘)?(?:电话|手机|热线|方式|微信|QQ|[Vv][Xx])(?:号码?|同号)?\s*[:：]?\s*)*"
_CONTACT = re.compile(
    rf"{_CONTACT_LEAD_IN}(?:加我?(?:微信|[Vv][Xx]?|QQ)\s*号?\s*[:：]?\s*[A-Za-z0-9_-]*|(?:微信|QQ)\s*(?:号|[:：])\s*[:：]?\s*[A-Za-z0-9_-]*"
    r"|https?://[^\s，。；]+|www\.[^\s，。；]+|t\.me/\S+|@\w{4,}|[\w.-]+\.(?:com|cn|net|top|xyz)\b\S*"
    r"|1[3-9]\d(?:[ -]?\d){8}|0\d{2,3}[ -]?\d{7,8}|\d{7,})",
    re.IGNORECASE,
)


def without_contacts(text: str) -> str:
    """The text without telephone numbers, links and messenger names, which the bot passes on itself."""
    cut = _CONTACT.sub("", unicodedata.normalize("NFC", text))
    return re.sub(r"[ \t]{2,}", " ", cut).strip(" ，,；;、\n")


def read_text(raw_text: str, *, shortest: int, longest: int, allow_contacts: bool = False) -> str:
    """The text, cleaned of control characters and surplus blanks.

    Raises:
        BadAnswer: too short, too long, nothing but signs, or with a phone number, a link or a messenger name where
            `contacts` does not allow them.
    """
    words = "".join(c if c == "\n" or unicodedata.category(c)[0] != "C" or c == "\u200d" else " " for c in raw_text)
    text = re.sub(r"[ \t]+", " ", words).strip()
    length = sum(1 for character in text if character.isalnum())
    if length < min(shortest, 1) or len(text) < shortest:
        raise BadAnswer("text.error.short", shortest=shortest)
    if utf16_length(text) > longest:
        raise BadAnswer("text.error.long", longest=longest, length=utf16_length(text))
    if not allow_contacts and _has_contact(normalise(text)):
        raise RefusedAnswer("text.error.contact")
    return text


def _has_contact(text: str) -> bool:
    in_figures = text.translate(_SPELLED_DIGITS)
    read_out = (text[match.start() : match.end()] for match in _READ_OUT.finditer(in_figures))
    return bool(
        _LINK.search(text)
        or _PHONE_NUMBER.search(in_figures)
        or _MESSENGER.search(text)
        or any(sum(sign in _SPELLED for sign in said) >= _FEWEST_SPELLED for said in read_out)
    )
