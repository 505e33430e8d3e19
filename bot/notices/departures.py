"""Going back on something: places are given back, and whoever waits on the other side hears of it."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.turn import Turn
from bot.notices import courses
from bot.notices.deliver import notify_people
from bot.notices.organisations import leave_all_organisations
from data import privacy
from data.applications.service import Application
from data.listings import openings
from data.organisations import service as organisations
from data.vocabulary import ListingState


async def delete_account(turn: Turn) -> None:
    """Give everything back, tell the others, and delete the account with all that hangs on it."""
    for organisation in await organisations.list_for_member(turn.session, turn.account_id):
        await organisations.lock(turn.session, organisation.id or 0)  # before any opening: see the order of locks
    given_back = await privacy.withdraw_everything(turn.session, turn.account_id)
    for application in given_back.applications:
        await notify_enterprise(turn.session, application)
    for application in given_back.applications_under_contract:
        await notify_enterprise(turn.session, application, "my.told_deleted")
    for enrolment in given_back.enrolments:
        await courses.announce_leaving(turn.session, enrolment)
    for promoted in given_back.promoted:
        await courses.announce_promoted(turn.session, promoted)
    await leave_all_organisations(turn.session, turn.account_id)
    await turn.session.flush()
    await privacy.delete_person(turn.session, turn.account)


async def notify_enterprise(
    session: AsyncSession, application: Application, text_id: str = "my.told_withdrawn"
) -> None:
    """The person has withdrawn, or what else the words say; an opening that was full can be posted anew."""
    opening = await openings.find(session, application.opening_id)
    if opening is None:
        return
    members = await organisations.list_member_ids(session, opening.organisation_id)
    others = [member for member in members if member != application.account_id]
    see = ("applicants.see", f"member.applicants:{opening.id}")
    again = [[("life.again", f"member.again:{opening.id}")]] if opening.state == ListingState.FILLED else []
    await notify_people(session, others, text_id, [[see], *again], code=application.code, title=opening.title)
