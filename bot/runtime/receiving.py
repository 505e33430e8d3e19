"""Updates in: each is a row before Telegram hears that it arrived.

Polling acknowledges by asking for the next offset, which happens only after the rows are committed. Button presses
are answered at once, outside any transaction, so that the button stops spinning.
"""

import asyncio
import hmac
from collections.abc import Sequence
from typing import Any

import structlog
from aiohttp import web
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.runtime import backoff
from bot.runtime.backoff import seconds
from bot.runtime.inline import InlineDesk
from data.messaging import inbox

log = structlog.get_logger()

ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member", "inline_query"]
POLL_SECONDS = 20
MAX_WEBHOOK_BYTES = 1 << 20


class Receiver:
    """Writes updates to the inbox and wakes whoever processes them; inline queries are answered and not written."""

    def __init__(self, bot: Bot, sessions: async_sessionmaker[AsyncSession], wake: asyncio.Event) -> None:
        self._bot = bot
        self._sessions = sessions
        self._wake = wake
        self._answers: set[asyncio.Task[None]] = set()
        self._inline = InlineDesk(bot, sessions)

    async def store(self, updates: Sequence[Update]) -> None:
        """Commit the updates as rows; only then may they be acknowledged."""
        kept = [update for update in updates if update.inline_query is None]
        rows = [(update.update_id, _person(update), storable(update.to_dict())) for update in kept]
        if rows:
            async with self._sessions() as session, session.begin():
                await inbox.receive(session, rows)
            self._wake.set()
        for update in updates:
            if update.inline_query:
                self._inline.take(update.inline_query)
            if update.callback_query:
                task = asyncio.create_task(self._answer(update.callback_query.id))
                self._answers.add(task)
                task.add_done_callback(self._answers.discard)

    async def _answer(self, query_id: str) -> None:
        try:
            await self._bot.answer_callback_query(query_id)
        except TelegramError as error:
            log.info("answer_late", error=type(error).__name__)

    async def poll(self, stopping: asyncio.Event) -> None:
        """Fetch updates until `stopping`; survives Telegram or the database being away."""
        offset: int | None = None
        pause = 0.0
        while not stopping.is_set():
            try:
                updates = await self._bot.get_updates(
                    offset=offset, timeout=POLL_SECONDS, allowed_updates=ALLOWED, read_timeout=POLL_SECONDS + 10
                )
                if updates:
                    await self.store(updates)
                    offset = updates[-1].update_id + 1
                pause = 0.0
            except InvalidToken:
                log.error("token_refused")  # noqa: TRY400 - the exception's own words hold the token
                pause = 30.0
            except RetryAfter as error:
                pause = seconds(error.retry_after)
            except Conflict:
                log.warning("another process polls with this token; only one may")
                pause = 5.0
            except (NetworkError, SQLAlchemyError) as error:
                log.warning("polling_interrupted", error=type(error).__name__)
                pause = min(30.0, pause * 2 or 0.5)
            if pause:
                await backoff.sleep_unless(stopping, pause)

    def webhook(self, path: str, secret: str) -> web.Application:
        """A web application that takes Telegram's calls at `path`, on the same rules."""

        async def take(request: web.Request) -> web.Response:
            given = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
            if not hmac.compare_digest(given.encode(), secret.encode()):
                return web.Response(status=403)
            try:
                update = Update.de_json(await request.json(), self._bot)
            except (ValueError, KeyError, TypeError, AttributeError):
                return web.Response(status=400)
            try:
                await self.store([update])
            except SQLAlchemyError:
                return web.Response(status=503, headers={"Retry-After": "2"})
            return web.Response()

        application = web.Application(client_max_size=MAX_WEBHOOK_BYTES)
        application.router.add_post(path, take)
        return application


def storable(value: Any) -> Any:
    """The same without what PostgreSQL cannot keep: NUL characters and halves of surrogate pairs."""
    if isinstance(value, str):
        return value.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {key: storable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [storable(item) for item in value]
    return value


def _person(update: Update) -> int:
    return update.effective_user.id if update.effective_user else 0
