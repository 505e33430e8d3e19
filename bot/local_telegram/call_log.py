"""What the bot called, for tests and for people who wonder."""

from __future__ import annotations

from collections import Counter, deque
from typing import Any

Json = dict[str, Any]
_KEPT = 50_000


class CallLog:
    def __init__(self) -> None:
        self.calls: deque[Json] = deque(maxlen=_KEPT)
        self.violations: list[Json] = []
        self.counts: Counter[str] = Counter()

    def add(self, method: str, parameters: Json, at: int) -> Json:
        """Record a call; getUpdates is only counted. The entry is completed by its answer ("ok", "error")."""
        self.counts[method] += 1
        entry: Json = {
            "n": self.counts.total(), "method": method, "chat_id": parameters.get("chat_id"), "params": parameters,
            "at": at,
        }  # fmt: skip
        if method != "getUpdates":
            self.calls.append(entry)
        return entry

    def violation(self, method: str, problems: list[str], parameters: Json) -> None:
        self.violations.append({"method": method, "problems": problems, "params": parameters})

    def matching(self, method: str | None, after: int, limit: int) -> list[Json]:
        found = [
            each
            for each in self.calls
            if each["n"] > after and (method is None or each["method"].lower() == method.lower())
        ]
        return found[-limit:]
