"""What a form that changes a listing keeps of it, and what is said when the change is made."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.chat.buttons import rows
from bot.chat.forms.engine import Draft
from bot.chat.turn import Turn
from data.listings.models import ListingFields
from data.vocabulary import ListingState

BASE_ANSWERS_KEY = "base"
"""Draft key of the answers as they were when a change began."""
BASE_STATE_KEY = "state"
"""Draft key of the state that the listing was in then."""


def changed_columns(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    """The columns on which two listings differ, as the second one has them."""
    return {name: value for name, value in after.items() if value != before[name]}


def waits_for_review(listing: ListingFields, draft: Draft, changed: Sequence[str]) -> bool:
    """Whether a reviewer has something new to look at after the change."""
    return listing.state == ListingState.IN_REVIEW and bool(changed or draft[BASE_STATE_KEY] != ListingState.IN_REVIEW)


async def say_changed(turn: Turn, listing: ListingFields, see: str, changed: Sequence[str]) -> None:
    """That the change counts already, or that nothing is different; `see` is what the button to the listing calls."""
    turn.goto(None)
    buttons = rows([[("openings.see", f"{see}:{listing.id}")]], turn.language)
    await turn.say("edit.done" if changed else "edit.nothing", title=listing.title, rows=buttons)
