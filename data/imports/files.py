"""Listing files in and out: good rows come back typed, every fault of a bad row with its row number and field.

One file may hold openings and courses; `kind` tells them apart. What the fields are: `data.imports.schema`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from dataclasses import field as made_by
from datetime import date
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from data.catalogue import labels
from data.imports import templates
from data.imports.readers import Problem, Record, UnknownFormat, Values, column_names, json_lines, read_table, sheet
from data.imports.schema import CourseRow, ListingRow, OpeningRow, Row
from data.imports.templates import EXAMPLE
from data.vocabulary import Language, ListingKind

__all__ = ["CourseRow", "OpeningRow", "ReadReport", "Row", "RowRefusal", "read", "write"]

_MODELS: dict[ListingKind, type[OpeningRow] | type[CourseRow]] = {
    ListingKind.OPENING: OpeningRow,
    ListingKind.COURSE: CourseRow,
}
_FIELDS = frozenset(OpeningRow.model_fields) | frozenset(CourseRow.model_fields)
_REQUIRED_OF_BOTH = frozenset(name for name, one in ListingRow.model_fields.items() if one.is_required())
_LONGEST_VALUE = 80
MOST_FAULTS = 10_000
"""Of a file, in full; of each further bad row only the first fault is named."""
MOST_FAULTS_OF_A_ROW = 100
_REASONS = {
    "missing": "import.reason.missing",
    "extra_forbidden": "import.reason.unknown_field",
    "string_too_long": "import.reason.too_long",
    "too_long": "import.reason.too_many",
    "greater_than_equal": "import.reason.too_small",
    "greater_than": "import.reason.too_small",
    "less_than_equal": "import.reason.too_large",
}
"""pydantic's own error types; all others come from `data.imports.parsers` and are reason ids already."""


@dataclass(frozen=True, slots=True)
class RowRefusal:
    """One fault of one row. Its sentence is the text `reason_id`, filled with `params`, `field` and `value`."""

    row_number: int
    """The line of a `.jsonl` file, else the row of the sheet; a fault of row 1 there is of a whole column."""
    field: str | None
    """A field name, None where the whole row is meant."""
    reason_id: str
    value: str | None = None
    """What stood there, shortened."""
    params: dict[str, object] = made_by(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadReport:
    rows: list[Row]
    """The good rows in file order; codes resolved."""
    refused: list[RowRefusal]
    """Every fault found (see `MOST_FAULTS`), by row number; a row has one or more."""
    row_numbers: dict[str, int]
    """Id of a good row → its row number."""

    @property
    def refused_rows(self) -> int:
        """How many rows were refused."""
        return len({refusal.row_number for refusal in self.refused})


def read(path: Path, today: date) -> ReadReport:
    """Read a `.jsonl`, `.csv` or `.xlsx` file; a deadline before `today` is refused.

    The example row of the template is passed over. Unknown columns, and missing ones that both kinds need, refuse a
    whole sheet: nobody can tell what was meant.

    Raises:
        UnreadableFile: missing, of another format, or in an encoding nobody can guess.
    """
    table = read_table(path, fields=_FIELDS, required=_REQUIRED_OF_BOTH)
    report = ReadReport([], [_refusal(1, problem) for problem in table.problems[:MOST_FAULTS_OF_A_ROW]], {})
    seen: dict[str, int] = {}
    for record in table.records:
        if is_example(record):
            continue
        problems = [*record.problems, *_repeated_id(record, seen)]
        row: Row | None = None
        if not problems:
            row, problems = _row(record, today)
        if row is not None:
            report.rows.append(row)
            report.row_numbers[row.id] = record.number
        shown = MOST_FAULTS_OF_A_ROW if len(report.refused) < MOST_FAULTS else 1
        report.refused.extend(_refusal(record.number, problem) for problem in problems[:shown])
    return report


def is_example(record: Record) -> bool:
    """Whether it is the row that the template shows, which is never imported."""
    return str(record.values.get("id", "")).strip().startswith(EXAMPLE)


def _refusal(number: int, problem: Problem) -> RowRefusal:
    """As a refusal that can be printed: short, without halves of characters."""
    return RowRefusal(number, _printable(problem.field), problem.reason_id, _printable(problem.value), problem.params)


def _printable(said: str | None) -> str | None:
    if said is None:
        return None
    text = said.encode("utf-8", "replace").decode("utf-8")
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"


def _repeated_id(record: Record, seen: dict[str, int]) -> Iterator[Problem]:
    """A fault when an earlier row, good or bad, has the same id."""
    if "id" not in record.values:
        return
    name = str(record.values["id"]).strip()
    first = seen.setdefault(name, record.number)
    if first != record.number:
        yield Problem("import.reason.repeated_id", field="id", value=name, params={"first": first})


def _row(record: Record, today: date) -> tuple[Row | None, list[Problem]]:
    kind = _kind(record.values.get("kind"))
    if kind is None:
        return None, [_unknown_kind(record.values.get("kind"))]
    try:
        return _MODELS[kind].model_validate({**record.values, "kind": kind}, context={"today": today}), []
    except ValidationError as error:
        return None, [_problem(one, record.values) for one in error.errors(include_url=False)]


def _kind(said: object) -> ListingKind | None:
    for kind in ListingKind:
        names = (labels.label("kind", kind, language) for language in Language)
        if said in (kind.value, *names):
            return kind
    return None


def _unknown_kind(said: object) -> Problem:
    if said is None:
        return Problem("import.reason.missing", field="kind")
    written = _printable(str(said))
    return Problem(
        "import.reason.choice",
        "kind",
        written,
        {"said": written, "allowed": " / ".join(ListingKind), "vocabulary": "kind"},
    )


def _problem(error: ErrorDetails, values: Values) -> Problem:
    name = str(error["loc"][0])
    said = values.get(name)
    params = {key: value for key, value in error.get("ctx", {}).items() if key != "error"}
    limit = next((params[key] for key in ("ge", "gt", "le", "max_length") if key in params), None)
    if limit is not None:
        params["limit"] = limit
    return Problem(_REASONS.get(error["type"], error["type"]), name, None if said is None else str(said), params)


def write(path: Path, rows: Iterable[Row]) -> None:
    """Write a `.jsonl`, `.csv` or `.xlsx` file that `read` gives back unchanged; the latter two open in spreadsheets.

    Raises:
        UnknownFormat: another ending.
    """
    rows = list(rows)
    written = [row.model_dump(mode="json", exclude_none=True) for row in rows]
    stated = [{name: value for name, value in row.items() if value != []} for row in written]
    if path.suffix.lower() == ".jsonl":
        path.write_text(json_lines(stated), encoding="utf-8")
    elif path.suffix.lower() == ".csv":
        used = {name for row in rows for name in type(row).model_fields} or _FIELDS
        columns = [name for name in column_names() if name in used]
        path.write_text(sheet(stated, columns), encoding="utf-8-sig", newline="")
    elif path.suffix.lower() == ".xlsx":
        path.write_bytes(templates.filled(rows))
    else:
        raise UnknownFormat(name=path.name)
