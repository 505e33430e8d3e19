"""Inbox rows become changes and replies: in order per person, many people at once, one transaction per update."""

import asyncio

import psycopg
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update
from telegram.constants import ChatType

from bot.application import App
from bot.chat import group_chats, menus
from bot.chat import turn as turns
from data.db import clock
from data.db.errors import Refusal
from data.messaging import inbox
from data.messaging.inbox import InboxUpdate
from data.people import accounts

log = structlog.get_logger()

IDLE_SECONDS = 1.0
RETRY_SECONDS = 0.5


class Processor:
    """Serves up to `concurrency` people at the same moment, each one update at a time."""

    def __init__(
        self, application: App, sessions: async_sessionmaker[AsyncSession], wake: asyncio.Event,
        wake_sender: asyncio.Event, *, concurrency: int,
    ) -> None:  # fmt: skip
        self._application = application
        self._sessions = sessions
        self._wake = wake
        self._wake_sender = wake_sender
        self._concurrency = concurrency
        self._serving: dict[int, asyncio.Task[None]] = {}

    async def run(self, stopping: asyncio.Event) -> None:
        """Process until `stopping`, then finish what was begun."""
        while not stopping.is_set():
            self._wake.clear()
            try:
                await self._serve_waiting()
            except SQLAlchemyError as error:
                log.warning("database_away", error=type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)
            try:
                await asyncio.wait_for(self._wake.wait(), IDLE_SECONDS)
            except TimeoutError:
                continue
        await asyncio.gather(*self._serving.values(), return_exceptions=True)

    async def _serve_waiting(self) -> None:
        free = self._concurrency - len(self._serving)
        if free <= 0:
            return
        async with self._sessions() as session:
            people = await inbox.waiting_people(session, free, besides=list(self._serving))
        for person in people:
            task = asyncio.create_task(self._serve(person))
            self._serving[person] = task
            task.add_done_callback(lambda _, person=person: self._served(person))  # type: ignore[misc]

    def _served(self, person: int) -> None:
        del self._serving[person]
        self._wake.set()

    async def _serve(self, person: int) -> None:
        row_id: int | None = None
        try:
            async with self._sessions() as session, session.begin():
                row = await inbox.claim(session, person)
                if row is None:
                    # another process serves this person
                    await asyncio.sleep(0.05)
                    return
                row_id = row.update_id
                await self._process(session, row)
                inbox.finish(row, await clock.now(session))
        except SQLAlchemyError as error:
            lost = _connection_lost(error)
            log.warning("update_postponed", update_id=row_id, error=type(error).__name__, exc_info=not lost)
            await asyncio.sleep(RETRY_SECONDS)
            if row_id is not None and not lost:
                await self._failed(person, row_id)
        except Exception:
            log.exception("update_failed", update_id=row_id)
            if row_id is not None:
                await self._failed(person, row_id)
        self._wake_sender.set()

    async def _process(self, session: AsyncSession, row: InboxUpdate) -> None:
        update = Update.de_json(row.payload or {}, self._application.bot)
        if update.effective_user is None:
            return
        if update.effective_chat is not None and update.effective_chat.type != ChatType.PRIVATE:
            await group_chats.answer(session, update)
            return
        telegram_id = update.effective_user.id
        turn = await turns.take(session, update, telegram_id, await clock.now(session), self._application.bot.username)
        try:
            async with session.begin_nested():
                await self._application.process_update(update)
                if turn.failure is not None:
                    raise turn.failure
                await menus.keep_in_step(session, turn.account, update.effective_user.language_code)
        except Refusal as refusal:
            # what the handler had begun is undone; the person hears why
            account = await accounts.meet(session, telegram_id)
            await turns.notify(session, account, refusal.text_id, **refusal.params)

    async def _failed(self, person: int, update_id: int) -> None:
        try:
            async with self._sessions() as session, session.begin():
                if await inbox.record_failure(session, update_id) and person:
                    await turns.notify(session, await accounts.meet(session, person), "error.set_aside")
        except SQLAlchemyError as error:
            log.warning("failure_not_recorded", update_id=update_id, error=type(error).__name__)


_AWAY = ("08", "57P", "53")
"""Beginnings of the SQLSTATEs that mean: no connection, shutting down, out of resources."""


def _connection_lost(error: SQLAlchemyError) -> bool:
    """Whether the database is away, rather than refusing what was asked of it."""
    if getattr(error, "connection_invalidated", False):
        return True
    original = getattr(error, "orig", None)
    state = getattr(original, "sqlstate", None)
    return isinstance(original, psycopg.OperationalError) and (state is None or state.startswith(_AWAY))
