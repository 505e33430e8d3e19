"""Updates in: each is a row before Telegram hears that it arrived.

Polling acknowledges by asking for the next offset, which happens only after the rows are committed. An update is kept
as Telegram wrote it and parsed when it is processed: one that cannot be parsed, or not be stored, stops no other.
Button presses are answered at once, outside any transaction, so that the button stops spinning.
"""

import asyncio
import hmac
from collections.abc import Sequence
from typing import Any, TypeGuard

import structlog
from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import InlineQuery
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.bot_api import RawUpdatesBot
from bot.runtime import backoff
from bot.runtime.backoff import retry_after_seconds
from bot.runtime.inline import InlineAnswerer
from bot.runtime.leader_lock import LeaderLock
from data.db.database_errors import is_caused_by_values
from data.messaging import inbox

log = structlog.get_logger()

ALLOWED_UPDATES = ["message", "edited_message", "callback_query", "my_chat_member", "inline_query"]
POLL_SECONDS = 20
LONGEST_PAUSE_SECONDS = 30.0
LONGEST_DATABASE_PAUSE_SECONDS = 3.0
FOLLOWER_SECONDS = 1.0
UNREADABLE_SECONDS = 1.0
MAX_WEBHOOK_BYTES = 1 << 20
_BIGINT = 1 << 63

RawUpdate = dict[str, Any]


class Receiver:
    """Writes updates to the inbox and wakes whoever processes them; inline queries are answered and not written."""

    def __init__(self, bot: RawUpdatesBot, sessions: async_sessionmaker[AsyncSession], wake: asyncio.Event) -> None:
        self._bot = bot
        self._sessions = sessions
        self._wake = wake
        self._answer_tasks: set[asyncio.Task[None]] = set()
        self._inline = InlineAnswerer(bot, sessions)

    async def store(self, updates: Sequence[RawUpdate]) -> None:
        """Commit the updates as rows; only then may they be acknowledged. One that can never be stored is left out.

        Raises:
            Exception: the updates are not all stored; acknowledge none of them.
        """
        rows = []
        for update in updates:
            if "inline_query" in update:
                continue
            try:
                rows.append((update["update_id"], _user_id_of(update), remove_unstorable_chars(update)))
            except RecursionError:
                log.error("update_not_stored", update_id=update["update_id"], error="nested too deep")  # noqa: TRY400
        if rows:
            await self._write(rows)
            self._wake.set()
        for update in updates:
            self._answer_at_once(update)

    async def _write(self, rows: list[tuple[int, int, RawUpdate]]) -> None:
        """Commit these rows; if a row itself cannot be stored, commit the others one by one and drop it.

        Raises:
            Exception: the database does not take rows now, whatever they hold.
        """
        try:
            async with self._sessions() as session, session.begin():
                await inbox.store_updates(session, rows)
        except Exception as error:
            if not is_caused_by_values(error):
                raise
            if len(rows) == 1:  # the error's own words may hold what the person wrote
                log.error("update_not_stored", update_id=rows[0][0], error=type(error).__name__)  # noqa: TRY400
                return
            for row in rows:
                await self._write([row])

    def _answer_at_once(self, update: RawUpdate) -> None:
        try:
            if query := update.get("inline_query"):
                self._inline.start_answer(InlineQuery.de_json(query, self._bot))
            if press := update.get("callback_query"):
                task = asyncio.create_task(self._answer_callback_query(str(press["id"])))
                self._answer_tasks.add(task)
                task.add_done_callback(self._answer_tasks.discard)
        except Exception as error:  # noqa: BLE001 - whatever shape it has, the other updates come first
            log.warning("update_not_understood", error=type(error).__name__)

    async def _answer_callback_query(self, query_id: str) -> None:
        try:
            await self._bot.answer_callback_query(query_id)
        except TelegramError as error:
            log.info("answer_late", error=type(error).__name__)

    async def poll(self, stopping: asyncio.Event, leading: LeaderLock) -> None:
        """Fetch updates until `stopping`, while this process has the role; survives whatever Telegram answers."""
        offset: int | None = None
        pause = 0.0
        while not stopping.is_set():
            try:
                if not await leading.acquire():
                    offset = None
                    await backoff.sleep_unless_stopping(stopping, FOLLOWER_SECONDS)
                    continue
                updates = await self._bot.get_raw_updates(offset, seconds=POLL_SECONDS, allowed=ALLOWED_UPDATES)
                known = [update for update in updates if _has_id(update)]
                await self.store(known)
                offset = max((update["update_id"] + 1 for update in known), default=offset)
                # what has no usable id cannot be acknowledged and comes again at once
                pause = UNREADABLE_SECONDS if updates and not known else 0.0
                if len(known) < len(updates):
                    log.error("updates_without_usable_id", count=len(updates) - len(known))
            except InvalidToken:
                log.error("token_refused")  # noqa: TRY400 - the exception's own words hold the token
                pause = LONGEST_PAUSE_SECONDS
            except RetryAfter as error:
                pause = retry_after_seconds(error.retry_after)
            except Conflict:
                log.warning("another process polls with this token; only one may")
                pause = 5.0
            except SQLAlchemyError as error:
                log.warning("polling_interrupted", error=type(error).__name__)
                pause = min(LONGEST_DATABASE_PAUSE_SECONDS, _longer(pause))
            except Exception as error:  # noqa: BLE001 - no answer, however odd, may end polling
                log.warning("polling_interrupted", error=type(error).__name__)
                pause = _longer(pause)
            if pause:
                await backoff.sleep_unless_stopping(stopping, pause)

    def webhook_application(self, path: str, secret: str) -> web.Application:
        """A web application that takes Telegram's calls at `path`, on the same rules."""

        async def take(request: web.Request) -> web.Response:
            given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
            if not hmac.compare_digest(given.encode(), secret.encode()):
                return web.Response(status=403)
            try:
                update = await request.json()
            except (ValueError, LookupError, RecursionError):  # no JSON, an unknown charset, nested without end
                return web.Response(status=400)
            if not _has_id(update):
                return web.Response(status=400)
            try:
                await self.store([update])
            except Exception as error:  # noqa: BLE001 - not stored, so Telegram has to send it again
                log.warning("webhook_interrupted", error=type(error).__name__)
                return web.Response(status=503, headers={"Retry-After": "2"})
            return web.Response()

        application = web.Application(client_max_size=MAX_WEBHOOK_BYTES)
        application.router.add_post(path, take)
        return application


def remove_unstorable_chars(value: Any) -> Any:
    """The same without what PostgreSQL cannot keep: NUL characters and halves of surrogate pairs."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {remove_unstorable_chars(key): remove_unstorable_chars(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [remove_unstorable_chars(item) for item in value]
    return value


def _longer(pause: float) -> float:
    return min(LONGEST_PAUSE_SECONDS, pause * 2 or 0.5)


def _has_id(update: object) -> bool:
    return isinstance(update, dict) and _is_bigint(update.get("update_id"))


def _is_bigint(value: object) -> TypeGuard[int]:
    return isinstance(value, int) and not isinstance(value, bool) and -_BIGINT <= value < _BIGINT


def _user_id_of(update: RawUpdate) -> int:
    """The Telegram user who did what the update tells of; 0 where there is none."""
    for happening in update.values():
        sender = happening.get("from") if isinstance(happening, dict) else None
        user = sender.get("id") if isinstance(sender, dict) else None
        if _is_bigint(user):
            return user
    return 0
