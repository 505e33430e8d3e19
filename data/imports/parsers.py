"""How one value of a listing file is read: a cell's text or a JSON value in, the typed value or a reason out.

Every function raises `PydanticCustomError`; its type is the id of the reason, its context the parameters.
"""

import re
from datetime import date
from functools import cache
from typing import LiteralString

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from data import required_papers
from data.catalogue import labels, occupations, places, trades
from data.closed_forms import calendar
from data.closed_forms.text import normalise
from data.vocabulary import CertificateKind, Grade, Language

SEPARATORS = re.compile(r"[;；]")
"""Between the items of a list in one cell."""

_JOINT = " / "
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,39}")
"""Short ASCII: an id travels in buttons, which hold 64 bytes."""
_GROUPED_NUMBER = re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?")
_NUMBER = re.compile(r"[+-]?\d{1,15}(\.\d{0,20})?(e[+-]?\d{1,3})?", re.IGNORECASE)
_LONGEST_NUMBER = 15
_YES = frozenset({"是", "有", "√", "true", "yes", "y", "1"})
_NO = frozenset({"否", "无", "×", "false", "no", "n", "0"})


def wrong(reason: LiteralString, **parameters: object) -> PydanticCustomError:
    """The error for a reason id, to be raised."""
    return PydanticCustomError(reason, reason, parameters)


def readable(text: str) -> bool:
    """Whether every character can be stored and shown: no NUL, no half of a broken encoding."""
    return not any(character == "\0" or "\ud800" <= character <= "\udfff" for character in text)


def text(said: object) -> str:
    """Text without the blanks around it; never empty."""
    if not isinstance(said, str):
        raise wrong("import.reason.text")
    if not readable(said):
        raise wrong("import.reason.characters")
    if not (stripped := said.strip()):
        raise wrong("import.reason.missing")
    return stripped


def identifier(said: object) -> str:
    """The id of a listing."""
    written = str(said) if isinstance(said, int) and not isinstance(said, bool) else text(said)
    if not _ID.fullmatch(written):
        raise wrong("import.reason.id")
    return written


def several(said: object) -> list[str]:
    """The items of a list: of a JSON list, or of one text with `;` between them."""
    if isinstance(said, str):
        said = [said]
    if not isinstance(said, list):
        raise wrong("import.reason.list")
    items = [item for one in said for item in SEPARATORS.split(text(one))]
    return list(dict.fromkeys(item.strip() for item in items if item.strip()))


def number(said: object) -> float:
    """A finite number, from JSON or as people write it in a cell (`1,200`)."""
    if isinstance(said, bool) or not isinstance(said, int | float | str):
        raise wrong("import.reason.number")
    if isinstance(said, str):
        said = _plain_number(said)
    if abs(said) >= 10**_LONGEST_NUMBER or said != said:  # noqa: PLR0124 - NaN is the value that differs from itself
        raise wrong("import.reason.number")
    return float(said)


def _plain_number(said: str) -> float:
    written = normalise(text(said))
    if _GROUPED_NUMBER.fullmatch(written):
        written = written.replace(",", "")
    if not _NUMBER.fullmatch(written):
        raise wrong("import.reason.number")
    return float(written)


def whole(said: object) -> int:
    """A whole number; `4000.0`, as spreadsheets write it, is one."""
    found = number(said)
    if found != int(found):
        raise wrong("import.reason.whole")
    return int(found)


def yes_no(said: object) -> bool:
    """True or false, from JSON or as 是/否, 有/无, yes/no, true/false, 1/0."""
    if isinstance(said, bool):
        return said
    written = str(said).strip().lower()
    if written in _YES:
        return True
    if written in _NO:
        return False
    raise wrong("import.reason.yes_no")


def day(said: object) -> date:
    """A day of the calendar with its year: in ISO form, as spreadsheets rewrite it (2026/12/1) or written out."""
    if type(said) is date:
        return said
    found = calendar.read_date(text(said), today=None)
    if found is None:
        raise wrong("import.reason.day")
    return found


def occupation_code(said: object) -> str:
    """The code of the one occupation with this code or name."""
    name = normalise(text(str(said) if isinstance(said, int) else said))
    found = occupations.find(name)
    if found is not None:
        return found.code
    if occupations.ambiguous().get(name):
        candidates = (str(occupations.occupation(code)) for code in occupations.ambiguous()[name])
        raise wrong("import.reason.occupation_ambiguous", said=name, candidates=_JOINT.join(candidates))
    raise wrong("import.reason.occupation", said=name)


def trade(said: object, occupation: str) -> str | None:
    """The trade of this occupation (a code) with this name or spoken word.

    None where the word means the occupation itself (the column says 焊工 once more).
    """
    name = normalise(text(said))
    known = [one.name for one in trades.trades(occupation) if name.lower() in one.words]
    if len(known) == 1:
        return known[0]
    found = trades.find(name)
    if found is None or found[0].code != occupation:
        allowed = _JOINT.join(one.name for one in trades.trades(occupation))
        raise wrong("import.reason.trade" if allowed else "import.reason.no_trades", said=name, allowed=allowed)
    return found[1]


def city_code(said: object) -> str:
    """The code of a city of the province."""
    name, found = _places(said)
    cities = [one for one in found if one.level == "city"]
    if len(cities) != 1:
        raise wrong("import.reason.city", said=name)
    return cities[0].code


def district_code(said: object, city: str) -> str | None:
    """The code of a district or county of `city` (a code)."""
    if said is None:
        return None
    name, found = _places(said)
    counties = [one for one in found if one.level == "county"] or _zone(name)
    if not counties:
        raise wrong("import.reason.district", said=name)
    inside = [one for one in counties if one.city == city]
    if not inside:
        raise wrong("import.reason.district_elsewhere", said=name, city=places.place(counties[0].city).name)
    if len(inside) > 1:
        raise wrong("import.reason.district_ambiguous", said=name, candidates=_JOINT.join(map(str, inside)))
    return inside[0].code


def _zone(name: str) -> list[places.Place]:
    """The district that a development zone lies in (its main one)."""
    hosts = {zone.hosts[0] for zone in places.zones() if name in (zone.name, *zone.aliases)}
    return [places.place(code) for code in sorted(hosts)]


def _places(said: object) -> tuple[str, tuple[places.Place, ...]]:
    name = normalise(text(str(said) if isinstance(said, int) else said))
    return name, places.find(name)


@cache
def _choices(kind: str) -> dict[str, str]:
    """Value and label, lower case → value."""
    known: dict[str, str] = {}
    for value in labels.values(kind):
        names = (labels.label(kind, value, language) for language in Language)
        known |= {name.lower(): value for name in (value, *names)}
    return known


def _chosen(said: object, kind: str) -> str:
    name = text(str(said) if isinstance(said, int) else said)
    found = _choices(kind).get(name.lower())
    if found is None:
        allowed = _JOINT.join(labels.values(kind))
        raise wrong("import.reason.choice", said=name, allowed=allowed, vocabulary=kind)
    return found


def choice(kind: str) -> BeforeValidator:
    """Reads one value of a closed vocabulary, by value or label."""
    return BeforeValidator(lambda said: _chosen(said, kind))


def choices(kind: str) -> BeforeValidator:
    """Reads a list of values of a closed vocabulary."""
    return BeforeValidator(lambda said: [_chosen(item, kind) for item in several(said)])


def certificates(said: object) -> list[str]:
    """`kind:occupation:grade:trade` each, the parts behind the kind may be empty or, from the end, left out."""
    return [_certificate(item) for item in several(said)]


def _certificate(said: str) -> str:
    parts = [part.strip() for part in said.replace("：", ":").split(":")]
    kind, occupation, grade, of_trade = [*parts, "", "", ""][:4]
    known = kind in set(CertificateKind) and (not grade or grade in set(Grade))
    if len(parts) > 4 or not known or (of_trade and not occupation):
        raise wrong("import.reason.certificate", said=said)
    code = occupation_code(occupation) if occupation else ""
    named = trade(of_trade, code) if of_trade else trades.named_in(code, occupation)
    return str(required_papers.RequiredCertificate(kind, code, grade, named or ""))
