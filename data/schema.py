"""All tables in one place, for migrations and for whoever needs the whole schema."""

from sqlmodel import SQLModel

from data import (  # noqa: F401 - importing registers the tables
    accounts,
    applications,
    broadcasts,
    clock,
    consents,
    courses,
    enrolments,
    feedback,
    inbox,
    licences,
    listing_index,
    listings,
    notice_times,
    notices,
    openings,
    organisations,
    outbox,
    pacing,
    seekers,
    share_links,
    staff,
    team,
    uploads,
    verification,
)

metadata = SQLModel.metadata
