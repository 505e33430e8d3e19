"""How long until the reply stands on the phone: a typed question about a card and a first message with matches, against
`/help` in the same run.
"""

import asyncio
import statistics
import time

from matching.language import encoder
from matching.understanding import understand
from tests import databases, forged
from tests.bench.figures import Figures
from tests.phones import Phone
from tests.stages import Stage, own_stage

FIRST_USER, ROUNDS = 5901, 12
SENTENCE = "我在鞍山，35岁，干过保安，想学个电工，要包住"
QUESTIONS = ("几点上班", "管住吗", "有没有班车", "冬天屋里冷不冷", "学徒期一个月多少钱", "要不要健康证")
PATIENCE_S = 60.0


def run() -> Figures:
    name = "shitu_bench_talk"
    server = databases.server_url()
    understand(SENTENCE)
    encoder.embed_queries([SENTENCE])
    try:
        url = databases.clone(server, databases.sample_template(server), name)
        help_ms, question_ms, first_ms = asyncio.run(_measure(url))
    finally:
        databases.drop(server, name)
    ratios = {"question": question_ms / help_ms, "first_message": first_ms / help_ms}
    return Figures(
        name="talk",
        what="until the reply stands on the phone (time, less is better)",
        measured={"question_ms": question_ms, "first_message_ms": first_ms},
        baseline={"help_ms": help_ms},
        ratio=ratios["question"],
        ratios=ratios,
        setting={"rounds": ROUNDS, "baseline": "/help of the same person", "listings": "samples"},
    )


async def _measure(url: str) -> tuple[float, float, float]:
    """Medians in milliseconds of people who never spoke before, one after the other."""
    taken: dict[str, list[float]] = {"help": [], "question": [], "first": []}
    async with own_stage(url) as stage:
        for number in range(ROUNDS + 1):
            phone = Phone(stage.http, stage.telegram.url, FIRST_USER + number)
            await _meet(stage, phone, taken, QUESTIONS[number % len(QUESTIONS)])
            if number == 0:  # what a process loads once is not counted
                taken = {kind: [] for kind in taken}
    return tuple(1000 * statistics.median(taken[kind]) for kind in ("help", "question", "first"))  # type: ignore[return-value]


async def _meet(stage: Stage, phone: Phone, taken: dict[str, list[float]], question: str) -> None:
    await phone.send("/start")
    for _ in range(2):
        await phone.tap("同意，开始")
    taken["first"].append(await _reply(phone, SENTENCE))
    taken["help"].append(await _reply(phone, "/help"))
    await phone.send("/match")
    await phone.tap("1")
    await stage.settle(PATIENCE_S)
    taken["question"].append(await _reply(phone, question))
    await forged.press(stage, phone.user, "seek.again")
    await stage.settle(PATIENCE_S)


async def _reply(phone: Phone, said: str) -> float:
    """Seconds from sending until the bot's next message is there."""
    before = len([message for message in await phone.messages() if not message.mine])
    begun = time.perf_counter()
    sending = asyncio.create_task(phone.send(said))
    while time.perf_counter() - begun < PATIENCE_S:
        if len([message for message in await phone.messages() if not message.mine]) > before:
            took = time.perf_counter() - begun
            await sending
            return took
        await asyncio.sleep(0.002)
    raise TimeoutError(said)
