"""The file formats of listings as plain tables: decoding, columns, cells; no meaning.

Row numbers are those a person sees: the line in a `.jsonl` file, the row of a sheet (headers are row 1) in a `.csv` or
`.xlsx`.
"""

import codecs
import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from dataclasses import field as made_by
from functools import cache
from pathlib import Path
from typing import Any

from data.db.errors import Refusal
from data.workbooks import BrokenWorkbook, TooMuchText, sheet_rows

Values = dict[str, object]

FORMATS = (".jsonl", ".csv", ".xlsx")
_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r]")
"""A text that a spreadsheet would run instead of show (OWASP, CSV injection), however often it is guarded already."""


class UnreadableFile(Refusal):
    """The file as a whole cannot be read (`name`)."""

    text_id = "import.error.unreadable"


class UnknownFormat(UnreadableFile):
    """None of `FORMATS` (`name`)."""

    text_id = "import.error.format"


class UnknownEncoding(UnreadableFile):
    """The bytes are not UTF-8, UTF-16 or GB18030 (`name`)."""

    text_id = "import.error.encoding"


class TooMuch(UnreadableFile):
    """More than can be read within bounds of memory and time (`name`)."""

    text_id = "import.error.too_much"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row, or (in row 1 of a sheet) a column, cannot be read."""

    reason_id: str
    field: str | None = None
    value: str | None = None
    params: dict[str, object] = made_by(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Record:
    """One row: its values by field name, without those left empty."""

    number: int
    values: Values
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    records: list[Record]
    problems: tuple[Problem, ...] = ()
    """Of the header: while there are any, the rows are not read."""


@cache
def column_names() -> dict[str, tuple[str, str]]:
    """Field → its name in Chinese and in English, in the order in which files are written."""
    with Path(__file__).with_name("columns.csv").open(encoding="utf-8", newline="") as file:
        return {row["field"]: (row["zh"], row["en"]) for row in csv.DictReader(file)}


@cache
def _fields_by_header() -> dict[str, str]:
    return {header.lower(): name for name, names in column_names().items() for header in (name, *names)}


def read_table(path: Path, *, fields: frozenset[str], required: frozenset[str]) -> Table:
    """The rows of a file in one of `FORMATS`.

    `fields` are the columns that a sheet may have, `required` those it must have.

    Raises:
        UnreadableFile: missing, broken, of another format, or in an encoding nobody can guess.
    """
    ending = path.suffix.lower()
    if ending not in FORMATS:
        raise UnknownFormat(name=path.name)
    try:
        if ending == ".xlsx":
            return _table(_workbook(path), fields, required)
        text = _decode(path.read_bytes(), path.name)
    except TooMuchText as error:
        raise TooMuch(name=path.name) from error
    except (OSError, BrokenWorkbook) as error:
        raise UnreadableFile(name=path.name) from error
    return _json_lines(text) if ending == ".jsonl" else _table(_sheet(text), fields, required)


def _decode(content: bytes, name: str) -> str:
    """The text; single broken bytes in UTF-8 become lone surrogates, so that only their row is refused."""
    try:
        if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return content.decode("utf-16")
        text = content.decode("utf-8-sig", errors="surrogateescape")
        broken = sum("\udc80" <= character <= "\udcff" for character in text)
        beyond_ascii = sum(character > "\x7f" for character in text) - broken
        return text if beyond_ascii >= broken else content.decode("gb18030")
    except UnicodeDecodeError:
        raise UnknownEncoding(name=name) from None


def _json_lines(text: str) -> Table:
    lines = ((number, line.strip()) for number, line in enumerate(text.split("\n"), start=1))
    return Table([_json_record(number, line) for number, line in lines if line])


def _json_record(number: int, line: str) -> Record:
    repeated: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> Values:
        repeated.extend(name for name, times in Counter(name for name, _ in pairs).items() if times > 1)
        return dict(pairs)

    try:
        values = json.loads(line, object_pairs_hook=once)
    except (ValueError, RecursionError):
        return Record(number, {}, (Problem("import.reason.json"),))
    if not isinstance(values, dict):
        return Record(number, {}, (Problem("import.reason.json"),))
    problems = tuple(Problem("import.reason.repeated_field", field=name) for name in repeated)
    return Record(number, {name: value for name, value in values.items() if value not in (None, "", [])}, problems)


Cells = list[object]
"""The cells of one row of a sheet; an empty one is None or an empty text."""


def _table(rows: Iterator[tuple[int, Cells | Problem]], fields: frozenset[str], required: frozenset[str]) -> Table:
    """A sheet, whose first row holds the headers."""
    _, header = next(rows, (1, []))
    if isinstance(header, Problem):
        return Table([], (header,))
    written = ["" if cell is None else str(cell).strip() for cell in header]
    columns = [_field(cell) for cell in written]
    problems = (*_unknown(written, columns, fields), *_missing(columns, required))
    if problems:
        return Table([], problems)
    return Table([_sheet_record(number, row, columns) for number, row in rows if isinstance(row, Problem) or any(row)])


def _sheet(text: str) -> Iterator[tuple[int, Cells | Problem]]:
    first_line = text.split("\n", 1)[0]
    delimiter = "\t" if "\t" in first_line and "," not in first_line else ","
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    while True:
        number += 1
        try:
            yield number, [cell.strip() for cell in next(lines)]
        except StopIteration:
            return
        except csv.Error:
            yield number, Problem("import.reason.csv")


def _workbook(path: Path) -> Iterator[tuple[int, Cells | Problem]]:
    for row in sheet_rows(path):
        formula = next((said for said in row.formulas), None)
        yield row.number, row.cells if formula is None else Problem("import.reason.formula", value=formula)


def _field(header: str) -> str:
    """The field that a header stands for; an unknown header stands for itself."""
    plain = header.strip().rstrip("★*").strip()
    return _fields_by_header().get(plain.lower(), plain)


def _unknown(header: list[str], columns: list[str], fields: frozenset[str]) -> Iterator[Problem]:
    seen: set[str] = set()
    for place, (name, written) in enumerate(zip(columns, header, strict=True)):
        if name in seen:
            yield Problem("import.reason.repeated_column", field=name, value=written)
        elif name not in fields and (name or place < len(columns) - 1):
            yield Problem("import.reason.unknown_column", field=name, value=written)
        seen.add(name)


def _missing(columns: list[str], required: frozenset[str]) -> Iterator[Problem]:
    for name in column_names():
        if name in required and name not in columns:
            yield Problem("import.reason.missing_column", field=name)


def _sheet_record(number: int, row: Cells | Problem, columns: list[str]) -> Record:
    if isinstance(row, Problem):
        return Record(number, {}, (row,))
    extra = [str(cell) for cell in row[len(columns) :] if _stands(cell)]
    problems = tuple(Problem("import.reason.extra_cell", value=cell, params={"said": cell[:40]}) for cell in extra[:1])
    values = {name: _unguarded(cell) for name, cell in zip(columns, row, strict=False) if _stands(cell)}
    return Record(number, values, problems)


def _stands(cell: object) -> bool:
    return cell is not None and cell != ""


def _guarded(text: str) -> str:
    return f"'{text}" if _FORMULA.match(text) else text


def _unguarded(cell: object) -> object:
    return cell[1:] if isinstance(cell, str) and cell.startswith("'") and _FORMULA.match(cell) else cell


def json_lines(rows: Iterable[Values]) -> str:
    """The text of a `.jsonl` file."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def sheet(rows: Iterable[Values], columns: list[str]) -> str:
    """The text of a `.csv` file: lists joined by `;`, texts that look like formulas guarded by an apostrophe."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(row.get(name)) for name in columns])
    return target.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, list):
        return _guarded(";".join(map(str, value)))
    if isinstance(value, bool):
        return "true" if value else "false"
    return _guarded(value) if isinstance(value, str) else value
