"""Waiting for the next thing to do."""

import asyncio
import time

from bot.runtime.idling import Idling


async def _waits(idling: Idling, times: int) -> list[float]:
    found = []
    for _ in range(times):
        began = time.monotonic()
        await idling.wait(asyncio.Event())
        found.append(time.monotonic() - began)
    return found


async def test_each_wait_in_vain_is_twice_as_long_up_to_the_longest() -> None:
    first, second, third, fourth = await _waits(Idling(asyncio.Event(), short=0.1, long=0.4), 4)
    assert first < second < third
    assert first > 0.09
    assert third > 0.39
    assert 0.39 < fourth < 0.75


async def test_whoever_attends_begins_with_short_waits_again() -> None:
    idling = Idling(asyncio.Event(), short=0.02, long=30)
    await _waits(idling, 5)
    idling.attend()
    assert (await _waits(idling, 1))[0] < 0.3


async def test_a_wait_ends_at_once_when_woken_or_stopped() -> None:
    wake, stopping = asyncio.Event(), asyncio.Event()
    idling = Idling(wake, short=60, long=60)
    wake.set()
    assert await asyncio.wait_for(idling.wait(stopping), 2)
    wake.clear()
    stopping.set()
    assert not await asyncio.wait_for(idling.wait(stopping), 2)


async def test_what_comes_while_gathering_is_in_the_same_look() -> None:
    wake, looks = asyncio.Event(), 0
    idling, stopping = Idling(wake, short=60, long=60, gather=0.2), asyncio.Event()

    async def look() -> None:
        nonlocal looks
        while await idling.wait(stopping):
            wake.clear()
            looks += 1

    looking = asyncio.create_task(look())
    for _ in range(5):
        wake.set()
        await asyncio.sleep(0.01)
    await asyncio.sleep(0.5)
    assert looks == 1
    wake.set()
    await asyncio.sleep(0.4)
    assert looks == 2
    stopping.set()
    await asyncio.wait_for(looking, 2)
