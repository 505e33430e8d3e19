"""What members and others hear of an organisation: made admin, full this month, closed; and winding it up."""

from datetime import date
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.texts import format_day
from bot.notices import courses
from bot.notices.applications import end_waiting_applications
from bot.notices.deliver import notify_people
from data.applications import monthly_cap
from data.db import clock
from data.lifecycle import organisation_closing
from data.listings.openings import Opening
from data.messaging import sent_notices
from data.organisations import membership
from data.organisations import service as organisations
from data.organisations.service import Organisation
from data.vocabulary import MemberRole


async def notify_new_admin(session: AsyncSession, account_id: int, organisation: Organisation) -> None:
    """Somebody decides for the organisation from now on."""
    see = [[("team.see", "team.show")]]
    await notify_people(session, [account_id], "team.admin.told", see, name=organisation.name)


async def close_organisation(session: AsyncSession, organisation_id: int, *, by: int | None, today: date) -> None:
    """End everything the organisation offers, and tell whoever waits for it."""
    _, ended = await organisation_closing.close_organisation(session, organisation_id, by=by)
    for listing in ended:
        if isinstance(listing, Opening):
            await end_waiting_applications(session, listing, by=by, reason="decline.closed")
        else:
            await courses.end_waiting(session, listing, today=today)


async def list_organisations_without_others(session: AsyncSession, account_id: int) -> list[Organisation]:
    """The organisations for which nobody else acts."""
    mine = await organisations.list_for_member(session, account_id)
    return [one for one in mine if await organisations.list_member_ids(session, one.id or 0) == [account_id]]


async def leave_all_organisations(session: AsyncSession, account_id: int) -> None:
    """Who deletes their account leaves the decisions to a colleague; where there is none, the registration ends."""
    for organisation in await organisations.list_for_member(session, account_id):
        number = organisation.id or 0
        await organisations.lock(session, number)
        others = [one for one in await membership.list_memberships(session, number) if one.account_id != account_id]
        if not others:
            await close_organisation(session, number, by=None, today=await clock.today(session))
        elif all(one.role != MemberRole.ADMIN for one in others):
            others[0].role = MemberRole.ADMIN
            await session.flush()
            await notify_new_admin(session, others[0].account_id, organisation)


async def notify_if_full_this_month(session: AsyncSession, organisation: Organisation) -> None:
    """The month's last new applicant has come: members hear it, once a month."""
    number = organisation.id or 0
    if not await monthly_cap.is_full(session, number):
        return
    today = await clock.today(session)
    month = monthly_cap.first_of_month(today).isoformat()
    if await sent_notices.record_if_new(session, "cap.full", f"{number}:{month}"):
        again: date = monthly_cap.next_month(today)
        await notify_people(
            session, await organisations.list_member_ids(session, number), "settings.cap_full",
            [[("settings.change_cap", "settings.show")]], name=organisation.name, n=organisation.monthly_cap or 0,
            day=partial(format_day, again),
        )  # fmt: skip
