"""Sample listings: plainly fictional organisations, apprenticeships and courses for the demo and for tests.

In these files, and only here, a date is a number of days from today (`+21d`), so that they are never out of date.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from data.imports.schema import CourseRow, OpeningRow

_FOLDER = Path(__file__).parent
_FROM_TODAY = re.compile(r"\+(\d{1,3})d")
_DATES = ("start_date", "deadline", "expires_at")


class SampleOrganisation(BaseModel):
    """An enterprise, a training provider, or both; its social credit code is valid but spells FAKE."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    kinds: list[str]
    """`enterprise`, `provider`, or both."""
    credit_code: str
    city: str
    district: str
    address: str
    contact_name: str
    contact_phone: str
    """No real number: the subscriber's part begins with 0000."""
    answers_by_itself: bool
    """In the demo it says yes without a person behind it."""


@dataclass(frozen=True, slots=True)
class SampleSet:
    organisations: tuple[SampleOrganisation, ...]
    openings: tuple[OpeningRow, ...]
    courses: tuple[CourseRow, ...]


def load_samples(today: date) -> SampleSet:
    """All samples, their dates counted from `today`; `enterprise` and `provider` are names of `organisations`."""
    return SampleSet(
        organisations=tuple(SampleOrganisation.model_validate(row) for row in _rows("organisations")),
        openings=tuple(OpeningRow.model_validate(_dated(row, today)) for row in _rows("openings")),
        courses=tuple(CourseRow.model_validate(_dated(row, today)) for row in _rows("courses")),
    )


def _rows(name: str) -> Iterator[dict[str, object]]:
    with (_FOLDER / f"{name}.jsonl").open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def _dated(row: dict[str, object], today: date) -> dict[str, object]:
    return row | {name: _day(row[name], today) for name in _DATES if name in row}


def _day(said: object, today: date) -> date | object:
    offset = _FROM_TODAY.fullmatch(str(said))
    return today + timedelta(days=int(offset[1])) if offset else said
