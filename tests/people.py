"""Facts and listings for tests of matching, in few words."""

from typing import Any

from data.catalogue import occupations, places
from data.listings.search_index import ListingIndex
from data.people.profile import Facts, OccupationFact, PlaceFact
from data.vocabulary import ListingKind

WELDER, TURNER, RIVETER = "6-18-02-04", "6-18-01-01", "6-18-01-11"
COOK, PASTRY, WAITER = "4-03-02-01", "4-03-02-02", "4-03-02-05"
CARER, GUARD, FORKLIFT = "4-10-01-05", "4-07-05-01", "6-30-05-01"


def place(code: str, role: str = "prefers") -> PlaceFact:
    found = places.place(code)
    return PlaceFact(code=code, name=found.name, city=found.city, role=role)


def doubtful_place(*codes: str, role: str = "lives") -> PlaceFact:
    first = places.place(codes[0])
    return PlaceFact(code=codes[0], name=first.name, city=first.city, role=role, sure=False, candidates=list(codes))


def work(code: str, role: str = "wants", years: float | None = None, trade: str | None = None) -> OccupationFact:
    return OccupationFact(code=code, name=occupations.occupation(code).name, role=role, years=years, trade=trade)


def facts(*said: PlaceFact | OccupationFact, **more: Any) -> Facts:
    return Facts(
        places=[one for one in said if isinstance(one, PlaceFact)],
        occupations=[one for one in said if isinstance(one, OccupationFact)],
        **more,
    )


def listing(listing_id: str, code: str, district: str = "210106", **more: Any) -> ListingIndex:
    """An opening (`kind` and anything else can be given) for an occupation in a district; no vector."""
    values: dict[str, Any] = {
        "kind": ListingKind.OPENING,
        "organisation_id": int.from_bytes(listing_id.encode()[-4:], "big"),
        "title": occupations.occupation(code).name + "学徒",
        "city": places.place(district).city,
        "district": None if district.endswith("00") else district,
        "occupation_code": code,
    }
    return ListingIndex(listing_id=listing_id, **(values | more))


def course(listing_id: str, code: str, district: str = "210106", **more: Any) -> ListingIndex:
    return listing(listing_id, code, district, **({"kind": ListingKind.COURSE, "accepts_minors": True} | more))
