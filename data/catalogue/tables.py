"""Reads the catalogue's files; the one place that knows their folders."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FILES = Path(__file__).parent / "files"
NATIONAL = "national"
PROVINCE = "liaoning"
"""The folder of the province that is served; another province is another folder of the same files."""


def csv_rows(folder: str, name: str) -> Iterator[dict[str, str]]:
    """The rows of a `.csv` file by column name; an empty cell is the empty string."""
    with (FILES / folder / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def json_rows(folder: str, name: str) -> Iterator[dict[str, Any]]:
    """The objects of a `.jsonl` file, one a line."""
    with (FILES / folder / name).open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def several(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several, separated by `;`."""
    return tuple(cell.split(";")) if cell else ()
