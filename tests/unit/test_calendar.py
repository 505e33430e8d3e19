"""Times of day and dates as people write them, the same in forms and in listing files."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.closed_forms.calendar import (
    find_date,
    find_hours,
    read_date,
    read_day_of_every_month,
    read_times,
    words_of_new_day,
)

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("晚上九点二十分", [time(21, 20)]),
        ("晚上10点到早上6点10分", [time(22), time(6, 10)]),
        ("9点 18点", [time(9), time(18)]),
        ("9-18", [time(9), time(18)]),
        ("9pm到7am", [time(21), time(7)]),
        ("夜里十点到夜里两点", [time(22), time(2)]),
        ("晚上12点", [time(0)]),
        ("24:00", [time(0)]),
        ("中午1点", [time(13)]),
        ("两点", [time(2)]),
    ],
)
def test_every_time_of_the_text_is_read_in_its_order(text: str, times: list[time]) -> None:
    assert read_times(text) == times


@pytest.mark.parametrize("text", ["", "随便", "25:00到6:00", "9:75"])
def test_where_a_time_cannot_be_there_is_none(text: str) -> None:
    assert read_times(text) == []


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("白班写六点半到三点，管饭", "六点半到三点"),
        ("早七点到晚四点半上班", "早七点到晚四点半"),
        ("上班8：30-17：00。", "8：30-17：00"),
        ("we work 9am to 5pm", "9am to 5pm"),
        ("年龄18-24", None),
        ("八点开会，九点散会", None),
        ("", None),
    ],
)
def test_from_when_until_when_is_found_in_a_text(text: str, hours: str | None) -> None:
    found = find_hours(text)
    assert (text[found[0] : found[1]] if found else None) == hours


@pytest.mark.parametrize(
    "text",
    ["2026-12-01", "2026/12/1", "２０２６．１２．１", "2026年12月1日", "1 December 2026", "Dec 1st, 2026", "12月一号"],
)
def test_a_date_is_read_however_it_is_written(text: str) -> None:
    assert read_date(text, TODAY) == date(2026, 12, 1)


@pytest.mark.parametrize("text", ["12-01", "12月1日", "1 December"])
def test_without_today_a_date_needs_its_year(text: str) -> None:
    assert read_date(text, None) is None
    assert read_date(text, TODAY) == date(2026, 12, 1)


@pytest.mark.parametrize("text", ["2026-02-30", "+21d", "46357", "2026-12-01 9:00", "2026-12-012"])
def test_what_is_no_date_of_the_calendar_is_none(text: str) -> None:
    assert read_date(text, TODAY) is None


@given(st.text(alphabet="零一二两十百千万点半下午上夜里号月日年0123456789:.-/ apm早晚中", max_size=14))
def test_whatever_is_typed_is_read_or_none(text: str) -> None:
    read_times(text)
    find_hours(text)
    read_date(text, TODAY)
    read_date(text, None)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("截止由6月3日改为6月21日", "改为6月21日"),
        ("开班从9月2号挪到20号", "9月20号"),
        ("不是6月3号，是6月5号", "，是6月5号"),
        ("改到6月21号，原来是6月3号", "改到6月21号，原来是"),
        ("from 3 June to 21 June", " to 21 June"),
        ("从周二改到周五", "改到周五"),
        ("6月21号截止", "6月21号截止"),
        ("截止不是6月3号", ""),
        ("先不急", "先不急"),
    ],
)
def test_of_an_old_day_and_a_new_one_the_new_one_counts(text: str, words: str) -> None:
    assert words_of_new_day(text) == words


@pytest.mark.parametrize(
    ("text", "day"),
    [("每月22号", 22), ("每个月的八号", 8), ("the 15th of every month", 15), ("每月40号", None), ("下个月8号", None)],
)
def test_a_day_of_every_month_is_told_apart_from_one_day(text: str, day: int | None) -> None:
    assert read_day_of_every_month(text) == day


@pytest.mark.parametrize("text", ["往后推3-4天", "延1.5个月", "1.15个月", "2-3 weeks"])
def test_a_length_of_time_is_no_date(text: str) -> None:
    assert find_date(text, date(2026, 6, 1)) is None
