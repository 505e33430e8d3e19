"""Enterprises, training providers, schools and assessors, and the people who act for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.db.errors import NotAllowed, NotAvailable, Refusal
from data.db.types import enum_column, text_list, timestamp_column
from data.vocabulary import ListingKind, MemberRole, OrganisationKind, OrganisationState

MAY_POST = frozenset({OrganisationState.PENDING, OrganisationState.VERIFIED, OrganisationState.LAPSED})
"""What an organisation posts that is not (or no longer) verified waits until it is."""


class AlreadyJoined(Refusal):
    """Another person already stands for this organisation; they must let the new one in."""

    text_id = "join.error.code_taken"

    def __init__(self, organisation_id: int, name: str) -> None:
        super().__init__(name=name)
        self.organisation_id = organisation_id


class JoinedByYou(Refusal):
    """The account stands for this organisation already."""

    text_id = "join.error.yours"


class WrongKind(Refusal):
    """The organisation is not of a kind that posts such listings."""

    def __init__(self, wanted: ListingKind) -> None:
        super().__init__()
        self.text_id = f"team.error.kind_for_{wanted.value}"


VERIFIED_MONTHS = 6
"""How long a verification holds (人社厅发〔2025〕60号)."""

FREES_ITS_CODE = frozenset({OrganisationState.REFUSED, OrganisationState.CLOSED})
"""In these states a registration does not hold the credit code any more."""


class Organisation(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    name: str = Field(index=True)
    credit_code: str | None = Field(default=None, unique=True)
    """Unified social credit code (GB 32100-2015), checked; absent only for imported organisations."""
    kinds: list[str] = text_list()
    """Values of `OrganisationKind`, at least one."""
    city: str
    district: str | None = None
    contact_phone: str | None = None
    contact_name: str | None = None
    """Whom to ask for, where nobody acts for it: of those who do, `Membership.name` tells."""
    state: OrganisationState = enum_column(OrganisationState, default=OrganisationState.PENDING)
    state_reason: str | None = None
    recheck_due: date | None = Field(default=None, index=True)
    """The last day of the present verification; None where nobody acts for the organisation (it came from a file)."""
    monthly_cap: int | None = None
    """How many new applicants it takes in a month; None: any number."""
    answers_by_itself: bool = False
    """Sample organisations of the demo say yes without a person behind them."""
    created_at: datetime = timestamp_column()
    decided_at: datetime | None = timestamp_column(default=None)
    decided_by: int | None = Field(
        default=None, foreign_key="account.id", ondelete="SET NULL", index=True, sa_type=BigInteger
    )


class Membership(SQLModel, table=True):
    account_id: int = Field(primary_key=True, foreign_key="account.id", ondelete="CASCADE", sa_type=BigInteger)
    organisation_id: int = Field(
        primary_key=True, foreign_key="organisation.id", ondelete="CASCADE", index=True, sa_type=BigInteger
    )
    role: MemberRole = enum_column(MemberRole, default=MemberRole.CLERK)
    name: str = ""
    """What the person wants to be called; never the name in Telegram."""
    joined_at: datetime = timestamp_column()


@dataclass(frozen=True)
class OrganisationDetails:
    """What an organisation says of itself and staff check."""

    name: str
    city: str
    district: str | None
    phone: str
    kinds: Sequence[str] = (OrganisationKind.ENTERPRISE,)


def set_details(organisation: Organisation, details: OrganisationDetails) -> None:
    """Let the organisation be what `said` says."""
    organisation.name, organisation.city, organisation.district = details.name, details.city, details.district
    organisation.contact_phone, organisation.kinds = details.phone, in_order(details.kinds)


async def register(
    session: AsyncSession, account_id: int, details: OrganisationDetails, *, credit_code: str, person: str = ""
) -> Organisation:
    """Register an organisation for review, with its first member, who becomes its admin and is called `person`.

    A registration that was refused or closed does not hold the code: it starts anew with whoever registers now.

    Raises:
        AlreadyJoined: the credit code is registered and the account is no member. JoinedByYou: it is one.
    """
    await require_free(session, account_id, credit_code)
    organisation = await by_credit_code(session, credit_code)
    if organisation is None:
        organisation = Organisation(
            name=details.name, credit_code=credit_code, city=details.city, created_at=await clock.now(session)
        )
    else:
        await session.exec(delete(Membership).where(col(Membership.organisation_id) == organisation.id))
    set_details(organisation, details)
    organisation.state, organisation.state_reason = OrganisationState.PENDING, None
    organisation.contact_name = None
    organisation.decided_at = organisation.decided_by = organisation.recheck_due = None
    session.add(organisation)
    await session.flush()
    await add_member(session, account_id, organisation, name=person)
    return organisation


def in_order(kinds: Sequence[str]) -> list[str]:
    """The kinds as they are stored: each once, in the vocabulary's order."""
    return [kind.value for kind in OrganisationKind if kind in kinds]


def may_offer(organisation: Organisation, kind: ListingKind) -> bool:
    """Whether the organisation's kinds let it post such listings."""
    return any(kind in OrganisationKind(one).offers for one in organisation.kinds)


def require_kind(organisation: Organisation, kind: ListingKind) -> None:
    """Check that the organisation may post such listings.

    Raises:
        WrongKind: none of its kinds does; an admin can correct them.
    """
    if not may_offer(organisation, kind):
        raise WrongKind(kind)


async def require_free(session: AsyncSession, account_id: int, credit_code: str) -> None:
    """Check that nobody stands for the organisation with this code yet.

    Raises:
        AlreadyJoined: somebody else does. JoinedByYou: the account itself does.
    """
    existing = await by_credit_code(session, credit_code)
    if existing is None or existing.id is None or existing.state in FREES_ITS_CODE:
        return
    if await is_member(session, account_id, existing.id):
        raise JoinedByYou(name=existing.name)
    raise AlreadyJoined(existing.id, existing.name)


async def add_member(
    session: AsyncSession, account_id: int, organisation: Organisation, *, name: str = "",
    role: MemberRole = MemberRole.CLERK,
) -> Membership:  # fmt: skip
    """Let an account act for the organisation; where there is no admin the first to come is one.

    The first to act for an organisation that came verified from a file has the usual time to verify it again.
    """
    assert organisation.id is not None  # noqa: S101 - flushed by the caller
    if not await list_admin_ids(session, organisation.id):
        role = MemberRole.ADMIN
    if organisation.state == OrganisationState.VERIFIED and organisation.recheck_due is None:
        organisation.recheck_due = clock.months_later(await clock.today(session), VERIFIED_MONTHS)
    member = Membership(
        account_id=account_id, organisation_id=organisation.id, name=name, role=role,
        joined_at=await clock.now(session),
    )  # fmt: skip
    session.add(member)
    await session.flush()
    return member


async def by_credit_code(session: AsyncSession, credit_code: str) -> Organisation | None:
    """The organisation with this unified social credit code."""
    return (await session.exec(select(Organisation).where(Organisation.credit_code == credit_code))).first()


async def is_member(session: AsyncSession, account_id: int, organisation_id: int) -> bool:
    """Whether the account acts for the organisation now."""
    return await session.get(Membership, (account_id, organisation_id)) is not None


async def list_for_member(session: AsyncSession, account_id: int) -> list[Organisation]:
    """The organisations an account acts for, oldest first."""
    query = (
        select(Organisation)
        .join(Membership, col(Membership.organisation_id) == col(Organisation.id))
        .where(Membership.account_id == account_id)
        .order_by(col(Organisation.id))
    )
    return list((await session.exec(query)).all())


async def get_for_member(session: AsyncSession, account_id: int, organisation_id: int) -> Organisation:
    """The organisation, if the account acts for it.

    Raises:
        NotAllowed: not a member.
    """
    query = (
        select(Organisation, Membership)
        .join(Membership, col(Membership.organisation_id) == col(Organisation.id))
        .where(Organisation.id == organisation_id, Membership.account_id == account_id)
    )
    found = (await session.exec(query)).first()
    if found is None:
        raise NotAllowed
    return found[0]


async def list_member_ids(session: AsyncSession, organisation_id: int) -> list[int]:
    """Account ids of the members."""
    query = select(Membership.account_id).where(Membership.organisation_id == organisation_id)
    return list((await session.exec(query)).all())


async def list_admin_ids(session: AsyncSession, organisation_id: int) -> list[int]:
    """Account ids of the members who are admins."""
    query = select(Membership.account_id).where(
        Membership.organisation_id == organisation_id, Membership.role == MemberRole.ADMIN
    )
    return list((await session.exec(query)).all())


async def lock(session: AsyncSession, organisation_id: int) -> Organisation:
    """The organisation, locked until the end of the transaction.

    Raises:
        NotAvailable: no such organisation.
    """
    query = select(Organisation).where(Organisation.id == organisation_id).with_for_update()
    organisation = (await session.exec(query.execution_options(populate_existing=True))).first()
    if organisation is None:
        raise NotAvailable
    return organisation
