"""What "not for me" and "more like this" teach of other listings: factors of the score, 1 where they say nothing."""

from data.eligibility import best_wage
from data.listings.search_index import ListingIndex as Row
from data.vocabulary import ListingKind, Shift
from matching.ranking.context import SeekerContext
from matching.search.geo import estimate_km
from matching.search.intent import related_occupations

_UNLIKE = 0.75
"""What is left of a listing that has nothing in common with what the person wants more of."""


def dismissed_work_factors(person: SeekerContext, row: Row) -> dict[str, float]:
    factor = 1.0
    for other, reason in person.dismissed:
        if reason != "work":
            continue
        if other.occupation_code == row.occupation_code:
            factor *= 0.4
        elif row.occupation_code in related_occupations(other.occupation_code):
            factor *= 0.85
    return {"set_aside": factor} if factor < 1 else {}


def dismissed_life_factors(person: SeekerContext, row: Row, km: float | None) -> dict[str, float]:
    """What a "not for me" says of other listings: farther, paid no better, at such hours, of that employer."""
    factor = 1.0
    for other, reason in person.dismissed:
        if reason == "far":
            limit = estimate_km(other, person.geo)
            factor *= 0.6 if limit is not None and km is not None and km >= limit * 0.9 else 1.0
        elif reason == "wage":
            best, limit = best_wage(row), best_wage(other)
            factor *= 0.7 if best is not None and limit is not None and best <= limit else 1.0
        elif reason == "hours":
            factor *= 0.7 if row.kind == other.kind and _hours(row) == _hours(other) != _DAY else 1.0
        elif reason == "employer":
            factor *= 0.3 if row.organisation_id == other.organisation_id else 1.0
    return {"set_aside": factor} if factor < 1 else {}


def liked_factors(person: SeekerContext, row: Row) -> dict[str, float]:
    """How much the listing is like one of those that the person wants more of; never so little that it is lost."""
    if not person.liked:
        return {}
    return {"liked": _UNLIKE + (1 - _UNLIKE) * max(_shared_traits(row, other) for other in person.liked)}


def _shared_traits(row: Row, other: Row) -> float:
    """Share of what two listings have in common, the work counting most."""
    best, theirs = best_wage(row), best_wage(other)
    same_work = row.occupation_code == other.occupation_code
    shared = [
        2.0 if same_work else 1.0 if row.occupation_code in related_occupations(other.occupation_code) else 0.0,
        float(row.kind == other.kind),
        float(row.city == other.city),
        float(_hours(row) == _hours(other)),
        float(best is not None and theirs is not None and best >= 0.9 * theirs),
        float(row.organisation_id == other.organisation_id),
    ]
    return sum(shared) / 7


_DAY = (Shift.DAY, False, None, None)


def _hours(row: Row) -> tuple[object, ...]:
    night = bool(row.night_shift) if row.kind == ListingKind.OPENING else None
    return row.shift, night, row.evening, row.weekend
