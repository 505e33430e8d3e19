"""The message that shows how a broadcast is doing: a bar, the figures, and buttons to steer it."""

from datetime import datetime
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.buttons import Buttons, inline_keyboard, rows
from bot.chat.cards.names import label
from bot.chat.texts import Html, join, render
from data import broadcasts
from data.broadcasts import Broadcast
from data.db import clock
from data.messaging import outbox
from data.people import unasked
from data.people.accounts import Account
from data.vocabulary import BroadcastState, DeliveryState, Language

BAR_CELLS = 10
_UNFINISHED_STATES = (DeliveryState.PENDING, DeliveryState.SENDING)

_BUTTONS_BY_STATE: dict[BroadcastState, Buttons] = {
    BroadcastState.SENDING: [[("broadcast.pause", "staff.pause"), ("broadcast.cancel", "staff.cancel")]],
    BroadcastState.PAUSED: [[("broadcast.resume", "staff.resume"), ("broadcast.cancel", "staff.cancel")]],
}


def announcement_text(language: Language, words: Html) -> Html:
    """What people get: who tells it, then the words."""
    return join([render("broadcast.sender", language), words])


def night_text(language: Language, now: datetime) -> Html | None:
    """That nothing goes out before the morning; None by day."""
    morning = unasked.quiet_until(now)
    if morning is None:
        return None
    return render("broadcast.night.today" if morning.date() == now.date() else "broadcast.night.tomorrow", language)


def progress_text(language: Language, broadcast: Broadcast, counts: dict[DeliveryState, int], now: datetime) -> Html:
    """The bar and the figures; at night, when it goes out."""
    figures = _figures(language, broadcast, counts)
    night = night_text(language, now) if broadcast.state == BroadcastState.SENDING else None
    return join([figures, night], "\n\n") if night else figures


def _figures(language: Language, broadcast: Broadcast, counts: dict[DeliveryState, int]) -> Html:
    total = sum(counts.values())
    open_ = sum(counts.get(state, 0) for state in _UNFINISHED_STATES)
    finished = total - open_
    filled_cells = BAR_CELLS * finished // total if total else BAR_CELLS
    return render(
        "broadcast.progress",
        language,
        state=label("broadcast_state", broadcast.state, language),
        bar="▓" * filled_cells + "░" * (BAR_CELLS - filled_cells),
        percent=100 * finished // total if total else 100,
        total=total,
        sent=counts.get(DeliveryState.SENT, 0),
        blocked=counts.get(DeliveryState.BLOCKED, 0),
        failed=counts.get(DeliveryState.FAILED, 0),
        uncertain=counts.get(DeliveryState.UNCERTAIN, 0),
        open=open_,
    )


def steering_buttons(broadcast: Broadcast) -> Buttons:
    """The buttons that its state allows."""
    allowed = _BUTTONS_BY_STATE.get(broadcast.state, ())
    return [[(text, f"{name}:{broadcast.id}") for text, name in row] for row in allowed]


async def update_progress_message(session: AsyncSession, broadcast: Broadcast) -> None:
    """Rewrite the author's progress message with how things stand now."""
    author = await session.get(Account, broadcast.author_id) if broadcast.author_id else None
    if author is None or broadcast.id is None or broadcast.progress_row is None:
        return
    language = author.language or Language.ZH
    counts = await broadcasts.count_deliveries_by_state(session, broadcast.id)
    words = progress_text(language, broadcast, counts, await clock.now(session))
    payload: dict[str, Any] = {"text": words, "parse_mode": "HTML"}
    if buttons := rows(steering_buttons(broadcast), language):
        payload["reply_markup"] = inline_keyboard(buttons)
    await outbox.write_edit(session, author.telegram_id, broadcast.progress_row, payload)
