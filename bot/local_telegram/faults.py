"""Faults to come: the next calls of a method fail in a chosen way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
KINDS = ("429", "403", "400", "500", "timeout", "drop", "page")
_DESCRIPTIONS = {
    "429": "Too Many Requests: retry after {retry_after}",
    "403": "Forbidden: bot was blocked by the user",
    "400": "Bad Request: chat not found",
    "500": "Internal Server Error",
    "page": "a page of something on the way",
}


@dataclass(slots=True)
class Fault:
    method: str | None
    kind: str
    times: int = 1
    retry_after: int = 1
    chat_id: int | None = None
    description: str | None = None
    applied: bool = False
    """`timeout` and `drop` only: the call takes effect although its answer is lost."""
    status: int = 200
    """`page` only: with which HTTP status something on the way answers with a page instead of Telegram."""

    def __post_init__(self) -> None:
        self.kind = str(self.kind)
        if self.kind not in KINDS:
            raise ValueError(f"kind must be one of {', '.join(KINDS)}")

    @property
    def answer_lost(self) -> bool:
        return self.kind in ("timeout", "drop")

    def body(self) -> Json:
        """The refusal as Telegram writes it (kinds with a status only)."""
        text = self.description or _DESCRIPTIONS[self.kind].format(retry_after=self.retry_after)
        code = self.status if self.kind == "page" else int(self.kind)
        answer: Json = {"ok": False, "error_code": code, "description": text}
        if self.kind == "429":
            answer["parameters"] = {"retry_after": self.retry_after}
        return answer


class Faults:
    def __init__(self) -> None:
        self.coming: list[Fault] = []

    def add(self, described: Json) -> Fault:
        """Raises ValueError or TypeError when `described` is not a fault."""
        fault = Fault(**{"method": None, **described})
        if fault.method in ("*", ""):
            fault.method = None
        self.coming.append(fault)
        return fault

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that hits this call, used up once. Without a method it hits any call except getUpdates."""
        for fault in self.coming:
            fits = fault.method.lower() == method.lower() if fault.method else method != "getUpdates"
            if fits and fault.times > 0 and fault.chat_id in (None, chat_id):
                fault.times -= 1
                self.coming = [each for each in self.coming if each.times > 0]
                return fault
        return None

    def clear(self) -> None:
        self.coming = []
