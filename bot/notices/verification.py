"""What an organisation hears of its verification, and its applicants when it lapses."""

from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.buttons import Buttons
from bot.chat.texts import format_day
from bot.notices.deliver import notify_people
from data.applications import service as applications
from data.enrolments import service as enrolments
from data.lifecycle import verification
from data.lifecycle.verification import Listing
from data.listings.openings import Opening
from data.organisations import service as organisations
from data.organisations.service import Organisation
from data.vocabulary import EnrolmentState


async def warn_of_verification_end(session: AsyncSession, organisation: Organisation, days: int) -> bool:
    """Admins hear that the verification runs out, once for each last day; False when that was told already."""
    if not await verification.first_warning(session, organisation, days):
        return False
    admins = await organisations.list_admin_ids(session, organisation.id or 0)
    last = partial(format_day, organisation.recheck_due)
    await notify_people(session, admins, "recheck.due", recheck_buttons(organisation), name=organisation.name, day=last)
    return True


def recheck_buttons(organisation: Organisation) -> Buttons:
    """The way to hand the data in."""
    return [[("recheck.begin", f"team.recheck:{organisation.id}")]]


async def notify_of_lapse(session: AsyncSession, organisation: Organisation, paused: list[Listing]) -> None:
    """The verification ran out: everybody who acts for it, and who applied, hears what that means for them."""
    number = organisation.id or 0
    admins = await organisations.list_admin_ids(session, number)
    others = [one for one in await organisations.list_member_ids(session, number) if one not in admins]
    name, count = organisation.name, len(paused)
    await notify_people(session, admins, "recheck.lapsed", recheck_buttons(organisation), name=name, n=count)
    await notify_people(session, others, "recheck.lapsed.clerk", name=name, n=count)
    people = {person for listing in paused for person in await _applicants_and_learners(session, listing)}
    await notify_people(
        session, sorted(people), "recheck.lapsed.applicant", [[("my.button", "seek.my")]], name=organisation.name
    )


async def _applicants_and_learners(session: AsyncSession, listing: Listing) -> list[int]:
    """Whoever waits for an answer, or has a place."""
    if isinstance(listing, Opening):
        applied = await applications.of_opening(session, listing.id)
        return [one.account_id for one in applied if one.account_id and one.state in applications.OPEN_STATES]
    enrolled = await enrolments.of_course(session, listing.id)
    open_states = (EnrolmentState.ENROLLED, EnrolmentState.WAITLISTED)
    return [one.account_id for one in enrolled if one.account_id and one.state in open_states]
