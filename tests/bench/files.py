"""How long a file of 5,000 listings takes to be taken in, by the command line's way and through the chat, and how other
people fare meanwhile.

The baseline is the conversation itself: what one person's `/help` takes while nobody sends a file.
"""

import asyncio
import base64
import statistics
import tempfile
import time
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bot.imports import service as imports
from data import samples
from data.db import engine
from data.db.clock import ZONE
from data.imports import templates
from data.imports.schema import OpeningRow
from tests import databases, parties
from tests.bench.figures import Figures
from tests.phones import Phone
from tests.stages import own_stage

ROWS, WRONG = 5_000, 300
MEMBER, BYSTANDER = 2801, 2802
QUIET_ROUNDS = 15
_PAUSE = 0.2


def rows(name: str, today: date, count: int = ROWS) -> list[OpeningRow]:
    """So many openings of one enterprise, each with words of its own."""
    known = samples.load_samples(today).openings
    made = []
    for number in range(count):
        one = known[number % len(known)]
        text = f"第{number}号工位。{one.description}"
        changes: dict[str, Any] = {"id": f"b-{number}", "enterprise": name, "enterprise_code": None}
        made.append(one.model_copy(update=changes | {"title": f"{one.title[:30]}{number}", "description": text}))
    return made


def workbook(listings: list[OpeningRow], wrong: int = WRONG) -> bytes:
    """As a spreadsheet, with so many rows spread over it that name a city that is none."""
    every = len(listings) // wrong if wrong else 0
    broken = [
        one.model_copy(update={"city": "210100", "district": "210300"})
        if every and place % every == 0 and place // every < wrong
        else one
        for place, one in enumerate(listings)
    ]
    return templates.filled(broken)


def run() -> Figures:
    server = databases.server_url()
    template = databases.template(server)
    names = ("shitu_bench_files_command", "shitu_bench_files_chat")
    try:
        by_command, in_chat = (databases.clone(server, template, name) for name in names)
        measured = asyncio.run(_measure(by_command, in_chat))
    finally:
        for name in names:
            databases.drop(server, name)
    quiet, busy = measured.pop("quiet_s"), measured["others_median_s"]
    return Figures(
        name="files",
        what=f"a spreadsheet of {ROWS} rows, {WRONG} wrong, until its report; an answer to somebody else meanwhile",
        measured=measured,
        baseline={"answer_s": quiet},
        ratio=busy / quiet,
        ratios={"answer_while_a_file_is_read": busy / quiet},
        setting={"rows": ROWS, "wrong": WRONG, "vectors": "made in the background, not waited for"},
    )


async def _measure(command_url: str, chat_url: str) -> dict[str, float]:
    today = datetime.now(ZONE).date()
    by_command = await _by_command(command_url, today)
    async with own_stage(chat_url) as stage:
        async with stage.sessions() as session, session.begin():
            organisation = await parties.enterprise(session, MEMBER, number=2)
            content = workbook([one.model_copy(update={"id": f"c-{one.id}"}) for one in rows(organisation.name, today)])
        member, bystander = stage.phone(MEMBER), stage.phone(BYSTANDER)
        await member.send("/help")
        quiet = [await _answer(bystander) for _ in range(QUIET_ROUNDS)]
        in_chat, busy = await _through_the_chat(member, bystander, content)
    busy.sort()
    return {
        "command_s": by_command, "chat_s": in_chat, "quiet_s": statistics.median(quiet),
        "others_median_s": statistics.median(busy), "others_p95_s": busy[int(0.95 * (len(busy) - 1))],
        "others_asked": float(len(busy)),
    }  # fmt: skip


async def _by_command(url: str, today: date) -> float:
    """What `shitu import` does with the file, besides starting and a few seconds of vectors."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "listings.xlsx"
        path.write_bytes(workbook(rows("北岭样板机械厂1", today)))
        started = time.perf_counter()
        checked = imports.check_file(path, datetime.now(ZONE))
        async with engine.open_sessions(url) as sessions, sessions() as session, session.begin():
            taken = await imports.import_checked_rows(session, checked)
        seconds = time.perf_counter() - started
    assert taken.refused_row_count == WRONG
    assert len(taken.result.created) == ROWS - WRONG
    return seconds


async def _through_the_chat(member: Phone, bystander: Phone, content: bytes) -> tuple[float, list[float]]:
    """Seconds until the report, and what somebody else waited for answers meanwhile."""
    busy: list[float] = []
    started = time.perf_counter()
    await member.send_other(document={"name": "岗位.xlsx", "base64": base64.b64encode(content).decode()})
    while not any("读完了" in message.text for message in await member.messages()):
        busy.append(await _answer(bystander))
        await asyncio.sleep(_PAUSE)
    seconds = time.perf_counter() - started
    assert f"{ROWS - WRONG} 条已提交审核" in await member.said()
    return seconds, busy


async def _answer(phone: Phone) -> float:
    started = time.perf_counter()
    await phone.send("/help")
    return time.perf_counter() - started
