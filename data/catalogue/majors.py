"""Majors: the national catalogues of vocational and university education, and the occupations each leads to."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from data.catalogue.tables import NATIONAL, csv_rows, several
from data.vocabulary import Education


@dataclass(frozen=True, slots=True)
class Major:
    code: str
    """Six digits in the vocational catalogue; `U` and the code of the university catalogue otherwise."""
    name: str
    level: Education
    """`secondary_vocational`, `college` or `bachelor`."""
    category: str
    occupations: tuple[str, ...]
    """Codes of occupations it leads to."""

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


def _load(name: str) -> dict[str, Major]:
    return {
        row["code"]: Major(
            code=row["code"],
            name=row["name"],
            level=Education(row["level"]),
            category=row["category"],
            occupations=several(row["occupations"]),
        )
        for row in csv_rows(NATIONAL, name)
    }


@cache
def _vocational() -> dict[str, Major]:
    return _load("majors.csv")


@cache
def _undergraduate() -> dict[str, Major]:
    return _load("undergraduate_majors.csv")


@cache
def majors() -> tuple[Major, ...]:
    """The vocational catalogue, by code."""
    return tuple(_vocational().values())


@cache
def undergraduate_majors() -> tuple[Major, ...]:
    """The majors of ordinary universities whose ways are known, by code."""
    return tuple(_undergraduate().values())


def get(code: str) -> Major | None:
    return _vocational().get(code) or _undergraduate().get(code)


@cache
def _by_name() -> dict[str, tuple[Major, ...]]:
    return _group(majors())


@cache
def _undergraduate_by_name() -> dict[str, tuple[Major, ...]]:
    return _group(undergraduate_majors())


def _group(all_majors: tuple[Major, ...]) -> dict[str, tuple[Major, ...]]:
    names: defaultdict[str, list[Major]] = defaultdict(list)
    for major in all_majors:
        names[major.name].append(major)
    return {name: tuple(found) for name, found in names.items()}


def _said(name: str) -> str:
    return name.strip().removesuffix("专业")


def find(name: str) -> tuple[Major, ...]:
    """The vocational majors with exactly this name; one name often exists at several levels."""
    return _by_name().get(_said(name), ())


def find_undergraduate(name: str) -> tuple[Major, ...]:
    """The university majors with exactly this name."""
    return _undergraduate_by_name().get(_said(name), ())


def occupations_of(code: str) -> tuple[str, ...]:
    """Codes of the occupations a major leads to; empty when the major or its ways are not known."""
    major = get(code)
    return major.occupations if major else ()
