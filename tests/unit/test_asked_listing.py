"""Questions about a listing that was not shown: heard as such, and the listing that is meant."""

import pytest

from data.listings.name_search import NamedListing
from data.vocabulary import ListingState
from matching.why_not.query import extract_why_not_subject, find_likeliest_listings, read_listing_reference
from tests.people import COOK, FORKLIFT, WELDER

ANSHAN, DALIAN = "210300", "210200"


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("为什么没有鞍山的焊工", "鞍山的焊工"),
        ("鞍山的焊工怎么没给我？", "鞍山的焊工"),
        ("怎么没给我推荐叉车的活", "叉车的活"),
        ("那个轧钢的为啥没推给我呀", "那个轧钢的"),
        ("我咋看不到大连的软件测试", "大连的软件测试"),
        ("颐养院那个怎么不在里面", "颐养院那个"),
        ("why not the welder in Anshan?", "the welder in anshan"),
        ("Why don't I see carers in Anshan", "carers in anshan"),
        ("why is there no welding job in Dalian", "welding job in dalian"),
        ("为什么没有", ""),
        ("怎么没有别的？", ""),
    ],
)
def test_the_question_is_heard_and_what_it_is_about(words: str, what: str) -> None:
    assert extract_why_not_subject(words) == what


@pytest.mark.parametrize(
    "words",
    [
        "老板怎么没给我发工资",
        "怎么没有回音",
        "我为啥没证",
        "我没有证",
        "想学电焊",
        "为什么不给我打电话",
        "",
        "why was I not paid",
    ],
)
def test_other_questions_are_not_taken_for_it(words: str) -> None:
    assert extract_why_not_subject(words) is None


def test_work_place_and_the_rest_of_the_name_are_told_apart() -> None:
    what = read_listing_reference("鞍山那个北岭机械厂的焊工")
    assert (what.codes, what.places) == ({WELDER}, {ANSHAN})
    assert "北岭机" in what.pieces


def named(
    key: str, title: str, code: str, organisation: str = "", state: ListingState = ListingState.LIVE
) -> NamedListing:
    return NamedListing(key, title, organisation, code, ANSHAN, None, state)


def ids(words: str, *listings: NamedListing) -> list[str]:
    return [one.id for one in find_likeliest_listings(read_listing_reference(words), listings)]


def test_the_organisation_decides_between_two_of_the_same_work() -> None:
    two = named("a", "焊工学徒", WELDER, "北岭机械厂"), named("b", "焊工学徒", WELDER, "南山锅炉厂")
    assert ids("南山锅炉的焊工", *two) == ["b"]
    assert set(ids("焊工", *two)) == {"a", "b"}


def test_words_of_the_title_are_enough() -> None:
    assert ids("轮辋压型", named("a", "轮辋压型学徒", COOK), named("b", "厨师学徒", COOK)) == ["a"]


def test_what_is_over_is_meant_only_where_nothing_live_is() -> None:
    over = named("over", "叉车工", FORKLIFT, state=ListingState.FILLED)
    assert ids("叉车", over, named("live", "叉车工", FORKLIFT)) == ["live"]
    assert ids("叉车", over) == ["over"]
