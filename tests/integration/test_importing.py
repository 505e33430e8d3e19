"""Listings from files into the database, into search, and back into files."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from data import samples
from data.db import clock
from data.imports import files
from data.imports import service as imports
from data.imports.schema import CourseRow, OpeningRow, Row
from data.imports.service import ImportResult
from data.listings import courses, models, openings
from data.listings.search_index import ListingIndex
from data.organisations.service import Organisation
from data.vocabulary import ListingState, OrganisationState
from matching.language import encoder
from matching.search import indexing
from tests import parties
from tests.integration.test_files import row as file_row


@pytest.fixture
async def today(session: AsyncSession) -> date:
    return await clock.today(session)


def some_rows(today: date) -> list[Row]:
    loaded = samples.load_samples(today)
    return [*loaded.openings[:4], *loaded.courses[:3]]


async def bring_in(session: AsyncSession, rows: list[Row], **options: object) -> ImportResult:
    result = await imports.import_rows(session, rows, **options)  # type: ignore[arg-type]
    await indexing.index_listings(session, result.listings)
    return result


async def index_row(session: AsyncSession, listing_id: str) -> ListingIndex | None:
    session.expire_all()
    return await session.get(ListingIndex, listing_id)


async def test_rows_go_live_under_verified_organisations_with_a_history(session: AsyncSession, today: date) -> None:
    rows = some_rows(today)
    result = await bring_in(session, rows)
    assert result.created == [row.id for row in rows]
    opening = await openings.find(session, rows[0].id)
    assert opening is not None
    assert opening.state == ListingState.LIVE
    organisation = await session.get(Organisation, opening.organisation_id)
    assert organisation is not None
    assert organisation.state == OrganisationState.VERIFIED
    assert isinstance(rows[0], OpeningRow)
    assert (organisation.name, organisation.credit_code) == (rows[0].enterprise, rows[0].enterprise_code)
    assert [event.reason for event in await models.list_history(session, rows[0].id)] == ["import"]


async def test_the_same_file_twice_changes_nothing(session: AsyncSession, today: date) -> None:
    rows = some_rows(today)
    await bring_in(session, rows)
    before = len((await session.exec(select(Organisation))).all())
    again = await bring_in(session, rows)
    assert (again.created, again.updated, again.organisations) == ([], [], [])
    assert again.unchanged == [row.id for row in rows]
    assert len((await session.exec(select(Organisation))).all()) == before


async def test_a_changed_row_changes_its_listing_and_its_index_row(session: AsyncSession, today: date) -> None:
    first = some_rows(today)[0]
    await bring_in(session, [first])
    result = await bring_in(
        session, [first.model_copy(update={"wage_min": 5100, "wage_max": 5900, "title": "数控学徒"})]
    )
    assert result.updated == [first.id]
    row = await index_row(session, first.id)
    assert row is not None
    assert (row.wage_max, row.title) == (5900, "数控学徒")


async def test_a_listing_taken_down_stays_down(session: AsyncSession, today: date) -> None:
    row = some_rows(today)[0]
    await bring_in(session, [row])
    opening = await openings.lock(session, row.id)
    await models.transition_listing(session, opening, ListingState.CLOSED, by=None)
    await bring_in(session, [row])
    assert (await openings.lock(session, row.id)).state == ListingState.CLOSED
    assert await index_row(session, row.id) is None


async def test_an_id_of_the_other_kind_is_left_alone(session: AsyncSession, today: date) -> None:
    rows = some_rows(today)
    opening = next(row for row in rows if isinstance(row, OpeningRow))
    course = next(row for row in rows if isinstance(row, CourseRow))
    await bring_in(session, [opening])
    result = await bring_in(session, [course.model_copy(update={"id": opening.id})])
    assert [(one.listing_id, one.reason_id) for one in result.skipped] == [(opening.id, "import.reason.kind_taken")]
    assert await courses.find(session, opening.id) is None


async def test_rows_to_review_wait_and_are_not_in_search(session: AsyncSession, today: date) -> None:
    row = some_rows(today)[0]
    await bring_in(session, [row], doubts={row.id: [{"rule": "post.gender"}]})
    opening = await openings.find(session, row.id)
    assert opening is not None
    assert (opening.state, opening.live_at) == (ListingState.IN_REVIEW, None)
    assert await index_row(session, row.id) is None


async def test_an_organisation_known_by_name_gets_its_code_and_one_of_another_code_is_another(
    session: AsyncSession, today: date
) -> None:
    row = next(row for row in some_rows(today) if isinstance(row, OpeningRow))
    await bring_in(session, [row.model_copy(update={"enterprise_code": None})])
    known = await bring_in(session, [row.model_copy(update={"id": "second"})])
    assert known.organisations == []
    other = await bring_in(session, [row.model_copy(update={"id": "third", "enterprise_code": "91210100FAKE00091A"})])
    assert len(other.organisations) == 1


async def test_what_is_exported_can_be_imported_again(session: AsyncSession, today: date, tmp_path: Path) -> None:
    rows = some_rows(today)
    await bring_in(session, rows)
    exported = await imports.export_rows(session)
    assert sorted(row.id for row in exported) == sorted(row.id for row in rows)
    file = tmp_path / "listings.jsonl"
    files.write(file, exported)
    report = files.read(file, today)
    assert report.refused == []
    assert (await bring_in(session, report.rows)).unchanged == [row.id for row in exported]


async def test_vectors_are_made_once_and_kept_while_the_text_stays(session: AsyncSession, today: date) -> None:
    first = some_rows(today)[0]
    await bring_in(session, [first])
    assert await indexing.embed_batch(session) == 1
    assert await indexing.embed_batch(session) == 0
    await bring_in(session, [first.model_copy(update={"wage_max": 9000})])
    kept = await index_row(session, first.id)
    assert kept is not None
    assert kept.model == encoder.model_id()
    assert kept.vector is not None
    await bring_in(session, [first.model_copy(update={"description": "换了一段说明。"})])
    assert await indexing.embed_batch(session) == 1


@pytest.mark.parametrize(
    ("more", "state"), [({}, ListingState.LIVE), ({"headcount": 3}, ListingState.IN_REVIEW)], ids=["same", "changed"]
)
async def test_a_trade_that_becomes_known_sends_no_listing_to_review(
    session: AsyncSession, more: dict[str, object], state: ListingState
) -> None:
    """Listings from before there were trades have none until their file comes again."""
    organisation = await parties.enterprise(session, 7)
    member = await parties.account_id(session, 7)
    row = OpeningRow.model_validate(file_row(1, title="叉车学徒", occupation_code="6-30-05-01") | {"headcount": 2})
    assert row.trade
    opening = imports.listing_of(row, organisation.id or 0, await clock.now(session))
    assert isinstance(opening, openings.Opening)
    opening.trade, opening.created_by = None, member
    session.add(opening)
    await session.flush()
    await imports.import_rows(session, [row.model_copy(update=more)], by=member, member_organisations=[organisation])
    assert (opening.trade, opening.state) == (row.trade, state)
