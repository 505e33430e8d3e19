"""Typed words lead to the trade that was meant, or to a short choice."""

import pytest

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
