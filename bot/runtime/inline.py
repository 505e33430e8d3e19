"""Inline queries out of any chat: answered at once, and never written down.

They come with every key that is pressed. Only the newest one of a person is worth an answer; what a killed process
had in hand is asked again with the next key.
"""

import asyncio
import time

import structlog
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Bot, InlineQuery
from telegram.error import TelegramError

from bot.sharing import inline
from data.vocabulary import Language

log = structlog.get_logger()

QUERIES_AT_ONCE = 4
"""So many are looked up at the same moment; the people who talk to the bot come first."""
ANSWER_WITHIN_SECONDS = 8.0
"""After about ten Telegram takes no answer any more."""


class InlineAnswerer:
    """Answers inline queries, the newest of each person."""

    def __init__(self, bot: Bot, sessions: async_sessionmaker[AsyncSession]) -> None:
        self._bot = bot
        self._sessions = sessions
        self._free_slots = asyncio.Semaphore(QUERIES_AT_ONCE)
        self._tasks_by_person: dict[int, asyncio.Task[None]] = {}

    def start_answer(self, query: InlineQuery) -> None:
        """Begin to answer; an older query of the same person is dropped."""
        person = query.from_user.id
        if older := self._tasks_by_person.get(person):
            older.cancel()
        task = asyncio.create_task(self._answer(query, time.monotonic() + ANSWER_WITHIN_SECONDS))
        self._tasks_by_person[person] = task
        task.add_done_callback(lambda done: self._forget_task(person, done))

    def _forget_task(self, person: int, task: asyncio.Task[None]) -> None:
        if self._tasks_by_person.get(person) is task:
            del self._tasks_by_person[person]

    async def _answer(self, query: InlineQuery, until: float) -> None:
        try:
            async with asyncio.timeout(until - time.monotonic()), self._free_slots:
                language = Language.EN if (query.from_user.language_code or "").startswith("en") else Language.ZH
                async with self._sessions() as session, session.begin():
                    found = await inline.answer_query(session, query.query, query.offset, language, self._bot.username)
            await self._bot.answer_inline_query(
                query.id, found.results, cache_time=inline.CACHE_SECONDS, is_personal=found.is_personal,
                next_offset=found.next_offset, button=found.button,
            )  # fmt: skip
        except TelegramError as error:
            log.info("inline_answer_late", error=type(error).__name__)
        except Exception as error:  # noqa: BLE001 - nobody waits for this task, and its words may not be logged
            log.warning("inline_not_answered", error=type(error).__name__)
