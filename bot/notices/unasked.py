"""What a seeker is told unasked; under each such message stands the way to have no more of its kind."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.buttons import Buttons
from bot.notices.deliver import MessageSource, notify_people
from data.messaging import sent_notices
from data.people import unasked
from data.vocabulary import UnaskedKind


async def tell_once(
    session: AsyncSession, account_id: int, kind: UnaskedKind, notice: tuple[str, str], message: MessageSource,
    buttons: Buttons,
) -> bool:  # fmt: skip
    """Tell it if the person may be told now and was not told before; `notice` is its kind and subject.

    Returns whether it was told.
    """
    if not await unasked.take_turn(session, account_id, kind):
        return False
    if not await sent_notices.record_if_new(session, *notice):
        return False
    await tell(session, account_id, kind, message, buttons)
    return True


async def tell(
    session: AsyncSession, account_id: int, kind: UnaskedKind, message: MessageSource, buttons: Buttons
) -> None:
    """The same for one whose turn was taken already."""
    await unasked.record(session, account_id, kind)
    await notify_people(session, [account_id], message, buttons, about=None)


def stop_button(kind: UnaskedKind) -> tuple[str, str]:
    """No more of this kind."""
    return f"unasked.stop.{kind}", f"seek.unwanted:{kind}"
