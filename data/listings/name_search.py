"""Listings by what somebody calls them: occupation, a piece of the title or of the organisation's name, place."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from data.closed_forms.text import longest_shared
from data.listings.courses import Course
from data.listings.openings import Opening
from data.organisations.service import Organisation
from data.vocabulary import ListingState

SPOKEN_OF = (
    ListingState.LIVE, ListingState.PAUSED, ListingState.FILLED, ListingState.EXPIRED, ListingState.CLOSED,
)  # fmt: skip
"""What was public once; drafts and what waits for review are nobody's business yet."""
MAX_RESULTS_PER_KIND = 200


EVERY_TITLE = re.compile("学徒|培训|班")
"""What names no listing: many titles have it."""
_SURELY = 3
"""Characters in a row from which words surely name a listing by its title."""


@dataclass(frozen=True, slots=True)
class NamedListing:
    """A listing as far as people name it."""

    id: str
    title: str
    organisation: str
    occupation_code: str
    city: str
    district: str | None
    state: ListingState


def title_run(words: str, title: str) -> int:
    """How many characters of a title the words say in a row; 0 for fewer than name it, which of a short one is all."""
    plain = EVERY_TITLE.sub("", title)
    run = longest_shared(plain, words).size
    return run if run >= min(_SURELY, len(plain)) else 0


async def find_by_name(
    session: AsyncSession, *, codes: Collection[str], pieces: Collection[str], places: Collection[str],
    states: Collection[ListingState] = SPOKEN_OF,
) -> list[NamedListing]:  # fmt: skip
    """Up to `MOST` of each kind, live ones and the newest first.

    Args:
        session: to read with.
        codes: occupations it may be for.
        pieces: pieces of its title or of its organisation's name; one is enough.
        places: codes of cities or districts one of which it must be in; empty for anywhere.
        states: one of which it must be in.
    """
    if not codes and not pieces:
        return []
    found: list[NamedListing] = []
    for kind in (Opening, Course):
        query = _query(kind, codes, pieces, places).where(col(kind.state).in_(states))
        found += [NamedListing(*row) for row in (await session.execute(query)).all()]
    return found


def _query(
    kind: type[Opening] | type[Course], codes: Collection[str], pieces: Collection[str], places: Collection[str]
) -> Select[Any]:
    ways: list[ColumnElement[bool]] = [col(kind.occupation_code).in_(sorted(codes))] if codes else []
    for piece in sorted(pieces):
        ways += [
            col(kind.title).contains(piece, autoescape=True),
            col(Organisation.name).contains(piece, autoescape=True),
        ]
    live = (col(kind.state) == ListingState.LIVE).desc()
    query = (
        select(  # type: ignore[call-overload]
            kind.id, kind.title, Organisation.name, kind.occupation_code, kind.city, kind.district, kind.state
        )
        .join(Organisation, col(Organisation.id) == col(kind.organisation_id))
        .where(or_(*ways))
        .order_by(live, col(kind.live_at).desc().nulls_last(), col(kind.id))
        .limit(MAX_RESULTS_PER_KIND)
    )
    if places:
        query = query.where(or_(col(kind.city).in_(sorted(places)), col(kind.district).in_(sorted(places))))
    return query  # type: ignore[no-any-return]
