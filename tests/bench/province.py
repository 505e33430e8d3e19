"""A province's worth of live listings, made up: texts many times over with noise, and columns as they are in life."""

import os
import random
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from pgvector import HalfVector
from pgvector.psycopg import register_vector
from sqlalchemy.engine import make_url

from data.catalogue import occupations, places
from data.samples import load_samples
from data.vocabulary import ListingKind
from matching.language.vector_cache import VectorCache
from matching.search.document import listing_terms, listing_text

Vectors = NDArray[np.float32]

NOISE = 0.3
"""Length of the noise added to a vector of length 1: copies of one text are as alike (.92) as adverts of one trade."""
COURSES = 0.2
_LARGE = {"210100": 30, "210200": 26, "210300": 8, "210700": 6}
"""Listings of a hundred that are in a city; the others share the rest."""
_SAYINGS = (
    "招学徒，师傅一对一带教，签一年合同，包吃住，满半年可以考职业技能等级证书。",
    "长期招人，没有经验也可以，公司培训，试用期一个月，五险齐全，月底发工资。",
    "企业新型学徒制岗位，边干边学，白班为主，免费工作餐，表现好的提前定岗。",
)


@dataclass(frozen=True, slots=True)
class Text:
    """What a made-up listing says; as `matching.search.document` wants it."""

    title: str
    occupation_code: str
    description: str


def texts() -> list[Text]:
    """What the sample listings say, and three texts for every occupation: some five thousand."""
    samples = load_samples(date(2026, 11, 20))
    real = [Text(one.title, one.occupation_code, one.description) for one in (*samples.openings, *samples.courses)]
    return real + [
        Text(f"{one.name}学徒", one.code, _SAYINGS[(number + turn) % len(_SAYINGS)])
        for number, one in enumerate(occupations.occupations())
        for turn in range(len(_SAYINGS))
    ]


def vectors(said: Sequence[Text]) -> Vectors:
    """(n, 384), kept between runs."""
    return VectorCache(home()).document_vectors([listing_text(one) for one in said])


def home() -> Path:
    """Where the benchmark keeps its server and the vectors of its texts; never the user's."""
    return Path(tempfile.gettempdir()) / f"shitu-bench-{os.getuid()}"


def noisy(base: Vectors, picked: NDArray[np.int64], seed: int) -> NDArray[np.float16]:
    """(n, 384): the picked vectors, each with its own noise, at the precision of the index."""
    random_ = np.random.default_rng(seed)
    made = np.empty((len(picked), base.shape[1]), dtype=np.float16)
    for start in range(0, len(picked), 20_000):
        part = base[picked[start : start + 20_000]]
        noise = random_.standard_normal(part.shape, dtype=np.float32) * np.float32(NOISE / np.sqrt(base.shape[1]))
        part = part + noise
        made[start : start + 20_000] = part / np.linalg.norm(part, axis=1, keepdims=True)
    return made


def load(url: str, count: int, today: date) -> tuple[list[str], NDArray[np.float16]]:
    """Fill the empty index with `count` rows and build the indexes after; returns the ids and their vectors."""
    said = texts()
    picked = np.random.default_rng(1).integers(len(said), size=count)
    matrix = noisy(vectors(said), picked, 2)
    terms = [listing_terms(one) for one in said]
    names = _columns(said[0], terms[0], 0, random.Random(0), today).keys()
    with psycopg.connect(_dsn(url)) as connection:
        register_vector(connection)
        indexes = connection.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = 'listing_index' AND indexname LIKE 'ix%'"
        ).fetchall()
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        pick = random.Random(3)
        with connection.cursor().copy(
            f"COPY listing_index ({', '.join(names)}, vector) FROM STDIN (FORMAT BINARY)"
        ) as copy:
            copy.set_types([*(_TYPES.get(name, "text") for name in names), "halfvec"])
            for number, place in enumerate(picked):
                values = _columns(said[place], terms[place], number, pick, today)
                copy.write_row([*values.values(), HalfVector(matrix[number])])
        connection.execute("SET maintenance_work_mem = '2GB'")
        for _, definition in indexes:
            connection.execute(definition)
        connection.commit()
        connection.autocommit = True
        connection.execute("VACUUM ANALYZE listing_index")
    return [listing_id(number) for number in range(count)], matrix


def listing_id(number: int) -> str:
    return f"b-{number:07}"


def _dsn(url: str) -> str:
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


_TYPES = {
    **dict.fromkeys(("eligible_groups", "hazards", "certificates", "linked_openings", "terms"), "text[]"),
    **dict.fromkeys(("accepts_minors", "meals", "night_shift", "evening", "weekend", "seated"), "bool"),
    **dict.fromkeys(("wage_min", "wage_max", "wage_after_max", "age_min", "age_max", "fee"), "int4"),
    **dict.fromkeys(("places_left", "applicants"), "int4"),
    **dict.fromkeys(("deadline", "expires_at"), "date"),
    "organisation_id": "int8",
    "answer_rate": "float8",
}


def _columns(said: Text, terms: list[str], number: int, pick: random.Random, today: date) -> dict[str, Any]:
    """Column values of one live listing, without the vector."""
    work = occupations.occupation(said.occupation_code)
    opening = pick.random() >= COURSES
    county = pick.choice(_counties()[pick.choices(*_cities())[0]])
    wage = pick.randrange(2200, 7000, 100)
    special = {
        "wage_min": wage,
        "wage_max": wage + pick.randrange(0, 3000, 100),
        "wage_after_max": pick.choice((None, wage + 2000)),
        "meals": pick.choice((True, False, None)),
        "night_shift": pick.choice((True, False, False, None)),
        "shift": pick.choice((None, "day", "day", "two", "three", "rotating")),
        "mode": None,
        "fee": None,
        "evening": None,
        "weekend": None,
    }
    if not opening:
        special = dict.fromkeys(special, None) | {
            "mode": pick.choices(("onsite", "mixed", "online"), (90, 7, 3))[0],
            "fee": pick.choice((0, 0, 800, 1500)),
            "evening": pick.random() < 0.3,
            "weekend": pick.random() < 0.3,
        }
    return {
        "listing_id": listing_id(number),
        "kind": (ListingKind.OPENING if opening else ListingKind.COURSE).value,
        "organisation_id": pick.randrange(1, 20_000),
        "title": said.title,
        "city": county.city,
        "district": county.code if pick.random() < 0.9 else None,
        "occupation_code": said.occupation_code,
        "education_min": pick.choices(
            (None, "junior", "senior", "secondary_vocational", "college"), (40, 25, 15, 12, 8)
        )[0],
        "age_min": 18 if pick.random() < 0.3 else None,
        "age_max": pick.choice((None, None, None, 35, 45)),
        "accepts_minors": pick.random() < 0.2,
        "eligible_groups": [],
        "hazards": [hazard for hazard in sorted(work.hazards) if pick.random() < 0.8],
        "certificates": [f"operation_permit:{said.occupation_code}:"] if opening and pick.random() < 0.1 else [],
        "housing": pick.choice((None, "none", "provided", "subsidy")),
        "linked_openings": [],
        "seated": None,
        "deadline": today + timedelta(days=pick.randrange(90)) if pick.random() < 0.7 else None,
        "expires_at": today + timedelta(days=pick.randrange(120)),
        "places_left": pick.choices((0, 1, 2, 5, 20), (3, 30, 30, 25, 12))[0],
        "applicants": pick.randrange(12),
        "answer_rate": round(pick.uniform(0.3, 1.0), 3),
        "terms": terms,
        "text": listing_text(said),
        "text_hash": "",
        "model": "bench",
        **special,
    }


@cache
def _cities() -> tuple[list[str], list[float]]:
    cities = [one.code for one in places.cities()]
    rest = (100 - sum(_LARGE.values())) / (len(cities) - len(_LARGE))
    return cities, [_LARGE.get(code, rest) for code in cities]


@cache
def _counties() -> dict[str, tuple[places.Place, ...]]:
    return {one.code: places.counties(one.code) for one in places.cities()}
