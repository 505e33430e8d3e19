"""Seekers: what a person said about themselves, kept only under consent. Sensitive facts stand apart."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.db.errors import NotAllowed
from data.db.sessions import transaction_cache
from data.db.types import json_object, timestamp_column
from data.people import consents
from data.people.consents import ConsentKind
from data.people.profile import Facts, GroupFact

MINIMUM_AGE = 16
"""《劳动法》第 15 条; policy row `age.min_work`."""

SENSITIVE_GROUPS = frozenset({"grp.disabled", "grp.veteran", "grp.released"})


class Seeker(SQLModel, table=True):
    account_id: int = Field(primary_key=True, foreign_key="account.id", ondelete="CASCADE", sa_type=BigInteger)
    facts: dict[str, Any] = json_object()
    """`data.people.profile.Facts` without the sensitive groups."""
    city: str | None = Field(default=None, index=True)
    """The city the person lives in or looks in, kept beside the facts for announcements."""
    phone: str | None = None
    updated_at: datetime = timestamp_column()


class SensitiveFact(SQLModel, table=True):
    """A fact of a specially protected kind, under its own consent."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInteger)
    account_id: int = Field(foreign_key="account.id", ondelete="CASCADE", index=True, sa_type=BigInteger)
    consent_id: int = Field(foreign_key="consent.id", ondelete="CASCADE", index=True, sa_type=BigInteger)
    group: str
    sure: bool = True


async def find(session: AsyncSession, account_id: int) -> Seeker | None:
    """The stored profile, if the person has one. A transaction asks only once whether there is one."""
    remembered, key = transaction_cache(session), (Seeker, account_id)
    if key in remembered:
        return None
    seeker = await session.get(Seeker, account_id)
    if seeker is None:
        remembered[key] = None
    return seeker


async def facts_of(session: AsyncSession, account_id: int) -> Facts:
    """All known facts, the consented sensitive ones included."""
    remembered = transaction_cache(session)
    key = (SensitiveFact, account_id)
    if key not in remembered:
        sensitive = await session.exec(select(SensitiveFact).where(SensitiveFact.account_id == account_id))
        remembered[key] = [GroupFact(id=fact.group, sure=fact.sure) for fact in sensitive]
    seeker = await find(session, account_id)
    facts = Facts.model_validate(seeker.facts) if seeker else Facts()
    facts.groups = facts.groups + remembered[key]
    return facts


async def save_facts(session: AsyncSession, account_id: int, facts: Facts) -> Seeker:
    """Store the facts. Sensitive groups are stored only under their own consent, else silently left out.

    Raises:
        NotAllowed: without consent to matching and to Telegram abroad, or under 16.
    """
    if not await consents.has_required(session, account_id):
        raise NotAllowed
    if facts.age is not None and facts.age < MINIMUM_AGE:
        raise NotAllowed
    seeker = await find(session, account_id)
    if seeker is None:
        seeker = Seeker(account_id=account_id, updated_at=await clock.now(session))
        session.add(seeker)
        transaction_cache(session).pop((Seeker, account_id), None)
    plain = facts.model_copy(update={"groups": [g for g in facts.groups if g.id not in SENSITIVE_GROUPS]})
    seeker.facts = plain.model_dump(mode="json", exclude_defaults=True)
    seeker.city = _city(facts)
    seeker.updated_at = await clock.now(session)
    await _keep_sensitive(session, account_id, [g for g in facts.groups if g.id in SENSITIVE_GROUPS])
    await session.flush()
    return seeker


async def forget_sensitive(session: AsyncSession, account_id: int) -> None:
    """Delete the sensitive facts; the consent to keep them is not touched."""
    if transaction_cache(session).pop((SensitiveFact, account_id), None) == []:  # read just now: there are none
        return
    await session.exec(delete(SensitiveFact).where(col(SensitiveFact.account_id) == account_id))


async def _keep_sensitive(session: AsyncSession, account_id: int, groups: list[GroupFact]) -> None:
    await forget_sensitive(session, account_id)
    consent = await consents.find_current(session, account_id, ConsentKind.SENSITIVE)
    if consent is None or consent.id is None:
        return
    for group in groups:
        session.add(SensitiveFact(account_id=account_id, consent_id=consent.id, group=group.id, sure=group.sure))


def _city(facts: Facts) -> str | None:
    known = [place for place in facts.places if place.role != "excludes" and not place.candidates]
    lives = next((place.city for place in known if place.role == "lives"), None)
    return lives or next((place.city for place in known), None)


async def keep_sensitive(session: AsyncSession, account_id: int, group: str) -> None:
    """Record the separate yes to one sensitive fact, and the fact itself.

    Raises:
        NotAllowed: the group is not one of the sensitive ones.
    """
    if group not in SENSITIVE_GROUPS:
        raise NotAllowed
    await consents.give(session, account_id, ConsentKind.SENSITIVE)
    facts = await facts_of(session, account_id)
    if all(known.id != group for known in facts.groups):
        await save_facts(session, account_id, facts.model_copy(update={"groups": [*facts.groups, GroupFact(id=group)]}))


async def list_recent_facts_in_city(session: AsyncSession, city: str, limit: int) -> list[Facts]:
    """What is known of the people of a city, those heard from last first; without the sensitive facts."""
    query = select(Seeker.facts).where(Seeker.city == city).order_by(col(Seeker.updated_at).desc()).limit(limit)
    return [Facts.model_validate(facts) for facts in (await session.exec(query)).all()]
