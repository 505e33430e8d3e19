"""An organisation ends its registration: everything it offers ends, nobody acts for it any more, its code is free."""

from typing import Any

from sqlmodel import col, select, update
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.lifecycle import verification
from data.lifecycle.verification import Listing, Submission
from data.listings import search_index
from data.listings.courses import Course
from data.listings.models import transition_listing
from data.listings.openings import Opening
from data.organisations import licences
from data.organisations import service as organisations
from data.organisations.membership import AdmissionRequest, TeamInvitation
from data.organisations.service import Organisation
from data.vocabulary import ListingState as State
from data.vocabulary import OrganisationState

PUBLIC_STATES = (State.LIVE, State.PAUSED)
UNPUBLISHED_STATES = (State.DRAFT, State.IN_REVIEW, State.NEEDS_CHANGES)


async def close_organisation(
    session: AsyncSession, organisation_id: int, *, by: int | None
) -> tuple[Organisation, list[Listing]]:
    """End the registration; the caller has checked who asks, tells those concerned and takes the members out.

    Returns the listings that people could see until now.
    """
    organisation = await organisations.lock(session, organisation_id)
    organisation.state, organisation.recheck_due = OrganisationState.CLOSED, None
    ended: list[Listing] = []
    for table in (Opening, Course):
        query = select(table).where(
            table.organisation_id == organisation_id, col(table.state).in_(PUBLIC_STATES + UNPUBLISHED_STATES)
        )
        rows: Any = (await session.exec(query.order_by(col(table.id)).with_for_update())).all()
        for listing in rows:
            seen = listing.state in PUBLIC_STATES
            await transition_listing(session, listing, State.CLOSED if seen else State.WITHDRAWN, by=by)
            ended += [listing] if seen else []
    await search_index.drop_all(session, [listing.id for listing in ended])
    await licences.delete_licence(session, organisation_id)
    await _close_doors(session, organisation_id)
    return organisation, ended


async def withdraw_unpublished_of_refused(session: AsyncSession, credit_code: str, account_id: int) -> None:
    """Somebody else registers a code that was refused: what the people before them had prepared does not go out."""
    refused = await organisations.by_credit_code(session, credit_code)
    if refused is None or refused.id is None or refused.state != OrganisationState.REFUSED:
        return
    if await organisations.is_member(session, account_id, refused.id):
        return
    for table in (Opening, Course):
        query = select(table).where(table.organisation_id == refused.id, col(table.state).in_(UNPUBLISHED_STATES))
        rows: Any = (await session.exec(query.with_for_update())).all()
        for listing in rows:
            await transition_listing(session, listing, State.WITHDRAWN, by=None)


async def _close_doors(session: AsyncSession, organisation_id: int) -> None:
    """Links let nobody in, and nothing waits for a decision."""
    now = await clock.now(session)
    links = update(TeamInvitation).where(
        col(TeamInvitation.organisation_id) == organisation_id, col(TeamInvitation.used_at).is_(None)
    )
    await session.exec(links.values(withdrawn_at=now))
    asked = update(AdmissionRequest).where(
        col(AdmissionRequest.organisation_id) == organisation_id, col(AdmissionRequest.decided_at).is_(None)
    )
    await session.exec(asked.values(decided_at=now, admitted=False))
    submission: Submission | None = await verification.open_submission(session, organisation_id)
    if submission is not None:
        submission.decided_at = now
    await session.flush()
