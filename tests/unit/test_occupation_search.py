"""Typed words lead to the trade that was meant, or to a short choice."""

import pytest

from data.catalogue import occupations
from matching.language.gazetteer import occupation_names, read_word_table
from matching.language.occupation_lookup import find_occupations


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("焊工", "焊工"),
        ("电焊", "焊工"),
        ("铆工学徒", "铆工"),
        ("welder", "焊工"),
        ("做饭的", "中式烹调师"),
        ("6-18-02-04", "焊工"),
    ],
)
def test_clear_words_name_one_occupation(said: str, name: str) -> None:
    assert [one.name for one in find_occupations(said)] == [name]


def test_unclear_words_offer_a_few() -> None:
    names = [one.name for one in find_occupations("护理")]
    assert "养老护理员" in names
    assert 1 < len(names) <= 6


@pytest.mark.parametrize("said", ["", "xyzzy", "😀", "？？？"])
def test_nonsense_names_none(said: str) -> None:
    assert find_occupations(said) == []


def test_no_word_of_ours_means_another_occupation_than_in_the_catalogue() -> None:
    owner = {word.lower(): one.code for one in occupations.occupations() for word in (*one.spoken, *one.english)}
    for row in read_word_table("occupations.csv"):
        for word in (*row["zh"].split(), *filter(None, row["en"].split(";"))):
            assert owner.get(word.rstrip("~").lower(), row["code"]) == row["code"], word


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("给母猪配种", "家畜繁殖员"),
        ("海参育苗", "水生动物苗种繁育工"),
        ("看水电站", "水力发电运行值班员"),
        ("编炕席", "竹藤师"),
        ("井下打锚杆", "井下支护工"),
        ("ship breaking", "拆船工"),
    ],
)
def test_spoken_words_are_found_in_sentences_for_every_occupation(said: str, name: str) -> None:
    assert [hit.value.name for hit in occupation_names().find(f"干过 {said}")] == [name]
