"""A person's own data: count it, hand it out, delete it."""

from dataclasses import dataclass, field
from typing import Any

from sqlmodel import SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data import broadcasts
from data.applications import service as applications
from data.applications.models import (
    Agreement,
    ApplicationEvent,
    ApplicationQuestion,
    Interview,
    OfferTerms,
    forget_person,
)
from data.applications.service import OPEN_STATES, Application
from data.broadcasts import Broadcast, Delivery
from data.enrolments import service as enrolments
from data.enrolments.service import LEAVABLE_STATES, Enrolment
from data.imports.uploads import Upload
from data.lifecycle.verification import Submission
from data.listings import questions
from data.listings.courses import Course
from data.listings.models import ListingEvent
from data.listings.openings import Opening
from data.listings.questions import ListingQuestion, ListingQuestionAsker
from data.messaging import inbox, outbox
from data.messaging.crossings import Crossing
from data.messaging.outbox import OutboxMessage
from data.organisations.membership import AdmissionRequest, TeamInvitation
from data.organisations.service import Membership, Organisation
from data.people import accounts, consents, feedback, seekers, unheard
from data.people.accounts import Account, ChatState
from data.people.alerts import MatchAlert
from data.people.consents import Consent, ConsentKind
from data.people.feedback import Dismissal, Liked, Saved
from data.people.preferences import HeldNotice, NoticeTimes
from data.people.seekers import Seeker, SensitiveFact
from data.people.unasked import UnaskedNotice, UnwantedNotice
from data.people.unheard import UnheardMessage
from data.staff.members import StaffMember
from data.staff.tickets import Ticket
from data.vocabulary import ApplicationState as State


@dataclass(frozen=True)
class PersonalRows:
    """Rows of a table that speak of a person, found by the column that names their account."""

    table: type[SQLModel]
    column: str = "account_id"
    given: tuple[str, ...] = ()
    """Columns that an export holds; empty: all but internal numbers. Of what a person did for others: the act only."""


PERSONAL_ROWS: tuple[PersonalRows, ...] = (
    *(
        PersonalRows(table)
        for table in (
            Seeker, SensitiveFact, Consent, Application, ApplicationQuestion, Interview, OfferTerms, Enrolment, Saved,
            Dismissal, Liked, ChatState, Membership, AdmissionRequest, NoticeTimes, HeldNotice, Upload, Delivery,
            StaffMember, UnheardMessage, ListingQuestionAsker, MatchAlert, Ticket, Crossing,
            UnaskedNotice, UnwantedNotice,
        )
    ),
    PersonalRows(HeldNotice, "about_id", ("payload", "held_at", "due_at")),
    PersonalRows(OutboxMessage, "about_id", ("payload", "created_at")),
    PersonalRows(ApplicationEvent, "by", ("state", "reason", "at")),
    PersonalRows(ApplicationQuestion, "asked_by", ("said", "asked_at")),
    PersonalRows(ListingQuestion, "answered_by", ("said", "answer", "answered_at")),
    PersonalRows(Ticket, "answered_by", ("answer", "answered_at")),
    PersonalRows(Agreement, "recorded_by", ("paper", "signed_on", "recorded_at")),
    PersonalRows(Opening, "created_by", ("id", "title", "created_at")),
    PersonalRows(Course, "created_by", ("id", "title", "created_at")),
    PersonalRows(ListingEvent, "by", ("listing_id", "state", "reason", "at")),
    PersonalRows(Organisation, "decided_by", ("name", "state", "decided_at")),
    PersonalRows(Submission, "made_by", ("said", "made_at", "verified")),
    PersonalRows(TeamInvitation, "made_by", ("expires_at", "used_at", "withdrawn_at")),
    PersonalRows(Broadcast, "author_id", ("text", "segment", "state", "created_at")),
)  # fmt: skip
"""Every column of every table that points at an account; a test compares this with the schema."""

_INTERNAL = {"id", "account_id", "consent_id", "organisation_id", "about_id", "asked_by", "answered_by"}


async def count_records(session: AsyncSession, account_id: int) -> dict[str, int]:
    """How many applications, enrolments and kept listings there are."""
    return {
        "applications": len(await applications.of_account(session, account_id)),
        "enrolments": len(await enrolments.of_account(session, account_id)),
        "saved": len(await feedback.list_saved_ids(session, account_id)),
    }


async def export_person(session: AsyncSession, account_id: int) -> dict[str, Any]:
    """Every row about the person, by table, without internal numbers."""
    account = await session.get(Account, account_id)
    everything: dict[str, Any] = {
        "account": account.model_dump(mode="json", exclude={"id"}) if account else None,
    }
    for personal in PERSONAL_ROWS:
        rows = await session.exec(select(personal.table).where(getattr(personal.table, personal.column) == account_id))
        shown: dict[str, Any] = {"include": set(personal.given)} if personal.given else {"exclude": _INTERNAL}
        name = str(personal.table.__tablename__)
        key = name if personal.column == "account_id" else f"{name}.{personal.column}"
        everything[key] = [row.model_dump(mode="json", **shown) for row in rows]
    return everything


async def delete_person(session: AsyncSession, account: Account) -> None:
    """Delete the account and all that speaks of the person, what waits to be told to others included.

    What the person is still to hear goes out; the row of it keeps no trace of them then (`outbox.record_result`).
    """
    await outbox.forget_chat(session, account.telegram_id)
    await inbox.forget_person(session, account.telegram_id)
    await questions.forget(session, account.id or 0)
    await accounts.delete_account(session, account)


async def forget_facts(session: AsyncSession, account_id: int) -> None:
    """Empty the profile, sensitive facts and kept words included; announcements that were to go by it do not go out."""
    await broadcasts.cancel_pending_deliveries(session, account_id)
    await seekers.forget_sensitive(session, account_id)
    await unheard.forget(session, account_id)
    seeker = await seekers.find(session, account_id)
    if seeker is not None:
        await session.delete(seeker)
    await session.flush()


async def forget_sensitive(session: AsyncSession, account_id: int) -> None:
    """Delete the sensitive facts and take the consent to them back; all else stays."""
    await seekers.forget_sensitive(session, account_id)
    await consents.withdraw(session, account_id, ConsentKind.SENSITIVE)


@dataclass(frozen=True)
class WithdrawalResult:
    """What ended when somebody left: others have to hear of it."""

    applications: list[Application] = field(default_factory=list)
    applications_under_contract: list[Application] = field(default_factory=list)
    """Under a labour contract, which stands whatever is deleted here."""
    enrolments: list[Enrolment] = field(default_factory=list)
    promoted: list[Enrolment] = field(default_factory=list)
    """Enrolments of others that moved up from a waiting list."""


async def withdraw_everything(session: AsyncSession, account_id: int) -> WithdrawalResult:
    """Before deletion: give every place back and take contact details out of what others keep."""
    given_back = WithdrawalResult()
    my_applications = await applications.lock_of_account(session, account_id)
    my_enrolments = await enrolments.lock_of_account(session, account_id)
    for application in my_applications:
        bound = application.state == State.SIGNED and await applications.is_under_contract(session, application)
        if bound:
            given_back.applications_under_contract.append(application)
        elif application.state in (*OPEN_STATES, State.SIGNED):
            given_back.applications.append(await applications.withdraw(session, account_id, application.id or 0))
        forget_person(application)
    for enrolment in my_enrolments:
        if enrolment.state in LEAVABLE_STATES and enrolment.id is not None:
            left, promoted = await enrolments.withdraw(session, account_id, enrolment.id)
            given_back.enrolments.append(left)
            given_back.promoted.extend([promoted] if promoted else [])
        enrolments.forget_person(enrolment)
    await session.flush()
    return given_back
