"""The line that an applicant says of themselves: with the first application, or while an application is undecided."""

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications import service as applications
from data.applications.models import Application
from data.db.errors import Refusal
from data.vocabulary import ApplicationState as State

LONGEST = 100
"""Characters."""


class DecidedAlready(Refusal):
    """The enterprise has answered, or the application has ended: a line would come too late."""

    text_id = "introduction.error.decided"


async def never_applied(session: AsyncSession, account_id: int) -> bool:
    """Whether the person has not applied to any opening yet."""
    query = select(Application.id).where(Application.account_id == account_id).limit(1)
    return (await session.exec(query)).first() is None


async def last_line(session: AsyncSession, account_id: int) -> str | None:
    """What the person said of themselves with their newest application that has a line."""
    said = select(Application.introduction).where(
        Application.account_id == account_id, col(Application.introduction).is_not(None)
    )
    return (await session.exec(said.order_by(col(Application.id).desc()).limit(1))).first()


async def require_undecided(session: AsyncSession, account_id: int, application_id: int) -> Application:
    """The person's own application, locked, that the enterprise has not answered.

    Raises:
        NotAllowed: someone else's. NotAvailable: no such application. DecidedAlready.
    """
    application = await applications.lock_for_seeker(session, account_id, application_id)
    if application.state != State.APPLIED:
        raise DecidedAlready
    return application


async def introduce(session: AsyncSession, account_id: int, application_id: int, words: str) -> Application:
    """Put a line to an application, instead of one that it has.

    Raises:
        NotAllowed, NotAvailable, DecidedAlready: see `require_undecided`.
    """
    application = await require_undecided(session, account_id, application_id)
    application.introduction = words
    session.add(application)
    await session.flush()
    return application
