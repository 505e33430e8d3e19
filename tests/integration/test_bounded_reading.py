"""Reading a file in a process of its own: what it brings comes back, and what it costs is bounded."""

import json
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from data import bounded_reading
from data.imports.files import read
from data.imports.readers import TooMuch, UnreadableFile
from tests.hostile_files import with_styles
from tests.unit.test_listing_files import COURSE, OPENING, TODAY

WriteFile = Callable[[str, bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> WriteFile:
    def written(name: str, content: bytes) -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    return written


async def test_rows_and_faults_come_back_as_they_were_read(write: WriteFile) -> None:
    rows = [OPENING, COURSE, OPENING | {"id": "t-3", "city": "火星"}]
    path = write("a.jsonl", "\n".join(map(json.dumps, rows)).encode())
    assert await bounded_reading.read(path, TODAY) == read(path, TODAY)


async def test_what_takes_more_memory_than_there_is_is_too_much(write: WriteFile) -> None:
    path = write("a.xlsx", with_styles(60_000))
    assert path.stat().st_size < 200_000
    with pytest.raises(TooMuch):
        await bounded_reading.read(path, TODAY, memory_bytes=230_000_000)


async def test_what_takes_longer_than_it_may_is_too_much_and_leaves_no_process(write: WriteFile) -> None:
    path = write("a.jsonl", json.dumps(OPENING).encode())
    before = psutil.Process().children()
    with pytest.raises(TooMuch):
        await bounded_reading.read(path, TODAY, seconds=0.1)
    assert psutil.Process().children() == before


async def test_what_cannot_be_read_keeps_its_reason(write: WriteFile) -> None:
    with pytest.raises(UnreadableFile) as refused:
        await bounded_reading.read(write("a.csv", b"\x80\xff\xff\x80"), TODAY)
    assert refused.value.text_id == "import.error.encoding"
