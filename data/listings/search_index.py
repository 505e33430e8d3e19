"""The searchable face of every live listing: one flat row with what gates, filters and ranking look at.

Derived data: `refresh` rewrites a listing's row from the listing itself, so the table can be rebuilt at any time.
Rows are written last in a transaction, several in the order of their ids (order of locks: docs/architecture.md).
The vector is filled in later by the worker, keyed by a hash of text and model; until then a listing is found by words.
"""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from pgvector.sqlalchemy import HALFVEC
from sqlalchemy import BigInteger, Column, Index, or_, update
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel, col, delete, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data import required_papers
from data.catalogue import places
from data.db.types import enum_column, text_list
from data.listings.courses import Course
from data.listings.openings import Opening
from data.vocabulary import CertificateKind, CourseMode, Education, Grade, Housing, ListingKind, ListingState, Shift

DIMENSIONS = 384
"""Numbers in a vector of the bundled model; `remake_vectors` makes room for another model's."""
ANSWER_RATE_UNKNOWN = 0.75
"""What is expected of an organisation that nobody has applied to yet."""


def _vector_index(kind: ListingKind, place: str | None) -> Index:
    """The vector index of one kind of listing, in the whole province, in one city, or (`online`) anywhere.

    A search that only allows a city would wander far in an index of everything before it finds enough of that city.
    """
    column = "mode" if place == CourseMode.ONLINE else "city"
    part = f"kind = '{kind}'" + (f" AND {column} = '{place}'" if place else "")
    return Index(
        f"ix_listing_index_vector_{kind}_{place or 'all'}",
        "vector",
        postgresql_using="hnsw",
        postgresql_ops={"vector": "halfvec_ip_ops"},
        postgresql_with={"ef_construction": 128},
        postgresql_where=sql(part),
    )


class ListingIndex(SQLModel, table=True):
    __tablename__ = "listing_index"
    __table_args__ = (
        Index("ix_listing_index_terms", "terms", postgresql_using="gin"),
        Index("ix_listing_index_ground", sql("(kind || city)")),
        Index("ix_listing_index_work", "occupation_code", "kind"),
        Index("ix_listing_index_online", "kind", postgresql_where=sql("mode = 'online'")),
        *(_vector_index(kind, city) for kind in ListingKind for city in (None, *(one.code for one in places.cities()))),
        _vector_index(ListingKind.COURSE, CourseMode.ONLINE),
    )

    listing_id: str = Field(primary_key=True)
    kind: ListingKind = enum_column(ListingKind)
    organisation_id: int = Field(sa_type=BigInteger)
    title: str
    city: str
    district: str | None = None
    lat: float | None = None
    lon: float | None = None
    occupation_code: str
    trade: str | None = None
    education_min: Education | None = enum_column(Education, default=None)
    age_min: int | None = None
    age_max: int | None = None
    accepts_minors: bool = False
    eligible_groups: list[str] = text_list()
    hazards: list[str] = text_list()
    certificates: list[str] = text_list()
    wage_min: int | None = None
    wage_max: int | None = None
    wage_after_max: int | None = None
    housing: Housing | None = enum_column(Housing, default=None)
    meals: bool | None = None
    night_shift: bool | None = None
    shift: Shift | None = enum_column(Shift, default=None)
    evening: bool | None = None
    weekend: bool | None = None
    mode: CourseMode | None = enum_column(CourseMode, default=None)
    seated: bool | None = None
    accessible: bool | None = None
    accepts_no_experience: bool | None = None
    fee: int | None = None
    """Yuan that the learner of a course pays; None for openings."""
    weeks: float | None = None
    rolling_entry: bool | None = None
    certificate_kind: CertificateKind | None = enum_column(CertificateKind, default=None)
    """What a course leads to."""
    grade_target: Grade | None = enum_column(Grade, default=None)
    linked_openings: list[str] = text_list()
    start_date: date | None = None
    deadline: date | None = None
    expires_at: date | None = None
    places_left: int = 1
    applicants: int = 0
    hours_week: float | None = None
    answer_rate: float = ANSWER_RATE_UNKNOWN
    """Of the organisation: the share of applications that it answers within a week, cautiously estimated."""
    terms: list[str] = text_list()
    text: str = ""
    """What was embedded."""
    text_hash: str = ""
    model: str | None = None
    """Id of the model that made the vector; another one makes the row due for embedding."""
    vector: Any = Field(default=None, sa_column=Column(HALFVEC(DIMENSIONS), nullable=True))


_COPIED = (
    "organisation_id", "title", "city", "district", "lat", "lon", "occupation_code", "trade", "education_min",
    "eligible_groups", "hazards", "start_date", "deadline", "expires_at",
    "grade_target",
)  # fmt: skip
_OPENING_ONLY = (
    "wage_min", "wage_max", "wage_after_max", "housing", "meals", "night_shift", "shift", "accepts_minors",
    "accessible", "accepts_no_experience", "hours_week",
)  # fmt: skip
_COURSE_ONLY = (
    "evening", "weekend", "mode", "fee", "weeks", "rolling_entry", "certificate_kind", "linked_openings",
)  # fmt: skip


def build_row(listing: Opening | Course, *, places_left: int, applicants: int = 0) -> ListingIndex:
    """The index row of a listing, still without text, terms and vector."""
    opening = isinstance(listing, Opening)
    names = _COPIED + (_OPENING_ONLY if opening else _COURSE_ONLY)
    values = {name: getattr(listing, name) for name in names}
    if listing.age_basis:
        values |= {"age_min": listing.age_min, "age_max": listing.age_max}
    if isinstance(listing, Opening):
        required = required_papers.fill_in_trades(listing.certificates_required, listing.occupation_code, listing.trade)
        values["certificates"] = required
    elif listing.dormitory is not None:
        values["housing"] = Housing.PROVIDED if listing.dormitory else Housing.NONE
    if isinstance(listing, Course):
        values["accepts_minors"] = listing.age_min is None or listing.age_min < 18
    return ListingIndex(
        listing_id=listing.id,
        kind=ListingKind.OPENING if opening else ListingKind.COURSE,
        places_left=places_left,
        applicants=applicants,
        **values,
    )


async def put_all(session: AsyncSession, rows: Sequence[ListingIndex]) -> None:
    """Write several rows at once, each keeping the vector that is there when the text has not changed."""
    query = select(ListingIndex).where(col(ListingIndex.listing_id).in_([row.listing_id for row in rows]))
    old = {row.listing_id: row for row in (await session.exec(query)).all()}
    for row in rows:
        before = old.get(row.listing_id)
        if before is None:
            session.add(row)
            continue
        if before.text_hash == row.text_hash:
            row.vector, row.model = before.vector, before.model
        await session.merge(row)
    await session.flush()


async def remove_listing(session: AsyncSession, listing_id: str) -> None:
    """Take a listing out of search."""
    await drop_all(session, [listing_id])


async def drop_all(session: AsyncSession, listing_ids: Collection[str]) -> None:
    """Take several listings out of search."""
    rows = select(ListingIndex.listing_id).where(col(ListingIndex.listing_id).in_(listing_ids))
    ordered = rows.order_by(col(ListingIndex.listing_id)).with_for_update()
    await session.exec(delete(ListingIndex).where(col(ListingIndex.listing_id).in_(ordered)))


async def set_places_left(session: AsyncSession, listing_id: str, places_left: int, applicants: int) -> None:
    """Keep the row's figures in step with the applications."""
    change = update(ListingIndex).where(col(ListingIndex.listing_id) == listing_id)
    await session.exec(change.values(places_left=places_left, applicants=applicants))


async def lock_of_organisations(session: AsyncSession, organisation_ids: Collection[int]) -> None:
    """Lock the rows of several organisations, in the order of their ids."""
    query = select(ListingIndex.listing_id).where(col(ListingIndex.organisation_id).in_(organisation_ids))
    await session.exec(query.order_by(col(ListingIndex.listing_id)).with_for_update())


async def set_answer_rate(session: AsyncSession, organisation_id: int, rate: float) -> None:
    """Keep the rows of an organisation in step with how it answers."""
    outdated = (
        select(ListingIndex.listing_id)
        .where(ListingIndex.organisation_id == organisation_id, ListingIndex.answer_rate != rate)
        .order_by(col(ListingIndex.listing_id))
        .with_for_update()
    )
    change = update(ListingIndex).where(col(ListingIndex.listing_id).in_(outdated))
    await session.exec(change.values(answer_rate=rate).execution_options(synchronize_session=False))


async def vector_dimension(session: AsyncSession) -> int:
    """How many numbers the vector column holds."""
    query = sql("SELECT atttypmod FROM pg_attribute WHERE attrelid = 'listing_index'::regclass AND attname = 'vector'")
    return int((await (await session.connection()).execute(query)).scalar_one())


async def remake_vectors(session: AsyncSession, dimension: int) -> None:
    """Make room for vectors of so many numbers, with the indexes; every row becomes due for embedding."""
    connection = await session.connection()
    change = f"ALTER COLUMN vector TYPE halfvec({int(dimension)}) USING NULL"  # PostgreSQL builds its indexes anew
    await connection.execute(sql(f"ALTER TABLE listing_index {change}"))
    await session.exec(update(ListingIndex).values(model=None))


async def without_vector(session: AsyncSession, model: str, limit: int) -> Sequence[ListingIndex]:
    """Rows that `model` has not embedded yet; rows under work elsewhere are passed over."""
    query = (
        select(ListingIndex)
        .where(or_(col(ListingIndex.model).is_(None), col(ListingIndex.model) != model))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await session.exec(query)).all()


def is_open(listing: Opening | Course) -> bool:
    """Whether the listing belongs in search at all."""
    return listing.state == ListingState.LIVE
