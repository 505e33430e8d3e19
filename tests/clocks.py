"""Letting the product's time pass in tests: until a time of day, or for some days, with everything due done."""

from datetime import timedelta

from data.db import clock
from tests.stages import Stage


async def pass_time(stage: Stage, *, days: float = 0, hours: float = 0) -> None:
    """Let time pass and do what is due, twice: what was told is not told again."""
    async with stage.sessions() as session, session.begin():
        await clock.advance(session, int(timedelta(days=days, hours=hours).total_seconds()))
    await work(stage)


async def until(stage: Stage, hour: int, minute: int = 0) -> None:
    """Go on to the next moment with this time of day."""
    async with stage.sessions() as session, session.begin():
        now = await clock.now(session)
        at = now.replace(hour=hour, minute=minute, second=0, microsecond=0)
        at += timedelta(days=1) if at <= now else timedelta()
        await clock.advance(session, int((at - now).total_seconds()) + 1)
    await work(stage)


async def work(stage: Stage) -> None:
    """Do everything due, twice, and let it be sent."""
    for _ in range(2):
        await stage.worker.do_due_work()
    await stage.settle()
