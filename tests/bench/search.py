"""How fast candidates are found and ranked among a province's listings, against an exact scan of all rows in memory."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
from numpy.typing import NDArray
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from data.catalogue import occupations, places
from data.db import engine
from data.db.clock import ZONE
from data.eligibility import Applicant
from data.listings.search_index import ListingIndex as Row
from data.people.profile import EducationFact, Facts, OccupationFact, PlaceFact
from data.vocabulary import Constraint, Education, ListingKind
from matching.ranking.context import SeekerContext
from matching.ranking.diversify import rank_candidates
from matching.search import postgres
from matching.search.candidates import Candidate, EmbeddedQuery, embed_search_intent
from matching.search.geo import build_geo_context
from matching.search.intent import build_search_intent
from matching.search.postgres import SearchFilter
from tests import databases
from tests.bench import province
from tests.bench.figures import Figures
from tests.bench.province import Vectors

ROWS = 200_000
TOP = 50
ROUNDS = 3
QUERIES = 30
"""Different people for each kind of place."""
_NEEDS = [Constraint.NO_NIGHT, Constraint.HOUSING, Constraint.NO_HEIGHTS, Constraint.SEATED]
KINDS_OF_PLACE = {"one_city": 1, "three_cities": 3, "province": 0}


@dataclass(frozen=True)
class Asked:
    """One person's search, ready to be timed."""

    where: str
    person: SeekerContext
    probe: EmbeddedQuery
    terms: SearchFilter


def people(today: date, count: int = QUERIES) -> list[Asked]:
    """So many different people for each kind of place, in mixed order."""
    pick = random.Random(11)
    asked = [_asked(pick, where, cities, today) for where, cities in KINDS_OF_PLACE.items() for _ in range(count)]
    pick.shuffle(asked)
    return asked


def _asked(pick: random.Random, where: str, cities: int, today: date) -> Asked:
    chosen = pick.sample(places.cities(), cities)
    work = pick.choice(occupations.liaoning())
    works = [OccupationFact(code=work.code, name=work.name, role="wants")]
    if pick.random() < 0.3:
        other = pick.choice(occupations.liaoning())
        works.append(OccupationFact(code=other.code, name=other.name, role=pick.choice(("did", "wants", "rejects"))))
    facts = Facts(
        places=[PlaceFact(code=one.code, name=one.name, city=one.code, role="prefers") for one in chosen],
        occupations=works,
        age=pick.choice((None, 17, 22, 35, 48)),
        education=pick.choice((None, EducationFact(level=pick.choice(list(Education)[2:6])))),
        wage_min=pick.choice((None, None, 3500, 5000)),
        constraints=pick.sample(_NEEDS, pick.choice((0, 0, 1, 2))),
    )
    aim, here, asker = build_search_intent(facts), build_geo_context(facts), Applicant(facts, today)
    return Asked(where, SeekerContext(asker, aim, here), embed_search_intent(aim), SearchFilter(asker, here.base))


class Rows:
    """Every live row's vector in memory, and which rows a search allows: what the baseline scans."""

    def __init__(self, ids: list[str], matrix: Vectors) -> None:
        self.matrix = matrix
        self._place = {key: place for place, key in enumerate(ids)}
        self.ids = np.array(ids)

    async def masks(self, session: AsyncSession, asked: Asked) -> list[NDArray[np.bool_]]:
        """One mask of the rows for each kind, by the very rules of the product."""
        made = []
        for kind in ListingKind:
            allowed = select(col(Row.listing_id)).where(col(Row.kind) == kind, asked.terms.predicate(kind))
            mask = np.zeros(len(self.ids), dtype=np.bool_)
            mask[[self._place[key] for key in (await session.execute(allowed)).scalars()]] = True
            made.append(mask)
        return made

    def nearest(self, asked: Asked, masks: Sequence[NDArray[np.bool_]]) -> list[NDArray[np.int64]]:
        """The similarity of every row, and the nearest of each kind among those that its mask passes."""
        near = (self.matrix @ asked.probe.vectors.T).max(axis=1)
        tops = []
        for mask in masks:
            cosines = np.where(mask, near, np.float32(-2))
            top = np.argpartition(cosines, -TOP)[-TOP:]
            tops.append(top[mask[top]])
        return tops


async def searched(session: AsyncSession, asked: Asked) -> list[Candidate]:
    """What is timed: candidates from the database, ranked."""
    found = await postgres.find_candidates(session, asked.probe, asked.terms)
    for kind in ListingKind:
        rank_candidates(
            asked.person, [one for one in found if one.row.kind == kind], wish_floor=asked.person.intent.wish_floor
        )
    return found


@dataclass
class Taken:
    """What was measured of one kind of place."""

    ours: list[float]
    scan: list[float]
    recall: list[float]

    def percentile(self, times: list[float], percent: int) -> float:
        return 1000 * float(np.percentile(times, percent))


async def measure(session: AsyncSession, rows: Rows, asked: Sequence[Asked]) -> dict[str, Taken]:
    """Each search and each scan in turns, `ROUNDS` times each; the first of them warms up and is not counted."""
    taken = {where: Taken([], [], []) for where in KINDS_OF_PLACE}
    for one in asked:
        masks, into = await rows.masks(session, one), taken[one.where]
        for turn in range(ROUNDS + 1):
            start = time.perf_counter()
            found = await searched(session, one)
            middle = time.perf_counter()
            tops = rows.nearest(one, masks)
            end = time.perf_counter()
            if turn:
                into.ours.append(middle - start)
                into.scan.append(end - middle)
        known = {candidate.row.listing_id for candidate in found}
        wanted = [key for top in tops for key in rows.ids[top]]
        if wanted:
            into.recall.append(sum(key in known for key in wanted) / len(wanted))
    return taken


async def _run(url: str, rows: Rows) -> dict[str, Taken]:
    async with engine.open_sessions(url) as sessions, sessions() as session:
        return await measure(session, rows, people(datetime.now(ZONE).date()))


def run(rows: int = ROWS) -> Figures:
    """Measures on `rows` listings in a database that is made for it and dropped afterwards."""
    server = engine.start_server(province.home())
    name = f"shitu_bench_{rows}"
    url = databases.clone(server, databases.template(server), name)
    try:
        start = time.perf_counter()
        ids, matrix = province.load(url, rows, datetime.now(ZONE).date())
        loading = time.perf_counter() - start
        taken = asyncio.run(_run(url, Rows(ids, matrix.astype(np.float32))))
    finally:
        databases.drop(server, name)
    return figures(taken, rows, loading)


def figures(taken: dict[str, Taken], rows: int, loading: float) -> Figures:
    """Milliseconds, ratios and recall: of all searches, and of each kind of place."""
    every = Taken([], [], [])
    for one in taken.values():
        every.ours.extend(one.ours)
        every.scan.extend(one.scan)
        every.recall.extend(one.recall)
    measured, baseline, ratios = dict[str, float](), dict[str, float](), dict[str, float]()
    for where, one in {"all": every, **taken}.items():
        for percent in (50, 99):
            ours, scan = (one.percentile(times, percent) for times in (one.ours, one.scan))
            measured[f"{where}_p{percent}_ms"], baseline[f"{where}_p{percent}_ms"] = ours, scan
            ratios[f"{where}_p{percent}"] = ours / scan
        measured[f"{where}_recall@{TOP}"] = float(np.mean(one.recall))
    return Figures(
        name="search",
        what="candidates and ranking with all gates, and an exact scan of every live row in memory under a ready mask",
        measured=measured,
        baseline=baseline,
        ratio=ratios["all_p50"],
        ratios=ratios,
        setting={"rows": rows, "searches": len(every.ours), "loading_s": loading, "noise": province.NOISE},
    )
