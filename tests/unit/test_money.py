"""The wage that a member's words set."""

import pytest

from data.closed_forms.money import counts_people, read_difference, read_new_fee, read_new_wage
from data.closed_forms.numbers import numbers_in


@pytest.mark.parametrize(
    ("said", "wage"),
    [
        ("工资改成5000到5800", (5000, 5800)),
        ("学徒工资改四千四到五千二", (4400, 5200)),
        ("从4000涨到5000", (5000, 5000)),
        ("由四千提到四千五", (4500, 4500)),
        ("开4,800", (4800, 4800)),
        ("最低三千三，最高三千九", (3300, 3900)),
        ("四千二改成四千五，五千改成五千六", (4500, 5600)),
        ("底薪2900，提成另算", (2900, 2900)),
        ("年薪6万", None),
        ("一天200", None),
        ("招5个", None),
        ("工资涨点", None),
    ],
)
def test_a_new_wage_is_read(said: str, wage: tuple[int, int] | None) -> None:
    assert read_new_wage(said) == wage


def test_numbers_are_found_in_figures_and_in_chinese() -> None:
    assert numbers_in("从六十加到70，再多俩") == [60, 70, 2]


@pytest.mark.parametrize(
    ("said", "people"),
    [("改成16", True), ("改成四千二", False), ("时薪改22", False), ("一天改成170", False), ("涨一点", False)],
)
def test_a_figure_that_no_wage_has_counts_people(said: str, *, people: bool) -> None:
    assert counts_people(said) is people


@pytest.mark.parametrize(
    ("said", "difference"),
    [
        ("每人涨400", 400),
        ("补助每月再加三百", 300),
        ("工资降200", -200),
        ("raise the pay by 350", 350),
        ("cut the pay by 350", -350),
        ("涨到4600", None),
        ("从3900提到4600", None),
        ("再加6个人", None),
        ("涨8%", None),
    ],
)
def test_a_figure_behind_more_or_less_is_a_difference(said: str, difference: int | None) -> None:
    assert read_difference(said) == difference


@pytest.mark.parametrize(
    ("said", "fee"),
    [
        ("学费改成480分三次交", 480),
        ("学费收480元，分三次交", 480),
        ("由350改成免费", 0),
        ("从350改到0", 0),
        ("不再免费，收120元", 120),
        ("全免，原来350元", 0),
        ("学费三百八", 380),
        ("the fee from 350 to 180", 180),
        ("学费再说", None),
    ],
)
def test_the_fee_is_what_it_becomes_or_what_is_money(said: str, fee: int | None) -> None:
    assert read_new_fee(said) == fee
