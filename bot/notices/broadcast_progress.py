"""The message that shows how a broadcast is doing: a bar, the figures, and buttons to steer it."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.buttons import Buttons, inline_keyboard, rows
from bot.chat.cards.names import label
from bot.chat.texts import Html, render
from data import broadcasts
from data.broadcasts import Broadcast
from data.messaging import outbox
from data.people.accounts import Account
from data.vocabulary import BroadcastState, DeliveryState, Language

BAR_CELLS = 10
_UNFINISHED_STATES = (DeliveryState.PENDING, DeliveryState.SENDING)

_BUTTONS_BY_STATE: dict[BroadcastState, Buttons] = {
    BroadcastState.SENDING: [[("broadcast.pause", "staff.pause"), ("broadcast.cancel", "staff.cancel")]],
    BroadcastState.PAUSED: [[("broadcast.resume", "staff.resume"), ("broadcast.cancel", "staff.cancel")]],
}


def progress_text(language: Language, broadcast: Broadcast, counts: dict[DeliveryState, int]) -> Html:
    """The bar and the figures."""
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
    payload: dict[str, Any] = {"text": progress_text(language, broadcast, counts), "parse_mode": "HTML"}
    if buttons := rows(steering_buttons(broadcast), language):
        payload["reply_markup"] = inline_keyboard(buttons)
    await outbox.write_edit(session, author.telegram_id, broadcast.progress_row, payload)
