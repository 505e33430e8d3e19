"""Places: the province, its cities and its districts and counties, as people say them.

Points are GCJ-02 (as maps in China show them); a city's point is its urban core. Good for distances only.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from math import asin, cos, radians, sin, sqrt
from typing import Literal, cast

from data.catalogue.tables import PROVINCE, csv_rows, several

Level = Literal["province", "city", "county"]
Point = tuple[float, float]
"""Latitude, longitude in degrees."""

EARTH_RADIUS_KM = 6371.0088


class UnknownPlace(KeyError):
    """No place has this code."""


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    """Six digits of GB/T 2260."""
    name: str
    short: str
    name_en: str
    pinyin: str
    level: Level
    city: str
    """Code of its city; a city's own code; empty for the province."""
    lat: float
    lon: float
    aliases: tuple[str, ...]
    """Old names, neighbourhoods, abbreviations (沈阳经开区, 奉天, SY)."""
    misspellings: tuple[str, ...]
    needs_context: tuple[str, ...]
    """Those of its names that are also common words: a place only after 在, 住, 去 or before 区, 市, 那边."""

    @property
    def point(self) -> Point:
        return self.lat, self.lon

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


@dataclass(frozen=True, slots=True)
class Zone:
    """A development zone: spoken of as a place, though not a division."""

    id: str
    name: str
    aliases: tuple[str, ...]
    hosts: tuple[str, ...]
    """Codes of the districts it lies in, the main one first."""
    lat: float
    lon: float


@cache
def _by_code() -> dict[str, Place]:
    return {
        row["code"]: Place(
            code=row["code"],
            name=row["name"],
            short=row["short"],
            name_en=row["name_en"],
            pinyin=row["pinyin"],
            level=cast("Level", row["level"]),
            city=row["city"],
            lat=float(row["lat"]),
            lon=float(row["lon"]),
            aliases=several(row["aliases"]),
            misspellings=several(row["misspellings"]),
            needs_context=several(row["needs_context"]),
        )
        for row in csv_rows(PROVINCE, "places.csv")
    }


def place(code: str) -> Place:
    """The place with this code.

    Raises:
        UnknownPlace: when there is none.
    """
    found = _by_code().get(code)
    if found is None:
        raise UnknownPlace(code)
    return found


def get(code: str) -> Place | None:
    return _by_code().get(code)


def province() -> Place:
    """The whole province; its code means "anywhere"."""
    return next(one for one in _by_code().values() if one.level == "province")


@cache
def places() -> tuple[Place, ...]:
    """The province, its cities and counties, by code."""
    return tuple(_by_code().values())


@cache
def cities() -> tuple[Place, ...]:
    return tuple(one for one in places() if one.level == "city")


@cache
def counties(city: str | None = None) -> tuple[Place, ...]:
    """Districts, county-level cities and counties: all, or those of the city with this code."""
    return tuple(one for one in places() if one.level == "county" and city in (None, one.city))


@cache
def zones() -> tuple[Zone, ...]:
    return tuple(
        Zone(
            id=row["id"],
            name=row["name"],
            aliases=several(row["aliases"]),
            hosts=several(row["hosts"]),
            lat=float(row["lat"]),
            lon=float(row["lon"]),
        )
        for row in csv_rows(PROVINCE, "zones.csv")
    )


@cache
def areas() -> dict[str, tuple[str, ...]]:
    """What people say for several places or a zone (辽西, 市内四区, 金普新区), each with the place codes it covers."""
    said = {row["said"]: several(row["places"]) for row in csv_rows(PROVINCE, "areas.csv")}
    for zone in zones():
        for word in (zone.name, *zone.aliases):
            said.setdefault(word, zone.hosts)
    return said


@cache
def outside() -> dict[str, str]:
    """Places outside the province people name, each with its province (or 省外, 国外)."""
    return {row["name"]: row["province"] for row in csv_rows(PROVINCE, "outside.csv")}


@cache
def _by_word() -> dict[str, tuple[Place, ...]]:
    words: defaultdict[str, dict[str, Place]] = defaultdict(dict)
    for one in places():
        for word in (one.name, one.short, one.name_en, one.pinyin, *one.aliases, *one.misspellings):
            words[word.lower()][one.code] = one
    return {word: tuple(found.values()) for word, found in words.items()}


def find(name: str) -> tuple[Place, ...]:
    """Every place with exactly this code, name, short name, English or pinyin name, alias or misspelling.

    Several means the name is ambiguous (铁西 is in Shenyang and in Anshan): ask.
    """
    said = name.strip()
    found = get(said)
    return (found,) if found else _by_word().get(said.lower(), ())


def distance_km(a: Point, b: Point) -> float:
    """Straight-line kilometres between two points (haversine)."""
    lat_a, lon_a, lat_b, lon_b = (radians(degrees) for degrees in (*a, *b))
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))
