"""Named refusals: each carries the id of the one clear sentence that the person gets."""

from typing import Any


class Refusal(Exception):
    """Something the rules do not allow now. `text_id` and `params` render to a sentence; nothing was changed.

    Subclasses live beside the rule they speak for and set `text_id`.
    """

    text_id = "error.unavailable"

    def __init__(self, **params: Any) -> None:
        super().__init__(self.text_id)
        self.params = params


class NotAllowed(Refusal):
    """The account may not do this (any more)."""

    text_id = "error.not_allowed"


class NotAvailable(Refusal):
    """The thing does not exist, or has left the state in which this could be done."""

    text_id = "error.gone"
