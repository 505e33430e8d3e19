"""How many SQL statements the update's own transaction takes for what people do most, how many of the product's modules
one sentence enters, and what an idle service asks of the database; against the first version.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from sqlmodel import select

from data.listings.openings import Opening
from matching.language import encoder
from matching.understanding import understand
from tests import databases, forged, parties
from tests.bench.figures import Figures
from tests.bench.transactions import Meter, Tracer, metering
from tests.phones import Phone
from tests.stages import Stage, own_stage

SEEKER, BEFORE, MEMBER, CLOSER = 5801, 5800, 2801, 2802
APPLICANTS = 31
QUIET_SECONDS, IDLE_SECONDS = 45.0, 60.0
"""Looks become rarer until the longest interval is reached; what is counted begins after that."""
LATEST_SECONDS = 120.0
SENTENCE = "我在鞍山，35岁，干过保安，想学个电工，要包住"
WHY_NOT = "怎么没有鞍山的炼钢工"

FIRST_VERSION: dict[str, float] = {
    "greeting": 16,
    "consent": 16,
    "sentence_with_matches": 57,
    "sentence_modules": 75,
    "why_not": 20,
    "open_card": 24,
    "tap_apply": 24,
    "finish_application": 42,
    "enterprise_accepts": 44,
    "my": 16,
    f"close_with_{APPLICANTS}_applicants": 548,
    "idle_per_minute": 2150,
}
"""What commit ecf8706 took, as its review published it; what was not published (consent, modules, why not, my, an idle
minute of the whole service) was measured there by this benchmark. Its own greeting, sentence and card took 17, 58 and
20 there: a review's person and a benchmark's say other words. The idle minute is that of a machine with nothing else to
do: a look for due work comes two seconds after the last one ended, so a busy machine looks less often.
"""


def run() -> Figures:
    server = databases.server_url()
    name = "shitu_bench_statements"
    # loaded before threads are traced, which makes them slow
    understand(SENTENCE)
    encoder.embed_queries([SENTENCE])
    try:
        url = databases.clone(server, databases.sample_template(server), name)
        measured = asyncio.run(_measure(url))
    finally:
        databases.drop(server, name)
    ratios = {act: measured[act] / before for act, before in FIRST_VERSION.items()}
    return Figures(
        name="statements",
        what="SQL statements of an update's own transaction; modules entered by one sentence; an idle service's minute",
        measured=measured,
        baseline=FIRST_VERSION,
        ratio=ratios["sentence_with_matches"],
        ratios=ratios,
        setting={"baseline": "the first version, commit ecf8706", "applicants": APPLICANTS, "idle_s": IDLE_SECONDS},
    )


async def _measure(url: str) -> dict[str, float]:
    with metering() as meter:
        tracer = Tracer()
        async with own_stage(url) as stage:
            acts = Acts(stage, meter, tracer)
            await acts.of_a_seeker()
            await acts.of_an_enterprise()
            await stage.settle(LATEST_SECONDS)
            acts.measured["idle_per_minute"] = await _idle(meter)
            return acts.measured


async def _idle(meter: Meter) -> float:
    """Statements a minute while nobody does anything and nothing is due."""
    await asyncio.sleep(QUIET_SECONDS)
    before = meter.statements
    await asyncio.sleep(IDLE_SECONDS)
    return (meter.statements - before) * 60 / IDLE_SECONDS


class Acts:
    """A seeker and two enterprises do what is measured, through the running bot."""

    def __init__(self, stage: Stage, meter: Meter, tracer: Tracer) -> None:
        self._stage, self._meter, self._tracer = stage, meter, tracer
        self.measured: dict[str, float] = {}

    async def _count(self, name: str, act: Callable[[], Awaitable[Any]]) -> None:
        """Do it and count the one transaction that dealt with it."""
        before = len(self._meter.updates)
        self._meter.dealt.clear()
        await act()
        await asyncio.wait_for(self._meter.dealt.wait(), LATEST_SECONDS)
        await self._settle()
        (cost,) = self._meter.updates[before:]
        self.measured[name] = len(cost.statements)
        if cost.modules:
            self.measured["sentence_modules"] = len(cost.modules)

    async def of_a_seeker(self) -> None:
        """From the first word to what one has applied for; the enterprise says yes in between."""
        opening = await self._opening(MEMBER, number=901)
        member, seeker = self._phone(MEMBER), self._phone(SEEKER)
        await member.send("/help")
        await self._somebody_before()
        await seeker.send("/help")
        await self._count("greeting", lambda: seeker.send("/start"))
        await seeker.tap("同意，开始")
        await self._count("consent", lambda: seeker.tap("同意，开始"))
        with self._tracer.tracing():
            await self._count("sentence_with_matches", lambda: seeker.send(SENTENCE))
        await self._count("why_not", lambda: seeker.send(WHY_NOT))
        await seeker.send(SENTENCE)
        await self._count("open_card", lambda: seeker.tap("1"))
        await forged.press(self._stage, SEEKER, f"seek.open:{opening}")
        await self._settle()
        await self._count("tap_apply", lambda: seeker.tap("报名"))
        await seeker.send("13800138000")
        await self._count("finish_application", lambda: seeker.tap("跳过"))
        await member.until("有人报名了", LATEST_SECONDS)
        await self._count("enterprise_accepts", lambda: member.tap("同意谈谈"))
        await self._count("my", lambda: seeker.send("/my"))

    async def _somebody_before(self) -> None:
        """What is loaded for the first sentence of a process is not counted."""
        phone = self._phone(BEFORE)
        await phone.send("/start")
        for _ in range(2):
            await phone.tap("同意，开始")
        await phone.send(SENTENCE)
        await phone.until("1. ", LATEST_SECONDS)

    async def of_an_enterprise(self) -> None:
        """End an opening for which many people wait."""
        opening = await self._opening(CLOSER, number=902)
        seekers = range(SEEKER + 1, SEEKER + 1 + APPLICANTS)
        for user in seekers:
            await self._phone(user).send("/help")
        async with self._stage.sessions() as session, session.begin():
            found = (await session.exec(select(Opening).where(Opening.id == opening))).one()
            for user in seekers:
                await parties.application(session, user, found)
        closer = self._phone(CLOSER)
        for words in ("/help", "/openings"):
            await closer.send(words)
        await closer.tap("1. 焊工学徒")
        await closer.tap("结束招人")
        await self._count(f"close_with_{APPLICANTS}_applicants", lambda: closer.tap("确定结束"))

    def _phone(self, user: int) -> Phone:
        return Phone(self._stage.http, self._stage.telegram.url, user, settle=self._settle)

    async def _settle(self) -> None:
        await self._stage.settle(LATEST_SECONDS)

    async def _opening(self, member: int, *, number: int) -> str:
        async with self._stage.sessions() as session, session.begin():
            organisation = await parties.enterprise(session, member, number=number)
            return (await parties.live_opening(session, organisation, headcount=APPLICANTS + 9)).id
