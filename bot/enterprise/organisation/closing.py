"""Ending an organisation's registration, and what happens to one whose last admin deletes their account."""

from datetime import date

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.callback_args import number_of
from bot.chat.turn import Handler, Turn
from bot.enterprise.courses import learners
from bot.enterprise.organisation import member_removal
from bot.enterprise.organisation.team import tell_made_admin
from bot.notices.applications import end_waiting
from bot.notices.deliver import rows
from data.db import clock
from data.lifecycle import organisation_closing
from data.listings.openings import Opening
from data.organisations import membership
from data.organisations import service as organisations
from data.organisations.service import Organisation
from data.vocabulary import MemberRole


async def ask(turn: Turn) -> None:
    """Ask once: what ends with it cannot be brought back."""
    organisation = await membership.require_admin(turn.session, number_of(turn), turn.account_id)
    number = organisation.id
    buttons = [[("team.close_yes", f"team.close_yes:{number}"), ("team.stay", f"team.of:{number}")]]
    await turn.edit("team.close_ask", name=organisation.name, rows=rows(buttons, turn.language))


async def close(turn: Turn) -> None:
    """End it; everybody who acted for it, applied or has a place hears it."""
    organisation = await membership.require_admin(turn.session, number_of(turn), turn.account_id)
    await wind_up(turn.session, organisation.id or 0, by=turn.account_id, today=turn.now.date())
    for one in await organisations.members(turn.session, organisation.id or 0):
        await turn.session.delete(await membership.membership(turn.session, organisation.id or 0, one))
        await turn.session.flush()
        await member_removal.part(turn.session, one, organisation, "team.closed")


async def wind_up(session: AsyncSession, organisation_id: int, *, by: int | None, today: date) -> None:
    """End everything the organisation offers, and tell whoever waits for it."""
    _, ended = await organisation_closing.close(session, organisation_id, by=by)
    for listing in ended:
        if isinstance(listing, Opening):
            await end_waiting(session, listing, by=by, reason="decline.closed")
        else:
            await learners.end_waiting(session, listing, today=today)


async def left_alone(session: AsyncSession, account_id: int) -> list[Organisation]:
    """The organisations for which nobody else acts."""
    mine = await organisations.of_member(session, account_id)
    return [one for one in mine if await organisations.members(session, one.id or 0) == [account_id]]


async def give_up(session: AsyncSession, account_id: int) -> None:
    """Who deletes their account leaves the decisions to a colleague; where there is none, the registration ends."""
    for organisation in await organisations.of_member(session, account_id):
        number = organisation.id or 0
        await organisations.lock(session, number)
        others = [one for one in await membership.people(session, number) if one.account_id != account_id]
        if not others:
            await wind_up(session, number, by=None, today=await clock.today(session))
        elif all(one.role != MemberRole.ADMIN for one in others):
            others[0].role = MemberRole.ADMIN
            await session.flush()
            await tell_made_admin(session, others[0].account_id, organisation)


BUTTONS: dict[str, Handler] = {"team.close": ask, "team.close_yes": close}
