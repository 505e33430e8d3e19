"""What each side hears when an application moves: in their language, with the next step under it."""

from collections.abc import Callable, Sequence
from functools import partial

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.buttons import Buttons
from bot.chat.cards import applicant as applicant_card
from bot.chat.cards import offer as offer_card
from bot.chat.texts import Html, format_day, join, render
from bot.notices.deliver import notify_each, notify_people
from data.applications import offers
from data.applications import service as applications
from data.applications.service import Application
from data.db.errors import NotAvailable
from data.listings import openings
from data.listings.openings import Opening
from data.organisations import service as organisations
from data.organisations.service import Organisation
from data.vocabulary import Language, ListingState

SEE_OTHERS_BUTTONS: Buttons = [[("offer.see_others", "seek.again")]]


async def load_parties(session: AsyncSession, application: Application) -> tuple[Opening, Organisation, list[int]]:
    """The opening of an application, the organisation behind it, and who acts for it."""
    opening = await openings.find(session, application.opening_id)
    organisation = await session.get(Organisation, opening.organisation_id) if opening else None
    if opening is None or organisation is None:
        raise NotAvailable
    return opening, organisation, await organisations.list_member_ids(session, opening.organisation_id)


async def announce_application(session: AsyncSession, application: Application) -> None:
    """Somebody applied: the card goes to everyone who acts for the enterprise."""
    opening, _, members = await load_parties(session, application)
    applicant = await applicant_card.load(session, application, opening)

    def words(language: Language) -> Html:
        return join([render("applicant.new", language), applicant_card.card(language, applicant)], "\n\n")

    await notify_people(session, members, words, applicant_card.buttons(applicant), about=application.account_id)


async def announce_introduction(session: AsyncSession, application: Application) -> None:
    """The person put a line about themselves to an application that is under way."""
    opening, _, members = await load_parties(session, application)
    see = [[("applicants.see_one", f"member.applicant:{application.id}")]]
    await notify_people(
        session, members, "introduction.told", see, about=application.account_id, code=application.code,
        title=opening.title, said=application.introduction or "",
    )  # fmt: skip


async def announce_undone(session: AsyncSession, application: Application) -> None:
    """The person took a withdrawal back: the enterprise, which heard of that, hears that all is as before.

    With the last place the opening is filled, as by accepting.
    """
    opening, _, members = await load_parties(session, application)
    others = [member for member in members if member != application.account_id]
    see = [[("applicants.see_one", f"member.applicant:{application.id}")]]
    await notify_people(session, others, "undo.told", see, code=application.code, title=opening.title)
    if opening.state == ListingState.FILLED:
        await _announce_filled(session, opening, others)


async def announce_talking(session: AsyncSession, application: Application) -> bool:
    """Both said yes: each side gets the other's contact. False when the person cannot be reached."""
    opening, organisation, members = await load_parties(session, application)
    write = ("relay.write", f"relay.write:{application.id}")
    by_phone = opening.contact_mode == "phone" and organisation.contact_phone
    reached = await notify_people(
        session, [application.account_id], "talk.seeker.phone" if by_phone else "talk.seeker.by_bot",
        [[write], [("my.button", "seek.my")]], about=None, organisation=organisation.name, title=opening.title,
        code=application.code, phone=organisation.contact_phone or "",
    )  # fmt: skip
    applicant = await applicant_card.load(session, application, opening)
    await notify_people(
        session, members, "talk.member", applicant_card.buttons(applicant), about=application.account_id,
        code=application.code, title=opening.title, reach=partial(_contact_line, application),
    )  # fmt: skip
    return reached > 0


def _contact_line(application: Application, language: Language) -> Html:
    return applicant_card.contact_line(language, application)


async def announce_declined(session: AsyncSession, application: Application) -> None:
    """The enterprise said no, or the opening ended: kindly, with the reason and a next step."""
    opening, organisation, _ = await load_parties(session, application)
    await _tell_declined(session, [application], opening, organisation)


async def _tell_declined(
    session: AsyncSession, declined: Sequence[Application], opening: Opening, organisation: Organisation
) -> None:
    """Applications to one opening that ended for one reason."""
    reason = declined[0].reason or "decline.other"
    codes = {application.account_id: {"code": application.code} for application in declined}
    await notify_each(
        session, codes, "decline.told", SEE_OTHERS_BUTTONS, organisation=organisation.name, title=opening.title,
        reason=partial(render, reason),
    )  # fmt: skip


async def announce_offer(session: AsyncSession, application: Application) -> bool:
    """A place is offered: the person accepts or declines by button. False when they cannot be reached."""
    words = await offer_words(session, application)
    reached = await notify_people(session, [application.account_id], words, offer_buttons(application), about=None)
    return reached > 0


async def offer_words(session: AsyncSession, application: Application) -> Callable[[Language], Html]:
    """An offered place with its terms, in a language."""
    opening, organisation, _ = await load_parties(session, application)
    found, until = await offers.find_terms(session, application), application.held_until
    about: dict[str, str] = {"organisation": organisation.name, "title": opening.title, "code": application.code}

    def words(language: Language) -> Html:
        day = format_day(until, language) if until else ""
        lines = [render("offer.made", language, **about)]
        lines += [offer_card.terms(language, found)] if found else []
        return join([join(lines), render("offer.made.then", language, day=day)], "\n\n")

    return words


def offer_buttons(application: Application) -> Buttons:
    """What can be answered to an offer."""
    number = application.id
    return [
        [("offer.sign", f"seek.sign:{number}"), ("offer.refuse", f"seek.refuse_offer:{number}")],
        [("relay.write", f"relay.write:{number}")],
    ]


async def announce_signed(session: AsyncSession, application: Application) -> None:
    """The person accepted; with the last place the opening is filled, and those who still wait hear it."""
    opening, _, members = await load_parties(session, application)
    figures = (await applications.counts_by_opening(session, [opening.id]))[opening.id]
    await notify_people(
        session, members, "offer.signed.member", [[("relay.write", f"relay.write:{application.id}")]],
        code=application.code, title=opening.title, held=figures.held, headcount=opening.headcount,
    )  # fmt: skip
    if opening.state == ListingState.FILLED:
        await _announce_filled(session, opening, members)


async def _announce_filled(session: AsyncSession, opening: Opening, members: Sequence[int]) -> None:
    await notify_people(session, members, "offer.filled", title=opening.title)
    await end_waiting_applications(session, opening, by=None, reason="decline.filled")


async def announce_offer_refused(session: AsyncSession, application: Application) -> None:
    """The person does not take the place: it is free again."""
    opening, _, members = await load_parties(session, application)
    await notify_people(
        session, members, "offer.refused.member", [[("applicants.see", f"member.applicants:{opening.id}")]],
        code=application.code, title=opening.title,
    )  # fmt: skip


async def end_waiting_applications(session: AsyncSession, opening: Opening, *, by: int | None, reason: str) -> int:
    """End the applications that still wait, and tell each person; returns how many."""
    ended = await applications.end_waiting(session, opening.id, by=by, reason=reason)
    organisation = await session.get(Organisation, opening.organisation_id) if ended else None
    if organisation is not None:
        await _tell_declined(session, ended, opening, organisation)
    return len(ended)
