"""What an order-based course is tied to, in words: the openings of enterprises that it trains for."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.chat.texts import Html, render
from data.listings import openings
from data.listings.courses import Course
from data.organisations.service import Organisation
from data.vocabulary import Language, ListingState

MAX_LINKED_OPENINGS = 5


async def linked_opening_lines(session: AsyncSession, course: Course, language: Language) -> list[Html]:
    """A line for each live opening behind the course."""
    lines = []
    for opening_id in course.linked_openings[:MAX_LINKED_OPENINGS]:
        opening = await openings.find(session, opening_id)
        if opening is None or opening.state != ListingState.LIVE:
            continue
        organisation = await session.get(Organisation, opening.organisation_id)
        if organisation is not None:
            lines.append(render("course.tied", language, title=opening.title, organisation=organisation.name))
    return lines
