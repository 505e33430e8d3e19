from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from data.facts import Facts, MajorFact, OccupationFact
from matching.candidates import ListingSet, listing_terms, listing_text, query_of

WELDER, LATHE, CARER = "6-18-02-04", "6-18-01-01", "4-10-01-05"


@dataclass(frozen=True)
class Listing:
    title: str
    occupation_code: str
    description: str


LISTINGS = [
    Listing("招收学徒三名", CARER, "在养老院跟着师傅学照料老人的起居，白班为主。"),
    Listing("车间学徒", WELDER, "跟师傅学二保焊和打磨，包住。"),
    Listing("机加学徒", LATHE, "学普车，半年后上数控。"),
]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> ListingSet:
    return ListingSet(LISTINGS, tmp_path_factory.mktemp("cache"))


def facts(*occupations: tuple[str, str]) -> Facts:
    return Facts(occupations=[OccupationFact(code=code, name="", role=role) for code, role in occupations])  # type: ignore[arg-type]


def test_the_text_says_what_the_work_is_called_even_where_the_title_does_not() -> None:
    text = listing_text(LISTINGS[1])
    assert text.startswith("车间学徒。焊工、电焊工")
    assert text.endswith("包住。")


def test_an_unknown_occupation_leaves_the_listings_own_words() -> None:
    assert listing_text(Listing("学徒", "0-00", "学手艺")) == "学徒。学手艺"


def test_terms_are_each_given_once_and_hold_the_spoken_words() -> None:
    found = listing_terms(LISTINGS[1])
    assert len(found) == len(set(found))
    assert {"气割", "welder", "包住"} <= set(found)


def test_wishes_come_before_past_work_and_refusals_never_count() -> None:
    assert query_of(facts((LATHE, "did"), (WELDER, "wants"))).text == "焊工"
    assert query_of(facts((LATHE, "did"), (WELDER, "rejects"))).text == "车工"


def test_a_major_stands_for_the_work_it_leads_to() -> None:
    query = query_of(Facts(majors=[MajorFact(name="护理", codes=["520201"])]))
    assert "护士" in query.text


def test_own_words_speak_where_no_occupation_was_understood() -> None:
    assert query_of(Facts(), ["想学个手艺"]).text == "想学个手艺"
    assert not query_of(Facts())


@pytest.mark.parametrize(("code", "expected"), [(WELDER, 1), (LATHE, 2), (CARER, 0)])
def test_a_wish_finds_its_listing_first(found: ListingSet, code: str, expected: int) -> None:
    assert found.search(query_of(facts((code, "wants"))))[0].index == expected


def test_only_allowed_listings_are_found(found: ListingSet) -> None:
    hits = found.search(query_of(facts((WELDER, "wants"))), np.array([True, False, True]))
    assert {hit.index for hit in hits} == {0, 2}


def test_without_a_wish_every_listing_is_found_in_the_order_given(found: ListingSet) -> None:
    assert [hit.index for hit in found.search(query_of(Facts()), limit=2)] == [0, 1]


def test_an_empty_set_finds_nothing(tmp_path: Path) -> None:
    assert ListingSet([], tmp_path).search(query_of(facts((WELDER, "wants")))) == []
