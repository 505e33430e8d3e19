"""What waited for its time: one by one after quiet hours, or everything of a day in one message."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession
from telegram.constants import InlineKeyboardMarkupLimit, MessageLimit

from bot.chat.texts import Html, join, render, telegram_length
from bot.chat.turn import queue_message
from data.people import preferences
from data.people.accounts import Account
from data.people.preferences import HeldNotice
from data.vocabulary import Language

PEOPLE_PER_BATCH = 50
KeyboardRow = list[dict[str, Any]]


async def deliver_held_notices(session: AsyncSession) -> int:
    """Send what is due now; returns to how many people. Who blocked the bot meanwhile gets nothing."""
    due = await preferences.take_due(session, PEOPLE_PER_BATCH)
    for notice_times, held in due:
        account = await session.get(Account, notice_times.account_id)
        if account is None or account.blocked_at is not None:
            continue
        as_digest = notice_times.digest_at is not None and len(held) > 1
        if as_digest:
            for payload in build_digest(held, account.language or Language.ZH):
                await queue_message(session, account, payload)
        else:
            for one in held:
                await queue_message(session, account, one.payload, about=one.about_id)
    return len(due)


def build_digest(held: list[HeldNotice], language: Language) -> list[dict[str, Any]]:
    """Several notices as one message, or as few as Telegram's limits allow; each button says which one it is of."""
    messages: list[dict[str, Any]] = []
    parts: list[Html] = [render("digest.heading", language, n=len(held))]
    rows: list[KeyboardRow] = []
    for number, one in enumerate(held, 1):
        part = render("digest.item", language, number=number, words=Html(one.payload["text"]))
        own = _numbered(one.payload, number)
        too_long = telegram_length(join([*parts, part], "\n\n")) > MessageLimit.MAX_TEXT_LENGTH
        if too_long or _count(rows + own) > InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER:
            messages.append(_message(parts, rows))
            parts, rows = [], []
        parts.append(part)
        rows += own
    return [*messages, _message(parts, rows)]


def _numbered(payload: dict[str, Any], number: int) -> list[KeyboardRow]:
    rows = payload.get("reply_markup", {}).get("inline_keyboard", [])
    return [[button | {"text": f"{number}. {button['text']}"} for button in row] for row in rows]


def _count(rows: list[KeyboardRow]) -> int:
    return sum(len(row) for row in rows)


def _message(parts: list[Html], rows: list[KeyboardRow]) -> dict[str, Any]:
    payload: dict[str, Any] = {
        "text": join(parts, "\n\n"), "parse_mode": "HTML", "link_preview_options": {"is_disabled": True},
    }  # fmt: skip
    return payload | ({"reply_markup": {"inline_keyboard": rows}} if rows else {})
