"""The message that shows how a broadcast is doing: a bar, the figures, and buttons to steer it."""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.buttons import Buttons, inline, rows
from bot.chat.cards.names import label
from bot.chat.texts import Html, render
from data import broadcasts
from data.broadcasts import Broadcast
from data.messaging import outbox
from data.people.accounts import Account
from data.vocabulary import BroadcastState, DeliveryState, Language

BAR_CELLS = 10
_OPEN = (DeliveryState.PENDING, DeliveryState.SENDING)

_STEERING: dict[BroadcastState, Buttons] = {
    BroadcastState.SENDING: [[("broadcast.pause", "staff.pause"), ("broadcast.cancel", "staff.cancel")]],
    BroadcastState.PAUSED: [[("broadcast.resume", "staff.resume"), ("broadcast.cancel", "staff.cancel")]],
}


def words(language: Language, broadcast: Broadcast, counts: dict[DeliveryState, int]) -> Html:
    """The bar and the figures."""
    total = sum(counts.values())
    open_ = sum(counts.get(state, 0) for state in _OPEN)
    through = total - open_
    full = BAR_CELLS * through // total if total else BAR_CELLS
    return render(
        "broadcast.progress", language, state=label("broadcast_state", broadcast.state, language),
        bar="▓" * full + "░" * (BAR_CELLS - full), percent=100 * through // total if total else 100, total=total,
        sent=counts.get(DeliveryState.SENT, 0), blocked=counts.get(DeliveryState.BLOCKED, 0),
        failed=counts.get(DeliveryState.FAILED, 0), uncertain=counts.get(DeliveryState.UNCERTAIN, 0), open=open_,
    )  # fmt: skip


def steering(broadcast: Broadcast) -> Buttons:
    """The buttons that its state allows."""
    allowed = _STEERING.get(broadcast.state, ())
    return [[(text, f"{name}:{broadcast.id}") for text, name in row] for row in allowed]


async def show(session: AsyncSession, broadcast: Broadcast) -> None:
    """Rewrite the author's progress message with how things stand now."""
    author = await session.get(Account, broadcast.author_id) if broadcast.author_id else None
    if author is None or broadcast.id is None or broadcast.progress_row is None:
        return
    language = author.language or Language.ZH
    counts = await broadcasts.progress(session, broadcast.id)
    payload: dict[str, Any] = {"text": words(language, broadcast, counts), "parse_mode": "HTML"}
    if buttons := rows(steering(broadcast), language):
        payload["reply_markup"] = inline(buttons)
    await outbox.write_edit(session, author.telegram_id, broadcast.progress_row, payload)
