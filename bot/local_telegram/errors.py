"""What the Bot API answers when it refuses."""

from __future__ import annotations

from typing import Any


class BotApiError(Exception):
    """A refusal: HTTP status and `error_code`, the description as Telegram words it, optional `parameters`."""

    def __init__(self, code: int, description: str, parameters: dict[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, Any]:
        answer: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


class SchemaViolation(BotApiError):
    """The call breaks the Bot API's schema or a documented limit: a bug of the bot, kept in the list of violations."""

    def __init__(self, problems: list[str], code: int = 400, description: str | None = None) -> None:
        super().__init__(code, description or f"Bad Request: {problems[0]}")
        self.problems = problems


def bad_request(text: str) -> BotApiError:
    return BotApiError(400, f"Bad Request: {text}")
