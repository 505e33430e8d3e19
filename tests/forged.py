"""Button presses that no message of the bot offers: what somebody with a tampered client could send."""

import asyncio
import itertools
import time
from typing import Any

from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession

from data import inbox
from data.inbox import InboxState, InboxUpdate

_numbers = itertools.count(900_000_000)


async def press(sessions: async_sessionmaker[AsyncSession], user: int, data: str, seconds: float = 15) -> None:
    """Let `user` press a button with any data; returns when the bot has dealt with it."""
    number = next(_numbers)
    person = {"id": user, "is_bot": False, "first_name": "测试"}
    query: dict[str, Any] = {"id": str(number), "from": person, "chat_instance": "1", "data": data}
    async with sessions() as session, session.begin():
        await inbox.receive(session, [(number, user, {"update_id": number, "callback_query": query})])
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        async with sessions() as session:
            row = await session.get(InboxUpdate, number)
        if row is not None and row.state != InboxState.NEW:
            assert row.state == InboxState.DONE
            return
        await asyncio.sleep(0.1)
    raise AssertionError(f"{data} was not dealt with")
