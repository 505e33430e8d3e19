"""Occupations: the national classification of 2022, and what the province knows of its own.

Codes are those of the classification (`6-18-02-04`); the new occupations published without a code have a local one
(`L-01`). Facts beyond name and trades (hazards, entry education, what people call it) exist for the province's list.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from data.catalogue.tables import NATIONAL, PROVINCE, csv_rows, json_rows, several
from data.vocabulary import CertificateKind, Education, LabourBrand

Under18 = Literal["prohibited", "restricted", "allowed_16plus"]
Fit = Literal["high", "medium", "low"]


class UnknownOccupation(KeyError):
    """No occupation has this code."""


@dataclass(frozen=True, slots=True)
class Occupation:
    """One occupation; what is not known is None or empty."""

    code: str
    name: str
    name_en: str | None
    aliases: tuple[str, ...]
    """Everything people call it: spoken words, English, job titles, and `misheard`."""
    spoken: tuple[str, ...]
    """The part of `aliases` that workers say, Chinese, commonest first."""
    english: tuple[str, ...]
    """The part of `aliases` in plain English."""
    misheard: tuple[str, ...]
    """The part of `aliases` that speech recognition writes by mistake (汗工 for 焊工) and pinyin.

    Inside a sentence some are halves of other words (饭店工作 holds 店工): not meant before 作, 资, 地, 人, 厂.
    """
    trades: tuple[str, ...]
    """工种 of the classification."""
    major_group: str
    sub_major_group: str
    minor_group: str
    digital: bool
    green: bool
    liaoning: bool
    """On the province's list, so that everything below is filled."""
    sector: str | None = None
    brand: LabourBrand | None = None
    entry_education: Education | None = None
    """What is usually enough to begin, not a rule of law."""
    skills: tuple[str, ...] = ()
    hazards: frozenset[str] = frozenset()
    """Hazard codes (HEIGHT, NIGHT …); their names are labels of kind `hazard`."""
    night_or_shift: bool = False
    under18: Under18 | None = None
    """`restricted`: only where the enterprise opted in and the post is free of hazards."""
    min_age: int | None = None
    certificates_required: tuple[tuple[CertificateKind, str], ...] = ()
    certificates_usual: tuple[tuple[CertificateKind, str], ...] = ()
    """Asked for in some posts only."""
    apprenticeship_fit: Fit | None = None
    related: tuple[str, ...] = ()
    """Codes of occupations with a short way between them."""
    shortage: tuple[str, ...] = ()
    """Ids of the shortage lists (policy rows) that name it."""
    places: tuple[str, ...] = ()
    """Place codes where it is typical; empty means anywhere."""
    accessible: frozenset[str] = frozenset()
    """Often open to people with limited `hearing`, `sight`, `mobility` or `learning`."""
    majors: tuple[str, ...] = ()
    """Codes of vocational majors that lead to it."""

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@cache
def _by_code() -> dict[str, Occupation]:
    groups = {row["code"]: row["name"] for row in csv_rows(NATIONAL, "occupation_groups.csv")}
    english = {row["code"]: row["name_en"] for row in csv_rows(NATIONAL, "occupation_names_en.csv")}
    spoken = {row["code"]: row for row in csv_rows(PROVINCE, "spoken_words.csv")}
    details = {row["code"]: row for row in json_rows(PROVINCE, "occupations.jsonl")}
    return {
        row["code"]: _occupation(
            row, groups, english.get(row["code"]), spoken.get(row["code"], {}), details.get(row["code"])
        )
        for row in csv_rows(NATIONAL, "occupations.csv")
    }


def _occupation(
    row: dict[str, str],
    groups: dict[str, str],
    name_en: str | None,
    said: dict[str, str],
    detail: dict[str, Any] | None,
) -> Occupation:
    group = row["group"] or row["code"].rsplit("-", 1)[0]
    spoken, english, misheard = (several(said.get(column, "")) for column in ("words", "english", "misheard"))
    return Occupation(
        code=row["code"],
        name=row["name"],
        name_en=name_en or (detail or {}).get("name_en"),
        aliases=_unique((*spoken, *several(row["titles"]), *english, *misheard), without=row["name"]),
        spoken=spoken,
        english=english,
        misheard=misheard,
        trades=several(row["trades"]),
        major_group=groups[group[:1]],
        sub_major_group=groups[group[:4]],
        minor_group=groups[group],
        digital=row["digital"] == "1",
        green=row["green"] == "1",
        liaoning=detail is not None,
        **(_details(detail) if detail else {}),
    )


def _details(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "sector": row["sector"],
        "brand": LabourBrand(row["brand"]) if row["brand"] else None,
        "entry_education": Education(row["entry_education"]),
        "skills": tuple(row["skills"]),
        "hazards": frozenset(row["hazards"]),
        "night_or_shift": row["night_or_shift"],
        "under18": row["under18"],
        "min_age": row["min_age"],
        "certificates_required": _certificates(row["certificates_required"]),
        "certificates_usual": _certificates(row["certificates_usual"]),
        "apprenticeship_fit": row["apprenticeship_fit"],
        "related": tuple(row["related"]),
        "shortage": tuple(row["shortage"]),
        "places": tuple(row["places"]),
        "accessible": frozenset(row["accessible"]),
        "majors": tuple(row["majors"]),
    }


def _certificates(pairs: list[list[str]]) -> tuple[tuple[CertificateKind, str], ...]:
    return tuple((CertificateKind(kind), name) for kind, name in pairs)


def _unique(words: Iterable[str], *, without: str) -> tuple[str, ...]:
    return tuple(word for word in dict.fromkeys(words) if word != without)


def occupation(code: str) -> Occupation:
    """The occupation with this code.

    Raises:
        UnknownOccupation: when there is none.
    """
    found = _by_code().get(code)
    if found is None:
        raise UnknownOccupation(code)
    return found


def get(code: str) -> Occupation | None:
    return _by_code().get(code)


@cache
def occupations() -> tuple[Occupation, ...]:
    """All of them, by code."""
    return tuple(_by_code().values())


@cache
def liaoning() -> tuple[Occupation, ...]:
    """The province's list, by code."""
    return tuple(one for one in occupations() if one.liaoning)


@cache
def ambiguous() -> dict[str, tuple[str, ...]]:
    """Spoken words that fit several occupations, each with candidate codes, likeliest first; ask which is meant.

    A word with no candidate (普工) says nothing of the occupation: ask for the tasks.
    """
    return {row["word"]: several(row["candidates"]) for row in csv_rows(PROVINCE, "ambiguous_words.csv")}


@cache
def _by_word() -> dict[str, Occupation | None]:
    """Lower-cased words; names win over spoken words, those over job titles and trades; None is ambiguous."""
    found: dict[str, Occupation | None] = {word.lower(): None for word in ambiguous()}
    for words_of in (_names, _said, _titles):
        claims: defaultdict[str, list[Occupation]] = defaultdict(list)
        for one in occupations():
            for word in {word.lower() for word in words_of(one)}:
                claims[word].append(one)
        for word, owners in claims.items():
            found.setdefault(word, owners[0] if len(owners) == 1 else None)
    return found


def _names(one: Occupation) -> tuple[str, ...]:
    return (one.name, one.name_en) if one.name_en else (one.name,)


def _said(one: Occupation) -> tuple[str, ...]:
    return (*one.spoken, *one.english, *one.misheard)


def _titles(one: Occupation) -> tuple[str, ...]:
    return (*one.aliases, *one.trades)


def find(name_or_code: str) -> Occupation | None:
    """The one occupation with exactly this code, name, spoken word, English name, job title or trade.

    A 的 at the end says "the one who does it" (开天车的) and is dropped. None when there is none, and when several
    share the word (see `ambiguous`).
    """
    said = name_or_code.strip().lower()
    return _by_code().get(said.upper()) or _by_word().get(said) or _by_word().get(said.removesuffix("的"))
