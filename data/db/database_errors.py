"""What a database error means for whoever caught it: wait, try again, or look for a fault of our own."""

import psycopg
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_AWAY = ("08", "57P", "53")
"""Beginnings of the SQLSTATEs that mean: no connection, shutting down, out of resources."""
_CONTENTION = frozenset({"40001", "40P01", "55P03"})
"""Serialisation failure, deadlock, lock not available within `lock_timeout`."""
_OF_VALUES = ("22", "54")
"""Beginnings of the SQLSTATEs that a value itself causes: it is malformed or out of range, or exceeds a limit."""


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


def is_caused_by_values(error: Exception) -> bool:
    """Whether the values to be written are to blame, so that writing them will never succeed.

    Everything else (a read-only database, a time limit, a missing right) says nothing about the values.
    """
    original = getattr(error, "orig", None) or error
    if isinstance(original, psycopg.Error):
        if original.sqlstate is None:  # psycopg itself refused to send them
            return isinstance(original, psycopg.DataError)
        return original.sqlstate.startswith(_OF_VALUES)
    return isinstance(original, RecursionError | TypeError | ValueError)  # they could not be serialised
