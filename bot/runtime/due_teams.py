"""What the clock makes due for those who act for organisations."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat import digest
from data import monthly_cap

BATCH = 50


async def deliver_held_notices(session: AsyncSession) -> int:
    """Notices that waited for the end of quiet hours, or for the daily message."""
    return await digest.deliver(session)


async def offer_again_with_the_month(session: AsyncSession) -> int:
    """Organisations that had enough new applicants last month are offered again."""
    return await monthly_cap.begin_month(session, BATCH)


TASKS = (deliver_held_notices, offer_again_with_the_month)
