"""Announcements out: one living process sends, at one pace, one recipient row after the other.

`sending` is committed before the call. What a crash left `sending` may or may not have arrived: it is shown as
uncertain and never sent again. What surely did not leave (Telegram unreachable, 429) waits and is sent later. At night
nothing goes out.
"""

import asyncio
import time

import httpx
import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Bot
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError

from bot.chat.texts import Html
from bot.notices import broadcast_progress
from bot.notices.deliver import notify_people
from bot.runtime.backoff import retry_after_seconds
from bot.runtime.idling import GATHER_SECONDS, Idling
from bot.runtime.leader_lock import LivenessLock
from bot.runtime.sending import call_bot_api
from data import broadcasts
from data.broadcasts import Recipient
from data.db import rate_limit
from data.people import accounts
from data.vocabulary import BroadcastState, DeliveryState

log = structlog.get_logger()

RATE_LIMIT_NAME = "broadcast"
FIRST_LOOK_SECONDS, IDLE_SECONDS = 1.0, 15.0
REPORT_SECONDS = 2.0
CALLS_AT_ONCE = 4
"""Only where Telegram takes longer than the pace allows do calls overlap."""
LONGEST_PAUSE_SECONDS = 30.0
_ERRORS_BEFORE_SENDING = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class Broadcaster:
    """Sends the broadcasts under way; any number of processes may run one, one of them at a time does the work."""

    def __init__(
        self, bot: Bot, sessions: async_sessionmaker[AsyncSession], liveness: LivenessLock, wake_sender: asyncio.Event,
        wake: asyncio.Event,
    ) -> None:  # fmt: skip
        self._bot = bot
        self._wake_sender = wake_sender
        self._wake = wake
        self._sessions = sessions
        self._leader_lock = liveness.leader_lock("broadcasting")
        self._calls: set[asyncio.Task[None]] = set()
        self._failures_in_a_row = 0
        self._last_report_times: dict[int, float] = {}

    async def run(self, stopping: asyncio.Event) -> None:
        """Send until `stopping`; what is left then is sent by the next start."""
        idling = Idling(self._wake, short=FIRST_LOOK_SECONDS, long=IDLE_SECONDS, gather=GATHER_SECONDS)
        while not stopping.is_set():
            self._wake.clear()
            try:
                if await self._acquire_leadership():
                    while not stopping.is_set() and await self.send_for_a_second(stopping):
                        idling.attend()
            except SQLAlchemyError as error:
                log.warning("database_away", error=type(error).__name__)
                idling.attend()
            await idling.wait(stopping)
        await self._drain()
        await self._leader_lock.release()

    async def _acquire_leadership(self) -> bool:
        """Hold the role; on taking it up, what a dead sender had in hand becomes uncertain."""
        took_up = not self._leader_lock.held
        if not await self._leader_lock.acquire():
            return False
        if took_up:
            await self._drain()
            async with self._sessions() as session, session.begin():
                found = await broadcasts.mark_uncertain(session)
            if found:
                log.info("deliveries_uncertain", count=found)
        return True

    async def send_for_a_second(self, stopping: asyncio.Event) -> bool:
        """Send for a second, or close a broadcast that is through; False when nothing is left or the role is lost."""
        async with self._sessions() as session:
            running = await broadcasts.list_to_send_now(session)
        if not running:
            return False
        broadcast = running[0]
        assert broadcast.id is not None  # noqa: S101 - read from the database
        until = time.monotonic() + 1.0
        while time.monotonic() < until and not stopping.is_set():
            if not await self._send_one(broadcast.id, broadcast.text):
                await self._drain()
                await self._finish_broadcast(broadcast.id)
                break
        else:
            await self._update_progress(broadcast.id)
        self._wake_sender.set()
        return await self._acquire_leadership()

    async def _send_one(self, broadcast_id: int, text: str) -> bool:
        """Begin the next delivery in its turn; False when there is none."""
        if len(self._calls) >= CALLS_AT_ONCE:
            await asyncio.wait(self._calls, return_when=asyncio.FIRST_COMPLETED)
        await self._wait_for_rate_limit()
        async with self._sessions() as session, session.begin():
            recipient = await broadcasts.claim_next_recipient(session, broadcast_id)
        if recipient is None:
            return False
        task = asyncio.create_task(self._deliver(broadcast_id, text, recipient))
        self._calls.add(task)
        task.add_done_callback(self._calls.discard)
        return True

    async def _wait_for_rate_limit(self) -> None:
        async with self._sessions() as session, session.begin():
            wait = await rate_limit.take_turn(session, RATE_LIMIT_NAME, rate_limit.BROADCASTS_PER_SECOND)
        if wait:
            await asyncio.sleep(wait)

    async def _deliver(self, broadcast_id: int, text: str, recipient: Recipient) -> None:
        words = broadcast_progress.announcement_text(recipient.language, Html(text))
        payload = {"text": words, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
        state, message_id, error = DeliveryState.SENT, None, None
        pause = 0.0
        try:
            message_id = await call_bot_api(self._bot, "sendMessage", recipient.telegram_id, payload)
        except RetryAfter as asked:
            state, error, pause = DeliveryState.PENDING, "429", retry_after_seconds(asked.retry_after)
        except Forbidden as refused:
            state, error = DeliveryState.BLOCKED, refused.message
        except BadRequest as refused:
            gone = "chat not found" in refused.message.lower()
            state, error = DeliveryState.BLOCKED if gone else DeliveryState.FAILED, refused.message
        except NetworkError as trouble:
            never_left = isinstance(trouble.__cause__, _ERRORS_BEFORE_SENDING)
            state = DeliveryState.PENDING if never_left else DeliveryState.UNCERTAIN
            error = type(trouble.__cause__ or trouble).__name__
        except TelegramError as other:  # the token was revoked, say: nothing left
            state, error = DeliveryState.PENDING, other.message
        troubled = state in (DeliveryState.PENDING, DeliveryState.UNCERTAIN) and not pause
        self._failures_in_a_row = self._failures_in_a_row + 1 if troubled else 0
        if troubled:
            pause = min(LONGEST_PAUSE_SECONDS, 0.25 * 2**self._failures_in_a_row)
        try:
            await self._record(broadcast_id, recipient, state, message_id, error, pause)
        except SQLAlchemyError as lost:
            log.warning("delivery_not_recorded", error=type(lost).__name__)

    async def _record(
        self, broadcast_id: int, recipient: Recipient, state: DeliveryState, message_id: int | None,
        error: str | None, pause: float,
    ) -> None:  # fmt: skip
        async with self._sessions() as session, session.begin():
            await broadcasts.record_delivery(
                session, broadcast_id, recipient.account_id, state, message_id=message_id, error=error and error[:200]
            )
            if state == DeliveryState.BLOCKED:
                await accounts.mark_blocked(session, recipient.telegram_id)
            if pause:
                await rate_limit.pause_calls(session, RATE_LIMIT_NAME, pause)

    async def _update_progress(self, broadcast_id: int) -> None:
        """Rewrite the author's progress message, at most every two seconds."""
        now = time.monotonic()
        if now - self._last_report_times.get(broadcast_id, 0.0) < REPORT_SECONDS:
            return
        self._last_report_times[broadcast_id] = now
        async with self._sessions() as session, session.begin():
            broadcast = await broadcasts.lock(session, broadcast_id)
            if broadcast.state == BroadcastState.SENDING:
                await broadcast_progress.update_progress_message(session, broadcast)

    async def _finish_broadcast(self, broadcast_id: int) -> None:
        """All recipients are through: the last figures, and word to the author."""
        async with self._sessions() as session, session.begin():
            broadcast = await broadcasts.lock(session, broadcast_id)
            await broadcasts.mark_uncertain(session)  # nothing is in hand here: those could not be recorded
            finished = await broadcasts.finish_if_done(session, broadcast)
            await broadcast_progress.update_progress_message(session, broadcast)
            if not finished:  # paused or cancelled: what was in hand counts
                return
            counts = await broadcasts.count_deliveries_by_state(session, broadcast_id)
            await notify_people(
                session, [broadcast.author_id], "broadcast.done", sent=counts.get(DeliveryState.SENT, 0),
                total=sum(counts.values()),
            )  # fmt: skip
        self._last_report_times.pop(broadcast_id, None)

    async def _drain(self) -> None:
        if self._calls:
            await asyncio.wait(self._calls)
