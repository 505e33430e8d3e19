"""The sentence that words bring along, to be written as it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.closed_forms.quoted import (
    Quoted,
    read_becoming,
    read_exchange,
    read_new_text,
    read_quoted,
    read_replacement,
    without_new_text,
)


@pytest.mark.parametrize(
    ("said", "text", "is_line"),
    [
        ("简介里加一句：雨天停工也算出勤", "雨天停工也算出勤", True),
        ("再补一句 宿舍有暖气 有热水", "宿舍有暖气 有热水", True),
        ("加一条“入职送两套工装”", "入职送两套工装", True),
        ("福利加一条入职送两套工装", "入职送两套工装", True),
        ("备注写上：周六上半天", "周六上半天", False),
        ("备注里写“周六上半天”。", "周六上半天", False),
        ("add a line: the canteen is open on Sundays", "the canteen is open on Sundays", True),
        ("加一句，35岁以上", "35岁以上", True),
        ("加一句：上班8:30到，别迟到", "上班8:30到，别迟到", True),
    ],
)
def test_what_is_to_be_written_is_found(said: str, text: str, *, is_line: bool) -> None:
    found = read_quoted(said)
    assert found is not None
    assert (found.text, found.is_line) == (text, is_line)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "改一下班次",
        "8:30到17:30上班",
        "“包吃”那句去掉",
        "那一条改成高中",
        "第三条不要了",
        "加一句",
        "加一条：好",
        "加一条：2500",
        "走一条线路",
        "厂里添了三条流水线，要五个人",
        "we look for a line worker",
    ],
)
def test_where_nothing_is_to_be_written_there_is_none(said: str) -> None:
    assert read_quoted(said) is None


def test_a_text_may_stand_instead_of_another() -> None:
    found = read_quoted("工作内容改成：先学磨刀再学切配")
    assert found == Quoted("工作内容改成", "先学磨刀再学切配", is_line=False)
    assert found.replaces


def test_two_quotes_are_the_old_words_and_the_new_ones() -> None:
    assert read_replacement("把“刨床”改成“铣床”") == ("刨床", "铣床")
    assert read_replacement("“刨床”写错了") is None


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("地址换成和平大街9号，别写老地方", "和平大街9号"),
        ("标题改成“夜班巡检学徒”", "夜班巡检学徒"),
        ("change the title to night shift keeper", "night shift keeper"),
        ("I'd like to change the title to evening lathe course", "evening lathe course"),
        ("地址要改", None),
    ],
)
def test_what_something_short_becomes(said: str, text: str | None) -> None:
    assert read_new_text(said) == text


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("把地址改到鞍山立山，钳工那条", "把地址改到，钳工那条"),
        ("钳工那条先停", "钳工那条先停"),
        ("I want to change the pay to 4600 for the fitter", "I want to change the pay to for the fitter"),
    ],
)
def test_what_something_becomes_names_no_listing(said: str, rest: str) -> None:
    assert without_new_text(said) == rest


@pytest.mark.parametrize(
    ("said", "exchanged"),
    [
        ("把一天管两顿饭改成一天管三顿饭，别的不动", ("一天管两顿饭", "一天管三顿饭")),
        ("一天管两顿饭 改成一天管三顿饭 记着点", ("一天管两顿饭", "一天管三顿饭")),
        ("一天管两顿饭，工资改成五千", None),
        ("改成一天管三顿饭", None),
    ],
)
def test_words_of_a_text_are_exchanged_where_they_stand_before_the_new_ones(
    said: str, exchanged: tuple[str, str] | None
) -> None:
    assert read_exchange(said, "后厨一天管两顿饭，有宿舍。") == exchanged


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read_or_none(text: str) -> None:
    read_quoted(text)
    read_new_text(text)
    without_new_text(text)
    read_replacement(text)
    read_becoming(text)
    read_exchange(text, text[::2])
