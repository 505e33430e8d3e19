"""Majors: the national catalogue of vocational education, and the occupations each leads to."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from data.catalogue.tables import NATIONAL, csv_rows, several
from data.vocabulary import Education


@dataclass(frozen=True, slots=True)
class Major:
    code: str
    """Of the catalogue: six characters, the first tells the level."""
    name: str
    level: Education
    """`secondary_vocational`, `college` or `bachelor`."""
    category: str
    occupations: tuple[str, ...]
    """Codes of occupations it leads to."""

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@cache
def _by_code() -> dict[str, Major]:
    return {
        row["code"]: Major(
            code=row["code"],
            name=row["name"],
            level=Education(row["level"]),
            category=row["category"],
            occupations=several(row["occupations"]),
        )
        for row in csv_rows(NATIONAL, "majors.csv")
    }


@cache
def majors() -> tuple[Major, ...]:
    """All of them, by code."""
    return tuple(_by_code().values())


def get(code: str) -> Major | None:
    return _by_code().get(code)


@cache
def _by_name() -> dict[str, tuple[Major, ...]]:
    names: defaultdict[str, list[Major]] = defaultdict(list)
    for major in majors():
        names[major.name].append(major)
    return {name: tuple(found) for name, found in names.items()}


def find(name: str) -> tuple[Major, ...]:
    """The majors with exactly this name; one name often exists at several levels."""
    said = name.strip().removesuffix("专业")
    return _by_name().get(said, ())


def occupations_of(code: str) -> tuple[str, ...]:
    """Codes of the occupations a major leads to; empty when the major or its ways are not known."""
    major = get(code)
    return major.occupations if major else ()
