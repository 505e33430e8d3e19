"""Search in PostgreSQL: the gates in the query, the same matches as in memory, widening that is said."""

import random
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data import eligibility
from data.catalogue import occupations, places
from data.db import clock, engine
from data.eligibility import ELIGIBILITY_RULES, Applicant, failed_rules
from data.listings.search_index import ListingIndex
from data.people.profile import CertificateFact, EducationFact, Facts, OccupationFact, PlaceFact
from data.vocabulary import CertificateKind, Constraint, CourseMode, Education, Housing, ListingKind, Shift
from matching.matches import (
    Matches,
    MatchQuery,
    find_legal_obstacle,
    find_matches,
    find_matches_in_memory,
    match_listing,
)
from matching.search import postgres
from matching.search.candidates import embed_search_intent
from matching.search.geo import GeoScope
from matching.search.intent import build_search_intent
from matching.search.memory import InMemoryIndex
from matching.search.postgres import SearchFilter
from tests import databases
from tests.conftest import copy

TODAY = date(2026, 11, 20)
WELDER, COOK, CARER, FORKLIFT = "6-18-02-04", "4-03-02-01", "4-10-01-05", "6-30-05-01"
HAZARDS = ("HEIGHT", "HEAVY", "DUST", "STAND", "NIGHT", "TOX", "VIEW", "MECH")


def place(code: str, role: str = "prefers") -> PlaceFact:
    found = places.place(code)
    return PlaceFact(code=code, name=found.name, city=found.city, role=role)


def work(code: str, role: str = "wants", years: float | None = None, trade: str | None = None) -> OccupationFact:
    return OccupationFact(code=code, name=occupations.occupation(code).name, role=role, years=years, trade=trade)


def facts(*said: PlaceFact | OccupationFact, **more: Any) -> Facts:
    return Facts(
        places=[one for one in said if isinstance(one, PlaceFact)],
        occupations=[one for one in said if isinstance(one, OccupationFact)],
        **more,
    )


PEOPLE = {
    "nothing said": Facts(),
    "carer in Dandong": facts(place("210600"), work(CARER), age=44, constraints=[Constraint.NO_NIGHT]),
    "cook near home": facts(
        place("210106", "lives"), work(COOK), constraints=[Constraint.NEAR_HOME, Constraint.HOUSING], wage_min=4000
    ),
    "welder with no paper": facts(
        place("210300"), work(WELDER, "did", 3), work(COOK, "rejects"), certificates=[], age=27
    ),
    "either Tiexi": facts(
        PlaceFact(code="210106", name="铁西", city="210100", role="lives", sure=False, candidates=["210106", "210303"]),
        work(FORKLIFT),
        education=EducationFact(level=Education.JUNIOR),
    ),
    "sixteen": facts(place("211200"), work("4-10-03-02"), age=16),
    "lowest wage far too high": facts(place("211400"), work(WELDER), wage_min=90_000),
    "own words only": facts(place("210200"), skills=["会做木雕", "有耐心"]),
}


@pytest.fixture(scope="module")
def indexed_samples(server: str) -> Iterator[str]:
    """The sample listings with the vector indexes of the product."""
    yield from copy(server, databases.sample_template(server), "_indexed")


@pytest.fixture
async def samples(indexed_samples: str) -> AsyncIterator[AsyncSession]:
    async with engine.open_sessions(indexed_samples) as sessions, sessions() as session:
        yield session


def shown(found: Matches) -> dict[str, list[tuple[str, float]]]:
    lists = {"openings": found.openings, "courses": found.courses}
    return {name: [(one.row.listing_id, one.score) for one in listed] for name, listed in lists.items()}


@pytest.mark.parametrize("name", PEOPLE)
async def test_the_database_and_memory_give_the_same_matches(samples: AsyncSession, name: str) -> None:
    listings = InMemoryIndex((await samples.exec(select(ListingIndex))).all())
    assert len(listings.rows) == 649
    texts = ("想找个稳当的活儿",) if PEOPLE[name].occupations else ()
    query = MatchQuery(PEOPLE[name], await clock.today(samples), texts=texts, limit_per_kind=30)
    in_database, in_memory = await find_matches(samples, query), find_matches_in_memory(listings, query)
    assert [one[0] for one in shown(in_database)["openings"]] == [one[0] for one in shown(in_memory)["openings"]]
    for kind in ("openings", "courses"):
        assert dict(shown(in_database)[kind]) == pytest.approx(dict(shown(in_memory)[kind]), abs=2e-3)
    assert in_database.widened == in_memory.widened
    assert in_database.near_misses == in_memory.near_misses
    assert [one.gaps for one in in_database.openings] == [one.gaps for one in in_memory.openings]
    assert in_database.openings or in_database.courses


async def test_a_listing_without_vector_is_found(samples: AsyncSession) -> None:
    today = await clock.today(samples)
    query = MatchQuery(facts(place("210100"), work(COOK)), today)
    wanted = (await find_matches(samples, query)).openings[0].row.listing_id
    row = await samples.get(ListingIndex, wanted)
    assert row is not None
    row.vector, row.model = None, None
    await samples.flush()
    assert (await find_matches(samples, query)).openings[0].row.listing_id == wanted


async def test_dismissed_listings_do_not_come_back(samples: AsyncSession) -> None:
    query = MatchQuery(facts(place("210100"), work(WELDER)), await clock.today(samples))
    first = (await find_matches(samples, query)).openings[0].row
    after = await find_matches(samples, replace(query, dismissed={first.listing_id: "employer"}))
    assert first.listing_id not in {one.row.listing_id for one in after.openings}
    assert after.openings[0].row.organisation_id != first.organisation_id


async def test_one_listing_is_explained_and_a_missing_paper_shows_the_way(samples: AsyncSession) -> None:
    today = await clock.today(samples)
    asks = select(ListingIndex).where(
        col(ListingIndex.certificates).contains([f"operation_permit:{FORKLIFT}::起重机司机"])
    )
    row = (await samples.exec(asks.where(ListingIndex.kind == ListingKind.OPENING))).first()
    assert row is not None
    without = MatchQuery(facts(place(row.city), work(FORKLIFT), certificates=[], age=30), today)
    miss = await find_legal_obstacle(samples, without, row.listing_id)
    assert miss is not None
    assert miss.rule == "law.cert_before_work"
    assert miss.course is not None
    course = await samples.get(ListingIndex, miss.course)
    assert course is not None
    assert (course.occupation_code, course.trade) == (FORKLIFT, "起重机司机")
    assert course.certificate_kind == CertificateKind.OPERATION_PERMIT
    paper = CertificateFact(kind=CertificateKind.OPERATION_PERMIT, occupation=FORKLIFT)
    holder = MatchQuery(facts(work(FORKLIFT), certificates=[paper], age=30), today)
    assert await find_legal_obstacle(samples, holder, row.listing_id) is None
    explained = await match_listing(samples, holder, row.listing_id)
    assert explained is not None
    assert {"reason.wish", "reason.certificate"} <= {reason.id for reason in explained.reasons}


async def test_the_index_of_vectors_serves_the_whole_province(samples: AsyncSession) -> None:
    probe = embed_search_intent(build_search_intent(facts(work(COOK))))
    asker = Applicant(Facts(), await clock.today(samples))
    found = await postgres.find_candidates(samples, probe, SearchFilter(asker, GeoScope()))
    assert {one.row.occupation_code for one in found} >= {COOK, "4-03-02-02"}


# ---- every gate as a check and as SQL


def random_row(pick: random.Random, number: int) -> ListingIndex:
    county = pick.choice(places.counties())
    opening = pick.random() < 0.7
    maybe = (True, False, None)
    some_day = (None, TODAY - timedelta(days=1), TODAY, TODAY + timedelta(days=9))
    return ListingIndex(
        listing_id=f"r-{number}",
        kind=ListingKind.OPENING if opening else ListingKind.COURSE,
        organisation_id=pick.randrange(9),
        title="",
        city=county.city,
        district=pick.choice((county.code, county.code, None)),
        occupation_code=(code := pick.choice((WELDER, COOK, CARER, FORKLIFT))),
        trade=pick.choice((None, "叉车司机", "起重机司机")) if code == FORKLIFT else None,
        education_min=pick.choice((None, *Education)),
        age_min=pick.choice((None, None, 18, 30)),
        age_max=pick.choice((None, None, 35, 50)),
        accepts_minors=pick.random() < 0.5,
        hazards=pick.sample(HAZARDS, pick.randrange(3)),
        certificates=pick.choice(
            (
                [],
                [],
                [f"operation_permit:{WELDER}:"],
                [f"grade:{COOK}:4", "health::"],
                ["driving::"],
                [f"operation_permit:{FORKLIFT}:"],
                [f"operation_permit:{FORKLIFT}::叉车司机"],
                [f"grade:{FORKLIFT}:4:起重机司机", f"operation_permit:{FORKLIFT}::起重机司机"],
            )
        ),
        wage_min=3000 if opening else None,
        wage_max=pick.choice((3500, 5000)) if opening else None,
        wage_after_max=pick.choice((None, 6000)) if opening else None,
        housing=pick.choice((None, *Housing)),
        meals=pick.choice(maybe),
        night_shift=pick.choice(maybe),
        shift=pick.choice((None, *Shift)),
        mode=None if opening else pick.choice((None, *CourseMode)),
        deadline=pick.choice(some_day),
        expires_at=pick.choice(some_day),
        places_left=pick.choice((0, 1, 5)),
    )


def random_asker(pick: random.Random) -> Applicant:
    said = [place(pick.choice(places.places()).code, pick.choice(("lives", "prefers", "excludes"))) for _ in range(2)]
    papers = [
        CertificateFact(
            kind=pick.choice((*CertificateKind, CertificateKind.OPERATION_PERMIT)),
            occupation=(code := pick.choice((None, WELDER, COOK, FORKLIFT, FORKLIFT))),
            trade=pick.choice((None, "叉车司机", "起重机司机")) if code == FORKLIFT else None,
            has=pick.random() < 0.4,
        )
        for _ in range(pick.randrange(4))
    ]
    known = facts(
        *said[: pick.randrange(3)],
        work(pick.choice((WELDER, COOK, CARER)), pick.choice(("wants", "rejects"))),
        work(FORKLIFT, pick.choice(("did", "rejects")), trade=pick.choice((None, "叉车司机", "起重机司机"))),
        age=pick.choice((None, 15, 16, 17, 18, 25, 40, 55)),
        education=pick.choice((None, EducationFact(level=pick.choice(list(Education)), sure=pick.random() < 0.7))),
        certificates=pick.choice((None, papers)),
        wage_min=pick.choice((None, 3200, 5500, 9000)),
        constraints=pick.sample(list(Constraint), pick.randrange(5)),
    )
    return Applicant(known, TODAY)


async def test_every_gate_says_the_same_in_python_and_in_sql(session: AsyncSession) -> None:
    pick = random.Random(7)
    rows = [random_row(pick, number) for number in range(400)]
    session.add_all(rows)
    await session.flush()
    for _ in range(120):
        asker = random_asker(pick)
        relaxed = frozenset(pick.sample([gate.rule_id for gate in ELIGIBILITY_RULES], pick.randrange(3)))
        query = select(ListingIndex.listing_id).where(eligibility.search_condition(asker, relaxed=relaxed))
        passed = set((await session.exec(query)).all())
        checked = {row.listing_id for row in rows if not failed_rules(asker, row, relaxed=relaxed)}
        assert passed == checked, (asker.facts, passed ^ checked)
