"""The unified social credit code of an organisation (GB 32100-2015).

18 characters: department (1), category (1), division (6 digits), organisation code (9) and a check character, which is
computed over the first 17 with the weights 3^i mod 31. The letters I, O, S, V and Z never occur.
"""

import re

from data.closed_forms.text import normalise
from data.db.errors import Refusal

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
LENGTH = 18
_DIVISION = slice(2, 8)
_LIKE_A_CODE = re.compile(r"(?<![0-9A-Z])(?=(?:[A-Z]*[0-9]){8})[0-9A-Z]{15,21}(?![0-9A-Z])")
_SEPARATORS = str.maketrans("", "", " \t\r\n-‐–—_·.")


class WrongCreditCode(Refusal):
    """What was given is no unified social credit code; the subclasses say why."""

    text_id = "credit_code.error.form"


class WrongLength(WrongCreditCode):
    """Not 18 characters long (`length`)."""

    text_id = "credit_code.error.length"


class WrongCharacter(WrongCreditCode):
    """A character that the code cannot hold there (`character`, `position` from 1)."""

    text_id = "credit_code.error.character"


class WrongCheckCharacter(WrongCreditCode):
    """The last character does not fit the others: a typing mistake somewhere in the code (`code`)."""

    text_id = "credit_code.error.check"


def check_character(first17: str) -> str:
    """The 18th character for the first 17, which must be of `ALPHABET`."""
    total = sum(ALPHABET.index(character) * pow(3, place, 31) for place, character in enumerate(first17))
    return ALPHABET[-total % 31]


def find(text: str) -> str | None:
    """What stands in the text where a code would, right or wrong; to be checked."""
    found = _LIKE_A_CODE.search(normalise(text).upper())
    return found[0] if found else None


def check(code: str) -> str:
    """The code in its normal form: 18 characters, upper case, without separators.

    Full-width characters, lower case, spaces and hyphens are forgiven; nothing else is.

    Raises:
        WrongLength, WrongCharacter, WrongCheckCharacter: all are `WrongCreditCode`.
    """
    normal = normalise(code).translate(_SEPARATORS).upper()
    if len(normal) != LENGTH:
        raise WrongLength(length=len(normal))
    for place, character in enumerate(normal):
        allowed = ALPHABET[:10] if _DIVISION.start <= place < _DIVISION.stop else ALPHABET
        if character not in allowed:
            raise WrongCharacter(character=character, position=place + 1)
    if normal[-1] != check_character(normal[:-1]):
        raise WrongCheckCharacter(code=normal)
    return normal
