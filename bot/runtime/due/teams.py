"""What the clock makes due for those who act for organisations, and for staff."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.notices import digest
from bot.notices.tickets import tell_of_offender, tell_staff
from bot.notices.verification import notify_of_lapse, warn_of_verification_end
from data.applications import monthly_cap
from data.lifecycle import verification
from data.messaging import crossings, sent_notices
from data.organisations import licences
from data.staff import tickets

BATCH = 50


async def deliver_held_notices(session: AsyncSession) -> int:
    """Notices that waited for the end of quiet hours, or for the daily message."""
    return await digest.deliver_held_notices(session)


async def reset_monthly_caps(session: AsyncSession) -> int:
    """Organisations that had enough new applicants last month are offered again."""
    return await monthly_cap.begin_month(session, BATCH)


async def warn_of_expiring_verifications(session: AsyncSession) -> int:
    """Admins hear 30 and 7 days before that the verification of their organisation runs out."""
    told = 0
    for days in sorted(verification.WARN_DAYS):
        for organisation in await verification.list_due_expiry_warnings(session, days, BATCH):
            told += await warn_of_verification_end(session, organisation, days)
    return told


async def lapse_verifications(session: AsyncSession) -> int:
    """What ran out with nothing handed in: the listings pause, and everybody concerned hears it."""
    lapsed = await verification.lapse_overdue(session, BATCH)
    for organisation, paused in lapsed:
        await notify_of_lapse(session, organisation, paused)
    return len(lapsed)


async def forget_licences(session: AsyncSession) -> int:
    """The time for objections is over: the reference to the licence goes."""
    return await licences.forget_due(session)


async def remind_of_tickets(session: AsyncSession) -> int:
    """A ticket that nobody answered for a day is put to those on duty once more."""
    found = await tickets.list_due_reminders(session, BATCH)
    for ticket in found:
        async with session.begin_nested() as telling:
            new = await sent_notices.record_if_new(session, tickets.OPEN_NOTICE, str(ticket.id))
            if not (new and await tell_staff(session, ticket, "ticket.remind")):
                await telling.rollback()
    return len(found)


async def tell_of_repeated_offences(session: AsyncSession) -> int:
    """Whose texts were stopped again and again comes to those on duty, at most once a day: who it is and for what."""
    found = await crossings.list_repeated(session, BATCH)
    for account, newest, categories in found:
        async with session.begin_nested() as telling:
            new = await crossings.record_if_untold(session, account, newest)
            if not (new and await tell_of_offender(session, account, categories)):
                await telling.rollback()
    return len(found)


TASKS = (
    deliver_held_notices,
    reset_monthly_caps,
    warn_of_expiring_verifications,
    lapse_verifications,
    forget_licences,
    remind_of_tickets,
    tell_of_repeated_offences,
)
