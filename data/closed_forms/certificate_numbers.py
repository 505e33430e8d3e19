"""The number of a certificate: 6 to 32 letters and digits, at least one of them a digit."""

import re

from data.closed_forms.text import normalise

SHORTEST, LONGEST = 6, 32
_SEPARATORS = re.compile(r"[\s‐‑–—−_·.-]")
_LEAD_IN = re.compile(r"^(?:证书)?(?:编号|号码?)(?:是|为)?[::]?|^(?:certificate)?(?:number|no)\b[.:]?", re.IGNORECASE)
_NUMBER = re.compile(rf"(?=.*\d)[A-Z0-9]{{{SHORTEST},{LONGEST}}}")


def read(text: str) -> str | None:
    """The number that the whole text is, in capitals and without separators; None where it is none."""
    plain = _SEPARATORS.sub("", _LEAD_IN.sub("", normalise(text).strip())).upper()
    return plain if _NUMBER.fullmatch(plain) else None
