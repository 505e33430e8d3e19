"""Reading a file in a process of its own: what it brings comes back, and what it costs is bounded."""

import asyncio
import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from data import bounded_reading
from data.bounded_reading import ReaderFailed
from data.imports.files import ReadReport, read
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
        await bounded_reading.read(path, TODAY, memory_bytes=180_000_000)


async def test_what_takes_longer_than_it_may_is_to_be_tried_again_and_leaves_no_process(write: WriteFile) -> None:
    path = write("a.jsonl", json.dumps(OPENING).encode())
    before = psutil.Process().children()
    with pytest.raises(ReaderFailed):
        await bounded_reading.read(path, TODAY, seconds=0.1)
    assert psutil.Process().children() == before


async def _started(reading: asyncio.Task[ReadReport]) -> psutil.Process:
    while not (children := [one for one in psutil.Process().children() if bounded_reading.__name__ in one.cmdline()]):
        assert not reading.done()
        await asyncio.sleep(0.001)
    return children[0]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGSEGV])
async def test_a_reader_that_a_signal_ends_is_to_be_tried_again(write: WriteFile, number: signal.Signals) -> None:
    reading = asyncio.create_task(bounded_reading.read(write("a.jsonl", json.dumps(OPENING).encode()), TODAY))
    (await _started(reading)).send_signal(number)
    with pytest.raises(ReaderFailed):
        await reading


@pytest.mark.parametrize("number", [signal.SIGXCPU, signal.SIGKILL])
async def test_a_reader_that_its_bounds_end_has_read_too_much(write: WriteFile, number: signal.Signals) -> None:
    reading = asyncio.create_task(bounded_reading.read(write("a.jsonl", json.dumps(OPENING).encode()), TODAY))
    (await _started(reading)).send_signal(number)
    with pytest.raises(TooMuch):
        await reading


async def test_a_restart_of_the_bot_does_not_end_a_reader_at_work(write: WriteFile) -> None:
    rows = [OPENING | {"id": f"t-{number}"} for number in range(3000)]
    path = write("a.jsonl", "\n".join(map(json.dumps, rows)).encode())
    reading = asyncio.create_task(bounded_reading.read(path, TODAY))
    child = await _started(reading)
    while child.nice() < bounded_reading.LEAST_PRIORITY:
        assert not reading.done()
        await asyncio.sleep(0.001)
    assert os.getsid(child.pid) != os.getsid(0), "Ctrl-C in the terminal of the bot reaches it"
    child.terminate()
    child.send_signal(signal.SIGINT)
    assert len((await reading).rows) == len(rows)


async def test_what_cannot_be_read_keeps_its_reason(write: WriteFile) -> None:
    with pytest.raises(UnreadableFile) as refused:
        await bounded_reading.read(write("a.csv", b"\x80\xff\xff\x80"), TODAY)
    assert refused.value.text_id == "import.error.encoding"
