"""Enterprises, openings and seekers for tests of the chat, made through the same functions the bot uses."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.notices.applications import announce_application
from data.applications import offers
from data.applications import service as applications
from data.applications.service import Application
from data.closed_forms.credit_codes import check_character
from data.db import clock
from data.listings.openings import Opening
from data.organisations import service as organisations
from data.organisations.service import Organisation, OrganisationDetails
from data.people import accounts, consents, seekers
from data.people.accounts import Account
from data.people.consents import ConsentKind
from data.people.profile import Facts, PlaceFact
from data.vocabulary import Education, Housing, ListingState, OrganisationState, Shift
from matching.search.indexing import index_listing
from tests.phones import Phone
from tests.stages import Stage


def credit_code(number: int = 1) -> str:
    """A well-formed social credit code that belongs to nobody."""
    first = f"91210100MA{number:07d}"
    return first + check_character(first)


async def account_id(session: AsyncSession, user: int) -> int:
    """The account of a Telegram user."""
    return (await accounts.get_or_create(session, user)).id or 0


async def account(session: AsyncSession, user: int) -> Account:
    """The account itself."""
    return await accounts.get_or_create(session, user)


async def enterprise(
    session: AsyncSession, member: int, *, number: int = 1, state: OrganisationState = OrganisationState.VERIFIED,
    kinds: Sequence[str] = ("enterprise",),
) -> Organisation:  # fmt: skip
    """An organisation with one member (a Telegram id)."""
    said = OrganisationDetails(f"北岭样板机械厂{number}", "210100", "210106", "024-81234567", kinds)
    organisation = await organisations.register(
        session, await account_id(session, member), said, credit_code=credit_code(number), person="王姐"
    )
    organisation.state = state
    await session.flush()
    return organisation


async def live_opening(
    session: AsyncSession, organisation: Organisation, *, headcount: int = 2, **more: Any
) -> Opening:
    """An opening that people can find now."""
    today = await clock.today(session)
    fields: dict[str, Any] = {
        "id": f"o-test{organisation.id}{headcount}", "organisation_id": organisation.id, "title": "焊工学徒",
        "occupation_code": "6-18-02-04", "city": "210100", "district": "210106", "headcount": headcount,
        "description": "跟着师傅学下料、打磨和平焊，三个月后独立上手。", "wage_min": 4000, "wage_max": 5000,
        "housing": Housing.PROVIDED, "meals": True, "shift": Shift.DAY, "night_shift": False,
        "education_min": Education.JUNIOR, "accepts_no_experience": True, "contact_mode": "phone",
        "deadline": today + timedelta(days=30), "state": ListingState.LIVE, "created_at": await clock.now(session),
        "live_at": await clock.now(session),
    }  # fmt: skip
    opening = Opening(**{**fields, **more})
    session.add(opening)
    await session.flush()
    await index_listing(session, opening)
    return opening


async def seeker(session: AsyncSession, user: int, *, city: str = "210100", facts: Facts | None = None) -> int:
    """Somebody who consented and whose profile is kept; returns the account id."""
    number = await account_id(session, user)
    for kind in (ConsentKind.MATCHING, ConsentKind.TELEGRAM_ABROAD):
        await consents.give(session, number, kind)
    known = facts or Facts(age=27, places=[PlaceFact(code=city, name="", city=city, role="lives")])
    await seekers.save_facts(session, number, known)
    return number


async def application(
    session: AsyncSession, user: int, opening: Opening, *, phone: str | None = None, facts: Facts | None = None
) -> Application:
    """A seeker's application to the opening."""
    return await applications.apply(session, await seeker(session, user, facts=facts), opening.id, phone=phone)


async def applied_to_opening(stage: Stage, member_user: int, seeker_user: int) -> tuple[Phone, Phone, Application]:
    """An enterprise with one live opening and a seeker who has applied to it, the enterprise told.

    Returns the enterprise's phone, the seeker's phone and the application.
    """
    member, seeker_phone = stage.phone(member_user), stage.phone(seeker_user)
    async with stage.sessions() as session, session.begin():
        opening = await live_opening(session, await enterprise(session, member_user))
    await member.send("/help")
    await seeker_phone.send("/help")
    async with stage.sessions() as session, session.begin():
        applied = await application(session, seeker_user, opening, phone="13800138000")
        await announce_application(session, applied)
    await member.until("有人报名了")
    return member, seeker_phone, applied


async def offered(session: AsyncSession, user: int, opening: Opening, member: int) -> Application:
    """An application with a standing offer."""
    made = await application(session, user, opening)
    by = await account_id(session, member)
    await applications.accept(session, made.id or 0, member=by)
    return await offers.offer_place(session, made.id or 0, member=by)


async def offer_by_phone(member: Phone) -> None:
    """Tap the offer of the applicant on the screen and answer what it asks."""
    await member.tap("录用")
    for said in ("后天", "4000-5000", "兴顺街1号"):
        await member.send(said)
    for _ in ("whom to ask for", "what to bring"):
        await member.tap("跳过")
    await member.tap("发出录用")
