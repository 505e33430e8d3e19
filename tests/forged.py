"""Button presses that no message of the bot offers: what somebody with a tampered client could send."""

import asyncio
import itertools

from tests.stages import LiveStage, Stage, Update

_numbers = itertools.count(900_000_000)


async def press(stage: Stage, user: int, data: str) -> None:
    """Let `user` press a button with any data; returns when the bot has dealt with it."""
    await stage.receive(_update(user, data), user)


async def press_at_once(stage: LiveStage, presses: dict[int, str]) -> None:
    """Let several people press in the same moment; returns when the bot has dealt with all of it."""
    await asyncio.gather(*(press(stage, user, data) for user, data in presses.items()))


def _update(user: int, data: str) -> Update:
    number = next(_numbers)
    person = {"id": user, "is_bot": False, "first_name": "测试"}
    return {
        "update_id": number,
        "callback_query": {"id": str(number), "from": person, "chat_instance": "1", "data": data},
    }
