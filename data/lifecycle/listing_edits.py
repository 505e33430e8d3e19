"""Changing what a listing says: a correction, or an edit of one that people can see.

Only what matters to who takes the job returns to review; the rest changes at once. Whoever edits names the version that
they saw, so that two members never overwrite each other unseen.
"""

from typing import Any, TypeVar

from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications import service as applications
from data.db.errors import NotAvailable, Refusal
from data.enrolments import service as enrolments
from data.listings import transitions
from data.listings.courses import Course
from data.listings.models import EDITED, ListingFields, NotVerified, add_history_note, list_history, transition_listing
from data.listings.openings import Opening
from data.organisations import service as organisations
from data.organisations.service import MAY_POST
from data.vocabulary import ListingState

ListingT = TypeVar("ListingT", Opening, Course)
COLUMNS_NEEDING_REVIEW = frozenset(
    {
        "title", "description", "occupation_code", "trade", "city", "district", "address", "wage_min", "wage_max",
        "wage_after_min", "wage_after_max", "housing", "meals", "shift", "night_shift", "social_insurance", "hazards",
        "education_min", "age_min", "age_max", "age_basis", "eligible_groups", "accepts_no_experience",
        "accepts_minors", "certificates_required", "doubts",
    }
)  # fmt: skip
"""Columns whose change a reviewer sees first: pay, place, work, dangers, requirements and texts."""
COURSE_COLUMNS_NEEDING_REVIEW = frozenset(
    {
        "title", "description", "occupation_code", "trade", "city", "district", "course_kind", "certificate_kind",
        "grade_target", "assessing_body", "mode", "fee", "subsidy_rule", "eligible_groups", "education_min", "age_min",
        "age_basis", "linked_openings", "programme", "documents",
    }
)  # fmt: skip
"""The same of a course: what it teaches and leads to, where, for whom and for how much."""
PUBLIC_STATES = frozenset({ListingState.LIVE, ListingState.PAUSED})
EDITABLE_STATES = PUBLIC_STATES | {ListingState.IN_REVIEW, ListingState.NEEDS_CHANGES}


class ChangedMeanwhile(Refusal):
    """Somebody else changed the listing after it was looked at."""

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
    opening = await _lock_editable(session, Opening, opening_id, member, expected_version)
    if "headcount" in fields and fields["headcount"] != opening.headcount:
        _require_room(fields["headcount"], await applications.count_held_places(session, opening_id))
    return opening, await _take_over(session, opening, fields, COLUMNS_NEEDING_REVIEW, member)


async def edit_course(
    session: AsyncSession, course_id: str, *, member: int, expected_version: int, fields: dict[str, Any]
) -> tuple[Course, list[str]]:
    """Take over what a member changed of a course; returns it and the columns that are different now.

    Raises: as `edit_opening`.
    """
    course = await _lock_editable(session, Course, course_id, member, expected_version)
    if "capacity" in fields and fields["capacity"] != course.capacity:
        _require_room(fields["capacity"], await enrolments.count_held_places(session, course_id))
    return course, await _take_over(session, course, fields, COURSE_COLUMNS_NEEDING_REVIEW, member)


async def _lock_editable(
    session: AsyncSession, table: type[ListingT], listing_id: str, member: int, expected_version: int
) -> ListingT:
    listing = await transitions.lock_for_member(session, table, listing_id, member=member)
    organisation = await organisations.get_for_member(session, member, listing.organisation_id)
    if organisation.state not in MAY_POST:
        raise NotVerified
    if listing.state not in EDITABLE_STATES:
        raise NotAvailable
    if listing.version != expected_version:
        raise ChangedMeanwhile
    return listing


def _require_room(places: int, held: int) -> None:
    if places < held:
        raise FewerThanHeld(held=held)


async def _take_over(
    session: AsyncSession, listing: ListingFields, fields: dict[str, Any], reviewed: frozenset[str], member: int
) -> list[str]:
    changed = [name for name, value in fields.items() if getattr(listing, name) != value]
    for name in changed:
        setattr(listing, name, fields[name])
    listing.version += bool(changed)
    returns = listing.state in PUBLIC_STATES and not reviewed.isdisjoint(changed)
    if returns or listing.state == ListingState.NEEDS_CHANGES:
        await transition_listing(session, listing, ListingState.IN_REVIEW, by=member, reason=EDITED, fields=changed)
    elif changed:
        await add_history_note(session, listing, by=member, reason=EDITED, fields=changed)
    return changed


async def requested_fields(session: AsyncSession, opening: Opening) -> list[str]:
    """The questions that the reviewer who sent it back wants answered anew."""
    events = await list_history(session, opening.id)
    last = next((event for event in reversed(events) if event.state == ListingState.NEEDS_CHANGES), None)
    return list(last.fields) if last else []
