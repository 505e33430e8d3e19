"""Button presses that no message of the bot offers: what somebody with a tampered client could send."""

import asyncio
import itertools
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.service import Service
from data.messaging import inbox
from data.messaging.inbox import InboxState, InboxUpdate

_numbers = itertools.count(900_000_000)
_at_work: list[Service] = []


@asynccontextmanager
async def heard_by(service: Service) -> AsyncIterator[None]:
    """Within the block the service looks at once for what is pressed here, as if it had received it."""
    _at_work.append(service)
    try:
        yield
    finally:
        _at_work.remove(service)


async def press(sessions: async_sessionmaker[AsyncSession], user: int, data: str, seconds: float = 15) -> None:
    """Let `user` press a button with any data; returns when the bot has dealt with it."""
    await press_at_once(sessions, {user: data}, seconds)


async def press_at_once(
    sessions: async_sessionmaker[AsyncSession], presses: dict[int, str], seconds: float = 15
) -> None:
    """Let several people press in the same moment; returns when the bot has dealt with all of it."""
    updates = [_update(user, data) for user, data in presses.items()]
    async with sessions() as session, session.begin():
        await inbox.store_updates(session, updates)
    for service in _at_work:
        service.wake_inbox.set()
    for number, _, _ in updates:
        await _dealt_with(sessions, number, seconds)


def _update(user: int, data: str) -> tuple[int, int, dict[str, Any]]:
    number = next(_numbers)
    person = {"id": user, "is_bot": False, "first_name": "测试"}
    query: dict[str, Any] = {"id": str(number), "from": person, "chat_instance": "1", "data": data}
    return number, user, {"update_id": number, "callback_query": query}


async def _dealt_with(sessions: async_sessionmaker[AsyncSession], number: int, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        async with sessions() as session:
            row = await session.get(InboxUpdate, number)
        if row is not None and row.state != InboxState.NEW:
            assert row.state == InboxState.DONE
            return
        await asyncio.sleep(0.02)
    raise AssertionError(f"update {number} was not dealt with")
