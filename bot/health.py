"""The self-check behind `shitu doctor`."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError
from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.settings import Settings
from data.db import engine
from data.db.engine import DatabaseUnavailable
from data.messaging import inbox, outbox
from matching.language import encoder
from matching.language.encoder import EncoderError
from matching.language.heads.reading import has_heads
from matching.search import indexing

GIVEN_UP_SHOWN = timedelta(days=7)


@dataclass(frozen=True)
class HealthCheck:
    """One thing looked at: whether it is fine, and one line about it."""

    name: str
    ok: bool
    summary: str


async def check_health(settings: Settings) -> list[HealthCheck]:
    """Look at the database, the queues, the model and Telegram."""
    checks: tuple[Callable[[Settings], Awaitable[HealthCheck]], ...] = (_database, _queues, _model, _telegram)
    return [await check(settings) for check in checks]


async def _database(settings: Settings) -> HealthCheck:
    where = "SHITU_DATABASE_URL" if settings.database_url else f"bundled server under {settings.home}"
    try:
        await asyncio.to_thread(engine.upgrade, settings.resolve_database_url())
    except (DatabaseUnavailable, OSError) as error:
        return HealthCheck("database", ok=False, summary=str(error))
    return HealthCheck("database", ok=True, summary=f"{where}, schema up to date")


async def _queues(settings: Settings) -> HealthCheck:
    try:
        async with engine.open_sessions(settings.resolve_database_url()) as sessions, sessions() as session:
            updates = await inbox.count_by_state(session)
            unsent = await outbox.open_count(session)
            given_up = await outbox.given_up_count(session, datetime.now(UTC) - GIVEN_UP_SHOWN)
    except (SQLAlchemyError, OSError):
        return HealthCheck("queues", ok=False, summary="not readable without the database")
    failed = updates.get("failed", 0)
    words = f"{updates.get('new', 0)} updates waiting, {failed} set aside, {unsent} messages to send"
    words += f", {given_up} given up in the last {GIVEN_UP_SHOWN.days} days"
    return HealthCheck("queues", ok=failed + given_up == 0, summary=words)


async def _model(settings: Settings) -> HealthCheck:
    try:
        await asyncio.to_thread(encoder.embed_queries, ["焊工"])
        async with engine.open_sessions(settings.resolve_database_url()) as sessions, sessions() as session:
            await indexing.require_dimension(session)
    except EncoderError as error:
        return HealthCheck("model", ok=False, summary=str(error))
    except (SQLAlchemyError, OSError):
        return HealthCheck("model", ok=False, summary=f"{encoder.model_id()}, not compared with the database")
    alone = (
        ""
        if has_heads()
        else "; it has no heads: only plain answers are understood, no advert is read, the law check knows figures"
    )
    return HealthCheck("model", ok=True, summary=f"{encoder.model_id()}{alone}")


async def _telegram(settings: Settings) -> HealthCheck:
    if settings.bot_token is None:
        return HealthCheck("telegram", ok=False, summary="SHITU_BOT_TOKEN is not set (not needed for `shitu demo`)")
    try:
        async with Bot(settings.bot_token.get_secret_value(), base_url=settings.api_base_url) as bot:
            return HealthCheck("telegram", ok=True, summary=f"reached as @{bot.username}")
    except InvalidToken:
        return HealthCheck("telegram", ok=False, summary="the token was refused; check SHITU_BOT_TOKEN")
    except TelegramError as error:
        return HealthCheck("telegram", ok=False, summary=f"not reached ({type(error).__name__})")
