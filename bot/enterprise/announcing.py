"""What each side hears when an application moves: in their language, with the next step under it."""

from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.telling import Buttons, tell
from bot.chat.texts import Html, day, join, render
from bot.enterprise import applicant_card
from data import applications, openings, organisations
from data.applications import Application
from data.errors import Gone
from data.openings import Opening
from data.organisations import Organisation
from data.vocabulary import ApplicationState as State
from data.vocabulary import Language, ListingState

SEE_OTHERS: Buttons = [[("offer.see_others", "seek.again")]]


async def _around(session: AsyncSession, application: Application) -> tuple[Opening, Organisation, list[int]]:
    opening = await openings.find(session, application.opening_id)
    organisation = await session.get(Organisation, opening.organisation_id) if opening else None
    if opening is None or organisation is None:
        raise Gone
    return opening, organisation, await organisations.members(session, opening.organisation_id)


def buttons_for(application: Application) -> Buttons:
    """What a member can do with an application in its present state."""
    number = application.id
    write = ("relay.write", f"relay.write:{number}")
    refuse = ("applicant.no", f"member.no:{number}")
    if application.state == State.APPLIED:
        return [[("applicant.yes", f"member.yes:{number}"), refuse]]
    if application.state in (State.TALKING, State.INTERVIEW):
        return [[("applicant.offer", f"member.offer:{number}"), write], [refuse]]
    if application.state in (State.OFFERED, State.SIGNED):
        return [[write]]
    return []


async def announce_application(session: AsyncSession, application: Application) -> None:
    """Somebody applied: the card goes to everyone who acts for the enterprise."""
    opening, _, members = await _around(session, application)
    facts = await applicant_card.known_of(session, application)

    def words(language: Language) -> Html:
        card = applicant_card.card(language, application, opening, facts)
        return join([render("applicant.new", language), card], "\n\n")

    await tell(session, members, words, buttons_for(application))


async def announce_talking(session: AsyncSession, application: Application) -> None:
    """Both said yes: each side gets the other's contact."""
    opening, organisation, members = await _around(session, application)
    write = ("relay.write", f"relay.write:{application.id}")
    by_phone = opening.contact_mode == "phone" and organisation.contact_phone
    await tell(
        session, [application.account_id], "talk.seeker.phone" if by_phone else "talk.seeker.by_bot",
        [[write], [("my.button", "seek.my")]], organisation=organisation.name, title=opening.title,
        code=application.code, phone=organisation.contact_phone or "",
    )  # fmt: skip
    await tell(
        session, members, "talk.member", buttons_for(application), code=application.code, title=opening.title,
        reach=partial(_reach, application),
    )  # fmt: skip


def _reach(application: Application, language: Language) -> Html:
    return applicant_card.reach(language, application)


async def announce_declined(session: AsyncSession, application: Application) -> None:
    """The enterprise said no, or the opening ended: kindly, with the reason and a next step."""
    opening, organisation, _ = await _around(session, application)
    reason = application.reason or "decline.other"
    await tell(
        session, [application.account_id], "decline.told", SEE_OTHERS, organisation=organisation.name,
        title=opening.title, code=application.code, reason=partial(render, reason),
    )  # fmt: skip


async def announce_offer(session: AsyncSession, application: Application) -> None:
    """A place is offered: the person accepts or declines by button."""
    opening, organisation, _ = await _around(session, application)
    number, until = application.id, application.held_until
    buttons: Buttons = [
        [("offer.sign", f"seek.sign:{number}"), ("offer.refuse", f"seek.refuse_offer:{number}")],
        [("relay.write", f"relay.write:{number}")],
    ]
    await tell(
        session, [application.account_id], "offer.made", buttons, organisation=organisation.name,
        title=opening.title, code=application.code, day=partial(day, until),
    )  # fmt: skip


async def announce_signed(session: AsyncSession, application: Application) -> None:
    """The person accepted; with the last place the opening is filled, and those who still wait hear it."""
    opening, _, members = await _around(session, application)
    figures = (await applications.figures(session, [opening.id]))[opening.id]
    await tell(
        session, members, "offer.signed.member", [[("relay.write", f"relay.write:{application.id}")]],
        code=application.code, title=opening.title, held=figures.held, headcount=opening.headcount,
    )  # fmt: skip
    if opening.state == ListingState.FILLED:
        await tell(session, members, "offer.filled", title=opening.title)
        await end_waiting(session, opening, by=application.account_id, reason="decline.filled")


async def announce_offer_refused(session: AsyncSession, application: Application) -> None:
    """The person does not take the place: it is free again."""
    opening, _, members = await _around(session, application)
    await tell(
        session, members, "offer.refused.member", [[("applicants.see", f"member.applicants:{opening.id}")]],
        code=application.code, title=opening.title,
    )  # fmt: skip


async def end_waiting(session: AsyncSession, opening: Opening, *, by: int | None, reason: str) -> int:
    """End the applications that still wait, and tell each person; returns how many."""
    ended = await applications.end_waiting(session, opening.id, by=by, reason=reason)
    for application in ended:
        await announce_declined(session, application)
    return len(ended)
