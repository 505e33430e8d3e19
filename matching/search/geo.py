"""Where to look, from what a person said about places, and how that is widened when too little is found.

Distances are between the points of districts and counties, so that a query only ever holds a list of codes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlmodel import col

from data.catalogue import places
from data.catalogue.places import Place, Point, distance_km
from data.listings.search_index import ListingIndex as Row
from data.people.profile import Facts
from data.vocabulary import Constraint, CourseMode, ListingKind

NEAR_KM = 25
"""What counts as near home, and the first widening."""
FAR_KM = 50
"""As far as someone is shown who must be home at night, or will not move."""
LADDER_KM = (25, 50, 100)

NEARBY = frozenset({Constraint.NEAR_HOME, Constraint.GO_HOME_AT_NIGHT})
HELD_BACK = frozenset(
    {Constraint.NEAR_HOME, Constraint.GO_HOME_AT_NIGHT, Constraint.DISTRICT_ONLY, Constraint.NO_RELOCATION}
)


@dataclass(frozen=True)
class GeoScope:
    """A set of places; `None` counties mean everywhere. Online courses are everywhere at home."""

    counties: frozenset[str] | None = None
    cities: frozenset[str] = frozenset()
    """For listings that name no district."""

    @property
    def everywhere(self) -> bool:
        return self.counties is None

    @cached_property
    def touched_cities(self) -> tuple[str, ...]:
        """The cities that some of the places are in."""
        inside = {county.city for code in self.counties or () if (county := places.get(code))}
        return tuple(sorted(inside | self.cities))

    @cached_property
    def fully_covered_cities(self) -> tuple[str, ...]:
        """The cities all of whose places are in it."""
        counties = self.counties or frozenset()
        return tuple(sorted(c for c in self.cities if counties.issuperset(one.code for one in places.counties(c))))

    def admits(self, row: Row) -> bool:
        """Whether the listing is in one of the places."""
        if self.counties is None or row.mode == CourseMode.ONLINE:
            return True
        return row.city in self.cities if row.district is None else row.district in self.counties

    def predicate(self, kind: ListingKind | None = None) -> ColumnElement[bool]:
        """The same as a WHERE clause over `listing_index`; with `kind`, for a query of that kind alone."""
        if self.counties is None:
            return true()
        inside = or_(false(), *(self.city_predicate(city) for city in self.touched_cities))
        return inside if kind == ListingKind.OPENING else or_(inside, col(Row.mode) == CourseMode.ONLINE)

    def city_predicate(self, city: str) -> ColumnElement[bool]:
        """The same for the listings of one city alone."""
        here = col(Row.city) == city
        if city in self.fully_covered_cities:
            return here
        counties = sorted(code for code in self.counties or () if (one := places.get(code)) and one.city == city)
        named = col(Row.district).in_(counties)
        return and_(here, or_(named, col(Row.district).is_(None)) if city in self.cities else named)


@dataclass(frozen=True, slots=True)
class Widening:
    """A wider scope, and what it is called: a distance, or the whole province."""

    scope: GeoScope
    text_id: str
    params: dict[str, Any]
    last_resort: bool = False
    """Beyond what the person would accept: only when nothing at all was found."""


@dataclass(frozen=True, slots=True)
class GeoContext:
    """Everything about places that matching needs."""

    base: GeoScope
    widenings: tuple[Widening, ...]
    origins: tuple[Point, ...]
    """Points distances are estimated from: where the person lives, or else where they want to work."""
    counties: frozenset[str]
    """Counties the person named."""
    cities: frozenset[str]
    """Cities the person named, or that hold the named counties."""


def build_geo_context(facts: Facts) -> GeoContext:
    """Where to look for these facts: places wished for, or else the place of living; every candidate of a doubtful one.

    A county opens its whole city, unless the person must stay near or in the district.
    """
    wished, lived = _named(facts, "prefers"), _named(facts, "lives")
    named = wished or lived
    constraints = frozenset(facts.constraints)
    if not named or any(place.level == "province" for place in named):
        near = [place for place in lived if place.level != "province"]
        return GeoContext(GeoScope(), (), _points(near), _codes(near, "county"), _city_codes(near))
    base = _base(named, constraints)
    origins = _points(lived if lived and not _apart(lived, named) else named)
    return GeoContext(
        base, tuple(_ladder(base, named, constraints)), origins, _codes([*named, *lived], "county"), _city_codes(named)
    )


def _named(facts: Facts, role: str) -> list[Place]:
    codes = dict.fromkeys(
        code for fact in facts.places if fact.role == role for code in (fact.candidates or [fact.code])
    )
    return [place for code in codes if (place := places.get(code))]


def _base(named: Iterable[Place], constraints: frozenset[Constraint]) -> GeoScope:
    counties: set[str] = set()
    cities: set[str] = set()
    for place in named:
        inside = places.counties(place.city)
        if place.level == "county" and Constraint.DISTRICT_ONLY in constraints:
            inside = (place,)
        elif NEARBY & constraints:
            inside = tuple(one for one in inside if one == place or distance_km(one.point, place.point) <= NEAR_KM)
        counties.update(one.code for one in inside)
        cities.add(place.city)
    return GeoScope(frozenset(counties), frozenset(cities))


def _ladder(base: GeoScope, named: list[Place], constraints: frozenset[Constraint]) -> Iterable[Widening]:
    """Each step that adds a place, narrowest first, and the whole province at the end."""
    limit = FAR_KM if HELD_BACK & constraints else LADDER_KM[-1]
    known = base
    for km in LADDER_KM:
        wider = _within(base, named, km)
        if km <= limit and wider != known:
            known = wider
            yield Widening(wider, "widened.distance", {"km": km})
    yield Widening(GeoScope(), "widened.province", {}, last_resort=bool(HELD_BACK & constraints))


def _within(base: GeoScope, named: list[Place], km: float) -> GeoScope:
    def near(places_: Iterable[Place]) -> frozenset[str]:
        return frozenset(
            one.code for one in places_ if any(distance_km(one.point, place.point) <= km for place in named)
        )

    return GeoScope((base.counties or frozenset()) | near(places.counties()), base.cities | near(places.cities()))


def _apart(lived: list[Place], named: list[Place]) -> bool:
    """Whether the person looks for work where it cannot be reached from home."""
    return all(distance_km(home.point, place.point) > LADDER_KM[-1] for home in lived for place in named)


def _points(named: Iterable[Place]) -> tuple[Point, ...]:
    return tuple(place.point for place in named)


def _codes(named: Iterable[Place], level: str) -> frozenset[str]:
    return frozenset(place.code for place in named if place.level == level)


def _city_codes(named: Iterable[Place]) -> frozenset[str]:
    return frozenset(place.city for place in named)


def listing_point(row: Row) -> Point | None:
    """The point of a listing: its own, or its district's, or its city's."""
    if row.lat is not None and row.lon is not None:
        return row.lat, row.lon
    place = places.get(row.district or row.city)
    return place.point if place else None


def estimate_km(row: Row, geo: GeoContext) -> float | None:
    """Kilometres from the nearest origin, for ranking only; None when no place was said or the course is online."""
    point = listing_point(row)
    if row.mode == CourseMode.ONLINE or point is None or not geo.origins:
        return None
    return min(distance_km(origin, point) for origin in geo.origins)
