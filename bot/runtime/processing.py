"""Inbox rows become changes and replies: in order per person, many people at once, one transaction per update."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update
from telegram.constants import ChatType

from bot.application import App
from bot.chat import group_chats, menus
from bot.chat import turn as turns
from bot.runtime.idling import Idling
from data.db import clock
from data.db.database_errors import is_away, is_transient
from data.db.errors import Refusal
from data.messaging import inbox
from data.people import accounts
from data.vocabulary import Language

log = structlog.get_logger()

FIRST_LOOK_SECONDS, IDLE_SECONDS = 1.0, 15.0
RETRY_SECONDS = 0.5
LONGEST_RETRY_SECONDS = 30.0
BUSY_SECONDS = 0.1
"""How long a person is left alone whom another process serves."""
UPDATE_SECONDS = 60.0
"""What takes longer than this for one update is broken off and counts as a failure."""
HINDRANCES_BEFORE_TELLING = 5
"""So many times in a row an update is held up before the person hears that the answer takes longer."""
HINDRANCES_NOT_COUNTED = 20
"""From then on each attempt counts: an update that others hold up without end is set aside."""


class _NotNow(Exception):
    """Look at the person again in a moment."""


async def process_update(application: App, session: AsyncSession, raw: dict[str, Any]) -> None:
    """Do in this transaction what one update asks for; what the bot says to it is in the outbox then.

    Raises:
        Exception: what a handler raised; a `Refusal` is told to the person instead.
    """
    update = Update.de_json(raw, application.bot)
    if update.effective_user is None:
        return
    if update.effective_chat is not None and update.effective_chat.type != ChatType.PRIVATE:
        await group_chats.point_to_private_chat(session, update)
        return
    telegram_id = update.effective_user.id
    turn = await turns.open_turn(session, update, telegram_id, await clock.now(session), application.bot.username)
    try:
        async with session.begin_nested():
            await application.process_update(update)
            if turn.failure is not None:
                raise turn.failure
            await menus.sync_menu(session, turn.account, update.effective_user.language_code)
    except Refusal as refusal:
        # what the handler had begun is undone; the person hears why
        account = await accounts.get_or_create(session, telegram_id)
        await turns.notify(session, account, refusal.text_id, **refusal.params)


class Processor:
    """Serves up to `concurrency` people at the same moment, each one update at a time.

    Whoever has to wait for something (another process, a lock, a second attempt) rests without occupying a place.
    """

    def __init__(
        self, application: App, sessions: async_sessionmaker[AsyncSession], wake: asyncio.Event,
        wake_sender: asyncio.Event, *, concurrency: int, wake_others: Sequence[asyncio.Event] = (),
    ) -> None:  # fmt: skip
        self._application = application
        self._sessions = sessions
        self._wake = wake
        self._wake_sender = wake_sender
        self._wake_others = wake_others
        self._concurrency = concurrency
        self._tasks_by_person: dict[int, asyncio.Task[None]] = {}
        self._resting: dict[int, float] = {}
        """People to be left alone until then."""
        self._hindered: dict[int, int] = {}
        """How often in a row a person's update was held up by a lock or the like."""
        self._uncounted: dict[int, int] = {}
        """Attempts by update that are written down although they do not count: the database was away."""
        self._suspect: int | None = None
        """The person whose update, tried before without an end, is being tried again."""

    async def run(self, stopping: asyncio.Event) -> None:
        """Process until `stopping`, then finish what was begun."""
        idling = Idling(self._wake, short=FIRST_LOOK_SECONDS, long=IDLE_SECONDS)
        while not stopping.is_set():
            self._wake.clear()
            try:
                await self._serve_waiting()
            except SQLAlchemyError as error:
                log.warning("database_away", error=type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)
                idling.attend()
            await idling.wait(stopping, self._rest_seconds())
        await asyncio.gather(*self._tasks_by_person.values(), return_exceptions=True)

    def _rest_seconds(self) -> float:
        """Until the first of those who are left alone is to be served again."""
        return max(0.01, min(self._resting.values(), default=float("inf")) - time.monotonic())

    async def _serve_waiting(self) -> None:
        now = time.monotonic()  # first of all: whoever has rested enough must not shorten the next pause
        self._resting = {person: until for person, until in self._resting.items() if until > now}
        free = self._concurrency - len(self._tasks_by_person)
        if free <= 0:
            return
        async with self._sessions() as session:
            people = await inbox.waiting_people(session, free, besides=[*self._tasks_by_person, *self._resting])
        for person in people:
            task = asyncio.create_task(self._serve(person))
            self._tasks_by_person[person] = task
            task.add_done_callback(lambda _, person=person: self._forget_task(person))  # type: ignore[misc]

    def _forget_task(self, person: int) -> None:
        del self._tasks_by_person[person]
        if self._suspect == person:
            self._suspect = None
        self._wake.set()

    def _rest(self, person: int, seconds: float) -> None:
        self._resting[person] = time.monotonic() + seconds

    async def _serve(self, person: int) -> None:
        """Process the person's next update; whatever goes wrong is dealt with here."""
        attempt = _Attempt(person)
        try:
            async with asyncio.timeout(UPDATE_SECONDS), self._sessions() as session, session.begin():
                await self._attempt(session, attempt)
        except _NotNow:
            self._rest(person, BUSY_SECONDS)
            return
        except SQLAlchemyError as error:
            if is_transient(error):
                await self._again(attempt, error)
            else:
                log.exception("update_refused", update_id=attempt.update_id)
                await self._record_failure(attempt)
        except TimeoutError:
            log.warning("update_took_too_long", update_id=attempt.update_id, seconds=UPDATE_SECONDS)
            await self._record_failure(attempt)
        except Exception:
            log.exception("update_failed", update_id=attempt.update_id)
            await self._record_failure(attempt)
        else:
            self._hindered.pop(person, None)
            for event in self._wake_others:
                event.set()
        self._wake_sender.set()

    async def _attempt(self, session: AsyncSession, attempt: "_Attempt") -> None:
        """Claim, count and process one update.

        Raises:
            _NotNow: another process serves the person, or another suspect update is being tried.
        """
        row = await inbox.claim_next_update(session, attempt.person)
        if row is None:
            raise _NotNow
        attempt.update_id = row.update_id
        uncounted = self._uncounted.get(row.update_id, 0)
        tried = row.attempts - uncounted
        if tried >= inbox.MAX_ATTEMPTS:  # it was begun so often, and each time the process died or hung
            await self._set_aside(session, attempt)
            return
        if tried:  # one at a time: should it kill the process, it alone is to blame
            if self._suspect is not None:
                raise _NotNow
            self._suspect = attempt.person
        async with self._sessions() as own, own.begin():
            await inbox.count_attempt(own, row.update_id, uncounted)
        self._uncounted.pop(row.update_id, None)
        attempt.counted = True
        await process_update(self._application, session, row.payload or {})
        inbox.mark_done(row, await clock.now(session))

    async def _again(self, attempt: "_Attempt", error: SQLAlchemyError) -> None:
        """The database was away or others were in the way: try again later, at first without counting it."""
        log.warning("update_postponed", update_id=attempt.update_id, error=type(error).__name__)
        pause, times = RETRY_SECONDS, 0
        if not is_away(error):
            times = self._hindered[attempt.person] = self._hindered.get(attempt.person, 0) + 1
            pause = min(LONGEST_RETRY_SECONDS, RETRY_SECONDS * 2.0 ** min(times, 10))
        self._rest(attempt.person, pause)
        if times == HINDRANCES_BEFORE_TELLING and attempt.person:
            await self._tell_busy(attempt)
        if attempt.update_id is None or not attempt.counted or times > HINDRANCES_NOT_COUNTED:
            return
        try:
            async with self._sessions() as session, session.begin():
                await inbox.take_attempt_back(session, attempt.update_id)
        except SQLAlchemyError:
            self._uncounted[attempt.update_id] = self._uncounted.get(attempt.update_id, 0) + 1

    async def _tell_busy(self, attempt: "_Attempt") -> None:
        try:
            async with self._sessions() as session, session.begin():
                await self._tell(session, attempt.person, "error.busy")
        except SQLAlchemyError as error:
            log.warning("person_not_told", update_id=attempt.update_id, error=type(error).__name__)

    async def _record_failure(self, attempt: "_Attempt") -> None:
        self._hindered.pop(attempt.person, None)
        self._rest(attempt.person, RETRY_SECONDS)
        if attempt.update_id is None:
            return
        try:
            async with self._sessions() as session, session.begin():
                await self._set_aside(session, attempt)
        except SQLAlchemyError as error:
            log.warning("failure_not_recorded", update_id=attempt.update_id, error=type(error).__name__)

    async def _set_aside(self, session: AsyncSession, attempt: "_Attempt") -> None:
        """Give the update up if its attempts are used, and tell the person."""
        if not await inbox.fail_if_out_of_attempts(session, attempt.update_id or 0) or not attempt.person:
            return
        log.error("update_set_aside", update_id=attempt.update_id)
        try:
            async with session.begin_nested():
                await self._tell(session, attempt.person, "error.set_aside")
        except SQLAlchemyError as error:
            if is_transient(error):
                raise
            log.warning("person_not_told", update_id=attempt.update_id, error=type(error).__name__)

    async def _tell(self, session: AsyncSession, person: int, text_id: str) -> None:
        """Write to a person without waiting for a lock on their account: it may be what holds the update up."""
        account = await accounts.by_telegram_id(session, person)
        language = account.language if account is not None else None
        await turns.say_in_chat(session, person, text_id, language or Language.ZH)


class _Attempt:
    """One attempt at a person's next update, and how far it came."""

    def __init__(self, person: int) -> None:
        self.person = person
        self.update_id: int | None = None
        self.counted = False
