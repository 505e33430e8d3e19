"""Answers that pass a question over, and places that are not ours to serve."""

import pytest

from matching.understanding.declines import is_decline
from matching.understanding.out_of_province import find_outside_places


@pytest.mark.parametrize("words", ["没有", "没", "无", "不知道", "随便", "都行", "no", "None.", "skip", "don't know"])
def test_no_and_whatever_pass_over(words: str) -> None:
    assert is_decline(words)


@pytest.mark.parametrize("words", ["😀", "😀😀😀", "？？", "哈哈", "…", "", "啦啦啦", "ok", "电工"])
def test_signs_and_pictures_are_no_answer(words: str) -> None:
    assert not is_decline(words)


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("我想去北京干活", ["北京"]),
        ("I want to work in Beijing", ["beijing"]),
        ("我在长春，想学电工", ["长春"]),
        ("我在沈阳，想学电工", []),
        ("刚从上海回来，想在大连找个活", []),
        ("不去外地，就想在本溪干", []),
        ("在北京干过三年厨师，想在锦州找活", []),
    ],
)
def test_places_outside_are_named_when_they_are_meant(words: str, places: list[str]) -> None:
    assert find_outside_places(words) == places
