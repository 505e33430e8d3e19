"""Changing what an opening says: a correction, or an edit of one that people can see.

Only what matters to who takes the job returns to review; the rest changes at once. Whoever edits names the version that
they saw, so that two members never overwrite each other unseen.
"""

from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications import service as applications
from data.db.errors import NotAvailable, Refusal
from data.listings import transitions
from data.listings.models import EDITED, NotVerified, add_history_note, list_history, transition_listing
from data.listings.openings import Opening
from data.organisations import service as organisations
from data.organisations.service import MAY_POST
from data.vocabulary import ListingState

COLUMNS_NEEDING_REVIEW = frozenset(
    {
        "title", "description", "occupation_code", "trade", "city", "district", "address", "wage_min", "wage_max",
        "wage_after_min", "wage_after_max", "housing", "meals", "shift", "night_shift", "social_insurance", "hazards",
        "education_min", "age_min", "age_max", "age_basis", "eligible_groups", "accepts_no_experience",
        "accepts_minors", "certificates_required", "doubts",
    }
)  # fmt: skip
"""Columns whose change a reviewer sees first: pay, place, work, dangers, requirements and texts."""
PUBLIC_STATES = frozenset({ListingState.LIVE, ListingState.PAUSED})
EDITABLE_STATES = PUBLIC_STATES | {ListingState.IN_REVIEW, ListingState.NEEDS_CHANGES}


class ChangedMeanwhile(Refusal):
    """Somebody else changed the opening after it was looked at."""

    text_id = "edit.error.changed_meanwhile"


class FewerThanHeld(Refusal):
    """Not fewer places than are promised already (`held`)."""

    text_id = "edit.error.fewer_than_held"


async def edit_opening(
    session: AsyncSession, opening_id: str, *, member: int, expected_version: int, fields: dict[str, Any]
) -> tuple[Opening, list[str]]:
    """Take over what a member changed; returns the opening and the columns that are different now.

    It goes to review (again) when it was sent back, or when people could see it and something of `REVIEWED` changed.

    Raises:
        NotAllowed: not a member. NotVerified: the organisation was refused or suspended. NotAvailable: it has ended.
        ChangedMeanwhile: its version is not the one `seen`. FewerThanHeld: fewer places than are held.
    """
    opening = await transitions.lock_for_member(session, Opening, opening_id, member=member)
    organisation = await organisations.get_for_member(session, member, opening.organisation_id)
    if organisation.state not in MAY_POST:
        raise NotVerified
    if opening.state not in EDITABLE_STATES:
        raise NotAvailable
    if opening.version != expected_version:
        raise ChangedMeanwhile
    changed = [name for name, value in fields.items() if getattr(opening, name) != value]
    if "headcount" in changed:
        held = await applications.count_held_places(session, opening_id)
        if fields["headcount"] < held:
            raise FewerThanHeld(held=held)
    for name in changed:
        setattr(opening, name, fields[name])
    opening.version += bool(changed)
    returns = opening.state in PUBLIC_STATES and not COLUMNS_NEEDING_REVIEW.isdisjoint(changed)
    if returns or opening.state == ListingState.NEEDS_CHANGES:
        await transition_listing(session, opening, ListingState.IN_REVIEW, by=member, reason=EDITED, fields=changed)
    elif changed:
        await add_history_note(session, opening, by=member, reason=EDITED, fields=changed)
    return opening, changed


async def requested_fields(session: AsyncSession, opening: Opening) -> list[str]:
    """The questions that the reviewer who sent it back wants answered anew."""
    events = await list_history(session, opening.id)
    last = next((event for event in reversed(events) if event.state == ListingState.NEEDS_CHANGES), None)
    return list(last.fields) if last else []
