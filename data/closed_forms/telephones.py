"""Telephone numbers of mainland China, as people type them."""

import re
import unicodedata

from data.db.errors import Refusal

_SEPARATORS = str.maketrans("", "", " \t-‐–—()（）.·")
_MOBILE = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_LANDLINE = re.compile(r"(0(?:10|2\d|[3-9]\d{2}))(\d{7,8})")
_SERVICE = re.compile(r"(400\d{7}|800\d{7})")


class WrongPhoneNumber(Refusal):
    """What was given is no telephone number."""

    text_id = "phone.error"


def check(said: str) -> str:
    """The number in its normal form: 11 digits for a mobile, area code and number with a hyphen for a landline.

    Raises:
        WrongPhoneNumber: it is neither, nor a 400 or 800 number.
    """
    digits = unicodedata.normalize("NFKC", said).translate(_SEPARATORS)
    if mobile := _MOBILE.fullmatch(digits):
        return mobile.group(1)
    if landline := _LANDLINE.fullmatch(digits):
        return "-".join(landline.groups())
    if service := _SERVICE.fullmatch(digits):
        return service.group(1)
    raise WrongPhoneNumber
