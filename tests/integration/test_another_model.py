"""`SHITU_MODEL` may name a model with vectors of another length: the index is made anew for it."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel.ext.asyncio.session import AsyncSession

from data.db import clock
from data.listings import search_index
from data.listings.search_index import ListingIndex
from data.people.profile import Facts, OccupationFact
from matching.language.encoder import EncoderError, model_id
from matching.matches import MatchQuery, find_matches
from matching.search import indexing
from tests import parties
from tests.encoders import OTHER_DIMENSION, save_other_model

MEMBER = 8201


@pytest.fixture
def other_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = save_other_model(tmp_path / "shorter")
    monkeypatch.setenv("SHITU_MODEL", str(path))


async def _indexes(session: AsyncSession) -> set[str]:
    found = await session.execute(text("SELECT indexdef FROM pg_indexes WHERE tablename = 'listing_index'"))
    return set(found.scalars())


@pytest.mark.usefixtures("other_model")
async def test_an_index_for_another_model_is_refused_with_what_to_do(session: AsyncSession) -> None:
    with pytest.raises(EncoderError, match="shitu db upgrade"):
        await indexing.require_dimension(session)


async def test_an_index_that_fits_is_left_alone(session: AsyncSession) -> None:
    assert not await indexing.resize_vectors_to_model(session)
    await indexing.require_dimension(session)


async def test_listings_are_embedded_and_found_by_another_model(
    session: AsyncSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening = (await parties.live_opening(session, await parties.enterprise(session, MEMBER))).id
    assert await indexing.embed_batch(session) == 1
    indexes = await _indexes(session)

    monkeypatch.setenv("SHITU_MODEL", str(save_other_model(tmp_path / "shorter")))
    assert await indexing.resize_vectors_to_model(session)
    assert await _indexes(session) == indexes
    session.expire_all()
    assert await indexing.embed_batch(session) == 1
    session.expire_all()

    row = await session.get_one(ListingIndex, opening)
    assert row.model == model_id()
    assert len(list(row.vector)) == await search_index.vector_dimension(session) == OTHER_DIMENSION
    wish = OccupationFact(code="6-18-02-04", name="焊工", role="wants")
    today = await clock.today(session)
    found = await find_matches(session, MatchQuery(Facts(occupations=[wish]), today))
    assert [one.row.listing_id for one in found.openings] == [opening]
