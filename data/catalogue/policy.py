"""Policy rows: money, law and targets with source, dates and confidence, never constants in code.

An answer that uses a row cites its source and leaves the decision to the labour bureau.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Literal, cast

from data.catalogue.places import counties, get, province
from data.catalogue.tables import PROVINCE, csv_rows, json_rows

Confidence = Literal["high", "medium", "low"]
_CONFIDENCE_ORDER: tuple[Confidence, ...] = ("low", "medium", "high")


class UnknownPolicy(KeyError):
    """No policy row has this id."""


@dataclass(frozen=True, slots=True)
class PolicyRow:
    id: str
    kind: str
    value: Any
    """A number, a short text, or a structure whose keys the row's kind explains."""
    unit: str | None
    source: str
    """The document the fact comes from, with its number."""
    effective_from: date | None
    effective_to: date | None
    """Last day in force; None where no end is known."""
    confidence: Confidence
    verified: bool
    """Seen in a source, not only known."""

    def holds(self, on: date) -> bool:
        """Whether the row is in force on that day."""
        return _in_force(self.effective_from, self.effective_to, on)


@dataclass(frozen=True, slots=True)
class MinimumWage:
    place: str
    effective_from: date
    effective_to: date | None
    monthly: int
    """Yuan a month, gross, without overtime and allowances."""
    hourly: float
    confidence: Confidence
    policy: str
    """Id of the row it follows from."""

    def holds(self, on: date) -> bool:
        """Whether the wage is in force on that day."""
        return _in_force(self.effective_from, self.effective_to, on)


def _in_force(first: date | None, last: date | None, on: date) -> bool:
    return (first is None or first <= on) and (last is None or on <= last)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def _by_id() -> dict[str, PolicyRow]:
    return {
        row["id"]: PolicyRow(
            **{
                **row,
                "effective_from": _day(row["effective_from"]),
                "effective_to": _day(row["effective_to"]),
            }
        )
        for row in json_rows(PROVINCE, "policy.jsonl")
    }


@cache
def rows(kind: str | None = None) -> tuple[PolicyRow, ...]:
    """All rows, or those of one kind (`group_definition`, `subsidy_amount`, `law_hours` …), by id."""
    return tuple(one for one in _by_id().values() if kind in (None, one.kind))


def row(row_id: str) -> PolicyRow:
    """The row with this id, whatever its dates.

    Raises:
        UnknownPolicy: when there is none.
    """
    found = _by_id().get(row_id)
    if found is None:
        raise UnknownPolicy(row_id)
    return found


def in_force(row_id: str, on: date) -> PolicyRow | None:
    """The row with this id when it is in force on that day, else None.

    Raises:
        UnknownPolicy: when no row has this id.
    """
    found = row(row_id)
    return found if found.holds(on) else None


@cache
def _wages() -> dict[str, list[MinimumWage]]:
    wages: defaultdict[str, list[MinimumWage]] = defaultdict(list)
    for one in csv_rows(PROVINCE, "minimum_wages.csv"):
        wages[one["place"]].append(
            MinimumWage(
                place=one["place"],
                effective_from=date.fromisoformat(one["from"]),
                effective_to=_day(one["to"]),
                monthly=int(one["monthly"]),
                hourly=float(one["hourly"]),
                confidence=cast("Confidence", one["confidence"]),
                policy=one["policy"],
            )
        )
    return wages


def wage_row(place_code: str, on: date) -> MinimumWage | None:
    """The row for a district or county on a day; for a city or the province the lowest of its counties."""
    place = get(place_code)
    if place is None:
        return None
    if place.level == "county":
        return next((one for one in _wages()[place.code] if one.holds(on)), None)
    inside = counties() if place.level == "province" else counties(place.code)
    found = [one for county in inside if (one := wage_row(county.code, on))]
    if not found:
        return None
    return min(found, key=lambda one: (one.monthly, _CONFIDENCE_ORDER.index(one.confidence)))


def minimum_wage(place_code: str, on: date) -> tuple[int | None, Confidence]:
    """Yuan a month and how sure that is; `(None, "low")` for unknown places and days before the first row."""
    found = wage_row(place_code, on)
    return (found.monthly, found.confidence) if found else (None, "low")


def wage_floor(on: date) -> int | None:
    """The lowest tier in force anywhere in the province: an offer below it is below the law wherever it is."""
    return minimum_wage(province().code, on)[0]


def plausible_wages(place_code: str, on: date) -> tuple[MinimumWage, ...]:
    """The rows that could hold on that day: the one in force and, where that is of low confidence, the one before."""
    current = wage_row(place_code, on)
    if current is None:
        return ()
    if current.confidence != "low" or current.effective_from == date.min:
        return (current,)
    before = wage_row(place_code, current.effective_from - timedelta(days=1))
    return (current, before) if before else (current,)
