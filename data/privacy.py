"""A person's own data: count it, hand it out, delete it."""

from typing import Any

from sqlmodel import SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data import applications, consents, enrolments, feedback, seekers
from data.accounts import Account, ChatState
from data.applications import OPEN_STATES, Application
from data.consents import Consent, ConsentKind
from data.enrolments import Enrolment
from data.feedback import Dismissal, Saved
from data.organisations import Membership
from data.seekers import Seeker, SensitiveFact
from data.vocabulary import EnrolmentState

PERSONAL: tuple[type[SQLModel], ...] = (
    Seeker, SensitiveFact, Consent, Application, Enrolment, Saved, Dismissal, ChatState, Membership,
)  # fmt: skip
"""Every table with a column `account_id` that speaks of a person."""


async def counts(session: AsyncSession, account_id: int) -> dict[str, int]:
    """How many applications, enrolments and kept listings there are."""
    return {
        "applications": len(await applications.of_account(session, account_id)),
        "enrolments": len(await enrolments.of_account(session, account_id)),
        "saved": len(await feedback.saved(session, account_id)),
    }


async def export(session: AsyncSession, account_id: int) -> dict[str, Any]:
    """Every row about the person, by table, without internal numbers."""
    account = await session.get(Account, account_id)
    everything: dict[str, Any] = {
        "account": account.model_dump(mode="json", exclude={"id"}) if account else None,
    }
    for table in PERSONAL:
        rows = await session.exec(select(table).where(table.account_id == account_id))  # type: ignore[attr-defined]
        hidden = {"id", "account_id", "consent_id", "organisation_id"}
        everything[table.__tablename__] = [row.model_dump(mode="json", exclude=hidden) for row in rows]  # type: ignore[index]
    return everything


async def forget_facts(session: AsyncSession, account_id: int) -> None:
    """Empty the profile, the sensitive facts included."""
    await session.exec(delete(SensitiveFact).where(col(SensitiveFact.account_id) == account_id))
    seeker = await seekers.find(session, account_id)
    if seeker is not None:
        await session.delete(seeker)
    await session.flush()


async def forget_sensitive(session: AsyncSession, account_id: int) -> None:
    """Delete the sensitive facts and take the consent to them back; all else stays."""
    await session.exec(delete(SensitiveFact).where(col(SensitiveFact.account_id) == account_id))
    await consents.withdraw(session, account_id, ConsentKind.SENSITIVE)


async def withdraw_everything(session: AsyncSession, account_id: int) -> None:
    """Before deletion: give every place back and take contact details out of what others keep."""
    for application in await applications.of_account(session, account_id):
        if application.state in OPEN_STATES and application.id is not None:
            await applications.withdraw(session, account_id, application.id)
        application.phone = None
    for enrolment in await enrolments.of_account(session, account_id):
        if enrolment.state in (EnrolmentState.ENROLLED, EnrolmentState.WAITLISTED) and enrolment.id is not None:
            await enrolments.withdraw(session, account_id, enrolment.id)
        enrolment.phone = None
    await session.flush()
