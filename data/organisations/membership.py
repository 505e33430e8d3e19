"""The people who act for an organisation: let in by a one-time link or by an admin's yes, removed, handed over to.

Every act locks the organisation first, so that two admins at once never leave it without one.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.db.errors import NotAvailable, Refusal
from data.db.types import timestamp_column
from data.organisations import service as organisations
from data.organisations.service import Membership, Organisation
from data.vocabulary import MemberRole, OrganisationState

INVITATION_DAYS = 7
MOST_OPEN_INVITATIONS = 10
ASK_AGAIN_DAYS = 7
"""After a no the same person can ask again only so many days later."""


class AdminsOnly(Refusal):
    """Only an admin of the organisation may do this."""

    text_id = "team.error.admins_only"


class LastAdmin(Refusal):
    """Without this person nobody could decide for the organisation any more."""

    text_id = "team.error.last_admin"


class MemberAlready(Refusal):
    """The person acts for the organisation already; the link stays good for somebody else."""

    text_id = "team.error.member_already"


class InvitationUnknown(Refusal):
    text_id = "team.error.invitation_unknown"


class InvitationUsed(Refusal):
    text_id = "team.error.invitation_used"


class InvitationRunOut(Refusal):
    text_id = "team.error.invitation_run_out"


class InvitationWithdrawn(Refusal):
    text_id = "team.error.invitation_withdrawn"


class TooManyInvitations(Refusal):
    """As many links are open as anybody needs."""

    text_id = "team.error.too_many_invitations"


class AskedAlready(Refusal):
    """The person has asked to be let in, and waits, or was told no a short while ago."""

    text_id = "team.error.asked_already"


class TeamInvitation(SQLModel, table=True):
    """A one-time link into an organisation; only the hash of its token is kept."""

    __tablename__ = "team_invitation"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    token_hash: str = Field(unique=True)
    organisation_id: int = Field(foreign_key="organisation.id", ondelete="CASCADE", index=True, sa_type=BigInteger)
    made_by: int | None = Field(
        default=None, foreign_key="account.id", ondelete="SET NULL", index=True, sa_type=BigInteger
    )
    expires_at: datetime = timestamp_column()
    used_at: datetime | None = timestamp_column(default=None)
    withdrawn_at: datetime | None = timestamp_column(default=None)


class AdmissionRequest(SQLModel, table=True):
    """Somebody asks the admins to be let in."""

    __tablename__ = "admission_request"

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    organisation_id: int = Field(foreign_key="organisation.id", ondelete="CASCADE", index=True, sa_type=BigInteger)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", index=True, sa_type=BigInteger)
    name: str
    """What the person wants to be called."""
    asked_at: datetime = timestamp_column()
    decided_at: datetime | None = timestamp_column(default=None)
    admitted: bool | None = None


async def list_memberships(session: AsyncSession, organisation_id: int) -> list[Membership]:
    """Everybody who acts for the organisation, admins first, then by when they came."""
    query = select(Membership).where(Membership.organisation_id == organisation_id)
    found = (await session.exec(query.order_by(col(Membership.joined_at), col(Membership.account_id)))).all()
    return sorted(found, key=lambda member: member.role != MemberRole.ADMIN)


async def get_membership(session: AsyncSession, organisation_id: int, account_id: int) -> Membership:
    """One person's part in the organisation.

    Raises:
        NotAvailable: the account does not act for it (any more).
    """
    found = await session.get(Membership, (account_id, organisation_id), populate_existing=True)
    if found is None:
        raise NotAvailable
    return found


async def require_admin(session: AsyncSession, organisation_id: int, account_id: int) -> Organisation:
    """The organisation, locked, for an admin of it.

    Raises:
        NotAllowed: not a member. AdminsOnly: a member, but no admin. NotAvailable: no such organisation.
    """
    organisation = await organisations.lock(session, organisation_id)
    await organisations.get_for_member(session, account_id, organisation_id)
    member = await get_membership(session, organisation_id, account_id)
    if member.role != MemberRole.ADMIN:
        raise AdminsOnly
    return organisation


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def create_invitation(session: AsyncSession, organisation_id: int, *, by: int) -> tuple[TeamInvitation, str]:
    """Make a one-time token (fits a Telegram deep link) that lets one person in, for seven days.

    Raises:
        NotAllowed, AdminsOnly. TooManyInvitations: withdraw one first.
    """
    await require_admin(session, organisation_id, by)
    if len(await open_invitations(session, organisation_id)) >= MOST_OPEN_INVITATIONS:
        raise TooManyInvitations
    token = secrets.token_urlsafe(24)
    invitation = TeamInvitation(
        token_hash=_hash(token), organisation_id=organisation_id, made_by=by,
        expires_at=await clock.now(session) + timedelta(days=INVITATION_DAYS),
    )  # fmt: skip
    session.add(invitation)
    await session.flush()
    return invitation, token


async def open_invitations(session: AsyncSession, organisation_id: int) -> list[TeamInvitation]:
    """Links that still let somebody in, the first to expire first."""
    query = select(TeamInvitation).where(
        TeamInvitation.organisation_id == organisation_id,
        col(TeamInvitation.used_at).is_(None),
        col(TeamInvitation.withdrawn_at).is_(None),
        TeamInvitation.expires_at > await clock.now(session),
    )
    return list((await session.exec(query.order_by(col(TeamInvitation.expires_at), col(TeamInvitation.id)))).all())


async def withdraw_invitation(session: AsyncSession, invitation_id: int, *, by: int) -> TeamInvitation:
    """Make a link worthless before somebody uses it.

    Raises:
        NotAvailable: it was used, has run out or was withdrawn. NotAllowed, AdminsOnly.
    """
    invitation = await session.get(TeamInvitation, invitation_id)
    if invitation is None:
        raise NotAvailable
    await require_admin(session, invitation.organisation_id, by)
    await session.refresh(invitation)
    if invitation.used_at or invitation.withdrawn_at:
        raise NotAvailable
    invitation.withdrawn_at = await clock.now(session)
    await session.flush()
    return invitation


async def look_up(session: AsyncSession, token: str, account_id: int) -> tuple[TeamInvitation, Organisation]:
    """The invitation behind a link, if it lets this person in.

    Raises:
        InvitationUnknown, InvitationUsed, InvitationWithdrawn, InvitationRunOut. MemberAlready.
    """
    query = select(TeamInvitation).where(TeamInvitation.token_hash == _hash(token))
    invitation = (await session.exec(query)).first()
    if invitation is None:
        raise InvitationUnknown
    return invitation, await _still_good(session, invitation, account_id)


async def _still_good(session: AsyncSession, invitation: TeamInvitation, account_id: int) -> Organisation:
    organisation = await organisations.lock(session, invitation.organisation_id)
    await session.refresh(invitation)
    if await organisations.is_member(session, account_id, invitation.organisation_id):
        raise MemberAlready(name=organisation.name)
    if invitation.used_at is not None:
        raise InvitationUsed
    if invitation.withdrawn_at is not None or organisation.state == OrganisationState.CLOSED:
        raise InvitationWithdrawn
    if invitation.expires_at <= await clock.now(session):
        raise InvitationRunOut
    return organisation


async def accept_invitation(session: AsyncSession, account_id: int, invitation_id: int, *, name: str) -> Organisation:
    """Use an invitation: the person acts for the organisation from now on.

    Raises:
        InvitationUnknown, InvitationUsed, InvitationWithdrawn, InvitationRunOut. MemberAlready.
    """
    invitation = await session.get(TeamInvitation, invitation_id)
    if invitation is None:
        raise InvitationUnknown
    organisation = await _still_good(session, invitation, account_id)
    invitation.used_at = await clock.now(session)
    await _let_in(session, organisation, account_id, name)
    return organisation


async def _let_in(session: AsyncSession, organisation: Organisation, account_id: int, name: str) -> None:
    """Add the person; whatever they asked for before is answered by it."""
    await organisations.add_member(session, account_id, organisation, name=name)
    for request in await list_open_requests(session, organisation.id or 0):
        if request.account_id == account_id:
            request.decided_at, request.admitted = await clock.now(session), True
    await session.flush()


async def request_admission(
    session: AsyncSession, account_id: int, organisation_id: int, *, name: str
) -> AdmissionRequest:
    """Ask those who decide to be let in.

    Raises:
        NotAvailable: no such organisation, or it has ended. MemberAlready. AskedAlready: waits, or was refused lately.
    """
    await require_may_request_admission(session, account_id, organisation_id)
    request = AdmissionRequest(
        organisation_id=organisation_id, account_id=account_id, name=name, asked_at=await clock.now(session)
    )
    session.add(request)
    await session.flush()
    return request


async def require_may_request_admission(session: AsyncSession, account_id: int, organisation_id: int) -> Organisation:
    """The organisation, locked, if the person may ask to be let in. Raises what `ask` raises."""
    organisation = await organisations.lock(session, organisation_id)
    if organisation.state in organisations.FREES_ITS_CODE:
        raise NotAvailable
    if await organisations.is_member(session, account_id, organisation_id):
        raise MemberAlready(name=organisation.name)
    lately = await clock.now(session) - timedelta(days=ASK_AGAIN_DAYS)
    query = select(AdmissionRequest).where(
        AdmissionRequest.organisation_id == organisation_id,
        AdmissionRequest.account_id == account_id,
        AdmissionRequest.asked_at > lately,
        col(AdmissionRequest.admitted).is_not(True),
    )
    if (await session.exec(query)).first() is not None:
        raise AskedAlready(name=organisation.name, n=ASK_AGAIN_DAYS)
    return organisation


async def list_open_requests(session: AsyncSession, organisation_id: int) -> list[AdmissionRequest]:
    """Who waits to be let in, oldest first."""
    query = select(AdmissionRequest).where(
        AdmissionRequest.organisation_id == organisation_id, col(AdmissionRequest.decided_at).is_(None)
    )
    return list((await session.exec(query.order_by(col(AdmissionRequest.id)))).all())


async def request_for(
    session: AsyncSession, request_id: int, *, by: int, of_staff: bool
) -> tuple[AdmissionRequest, Organisation]:
    """A request that waits, for somebody who may answer it: an admin, or staff where the organisation has none.

    Raises:
        NotAvailable: answered already, or taken back. NotAllowed, AdminsOnly.
    """
    request = await session.get(AdmissionRequest, request_id)
    if request is None:
        raise NotAvailable
    organisation = await organisations.lock(session, request.organisation_id)
    await session.refresh(request)
    if not (of_staff and not await organisations.list_admin_ids(session, request.organisation_id)):
        await require_admin(session, request.organisation_id, by)
    if request.decided_at is not None:
        raise NotAvailable
    return request, organisation


async def decide_request(
    session: AsyncSession, request_id: int, *, by: int, admit: bool, of_staff: bool = False
) -> tuple[AdmissionRequest, Organisation]:
    """Let the person in, or not. Raises what `request_for` raises."""
    request, organisation = await request_for(session, request_id, by=by, of_staff=of_staff)
    request.decided_at, request.admitted = await clock.now(session), admit
    await session.flush()
    if admit and not await organisations.is_member(session, request.account_id, request.organisation_id):
        await _let_in(session, organisation, request.account_id, request.name)
    return request, organisation


async def remove_member(session: AsyncSession, organisation_id: int, account_id: int, *, by: int) -> Membership:
    """An admin takes somebody else out; returns what the membership was.

    Raises:
        NotAllowed, AdminsOnly. NotAvailable: not a member (any more), or oneself.
    """
    await require_admin(session, organisation_id, by)
    member = await get_membership(session, organisation_id, account_id)
    if account_id == by:
        raise NotAvailable
    await session.delete(member)
    await session.flush()
    return member


async def promote_to_admin(session: AsyncSession, organisation_id: int, account_id: int, *, by: int) -> Membership:
    """An admin makes somebody else an admin too.

    Raises:
        NotAllowed, AdminsOnly. NotAvailable: not a member (any more).
    """
    await require_admin(session, organisation_id, by)
    member = await get_membership(session, organisation_id, account_id)
    member.role = MemberRole.ADMIN
    await session.flush()
    return member


async def hand_over(session: AsyncSession, organisation_id: int, account_id: int, *, by: int) -> Membership:
    """An admin makes somebody else admin in their own place, and stays as a clerk. Raises what `appoint` raises."""
    if account_id == by:
        raise NotAvailable
    member = await promote_to_admin(session, organisation_id, account_id, by=by)
    (await get_membership(session, organisation_id, by)).role = MemberRole.CLERK
    await session.flush()
    return member


async def leave_organisation(session: AsyncSession, organisation_id: int, account_id: int) -> Organisation:
    """Stop acting for the organisation.

    Raises:
        NotAllowed: not a member. LastAdmin: hand over or close first.
    """
    organisation = await organisations.lock(session, organisation_id)
    await organisations.get_for_member(session, account_id, organisation_id)
    if await organisations.list_admin_ids(session, organisation_id) == [account_id]:
        raise LastAdmin(name=organisation.name)
    await session.delete(await get_membership(session, organisation_id, account_id))
    await session.flush()
    return organisation


async def rename_member(session: AsyncSession, organisation_id: int, account_id: int, *, name: str) -> None:
    """Be called otherwise.

    Raises:
        NotAvailable: not a member (any more).
    """
    (await get_membership(session, organisation_id, account_id)).name = name
    await session.flush()
