"""An opening's applications as the enterprise works through them: who still waits for an answer first, then by age."""

from dataclasses import dataclass

from sqlalchemy import Case, ColumnElement, case, func
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications import service as applications
from data.applications.models import Application
from data.applications.service import HOLDING_STATES, OPEN_STATES
from data.vocabulary import ApplicationState as State

SHOWN_STATES = (*OPEN_STATES, *HOLDING_STATES)


@dataclass(frozen=True)
class ApplicationPage:
    """A page of an opening's applications, and how many there are of them."""

    page: list[Application]
    total: int
    unanswered: int
    starred: int
    """Of all that are shown, whatever page."""


async def list_page(session: AsyncSession, opening_id: str, *, starred: bool, start: int, size: int) -> ApplicationPage:
    """The applications that have not ended (or ended with a signature); `starred`: only the shortlist."""
    shown: list[ColumnElement[bool]] = [
        col(Application.opening_id) == opening_id,
        col(Application.state).in_(SHOWN_STATES),
    ]
    figures = select(
        func.count(),
        func.count().filter(col(Application.state) == State.APPLIED),
        func.count().filter(col(Application.starred)),
    ).where(*shown)
    total, unanswered, marked = (await session.exec(figures)).one()
    if starred:
        shown.append(col(Application.starred).is_(True))
    query = select(Application).where(*shown).order_by(_turn(), col(Application.id)).offset(start).limit(size)
    page = list((await session.exec(query)).all())
    return ApplicationPage(page, marked if starred else total, unanswered, marked)


def _turn() -> Case[int]:
    order = (State.APPLIED, State.INTERVIEW, State.TALKING, State.OFFERED, State.SIGNED, State.COMPLETED)
    return case({state: place for place, state in enumerate(order)}, value=col(Application.state), else_=len(order))


async def toggle_starred(session: AsyncSession, application_id: int, *, member: int) -> Application:
    """Put the application on the shortlist, or take it off again.

    Raises:
        NotAllowed: not a member. NotAvailable: no such application.
    """
    application, _ = await applications.lock_for_member(session, application_id, member)
    application.starred = not application.starred
    session.add(application)
    await session.flush()
    return application
