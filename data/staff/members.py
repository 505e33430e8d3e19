"""Staff of the labour bureau: roles, and the one-time links by which they come in."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.db.errors import NotAllowed, Refusal
from data.db.types import enum_column, timestamp_column
from data.organisations import service as organisations
from data.vocabulary import Role, StaffRole

INVITATION_DAYS = 7


class InvitationSpent(Refusal):
    """The link was used, has run out, or never existed."""

    text_id = "staff.error.invitation_spent"


class MayMoreAlready(Refusal):
    """Opening the link would take rights away, or change nothing."""

    text_id = "staff.error.may_more_already"


class StaffMember(SQLModel, table=True):
    account_id: int = Field(primary_key=True, foreign_key="account.id", ondelete="CASCADE", sa_type=BigInteger)
    role: StaffRole = enum_column(StaffRole)
    since: datetime = timestamp_column()


class Invitation(SQLModel, table=True):
    """A one-time link; only the hash of its token is kept."""

    token_hash: str = Field(primary_key=True)
    role: StaffRole = enum_column(StaffRole)
    expires_at: datetime = timestamp_column()
    used_at: datetime | None = timestamp_column(default=None)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


async def create_invitation(session: AsyncSession, role: StaffRole) -> str:
    """Make a one-time token (fits a Telegram deep link) that lets one person in with `role`, for seven days."""
    token = secrets.token_urlsafe(24)
    expires = await clock.now(session) + timedelta(days=INVITATION_DAYS)
    session.add(Invitation(token_hash=_hash(token), role=role, expires_at=expires))
    await session.flush()
    return token


async def accept_invitation(session: AsyncSession, account_id: int, token: str) -> StaffMember:
    """Use an invitation.

    Raises:
        InvitationSpent: used before, run out, or unknown.
        MayMoreAlready: the account's role covers all that the link would give; the link stays good.
    """
    invitation = await session.get(Invitation, _hash(token), with_for_update=True)
    moment_now = await clock.now(session)
    if invitation is None or invitation.used_at is not None or invitation.expires_at < moment_now:
        raise InvitationSpent
    member = await find(session, account_id)
    if member is not None and _acts(invitation.role) <= _acts(member.role):
        raise MayMoreAlready
    invitation.used_at = moment_now
    return await set_role(session, account_id, invitation.role)


async def set_role(session: AsyncSession, account_id: int, role: StaffRole) -> StaffMember:
    """Give an account a staff role."""
    member = await session.get(StaffMember, account_id)
    if member is None:
        member = StaffMember(account_id=account_id, role=role, since=await clock.now(session))
        session.add(member)
    member.role = role
    await session.flush()
    return member


_MAY: dict[str, frozenset[StaffRole]] = {
    "review": frozenset({StaffRole.OWNER, StaffRole.REVIEWER}),
    "broadcast": frozenset({StaffRole.OWNER, StaffRole.BROADCASTER}),
    "stats": frozenset(StaffRole) - {StaffRole.DUTY},
    "tickets": frozenset({StaffRole.OWNER, StaffRole.REVIEWER, StaffRole.DUTY}),
}


def _acts(role: StaffRole) -> set[str]:
    return {act for act, roles in _MAY.items() if role in roles}


async def find(session: AsyncSession, account_id: int) -> StaffMember | None:
    """The account's staff role, if it has one."""
    return await session.get(StaffMember, account_id)


async def permissions_of(session: AsyncSession, account_id: int) -> set[str]:
    """All that the account may do as staff; nothing for others."""
    member = await find(session, account_id)
    return _acts(member.role) if member else set()


async def require_permission(session: AsyncSession, account_id: int, act: str) -> StaffMember:
    """The staff member, if the role allows `act` (`review`, `broadcast`, `stats` or `tickets`).

    Raises:
        NotAllowed: no staff role, or one that does not cover the act.
    """
    member = await find(session, account_id)
    if member is None or member.role not in _MAY[act]:
        raise NotAllowed
    return member


async def list_account_ids_with_permission(session: AsyncSession, act: str) -> list[int]:
    """Account ids of all staff whose role covers `act`."""
    query = select(StaffMember.account_id).where(col(StaffMember.role).in_(_MAY[act]))
    return list((await session.exec(query)).all())


async def roles_of(session: AsyncSession, account_id: int) -> list[Role]:
    """The audiences an account can act for; everyone is a seeker."""
    roles = [Role.SEEKER]
    if await organisations.list_for_member(session, account_id):
        roles.append(Role.MEMBER)
    if await find(session, account_id):
        roles.append(Role.STAFF)
    return roles
