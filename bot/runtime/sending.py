"""Messages out: outbox rows become Bot API calls, in order per chat, right after the transaction that wrote them.

While Telegram cannot be reached nothing is lost and nothing is counted: messages wait, up to a day. What Telegram
refuses, or what cannot be turned into a call, is given up after a few attempts: the chat's next messages go out.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from math import inf
from typing import Any

import structlog
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.runtime.backoff import retry_after_seconds
from bot.runtime.idling import Idling
from bot.runtime.leader_lock import LivenessLock
from data.messaging import outbox
from data.messaging.outbox import OutboxMessage, OutboxState
from data.people import accounts

log = structlog.get_logger()

CHATS_AT_ONCE = 16
FIRST_LOOK_SECONDS, IDLE_SECONDS = 0.5, 15.0
MAX_ATTEMPTS = 5
"""Of a message that cannot be sent for a reason of its own; an outage counts none."""
GIVE_UP_AFTER = timedelta(days=1)
"""How long a message waits for Telegram to come back."""
ALONE_SECONDS = 600.0
"""How long one message waits that alone fails while Telegram takes others: the chat's next ones wait behind it."""
LONGEST_HOLD_SECONDS = 60.0
REFUSED_SECONDS = 30.0
"""Pause when Telegram does not take our token."""


@dataclass
class _Trouble:
    """Failed attempts to reach Telegram for one message, by this process's clock."""

    since: float
    last: float
    tries: int = 0


class Lane:
    """Whether Telegram can be reached: holds all sending back, longer each time, when it cannot.

    Trouble with one chat alone holds only that message. After a hold one message goes ahead to see how it is.
    """

    def __init__(self) -> None:
        self._chats: set[int] = set()
        self._hold = 0.0
        self._until = 0.0
        self._answered_at = 0.0
        self._troubles: dict[int, _Trouble] = {}

    def room(self, free: int, *, in_flight: int) -> int:
        """How many messages may leave now, at most `free`, while `in_flight` have left and are not answered."""
        if time.monotonic() < self._until:
            return 0
        if self._hold:
            return 0 if in_flight else min(free, 1)
        return free

    def held_seconds(self) -> float:
        """How long nothing may leave yet; infinite where nothing is held: then no time tells when to look again."""
        left = self._until - time.monotonic()
        return left if left > 0 else inf

    def trouble(self, row: OutboxMessage) -> float | None:
        """Telegram was not reached for this message: seconds until the next attempt, None when it fails alone."""
        now = time.monotonic()
        self._chats.add(row.chat_id)
        if len(self._chats) > 1 and now >= self._until:
            self._hold = min(LONGEST_HOLD_SECONDS, self._hold * 2 or 0.5)
            self._until = now + self._hold
            log.warning("sending_held", seconds=self._hold)
        trouble = self._troubles.setdefault(row.id or 0, _Trouble(now, now))
        alone = self._answered_at > trouble.last and now - trouble.since > ALONE_SECONDS
        trouble.last = now
        trouble.tries += 1
        return None if alone else min(LONGEST_HOLD_SECONDS, 0.25 * 2.0 ** min(trouble.tries, 10))

    def answered(self, row: OutboxMessage) -> None:
        """Telegram answered."""
        self._chats.clear()
        self._hold = self._until = 0.0
        self._answered_at = time.monotonic()
        self.forget(row)

    def forget(self, row: OutboxMessage) -> None:
        """Drop what is remembered of a message that will not be tried again."""
        self._troubles.pop(row.id or 0, None)


class Sender:
    """Sends what is in the outbox, up to sixteen chats at the same moment; any number of processes may run one."""

    def __init__(
        self, bot: Bot, sessions: async_sessionmaker[AsyncSession], liveness: LivenessLock, wake: asyncio.Event
    ) -> None:
        self._bot = bot
        self._sessions = sessions
        self._liveness = liveness
        self._wake = wake
        self._idling = Idling(wake, short=FIRST_LOOK_SECONDS, long=IDLE_SECONDS)
        self._tasks_by_row: dict[int, asyncio.Task[None]] = {}
        self._lane = Lane()

    async def run(self, stopping: asyncio.Event) -> None:
        """Send until `stopping`, then finish what was begun; what is left then is sent by the next start."""
        last_recovery = 0.0
        while not stopping.is_set():
            self._wake.clear()
            try:
                if time.monotonic() - last_recovery > FIRST_LOOK_SECONDS:
                    await self._liveness.acquire()
                    if await self.release_abandoned():
                        self._idling.attend()
                    last_recovery = time.monotonic()
                await self._start_due_messages()
            except SQLAlchemyError as error:
                log.warning("database_away", error=type(error).__name__)
                await asyncio.sleep(FIRST_LOOK_SECONDS)
                self._idling.attend()
            await self._idling.wait(stopping, self._lane.held_seconds())
        await asyncio.gather(*self._tasks_by_row.values(), return_exceptions=True)

    async def release_abandoned(self) -> bool:
        """Take back what dead processes had in hand, and what this one lost when the database went away.

        Returns whether anybody has messages in hand: who does may die, so it is asked again soon.
        """
        async with self._sessions() as session:
            owners = await outbox.list_owners(session)
        for owner in owners:
            mine = owner == self._liveness.key
            if mine or await self._liveness.is_dead(owner):
                async with self._sessions() as session, session.begin():
                    freed = await outbox.release_messages(session, owner, list(self._tasks_by_row) if mine else ())
                if freed:
                    log.info("replies_taken_over", count=freed)
        return bool(owners)

    async def _start_due_messages(self) -> None:
        """Begin with the first open message of as many chats as there are hands free."""
        in_flight = len(self._tasks_by_row)
        free = self._lane.room(CHATS_AT_ONCE - in_flight, in_flight=in_flight)
        if free <= 0:
            return
        async with self._sessions() as session, session.begin():
            rows = await outbox.claim_messages(session, self._liveness.key, free)
        for row in rows:
            if row.id is not None:
                self._tasks_by_row[row.id] = asyncio.create_task(self._deliver(row))

    async def _deliver(self, row: OutboxMessage) -> None:
        try:
            if row.attempts > MAX_ATTEMPTS:  # each time its sender died, or could not write down what became of it
                await self._record(row, OutboxState.FAILED, error="too many attempts")
            else:
                await self.send(row)
        except SQLAlchemyError as error:
            log.warning("outcome_not_recorded", row=row.id, error=type(error).__name__)
            self._idling.attend()
        finally:
            del self._tasks_by_row[row.id or 0]
            self._wake.set()

    async def send(self, row: OutboxMessage) -> None:
        """Make the call that a row stands for, and write down what became of it."""
        try:
            message_id = await self._call(row)
        except RetryAfter as error:
            await self._wait(row, retry_after_seconds(error.retry_after), "429")
        except Forbidden:
            self._lane.answered(row)
            await self._blocked(row)
        except BadRequest as error:
            self._lane.answered(row)
            await self._handle_bad_request(row, error)
        except NetworkError as error:  # time-outs too: a repeated reply beats silence
            await self._wait(row, self._lane.trouble(row), type(error).__name__)
        except (InvalidToken, Conflict) as error:
            log.error("telegram_refuses_us", error=type(error).__name__)  # noqa: TRY400 - its words hold the token
            await self._wait(row, REFUSED_SECONDS, type(error).__name__)
        except TelegramError as error:
            log.error("message_refused", method=row.method, row=row.id, error=type(error).__name__)  # noqa: TRY400
            await self._record(row, OutboxState.FAILED, error=type(error).__name__)
        except SQLAlchemyError:
            raise
        except Exception as error:
            log.exception("message_not_sent", method=row.method, row=row.id)
            await self._failed(row, type(error).__name__)
        else:
            self._lane.answered(row)
            await self._record(row, OutboxState.SENT, message_id=message_id)

    async def _wait(self, row: OutboxMessage, delay: float | None, error: str) -> None:
        """Telegram is away or asks for patience: the attempt does not count, but a day is the end."""
        if delay is None or datetime.now(UTC) - row.created_at > GIVE_UP_AFTER:
            log.error("message_given_up", method=row.method, row=row.id, error=error)
            await self._record(row, OutboxState.FAILED, error=error)
            return
        await self._postpone(row, timedelta(seconds=delay), error, counted=False)

    async def _failed(self, row: OutboxMessage, error: str) -> None:
        """Something about this message is wrong: after a few attempts the chat's next one has its turn."""
        if row.attempts >= MAX_ATTEMPTS:
            await self._record(row, OutboxState.FAILED, error=error)
        else:
            await self._postpone(row, timedelta(seconds=0.25 * 2**row.attempts), error, counted=True)

    async def _blocked(self, row: OutboxMessage) -> None:
        assert row.id is not None  # noqa: S101 - read from the database
        async with self._sessions() as session, session.begin():
            await outbox.record_result(session, row.id, OutboxState.BLOCKED)
            await accounts.mark_blocked(session, row.chat_id)

    async def _record(self, row: OutboxMessage, state: OutboxState, **outcome: Any) -> None:
        assert row.id is not None  # noqa: S101
        async with self._sessions() as session, session.begin():
            await outbox.record_result(session, row.id, state, **outcome)
        self._lane.forget(row)

    async def _postpone(self, row: OutboxMessage, delay: timedelta, error: str, *, counted: bool) -> None:
        assert row.id is not None  # noqa: S101
        async with self._sessions() as session, session.begin():
            await outbox.postpone(session, row.id, delay, error, counted=counted)
        asyncio.get_running_loop().call_later(delay.total_seconds(), self._wake.set)

    async def _handle_bad_request(self, row: OutboxMessage, error: BadRequest) -> None:
        """Telegram will not take it; an edit of a message that is gone becomes a new message."""
        assert row.id is not None  # noqa: S101
        error_text = error.message.lower()
        async with self._sessions() as session, session.begin():
            if "not modified" in error_text:
                await outbox.record_result(session, row.id, OutboxState.SENT)
            elif row.method == "editMessageText" and (
                "to edit not found" in error_text or "can't be edited" in error_text
            ):
                payload = {key: value for key, value in (row.payload or {}).items() if key != "message_id"}
                session.add(OutboxMessage(chat_id=row.chat_id, method="sendMessage", payload=payload))
                await outbox.record_result(session, row.id, OutboxState.FAILED, error=outbox.SENT_ANEW)
            elif "chat not found" in error_text:
                await outbox.record_result(session, row.id, OutboxState.BLOCKED)
                await accounts.mark_blocked(session, row.chat_id)
            else:
                log.error("message_refused", method=row.method, row=row.id, error=error.message)
                await outbox.record_result(session, row.id, OutboxState.FAILED, error=error.message[:200])

    async def _call(self, row: OutboxMessage) -> int | None:
        payload = dict(row.payload or {})
        if row.edits is not None:
            async with self._sessions() as session:
                payload["message_id"] = await outbox.message_id_of(session, row.edits)
            if payload["message_id"] is None:
                return None
        return await call_bot_api(self._bot, row.method, row.chat_id, payload, row.attachment, row.attachment_name)


async def call_bot_api(
    bot: Bot, method: str, chat_id: int, payload: dict[str, Any], attachment: bytes | None = None,
    name: str | None = None,
) -> int | None:  # fmt: skip
    """One Bot API call from stored parameters; returns the message id."""
    methods: dict[str, Callable[..., Awaitable[Any]]] = {
        "sendMessage": bot.send_message,
        "editMessageText": bot.edit_message_text,
        "sendDocument": bot.send_document,
        "sendPhoto": bot.send_photo,
        "deleteMessage": bot.delete_message,
        "setMyCommands": partial(_set_menu, bot),
    }
    arguments = dict(payload)
    if markup := arguments.get("reply_markup"):
        arguments["reply_markup"] = _markup(markup)
    if preview := arguments.get("link_preview_options"):
        arguments["link_preview_options"] = LinkPreviewOptions(**preview)
    if attachment is not None:
        field = "document" if method == "sendDocument" else "photo"
        arguments |= {field: attachment, "filename": name}
    message = await methods[method](chat_id=chat_id, **arguments)
    return getattr(message, "message_id", None)


async def _set_menu(bot: Bot, *, chat_id: int, commands: list[dict[str, str]]) -> None:
    """The command menu of one chat."""
    await bot.set_my_commands(
        [BotCommand(one["command"], one["description"]) for one in commands], scope=BotCommandScopeChat(chat_id)
    )


def _markup(stored: dict[str, Any]) -> InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove:
    if "inline_keyboard" in stored:
        return InlineKeyboardMarkup.de_json(stored, None)
    if "keyboard" in stored:
        rest = {key: value for key, value in stored.items() if key != "keyboard"}
        return ReplyKeyboardMarkup(_keyboard(stored["keyboard"]), **rest)
    return ReplyKeyboardRemove()


def _keyboard(rows: list[list[dict[str, Any]]]) -> list[list[Any]]:
    return [[KeyboardButton(**button) for button in row] for row in rows]
