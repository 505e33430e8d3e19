"""Contacts in running text: telephone numbers however read out, links, addresses, names of messengers."""

import re
import unicodedata
from collections.abc import Iterator

from data.closed_forms.text import normalise

_DOMAIN = r"[A-Za-z0-9.-]{1,80}\.(?:com|cn|(?<!asp\.)(?<!vb\.)net|top|xyz)(?![A-Za-z0-9])"
"""ASP.NET and VB.NET are what somebody can do."""
_MAIL = r"[A-Za-z0-9._%+-]{1,40}@[A-Za-z0-9-]{1,60}(?:\.[A-Za-z0-9-]{2,40}){1,3}"
_LINK = re.compile(rf"https?://|www\.|(?<![A-Za-z0-9])t\.me/|@\w{{4,}}|{_DOMAIN}|{_MAIL}", re.IGNORECASE)
_NUMBER = r"1[3-9]\d(?:[ -]?\d){8}(?!\d)|(?<!\d)0\d{2,3}[ -]?\d{7,8}(?!\d)|\d{17}[Xx]|(?<![A-Za-z]-20\d\d-)\d{7,}"
_PHONE_NUMBER = re.compile(_NUMBER)
_LONGEST_NUMBER, _IDENTITY = 11, 18
"""Digits that somebody can be called at, or found by in a messenger; of an identity number, which nobody need tell."""
_WITH_COUNTRY = re.compile(r"(?:00)?861[3-9]\d{9}")
_DAY_FIRST = r"20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{0,6}"
_BEGINS_WITH_DAY = re.compile(_DAY_FIRST)
"""20260318, and 20260318047: how orders, appointments and files are numbered."""
_NO_TELEPHONE = re.compile(r"(?:2\d|1[0-2])\d{9}")
"""Eleven digits that are no mobile number, nor an area code without its zero and eight digits (411 is Dalian's)."""
_SPELLED = "零〇洞幺一壹二两贰三叁四肆五伍六陆七拐柒八捌九勾玖"
_SPELLED_DIGITS = str.maketrans(_SPELLED, "0001112223344556677788999")
"""一三八 is as much a number as 138; 洞, 幺, 拐 and 勾 are how numbers are read out on the radio."""
_READ_OUT = re.compile(r"1\W{0,3}[3-9](?:\W{0,3}\d){9}")
"""A number with pauses: only where some of its digits are spelled, for hours and wages stand like that too."""
_FEWEST_SPELLED = 3
_ADD_ME = r"(?<![增参])加我?(?:微信|vx?(?![型形字])(?![a-z]{1,4}(?![a-z0-9_-]))|QQ)"
"""增加VR and 参加V型槽 add nobody; a letter V and an account's name do."""
_MESSENGER = re.compile(rf"{_ADD_ME}|(?:微信|QQ)\s*(?:号|[:：])", re.IGNORECASE)
_LEAD_IN = r"(?:(?:联系|咨询|报名|应聘)?(?:电话|手机|热线|方式|微信|QQ|[Vv][Xx])(?:号码?|同号)?\s*[:：]?\s*){0,4}"
_OF_LINKS = "[A-Za-z0-9._/?=&%~#:-]"
_CONTACT = re.compile(
    rf"{_LEAD_IN}(?:{_ADD_ME}\s*号?\s*[:：]?\s*[A-Za-z0-9_-]*|(?:微信|QQ)\s*(?:号|[:：])\s*[:：]?\s*[A-Za-z0-9_-]*"
    rf"|https?://{_OF_LINKS}+|www\.{_OF_LINKS}+|t\.me/{_OF_LINKS}+|@[A-Za-z0-9_]{{4,}}"
    rf"|(?<![A-Za-z0-9.@_-])(?:{_MAIL}|{_DOMAIN}{_OF_LINKS}*)"
    rf"|{_NUMBER})",
    re.IGNORECASE,
)
"""With the words that lead in, so that nothing is left of it."""

_ACCOUNT = r"(?:VX?|WX|WeChat|QQ|TG|DY|KS|XHS|DD)[\s\d-]"
"""A messenger's letters before figures: somebody's account."""
_LETTERS = rf"(?!(?i:{_ACCOUNT}))[A-Za-z]{{1,6}}\s?"
_REFERENCE = re.compile(
    rf"(?<![A-Za-z0-9])(?:{_LETTERS}-?\d+(?:-\d+)+|{_LETTERS}\d{{3,5}}[A-Za-z]{{0,2}}(?:[x×]\d+)?|\d[A-Za-z]-[A-Za-z]{{1,3}}"
    rf"|(?=(?:[A-Z]*\d){{8}})[0-9A-HJ-NPQRTUWXY]{{18}}|{_DAY_FIRST}(?:-\d{{1,4}})?"
    rf"|{_NO_TELEPHONE.pattern}\d*|\d{{12,}})(?![A-Za-z0-9])"
)
"""LN-7719-003, VMC850, 12640021557, 91210106MA0XX00X1X: how drawings, machines, materials, firms and
orders are numbered."""
_BROKEN_UP = re.compile(r"1[3-9]\d{9}|^0[1-9]\d{8,10}$")
"""The digits of a telephone number that letters and dashes keep apart."""
_BESIDE = " ,，、;；:：。."
_NUMBERED = ("号", "编码", "代码", "no", "no.", "number")
"""How words end that say that a number follows."""

_GONE = "\0"
"""Where a contact stood."""
_BEFORE_NOTHING = re.compile(rf"[，,、；;]\s*{_GONE}\s*(?=[，,、；;。.！!\n]|$)")
_AFTER_NOTHING = re.compile(rf"(?:^|(?<=[。！!\n])){_GONE}\s*[，,、；;。]")
"""With the sign that parted it from its neighbours: one is enough between what is left."""


def find_contacts(text: str) -> Iterator[tuple[int, int]]:
    """Half-open offsets of each contact with what leads in to it (联系电话138…)."""
    yield from (match.span() for match in _CONTACT.finditer(text) if not _is_reference(match.group()))


def without_references(text: str) -> str:
    """The text without the numbers of things, which nobody can be called at."""
    return _REFERENCE.sub(lambda match: match.group() if _hides_telephone(match.group()) else "", text)


def holds_only_references(words: str) -> bool:
    """Whether words are numbers of things and, at most, what they are called before them (订单号)."""
    left = without_references(words).strip(_BESIDE).casefold()
    return left != words.strip(_BESIDE).casefold() and (not left or left.endswith(_NUMBERED))


def _hides_telephone(reference: str) -> bool:
    return "-" in reference and _BROKEN_UP.search(re.sub(r"\D", "", reference)) is not None


def _is_reference(number: str) -> bool:
    """Whether a bare number is one of a thing: longer than a telephone has, begun by a day, or never called."""
    if not number.isdecimal() or _WITH_COUNTRY.fullmatch(number):
        return False
    if len(number) <= _LONGEST_NUMBER or number.startswith("0"):
        return bool(_BEGINS_WITH_DAY.fullmatch(number) or _NO_TELEPHONE.fullmatch(number))
    return not _is_identity(number)


def _is_identity(number: str) -> bool:
    """Whether a person's identity number is this, by its check digit (GB 11643)."""
    checked = sum(int(digit) * pow(2, _IDENTITY - 1 - place, 11) for place, digit in enumerate(number))
    return len(number) == _IDENTITY and checked % 11 == 1


def without_contacts(text: str) -> str:
    """The text without telephone numbers, links and messenger names, which the bot passes on itself."""
    text = unicodedata.normalize("NFC", text)
    cut = _CONTACT.sub(lambda match: match.group() if _is_reference(match.group()) else _GONE, text)
    cut = _BEFORE_NOTHING.sub("", cut)
    cut = _AFTER_NOTHING.sub("", cut).replace(_GONE, "")
    return re.sub(r"[ \t]{2,}", " ", cut).strip(" ，,；;、\n")


def has_contact(text: str) -> bool:
    """Whether the text holds a contact, however its digits are spelled or kept apart."""
    text = normalise(text)
    in_figures = text.translate(_SPELLED_DIGITS)
    read_out = (text[match.start() : match.end()] for match in _READ_OUT.finditer(in_figures))
    return bool(
        _LINK.search(text)
        or any(not _is_reference(match.group()) for match in _PHONE_NUMBER.finditer(in_figures))
        or _MESSENGER.search(text)
        or any(sum(sign in _SPELLED for sign in said) >= _FEWEST_SPELLED for said in read_out)
    )
