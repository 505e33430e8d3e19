"""State machines: which state may follow which. Each noun has one table, `ALLOWED_MOVES`, drawn in docs/states.md."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from data.db.errors import NotAvailable

State = TypeVar("State", bound=StrEnum)


def require_move(allowed: Mapping[State, frozenset[State]], present: State, following: State) -> None:
    """Check a move against the table; states that are not keys are final.

    Raises:
        NotAvailable: the present state does not allow it.
    """
    if following not in allowed.get(present, frozenset()):
        raise NotAvailable


def draw(allowed: Mapping[State, frozenset[State]]) -> str:
    """The table as a Mermaid state diagram, in a stable order."""
    moves = [f"    {present.value} --> {one.value}" for present in allowed for one in sorted(allowed[present])]
    return "\n".join(["stateDiagram-v2", *moves])
