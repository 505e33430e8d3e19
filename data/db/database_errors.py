"""What a database error means for whoever caught it: wait, try again, or look for a fault of our own."""

import psycopg
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_AWAY = ("08", "57P", "53")
"""Beginnings of the SQLSTATEs that mean: no connection, shutting down, out of resources."""
_CONTENTION = frozenset({"40001", "40P01", "55P03"})
"""Serialisation failure, deadlock, lock not available within `lock_timeout`."""


def is_away(error: SQLAlchemyError) -> bool:
    """Whether the connection was lost or none is to be had."""
    original = getattr(error, "orig", None)
    state = getattr(original, "sqlstate", None)
    if state is not None:
        return str(state).startswith(_AWAY)
    return bool(getattr(error, "connection_invalidated", False)) or isinstance(original, psycopg.OperationalError)


def is_contention(error: SQLAlchemyError) -> bool:
    """Whether others were in the way: a lock, a deadlock, every connection of the pool in use."""
    return isinstance(error, PoolTimeout) or getattr(getattr(error, "orig", None), "sqlstate", None) in _CONTENTION


def is_transient(error: SQLAlchemyError) -> bool:
    """Whether the same work may succeed later without any change of ours."""
    return is_away(error) or is_contention(error)
