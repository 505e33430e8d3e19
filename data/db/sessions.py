"""Sessions as the whole product uses them: a row is read once in a transaction, and a row selected for update is fresh.

Only a `SELECT ... FOR UPDATE` of whole rows refreshes what was read before. An advisory lock, or `FOR UPDATE` of an id
column alone (`openings.lock_all`), refreshes nothing, nor do other rows that the lock protects: read those again after
it, with `populate_existing`, before acting on them.
"""

from collections import deque
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, async_sessionmaker
from sqlalchemy.orm import ORMExecuteState, SessionTransaction
from sqlmodel import Session
from sqlmodel.ext.asyncio.session import AsyncSession

MOST_ROWS_KEPT = 500
"""The rows loaded last that a session holds on to; an import of thousands must not keep them all in memory."""
_MEMO, _ROWS = "memo", "rows"


class TransactionSession(Session):
    """A session that keeps the rows it loaded until its transaction ends.

    SQLAlchemy's own identity map is weak: a row that nobody holds is read again by the next `get`.
    """


def session_factory(engine: AsyncEngine | AsyncConnection) -> async_sessionmaker[AsyncSession]:
    """Sessions that keep objects readable after commit and never load lazily."""
    return async_sessionmaker(
        engine, class_=AsyncSession, sync_session_class=TransactionSession, expire_on_commit=False
    )


def transaction_cache(session: AsyncSession) -> dict[Any, Any]:
    """What was looked up in this transaction and may be used again.

    Emptied when the transaction ends and whenever a savepoint is rolled back. Whoever changes a fact that is remembered
    here removes it.
    """
    remembered: dict[Any, Any] = session.info.setdefault(_MEMO, {})
    return remembered


@event.listens_for(TransactionSession, "loaded_as_persistent")
@event.listens_for(TransactionSession, "pending_to_persistent")
def _keep_row(session: Session, row: object) -> None:
    session.info.setdefault(_ROWS, deque(maxlen=MOST_ROWS_KEPT)).append(row)


@event.listens_for(TransactionSession, "do_orm_execute")
def _read_locked_rows_anew(execution: ORMExecuteState) -> None:
    """A row that was loaded before it was locked may have changed in between."""
    if execution.is_select and getattr(execution.statement, "_for_update_arg", None) is not None:
        execution.update_execution_options(populate_existing=True)


@event.listens_for(TransactionSession, "after_soft_rollback")
def _forget_after_rollback(session: Session, _: SessionTransaction) -> None:
    session.info.pop(_MEMO, None)


@event.listens_for(TransactionSession, "after_transaction_end")
def _forget_after_transaction(session: Session, transaction: SessionTransaction) -> None:
    if transaction.parent is None:
        session.info.pop(_MEMO, None)
        session.info.pop(_ROWS, None)
