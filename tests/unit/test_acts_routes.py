"""Every act that the language model tells apart goes somewhere, and nothing is routed that it cannot tell."""

import pytest

from bot.chat.texts import text_exists
from bot.conversation.routes import ACTS as ROUTED
from bot.enterprise.acts import CHANGES
from bot.seeker.acts import LISTING_QUESTIONS
from data.closed_forms.ordinals import ordinal, ordinals
from matching.language.acts import ACTS, ActKind

OF_MEMBERS = {act for act, kind in ACTS.items() if kind is ActKind.MEMBER}
OF_STAFF = {act for act, kind in ACTS.items() if kind is ActKind.STAFF}


def test_every_act_has_a_handler_and_every_handler_an_act() -> None:
    assert frozenset().union(*ROUTED.values()) == frozenset(ACTS)


def test_each_audience_is_answered_in_its_own_matters() -> None:
    assert ROUTED["seeker"] >= set(ACTS) - OF_MEMBERS - OF_STAFF
    assert ROUTED["enterprise"] >= OF_MEMBERS
    assert ROUTED["staff"] >= OF_STAFF


def test_a_question_has_a_name_for_when_it_is_not_stated_and_a_change_its_sentences() -> None:
    assert all(text_exists(f"topic.{question}") for question in LISTING_QUESTIONS)
    assert all(text_exists(f"member_act.{act}.{case}") for act in CHANGES for case in ("none", "one", "which"))


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("第二个看看", 2), ("3号", 3), ("报名第1个", 1), ("the second one", 2), ("2", 2), ("看看三", 3),
        ("number 4", 4), ("最后那个", 7), ("第十二个", 12), ("第一天就上班吗", None), ("12月3号开课", None),
        ("12月3号去", None), ("一个月能歇几天", None), ("离3号线近吗", None), ("太远了", None),
    ],
)  # fmt: skip
def test_ordinals(words: str, number: int | None) -> None:
    assert ordinal(words, last=7) == number


@pytest.mark.parametrize(
    ("words", "several"),
    [
        ("把第一个跟第二个比一比", [1, 2]), ("compare 1 and 2", [1, 2]), ("1号、3号比比", [1, 3]),
        ("一和三哪个好", [1, 3]),
        ("compare the first with the third", [1, 3]), ("第2个和最后那个", [2, 7]), ("1、2、3哪个好", [1, 2, 3]),
        ("比一比", []), ("第二个咋样", [2]), ("4200和4500差多少", []),
    ],
)  # fmt: skip
def test_several_ordinals(words: str, several: list[int]) -> None:
    assert ordinals(words, last=7) == several
