"""What a benchmark hands back, and how its times are taken."""

import statistics
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Figures:
    """`ratio` is the product's main figure over that of the baseline; `ratios` holds it under its name, with others."""

    name: str
    what: str
    measured: dict[str, float]
    baseline: dict[str, float]
    ratio: float
    ratios: dict[str, float] = field(default_factory=dict)
    setting: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {key: _rounded(value) for key, value in asdict(self).items()}


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(inner) for key, inner in value.items()}
    return round(value, 4) if isinstance(value, float) else value


def seconds(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def alternating(*acts: Callable[[], object], rounds: int) -> list[float]:
    """The median seconds of each act, taken in turns so that a busy machine slows all of them alike."""
    taken: list[list[float]] = [[] for _ in acts]
    for _ in range(rounds):
        for act, times in zip(acts, taken, strict=True):
            times.append(seconds(act))
    return [statistics.median(times) for times in taken]
