"""How much later or earlier words move a day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.closed_forms.durations import Duration, read_delay, read_durations


@pytest.mark.parametrize(
    ("said", "months", "days"),
    [
        ("招工截止再往后挪五天，延五天", 0, 5),
        ("开课推迟两周", 0, 14),
        ("顺延一个半月", 1, 15),
        ("往后推半个月", 0, 15),
        ("晚俩礼拜开课", 0, 14),
        ("提前四天", 0, -4),
        ("早一个月开班", -1, 0),
        ("move it back ten days", 0, 10),
        ("half a month later", 0, 15),
        ("three weeks earlier", 0, -21),
        ("推后半年", 6, 0),
    ],
)
def test_a_delay_is_read(said: str, months: int, days: int) -> None:
    assert read_delay(said) == Duration(months, days)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "延到12月20号",
        "十天后截止",
        "in two weeks",
        "2 weeks from today",
        "三个月",
        "晚上上课两小时",
        "五月一日",
        "12月底",
        "延后100000天",
    ],
)
def test_a_day_or_a_length_of_time_alone_is_no_delay(said: str) -> None:
    assert read_delay(said) is None


def test_a_length_of_time_alone_is_one_where_more_time_is_asked_for() -> None:
    assert read_delay("再续一个月", bare_is_later=True) == Duration(months=1)


def test_lengths_of_time_are_read_in_their_order() -> None:
    assert read_durations("学徒期由八个月改成一年半") == [Duration(8), Duration(18)]


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_or_none(text: str) -> None:
    read_durations(text)
    read_delay(text)
