"""Telephone numbers of mainland China, as people type or speak them."""

import re

from data.closed_forms.text import normalise
from data.db.errors import Refusal

_SPOKEN = str.maketrans("〇零一幺二两三四五六七八九", "0011223456789")
_SEPARATORS = str.maketrans("", "", " \t-‐‑–—−()（）.·,，。")
_EXTENSION = r"(?:(?:转|分机号?|ext|x)(\d{1,6}))?"
_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
_LANDLINE = re.compile(rf"(0(?:10|2\d|(?![48]00)[3-9]\d{{2}}))(\d{{7,8}}){_EXTENSION}")
_FROM_ABROAD = re.compile(r"^(?:\+|00)860?")
"""Before an area code: without the country code the area code begins with 0."""
_SERVICE = re.compile(r"(?:\+?86|0086)?([48]00\d{7})")
_HYPHEN = "[-‐‑–—−]"
_HYPHEN_AFTER_NUMBER = re.compile(rf"(?<=\d{{7}}){_HYPHEN}(?=\d{{1,6}}$)")
"""After a whole number, as in 0427-2812345-8, what follows is its extension and not its last digit."""
_LAST_HYPHEN = re.compile(rf"{_HYPHEN}(?=\d{{1,6}}$)")
"""Where nothing else fits, it is the one of 024-81234567-801."""


class WrongPhoneNumber(Refusal):
    """What was given is no telephone number."""

    text_id = "phone.error"


def check(said: str) -> str:
    """The number in its normal form, the parts of a landline (area code, number, extension) with hyphens between.

    Raises:
        WrongPhoneNumber: it is no mobile, no landline with its area code, and no 400 or 800 number.
    """
    plain = normalise(said).casefold().strip().translate(_SPOKEN)
    for written in (_HYPHEN_AFTER_NUMBER.sub("转", plain), plain, _LAST_HYPHEN.sub("转", plain)):
        digits = written.translate(_SEPARATORS)
        if mobile := _MOBILE.fullmatch(digits):
            return mobile.group(1)
        if landline := _LANDLINE.fullmatch(_FROM_ABROAD.sub("0", digits)):
            return "-".join(part for part in landline.groups() if part)
        if service := _SERVICE.fullmatch(digits):
            return service.group(1)
    raise WrongPhoneNumber
