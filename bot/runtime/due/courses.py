"""What the clock makes due for learners: a reminder of the first day, an end of the waiting list."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.notices import courses
from data.enrolments import service as enrolments

BATCH = 50


async def remind_of_course_starts(session: AsyncSession) -> int:
    """Those who have a place in a course hear two days before that it begins."""
    near = await enrolments.list_due_start_reminders(session, BATCH)
    return sum([await courses.remind_of_the_start(session, enrolment, course) for enrolment, course in near])


async def end_waiting_lists(session: AsyncSession) -> int:
    """Who waited for a place in a course that began, or ended, hears that none became free."""
    ended = await enrolments.expire_waiting(session, BATCH)
    for enrolment in ended:
        await courses.tell_waited_in_vain(session, enrolment)
    return len(ended)


TASKS = (remind_of_course_starts, end_waiting_lists)
