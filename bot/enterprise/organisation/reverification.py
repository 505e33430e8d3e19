"""Verified again, or with corrected data: what is known appears filled in, so that two taps do when nothing changed."""

from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.callback_args import number_of
from bot.chat.forms import organisation_kinds
from bot.chat.forms.engine import Draft, Form, register, start
from bot.chat.texts import Html, day
from bot.chat.turn import Handler, Turn
from bot.enterprise.organisation import licence
from bot.enterprise.organisation.join import NAME, PLACE_AND_PHONE, lines, particulars, tell_reviewers
from bot.notices.deliver import Buttons, rows, tell
from data.applications import service as applications
from data.enrolments import service as enrolments
from data.lifecycle import verification
from data.lifecycle.verification import Listing
from data.listings.openings import Opening
from data.organisations import membership
from data.organisations import service as organisations
from data.organisations.service import Organisation
from data.vocabulary import EnrolmentState, OrganisationState


async def begin(turn: Turn) -> None:
    """The data as it stands, to be handed in as it is or changed."""
    organisation = await membership.require_admin(turn.session, number_of(turn), turn.account_id)
    said = verification.particulars(organisation)
    known: Draft = {
        "organisation": organisation.id, "name": said.name, "kinds": list(said.kinds),
        "ticked_kinds": list(said.kinds), "city": said.city, "district": said.district, "phone": said.phone,
        "licence": None,
    }  # fmt: skip
    await start(turn, RECHECKING, known)


async def _summary(turn: Turn, draft: Draft) -> Html:
    return turn.t("recheck.summary", **lines(turn, draft))


async def _finish(turn: Turn, draft: Draft) -> None:
    said = particulars(draft)
    organisation = await verification.submit(turn.session, draft["organisation"], said, by=turn.account_id)
    await licence.keep(turn.session, organisation, draft)
    turn.goto(None)
    see = rows([[("team.see", "team.show")]], turn.language)
    lapsed = organisation.state == OrganisationState.LAPSED
    await turn.say("recheck.sent.lapsed" if lapsed else "recheck.sent", name=organisation.name, rows=see)
    if organisation.state != OrganisationState.PENDING:
        await tell_reviewers(turn.session, organisation, "review.recheck")


async def warn(session: AsyncSession, organisation: Organisation, days: int) -> bool:
    """Admins hear that the verification runs out, once for each last day; False when that was told already."""
    if not await verification.first_warning(session, organisation, days):
        return False
    admins = await organisations.admins(session, organisation.id or 0)
    last = partial(day, organisation.recheck_due)
    await tell(session, admins, "recheck.due", again(organisation), name=organisation.name, day=last)
    return True


def again(organisation: Organisation) -> Buttons:
    """The way to hand the data in."""
    return [[("recheck.begin", f"team.recheck:{organisation.id}")]]


async def tell_lapsed(session: AsyncSession, organisation: Organisation, paused: list[Listing]) -> None:
    """The verification ran out: everybody who acts for it, and who applied, hears what that means for them."""
    number = organisation.id or 0
    admins = await organisations.admins(session, number)
    others = [one for one in await organisations.members(session, number) if one not in admins]
    name, count = organisation.name, len(paused)
    await tell(session, admins, "recheck.lapsed", again(organisation), name=name, n=count)
    await tell(session, others, "recheck.lapsed.clerk", name=name, n=count)
    people = {person for listing in paused for person in await _concerned(session, listing)}
    await tell(
        session, sorted(people), "recheck.lapsed.applicant", [[("my.button", "seek.my")]], name=organisation.name
    )


async def _concerned(session: AsyncSession, listing: Listing) -> list[int]:
    """Whoever waits for an answer, or has a place."""
    if isinstance(listing, Opening):
        applied = await applications.of_opening(session, listing.id)
        return [one.account_id for one in applied if one.account_id and one.state in applications.OPEN_STATES]
    enrolled = await enrolments.of_course(session, listing.id)
    open_states = (EnrolmentState.ENROLLED, EnrolmentState.WAITLISTED)
    return [one.account_id for one in enrolled if one.account_id and one.state in open_states]


RECHECKING = register(
    Form(
        "recheck", (NAME, organisation_kinds.kinds_question(), *PLACE_AND_PHONE, licence.QUESTION), finish=_finish,
        summary=_summary, confirm="join.submit", about=("organisation",),
    )
)  # fmt: skip

BUTTONS: dict[str, Handler] = {"team.recheck": begin}
