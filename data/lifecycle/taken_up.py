"""What a person has applied to or enrolled in."""

from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications import service as applications
from data.enrolments import service as enrolments


async def list_taken_up(session: AsyncSession, account_id: int) -> set[str]:
    """Ids of the listings, however it ended with them."""
    openings = {one.opening_id for one in await applications.of_account(session, account_id)}
    return openings | {one.course_id for one in await enrolments.of_account(session, account_id)}
