"""One look that tells which tasks have something to do, asked with the tasks' own queries.

A task that finds nothing has asked one or more queries and done nothing else. So the tasks are run on a session that
answers every query with no rows and keeps it; then one statement asks of each task whether any of its queries has a
row. What is due is said in one place, the task.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from sqlalchemy import Delete, Select, Update, event, literal, or_, select
from sqlalchemy.engine import IteratorResult, Result
from sqlalchemy.engine.result import SimpleResultMetaData
from sqlalchemy.orm import ORMExecuteState
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock

Task = Callable[[AsyncSession], Awaitable[int]]


async def due_tasks(session: AsyncSession, tasks: Sequence[Task]) -> list[Task]:
    """Those that would find something now. End the transaction right after: a row found may be locked."""
    asked = await _queries(session, tasks)
    found = [or_(*(query.exists() for query in queries)).label(f"task_{at}") for at, queries in enumerate(asked)]
    row = (await session.execute(select(*found))).one()
    return [task for task, due in zip(tasks, row, strict=True) if due]


async def _queries(session: AsyncSession, tasks: Sequence[Task]) -> list[list[Select[Any]]]:
    """What each task asks the database, as queries; nothing but the clock is read.

    Raises:
        TypeError: a task that asks in written-out SQL cannot be looked for.
    """
    asked: list[list[Select[Any]]] = []

    def keep(execution: ORMExecuteState) -> Result[Any]:
        asked[-1].append(_as_query(execution.statement))
        return IteratorResult(SimpleResultMetaData(["nothing"]), iter(()))

    await clock.now(session)  # remembered for the transaction
    event.listen(session.sync_session, "do_orm_execute", keep)
    try:
        for task in tasks:
            asked.append([])
            await task(session)
    finally:
        event.remove(session.sync_session, "do_orm_execute", keep)
    return asked


def _as_query(statement: object) -> Select[Any]:
    if isinstance(statement, Select):
        return statement
    if isinstance(statement, Update | Delete):
        query = select(literal(1)).select_from(statement.table)
        return query if statement.whereclause is None else query.where(statement.whereclause)
    raise TypeError(f"{type(statement).__name__} says in no query what is due")
