"""What staff may know of one organisation at a glance."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Integer, cast, func, literal, or_
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.closed_forms.text import longest_shared
from data.listings.courses import Course
from data.listings.openings import Opening
from data.messaging.crossings import Crossing
from data.organisations import service as organisations
from data.organisations.service import Membership, Organisation
from data.staff import members
from data.vocabulary import ListingState, MemberRole

SHORTEST_NAME = 4
MOST_COMPARED = 300
"""Of the organisations whose names share something with the words: those that share most."""
MOST_ALIKE = 12
"""What more names have in common (有限公司) names nobody."""
MOST_CONTACTS = 3


@dataclass(frozen=True)
class OrganisationFigures:
    """How an organisation stands."""

    openings: int
    courses: int
    waiting: int
    """Listings in review."""
    stopped: int
    """Texts of its members that the law check stopped and that are not forgotten yet."""
    contacts: list[str]
    """What those who act for it want to be called, admins first; else whom to ask for, if that is known."""


async def find_by_code(session: AsyncSession, code: str, *, staff: int) -> Organisation | None:
    """The organisation with this credit code.

    Raises:
        NotAllowed: not a reviewer.
    """
    await members.require_permission(session, staff, "review")
    return await organisations.by_credit_code(session, code)


async def list_named(session: AsyncSession, words: str, *, staff: int) -> list[Organisation]:
    """The organisations whose whole names the words hold; none whose name is only a part of another one's.

    Raises:
        NotAllowed: not a reviewer.
    """
    await members.require_permission(session, staff, "review")
    named = literal(words).contains(col(Organisation.name))
    query = select(Organisation).where(named, func.length(Organisation.name) >= SHORTEST_NAME)
    found = (await session.exec(query.order_by(func.length(Organisation.name).desc(), col(Organisation.id)))).all()
    return [one for one in found if not any(one.name in longer.name and one.name != longer.name for longer in found)]


async def list_resembling(
    session: AsyncSession, words: str, places: Collection[str], *, shortest: int, staff: int
) -> list[Organisation]:
    """Organisations whose names have so many characters in a row in common with the words, the likeliest only.

    Args:
        session: to read with.
        words: what is said, without names of places: those do not count.
        places: codes of cities or districts that were named; where an organisation in one of them fits, others do not.
        shortest: characters in a row that must be shared.
        staff: who asks.

    Raises:
        NotAllowed: not a reviewer.
    """
    await members.require_permission(session, staff, "review")
    pieces = {words[start : start + shortest] for start in range(len(words) - shortest + 1)}
    ways = [col(Organisation.name).contains(piece, autoescape=True) for piece in sorted(pieces) if piece.isalnum()]
    if not ways:
        return []
    is_there = or_(col(Organisation.city).in_(sorted(places)), col(Organisation.district).in_(sorted(places)))
    shared_pieces = sum((cast(way, Integer) for way in ways), literal(0))
    likeliest_first = (is_there.desc().nulls_last(), shared_pieces.desc(), col(Organisation.id))
    query = select(Organisation).where(or_(*ways)).order_by(*likeliest_first).limit(MOST_COMPARED)
    found = list((await session.exec(query)).all())
    there = [one for one in found if {one.city, one.district} & set(places)]
    shared = {one.id: longest_shared(one.name, words).size for one in there or found}
    best = max(shared.values(), default=0)
    likeliest = [one for one in there or found if shared[one.id] == best]
    return likeliest if len(likeliest) <= MOST_ALIKE else []


async def list_posted(session: AsyncSession, organisation: Organisation, *, limit: int) -> list[Opening | Course]:
    """Its listings that wait for review, then those that are live, the newest first."""
    found: list[Opening | Course] = []
    for state in (ListingState.IN_REVIEW, ListingState.LIVE):
        for table in (Opening, Course):
            query = select(table).where(table.organisation_id == organisation.id, table.state == state)
            rows = await session.exec(query.order_by(col(table.created_at).desc(), col(table.id)).limit(limit))
            found += [one for one in rows.all() if isinstance(one, Opening | Course)]
    return found[:limit]


async def figures(session: AsyncSession, organisation: Organisation) -> OrganisationFigures:
    """Of one organisation."""

    async def count(table: type[SQLModel], state: ListingState) -> int:
        query = select(func.count()).select_from(table)
        of_it = query.where(table.organisation_id == organisation.id, table.state == state)  # type: ignore[attr-defined]
        return (await session.exec(of_it)).one()

    mine = select(Membership.account_id).where(Membership.organisation_id == organisation.id)
    stopped = select(func.count()).where(col(Crossing.stopped_for).is_not(None), col(Crossing.account_id).in_(mine))
    return OrganisationFigures(
        openings=await count(Opening, ListingState.LIVE),
        courses=await count(Course, ListingState.LIVE),
        waiting=await count(Opening, ListingState.IN_REVIEW) + await count(Course, ListingState.IN_REVIEW),
        stopped=(await session.exec(stopped)).one(),
        contacts=await _contacts(session, organisation),
    )


async def _contacts(session: AsyncSession, organisation: Organisation) -> list[str]:
    named = select(Membership.name).where(Membership.organisation_id == organisation.id, Membership.name != "")
    admins_first = (Membership.role == MemberRole.ADMIN).desc()  # type: ignore[attr-defined]
    found = (await session.exec(named.order_by(admins_first, col(Membership.joined_at)).limit(MOST_CONTACTS))).all()
    return list(found) or ([organisation.contact_name] if organisation.contact_name else [])
