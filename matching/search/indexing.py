"""Keeping search in step with the listings: the index row of a listing, and the vectors of rows that lack one."""

import asyncio
import hashlib
import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy.ext.asyncio import async_sessionmaker
from sqlmodel.ext.asyncio.session import AsyncSession

from data.applications import monthly_cap, response_rate
from data.applications import service as applications
from data.catalogue import occupations
from data.catalogue.occupations import Occupation
from data.enrolments import service as enrolments
from data.listings import search_index
from data.listings.courses import Course
from data.listings.openings import Opening
from data.listings.search_index import ListingIndex
from data.vocabulary import ListingKind
from matching.language import encoder
from matching.language.encoder import EncoderError
from matching.language.vector_cache import VectorCache
from matching.search.document import listing_terms, listing_text

ON_FOOT = frozenset({"STAND", "HEAVY", "HEIGHT"})
"""Hazards of work that is not done sitting down."""
AT_A_SCREEN = "VIEW"
_BATCH = 200


def build_index_row(listing: Opening | Course, *, places_left: int, applicants: int = 0) -> ListingIndex:
    """What search sees of a listing; still without a vector."""
    row = search_index.build_row(listing, places_left=places_left, applicants=applicants)
    work = occupations.get(listing.occupation_code)
    row.text = listing_text(listing)
    row.text_hash = hashlib.blake2b(row.text.encode(), digest_size=16).hexdigest()
    row.terms = listing_terms(listing)
    row.seated = _seated(listing, work)
    if work is not None and work.under18 == "prohibited":
        row.accepts_minors = False
    return row


def _seated(listing: Opening | Course, work: Occupation | None) -> bool | None:
    """Whether the work is done sitting, when that can be told."""
    if not ON_FOOT.isdisjoint(listing.hazards):
        return False
    usual = work.hazards if work else frozenset()
    return True if AT_A_SCREEN in usual and ON_FOOT.isdisjoint(usual) else None


def build_rows_in_memory(listings: Sequence[Opening | Course], cache: Path | None = None) -> list[ListingIndex]:
    """Index rows of listings that are not in the database, with vectors (kept in `cache` between runs)."""
    rows = [
        build_index_row(one, places_left=one.headcount if isinstance(one, Opening) else one.capacity)
        for one in listings
    ]
    vectors = VectorCache(cache).document_vectors([row.text for row in rows])
    for row, vector in zip(rows, vectors, strict=True):
        row.vector, row.model = vector, encoder.model_id()
    return rows


async def index_listing(session: AsyncSession, listing: Opening | Course) -> None:
    """Bring the index in step with a listing: its row if the listing is live, no row otherwise."""
    await index_listings(session, [listing])


async def index_listings(session: AsyncSession, listings: Sequence[Opening | Course]) -> None:
    """The same for many listings, some hundred at a time; others are served in between."""
    rates: dict[int, float] = {}
    full: set[int] = set()
    for start in range(0, len(listings), _BATCH):
        batch = listings[start : start + _BATCH]
        live = [one for one in batch if search_index.is_open(one)]
        over = [one.id for one in batch if not search_index.is_open(one)]
        if over:
            await search_index.drop_all(session, over)
        unknown = {one.organisation_id for one in live} - rates.keys()
        rates |= await response_rate.rates_of(session, unknown)
        full |= await monthly_cap.full_among(session, unknown)
        if live:
            rows = await _rows(session, live)
            for row in rows:
                row.answer_rate = rates[row.organisation_id]
                if row.kind == ListingKind.OPENING and row.organisation_id in full:
                    row.places_left = 0
            await search_index.put_all(session, rows)


async def _rows(session: AsyncSession, live: Sequence[Opening | Course]) -> list[ListingIndex]:
    applied = await applications.counts_by_opening(session, [one.id for one in live if isinstance(one, Opening)])
    enrolled = await enrolments.counts_by_course(session, [one.id for one in live if isinstance(one, Course)])
    rows = []
    for one in live:
        known = applied[one.id] if isinstance(one, Opening) else enrolled[one.id]
        places = one.headcount if isinstance(one, Opening) else one.capacity
        rows.append(build_index_row(one, places_left=max(0, places - known.held), applicants=known.open))
        await asyncio.sleep(0)
    return rows


async def require_dimension(session: AsyncSession) -> None:
    """Check that the index has room for the model's vectors.

    Raises:
        EncoderError: it has not, and what to do; or the model cannot be used.
    """
    needed = await asyncio.to_thread(encoder.dimension)
    held = await search_index.vector_dimension(session)
    if held != needed:
        raise EncoderError(
            f"The model gives {needed} numbers a text, but the search index holds {held}: stop the service and run "
            f"`shitu db upgrade`, or set {encoder.SETTING} back."
        )


async def resize_vectors_to_model(session: AsyncSession) -> bool:
    """Remake the index's vectors where the model's have another number of numbers; True when that was done.

    Until the worker has embedded the listings again they are found by words.
    """
    needed = await asyncio.to_thread(encoder.dimension)
    if await search_index.vector_dimension(session) == needed:
        return False
    await search_index.remake_vectors(session, needed)
    return True


async def embed_batch(session: AsyncSession, limit: int = 64) -> int:
    """Give up to `limit` rows the vector that they lack under the current model; returns how many were done.

    Raises:
        EncoderError: the model cannot be used.
    """
    model = encoder.model_id()
    rows = await search_index.without_vector(session, model, limit)
    if rows:
        vectors = await asyncio.to_thread(encoder.embed_documents, [row.text for row in rows])
        for row, vector in zip(rows, vectors, strict=True):
            row.vector, row.model = vector, model
        await session.flush()
    return len(rows)


async def embed_missing(sessions: async_sessionmaker[AsyncSession], *, seconds: float | None = None) -> bool:
    """Embed until no row lacks a vector, a transaction for each batch; False when `seconds` did not suffice."""
    started = time.monotonic()
    while True:
        async with sessions() as session, session.begin():
            done = await embed_batch(session)
        if not done:
            return True
        if seconds is not None and time.monotonic() - started > seconds:
            return False
