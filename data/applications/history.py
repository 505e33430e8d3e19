"""What an application has been through: the states behind it, and when the enterprise first opened it."""

from collections.abc import Sequence

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications.models import Application, ApplicationEvent
from data.db import clock
from data.vocabulary import ApplicationState as State


async def events(session: AsyncSession, application_id: int) -> list[ApplicationEvent]:
    """Every state of an application, the present one first."""
    query = select(ApplicationEvent).where(ApplicationEvent.application_id == application_id)
    return list((await session.exec(query.order_by(col(ApplicationEvent.id).desc()))).all())


async def state_before(session: AsyncSession, application: Application) -> State | None:
    """The state before the present one."""
    _, *earlier = [*await events(session, application.id or 0), None]
    return earlier[0].state if earlier and earlier[0] is not None else None


async def mark_seen(session: AsyncSession, applications: Sequence[Application]) -> None:
    """Somebody of the enterprise opens these applications; of those that wait for an answer the first time is kept."""
    waiting = [one for one in applications if one.state == State.APPLIED and one.seen_at is None]
    if not waiting:
        return
    unseen = (col(Application.seen_at).is_(None), col(Application.state) == State.APPLIED)
    mine = select(Application.id).where(col(Application.id).in_([one.id for one in waiting]), *unseen)
    locked = mine.order_by(col(Application.id)).with_for_update().cte("waiting")  # see the order of locks
    rows = update(Application).where(col(Application.id).in_(select(locked.c.id)))
    await session.execute(rows.values(seen_at=await clock.now(session)))
