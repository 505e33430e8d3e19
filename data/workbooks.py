"""Spreadsheets (`.xlsx`) in and out, by openpyxl: rows of plain values, never a formula that runs.

A workbook is a packed folder, in which many cells may refer to one text: how much it unpacks to, how long a cell is and
what all cells amount to are bounded, so that a small file cannot fill the memory.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

MOST_ROWS = 20_000
MOST_COLUMNS = 100
MOST_UNPACKED_BYTES = 60_000_000
LONGEST_CELL = 32_000
MOST_CHARACTERS = 10_000_000
"""In all cells together: ten thousand rows of a thousand characters."""
_ROWS_WITH_CHOICES = 500
_LONGEST_INLINE_CHOICES = 250
_FAINT = Font(italic=True, color="808080")
_HEAD = PatternFill("solid", fgColor="DDEBF7")


class BrokenWorkbook(ValueError):
    """Not an `.xlsx` file, damaged, or larger than one that people make."""


class TooMuchText(BrokenWorkbook):
    """The cells together hold more than `MOST_CHARACTERS`."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    number: int
    cells: list[object]
    """Texts without blanks around them, cut off after `LONGEST_CELL` characters; numbers, true or false; dates as ISO
    texts; None where empty; none after the last that holds something."""
    formulas: list[str] = field(default_factory=list)
    """What stood in cells that hold a formula: nobody can tell what they would show."""


def sheet_rows(source: Path | bytes) -> Iterator[SheetRow]:
    """The rows of the first sheet, from its first one.

    Raises:
        BrokenWorkbook: see there.
    """
    content = source.read_bytes() if isinstance(source, Path) else source
    try:
        _require_small(content)
        book = load_workbook(io.BytesIO(content), read_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        yield from _rows(sheet.iter_rows(max_col=MOST_COLUMNS))
    except BrokenWorkbook:
        raise
    except (zipfile.BadZipFile, KeyError, IndexError, ParseError, ValueError, TypeError, OSError, EOFError) as error:
        raise BrokenWorkbook from error


def _require_small(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED_BYTES:
            raise BrokenWorkbook


def _rows(rows: Iterable[Sequence[Any]]) -> Iterator[SheetRow]:
    characters = 0
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise BrokenWorkbook
        # counted before any text is copied
        characters += sum(min(len(cell.value), LONGEST_CELL) for cell in row if isinstance(cell.value, str))
        if characters > MOST_CHARACTERS:
            raise TooMuchText
        yield _row(number, row)


def _row(number: int, row: Sequence[Any]) -> SheetRow:
    formulas = [str(cell.value)[:LONGEST_CELL] for cell in row if cell.data_type == "f"]
    cells = [_plain(cell.value) for cell in row]
    while cells and cells[-1] is None:
        cells.pop()
    return SheetRow(number, cells, formulas)


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool | int | float):
        return value
    return None if value is None else str(value)[:LONGEST_CELL].strip()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet to be written."""

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[object]] = ()
    choices: Mapping[int, Sequence[str]] = field(default_factory=dict)
    """Column (from 0) → the values offered in its cells."""
    faint_rows: int = 0
    """So many rows under the header are written in grey: an example."""


def write_book(*sheets: Sheet) -> bytes:
    """The bytes of an `.xlsx` file. Texts stay texts, whatever they begin with."""
    book = Workbook()
    for page in book.worksheets:
        book.remove(page)
    for sheet in sheets:
        _write_sheet(book, sheet)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def _write_sheet(book: Any, sheet: Sheet) -> None:
    page = book.create_sheet(sheet.title)
    for place, text in enumerate(sheet.header, start=1):
        cell = page.cell(1, place, text)
        cell.font, cell.fill, cell.alignment = Font(bold=True), _HEAD, Alignment(wrap_text=True, vertical="top")
        page.column_dimensions[get_column_letter(place)].width = max(10, min(30, 2 * len(text) + 4))
    page.freeze_panes = "A2"
    for number, row in enumerate(sheet.rows, start=2):
        for place, value in enumerate(row, start=1):
            cell = page.cell(number, place)
            _write_cell(cell, value)
            if number - 2 < sheet.faint_rows:
                cell.font = _FAINT
    for place, offered in sheet.choices.items():
        _offer(book, page, place, offered)


def _write_cell(cell: Any, value: object) -> None:
    """A text is written as a text: `=1+1` is what somebody typed, not something to calculate."""
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL]
        cell.data_type = "s"
        cell.quotePrefix = True
    elif isinstance(value, date):
        cell.value = value
        cell.number_format = "yyyy-mm-dd"
    else:
        cell.value = value


def _offer(book: Any, page: Any, place: int, offered: Sequence[str]) -> None:
    """A drop-down in a column; a long list stands on a hidden sheet."""
    inline = ",".join(offered)
    if len(inline) <= _LONGEST_INLINE_CHOICES and not any("," in one for one in offered):
        formula = f'"{inline}"'
    else:
        name = f"choices{len(book.sheetnames)}"
        hidden = book.create_sheet(name)
        hidden.sheet_state = "hidden"
        for one in offered:
            hidden.append([one])
        formula = f"{name}!$A$1:$A${len(offered)}"
    letter = get_column_letter(place + 1)
    rule = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=False)
    rule.add(f"{letter}2:{letter}{_ROWS_WITH_CHOICES + 1}")
    page.add_data_validation(rule)
