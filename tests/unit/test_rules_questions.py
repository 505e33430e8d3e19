"""Which questions of rules beat what else words may do, and what the words name of place and grade."""

import pytest

from bot.rules.questions import rather_asked
from data.vocabulary import Grade
from matching.language.heads.acts import Act
from matching.understanding import named_cities, named_grades

ASKS = "退伍兵想学叉车，有啥补贴政策没有"


def _heard(name: str, score: float) -> Act:
    return Act(name, score, (), {})


def test_a_question_of_rules_beats_what_is_less_sure() -> None:
    asked = rather_asked(ASKS, [_heard("broadcast_to", 0.3)], ("seeker",))
    assert [act.name for act in asked] == ["subsidy_for_me"]


def test_what_is_surely_commanded_is_no_question() -> None:
    assert rather_asked(ASKS, [_heard("broadcast_to", 0.95)], ("seeker", "member")) == []


def test_words_that_ask_for_no_rules_ask_nothing() -> None:
    assert rather_asked("今天天气真好", [], ("seeker", "member")) == []


@pytest.mark.parametrize(
    ("words", "cities"),
    [("鞍山的厂子", ["210300"]), ("铁西区以外的大连旅顺口", ["210200"]), ("哪儿都行", []), ("in Dalian", ["210200"])],
)
def test_cities_are_those_that_are_named(words: str, cities: list[str]) -> None:
    assert named_cities(words) == cities


@pytest.mark.parametrize(
    ("words", "grades"),
    [
        ("四级证和高级工各补多少", {Grade.FOUR, Grade.THREE}), ("同一个工种同一级", set()),
        ("the senior-worker certificate", {Grade.THREE}), ("学叉车", set()),
    ],
)  # fmt: skip
def test_grades_are_those_that_are_named(words: str, grades: set[Grade]) -> None:
    assert named_grades(words) == grades
