"""Taking an enrolment back right after it was made."""

from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications.undo import UNDO_MINUTES, SeenAlready, TooLateToUndo
from data.db import clock
from data.db.errors import NotAllowed, NotAvailable
from data.enrolments import service as enrolments
from data.enrolments.service import Enrolment
from data.listings import courses
from data.vocabulary import EnrolmentState as State


async def undo_enrolment(
    session: AsyncSession, account_id: int, enrolment_id: int
) -> tuple[Enrolment, Enrolment | None]:
    """The person takes back what they have just sent; whoever moves up from the waiting list is returned second.

    Raises:
        NotAllowed: someone else's. NotAvailable: it has ended. SeenAlready: the school has confirmed it. TooLateToUndo.
    """
    found = await session.get(Enrolment, enrolment_id)
    if found is None:
        raise NotAvailable
    await courses.lock(session, found.course_id)
    await session.refresh(found)
    if found.account_id != account_id:
        raise NotAllowed
    if found.state == State.ATTENDING:
        raise SeenAlready
    if found.state not in enrolments.LEAVABLE_STATES:
        raise NotAvailable
    if found.created_at < await clock.now(session) - timedelta(minutes=UNDO_MINUTES):
        raise TooLateToUndo(n=UNDO_MINUTES)
    return await enrolments.withdraw(session, account_id, enrolment_id)
