"""What a form that changes a listing keeps of it, and what is said when the change is made."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from bot.chat.buttons import rows
from bot.chat.forms.engine import Draft, FormQuestion
from bot.chat.texts import Html, join
from bot.chat.turn import Turn
from data.lifecycle.listing_edits import PUBLIC_STATES
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


def changed_answers(questions: Sequence[FormQuestion], draft: Draft, base: Draft) -> list[FormQuestion]:
    """The questions that are answered differently now."""
    return [one for one in questions if one.key != "organisation" and draft.get(one.key) != base.get(one.key)]


def change_lines(
    turn: Turn, questions: Sequence[FormQuestion], draft: Draft, columns: Mapping[str, Any], reviewed: Collection[str]
) -> list[Html]:
    """What differs from the listing as it is, and what follows from handing it in; nothing for a new one.

    `columns` are those that differ, `reviewed` those that a reviewer sees first.
    """
    base = draft.get(BASE_ANSWERS_KEY)
    changed = changed_answers([one for one in questions if one.key in base], draft, base) if base else []
    if not changed:
        return []
    names = join([turn.t(f"{one.text_id}.short") for one in changed], turn.t("card.comma"))
    lines = [turn.t("edit.changes", fields=names)]
    if columns and draft[BASE_STATE_KEY] in PUBLIC_STATES:
        lines.append(turn.t("edit.effect.now" if set(reviewed).isdisjoint(columns) else "edit.effect.review"))
    return lines


def leave_texts(draft: Draft) -> tuple[str, str] | None:
    """What leaving a change is called and what is said then: the listing stays as it is."""
    return ("edit.leave", "edit.left") if BASE_ANSWERS_KEY in draft else None


async def say_changed(turn: Turn, listing: ListingFields, see: str, changed: Sequence[str]) -> None:
    """That the change counts already, or that nothing is different; `see` is what the button to the listing calls."""
    turn.goto(None)
    buttons = rows([[("openings.see", f"{see}:{listing.id}")]], turn.language)
    await turn.say("edit.done" if changed else "edit.nothing", title=listing.title, rows=buttons)
