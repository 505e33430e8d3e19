"""What staff may know of one organisation at a glance."""

from dataclasses import dataclass

from sqlalchemy import func, literal
from sqlmodel import SQLModel, col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.listings.courses import Course
from data.listings.openings import Opening
from data.messaging.crossings import Crossing
from data.organisations.service import Membership, Organisation
from data.staff import members
from data.vocabulary import ListingState

SHORTEST_NAME = 4


@dataclass(frozen=True)
class OrganisationFigures:
    """How an organisation stands."""

    openings: int
    courses: int
    waiting: int
    """Listings in review."""
    stopped: int
    """Texts of its members that the law check stopped and that are not forgotten yet."""


async def find_named(session: AsyncSession, words: str, *, staff: int) -> Organisation | None:
    """The organisation whose whole name the words hold, the longest name first.

    Raises:
        NotAllowed: not a reviewer.
    """
    await members.require_permission(session, staff, "review")
    named = literal(words).contains(col(Organisation.name))
    query = select(Organisation).where(named, func.length(Organisation.name) >= SHORTEST_NAME)
    return (await session.exec(query.order_by(func.length(Organisation.name).desc()).limit(1))).first()


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
    )
