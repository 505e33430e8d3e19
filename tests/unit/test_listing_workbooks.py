"""Listings as spreadsheets: Chinese headers and values, formulas refused, broken and malicious files said to be so."""

import tracemalloc
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from data.imports.files import CourseRow, OpeningRow, ReadReport, read, write
from data.imports.readers import TooMuch, UnreadableFile, column_names
from data.imports.templates import template
from data.samples import load_samples
from data.vocabulary import ListingKind
from data.workbooks import MOST_UNPACKED_BYTES
from tests.hostile_files import sharing_one_text
from tests.unit.test_listing_files import OPENING, TODAY, faults


def test_every_sample_survives_a_workbook_written_in_chinese(tmp_path: Path) -> None:
    samples = load_samples(TODAY)
    for rows in (samples.openings, samples.courses):
        path = tmp_path / "listings.xlsx"
        write(path, rows)
        assert read(path, TODAY) == ReadReport(list(rows), [], {row.id: place for place, row in enumerate(rows, 2)})


def workbook(folder: Path, *rows: list[object]) -> ReadReport:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    path = folder / "listings.xlsx"
    book.save(path)
    return read(path, TODAY)


def test_a_workbook_with_chinese_headers_is_read(tmp_path: Path) -> None:
    headers = [f"{names[0]}★" for name, names in column_names().items() if name in {*OPENING, "deadline", "meals"}]
    values = {**OPENING, "kind": "学徒岗位", "city": "鞍山", "deadline": date(2026, 12, 24), "meals": "是"}
    report = workbook(tmp_path, headers, [values[name] for name in column_names() if name in values], [None] * 3)
    assert report.refused == []
    [row] = report.rows
    assert isinstance(row, OpeningRow)
    assert (row.city, row.deadline, row.meals, row.wage_min) == ("210300", date(2026, 12, 24), True, 4000)


def test_a_formula_is_refused_and_a_text_that_looks_like_one_stays_a_text(tmp_path: Path) -> None:
    names = list(OPENING)
    good, bad = dict(OPENING), {**OPENING, "id": "t-2", "wage_min": "=1000*4"}
    report = workbook(tmp_path, names, list(good.values()), list(bad.values()))
    assert faults(report) == [(3, None, "formula")]
    assert report.refused[0].value == "=1000*4"

    path = tmp_path / "again.xlsx"
    write(path, [report.rows[0].model_copy(update={"title": "=HYPERLINK(1)"})])
    cell = load_workbook(path).active["C2"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")
    assert read(path, TODAY).rows[0].title == "=HYPERLINK(1)"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", b"id,title\n1,2\n"])
def test_what_is_no_workbook_is_said_to_be_unreadable(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "listings.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile):
        read(path, TODAY)


def test_a_workbook_that_unpacks_to_far_more_than_it_weighs_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "listings.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (MOST_UNPACKED_BYTES + 1))
    assert path.stat().st_size < 200_000
    with pytest.raises(UnreadableFile):
        read(path, TODAY)


def test_many_cells_that_share_one_long_text_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "listings.xlsx"
    path.write_bytes(sharing_one_text(column_names(), rows=400, characters=200_000))
    assert path.stat().st_size < 10_000
    tracemalloc.start()
    try:
        with pytest.raises(TooMuch):
            read(path, TODAY)
        assert tracemalloc.get_traced_memory()[1] < 100_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("kind", list(ListingKind))
def test_the_template_says_what_is_missing_and_nothing_else(tmp_path: Path, kind: ListingKind) -> None:
    path = tmp_path / "template.xlsx"
    path.write_bytes(template(kind))
    report = read(path, TODAY)
    model = OpeningRow if kind == ListingKind.OPENING else CourseRow
    needed = {name for name, one in model.model_fields.items() if one.is_required()}
    assert {fault.field for fault in report.refused} == needed
    assert {fault.reason_id for fault in report.refused} == {"import.reason.missing"}
