"""The organisation that an advert names as the one that recruits: only where it is plainly a name."""

import re

from data.catalogue import places

_KIND = r"(?:有限责任公司|有限公司|公司|厂|学校|中心|店|院)"
_NAMED = re.compile(
    rf"(?:^|[\s\n。！!；;：:，,】\]])[【\[]?(?P<name>[一-鿿()（）]{{2,24}}?{_KIND})(?=[】\]]?\s*(?:现|急|诚|直|特)?[招聘])"
    rf"|^[【\[]?(?P<line>[一-鿿()（）]{{2,24}}?{_KIND})(?=[】\]，,：:\s因为是]|$)",
    re.MULTILINE,
)
"""Before the word for recruiting, or at the beginning of a line."""
_ENDING = re.compile(rf"(?:股份|集团)?{_KIND}$")
_LIMITED = re.compile(r"有限(?:责任)?公司$")
_LONGEST_PLACE = 6
_SHORTEST_OWN = 2


def find_firm_name(text: str) -> str | None:
    """The first name: a place, words of its own and a kind of organisation (沈阳样板厂), or a company in full.

    A mere kind of organisation (电子厂) is no name.
    """
    for found in _NAMED.finditer(text):
        name = found["name"] or found["line"]
        own = _own_part(name)
        named = _LIMITED.search(name) or own != _ENDING.sub("", name)
        if named and len(own) >= _SHORTEST_OWN:
            return str(name)
    return None


def is_same_firm(one: str, other: str) -> bool:
    """Whether two names may be of one organisation: one says what the other says, and perhaps more."""
    first, second = _own_part(one), _own_part(other)
    return one in other or other in one or first in second or second in first


def _own_part(name: str) -> str:
    """The name without its places and without its kind: 沈阳铁西样板机械有限公司 is 样板机械."""
    own = _ENDING.sub("", name)
    while length := next((n for n in range(min(_LONGEST_PLACE, len(own)), 1, -1) if places.find(own[:n])), 0):
        own = own[length:].removeprefix("市").removeprefix("区")
    return own
