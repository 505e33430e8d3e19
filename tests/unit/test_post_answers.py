"""What people type while posting is read as they meant it, or refused with the sentence that helps."""

from datetime import date
from typing import cast

import pytest

from bot.chat.forms import plain_text, typed_values
from bot.chat.forms.engine import BadAnswer
from bot.chat.turn import Turn
from bot.seeker.applying.apply import APPLYING
from data.closed_forms import telephones
from data.closed_forms.telephones import WrongPhoneNumber

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("said", "amounts"),
    [
        ("4000-6000", [4000, 6000]),
        ("4000～6000元/月", [4000, 6000]),
        ("4,000 to 6,000 yuan", [4000, 6000]),
        ("4500", [4500, 4500]),
        ("5k-7k", [5000, 7000]),
        ("4-6千", [4000, 6000]),
        ("0.8万到1.2万", [8000, 12000]),
        ("四千八", [4800, 4800]),
        ("3千8", [3800, 3800]),
        ("1万1", [11000, 11000]),
        ("4千5到5千", [4500, 5000]),
        ("四到六千", [4000, 6000]),
        ("一个月五千", [5000, 5000]),
        ("４０００－６０００", [4000, 6000]),
    ],
)
def test_wage_is_read(said: str, amounts: list[int]) -> None:
    assert typed_values.read_wage_range(said) == amounts


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("面议", "post.error.wage"),
        ("3000 4000 5000", "post.error.wage"),
        ("每天200", "post.error.wage_month"),
        ("20 an hour", "post.error.wage_month"),
        ("6000-4000", "post.error.wage_reversed"),
        ("0-10", "post.error.wage_range"),
        ("4000-600000", "post.error.wage_range"),
    ],
)
def test_impossible_wage_says_why(said: str, reason: str) -> None:
    with pytest.raises(BadAnswer) as caught:
        typed_values.read_wage_range(said)
    assert caught.value.text_id == reason


def test_wage_below_the_minimum_of_the_place_is_refused() -> None:
    with pytest.raises(BadAnswer) as caught:
        typed_values.require_minimum_wage(900, "210106", TODAY)
    assert caught.value.text_id == "post.error.below_minimum"
    typed_values.require_minimum_wage(4000, "210106", TODAY)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("12月31日", date(2026, 12, 31)),
        ("12-31", date(2026, 12, 31)),
        ("1月5号", date(2027, 1, 5)),
        ("2027-02-01", date(2027, 2, 1)),
        ("2027年2月1日", date(2027, 2, 1)),
        ("31 December", date(2026, 12, 31)),
        ("Dec 31st, 2026", date(2026, 12, 31)),
    ],
)
def test_day_is_read(said: str, day: date) -> None:
    assert typed_values.read_day(said, TODAY) == day


@pytest.mark.parametrize("said", ["尽快", "2月30日", "13-45", "31 Brumaire", ""])
def test_no_day_is_refused(said: str) -> None:
    with pytest.raises(BadAnswer):
        typed_values.read_day(said, TODAY)


@pytest.mark.parametrize("said", ["5", "5人", "５名", "around 5"])
def test_headcount_is_read(said: str) -> None:
    assert typed_values.read_whole_number(said, 1, 999) == 5


@pytest.mark.parametrize("said", ["0", "1000", "若干", "5-10", "2.5", "9" * 4000])
def test_headcount_out_of_bounds_is_refused(said: str) -> None:
    with pytest.raises(BadAnswer):
        typed_values.read_whole_number(said, 1, 999)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("138 1234 5678", "13812345678"),
        ("+86 13812345678", "13812345678"),
        ("024-81234567", "024-81234567"),
        ("（0412）2345678", "0412-2345678"),
        ("400-812-3456", "4008123456"),
        ("１３８００１３８０００", "13800138000"),
        ("０２４－８１２３４５６７", "024-81234567"),
        ("86-138-0013-8000", "13800138000"),
        ("0086 13800138000", "13800138000"),
        ("+86 24 8123 4567", "024-81234567"),
        ("02481234567", "024-81234567"),
        ("024-81234567转801", "024-81234567-801"),
        ("024-81234567-801", "024-81234567-801"),
        ("0411 87654321 分机12", "0411-87654321-12"),
        ("一三八零零一三八零零零", "13800138000"),
        ("幺三八 零零幺三 八零零零", "13800138000"),
        ("13800138000。", "13800138000"),
        ("1380013-8000", "13800138000"),
        ("+86 400 123 4567", "4001234567"),
        ("0086-800-8101234", "8008101234"),
        ("0427-2812345-8", "0427-2812345-8"),
        ("+86-427-2812345-8", "0427-2812345-8"),
        ("0427—2812345—8", "0427-2812345-8"),
        ("024-8123-4567", "024-81234567"),
        ("02481234-567", "024-81234567"),
    ],
)
def test_phone_number_is_normalised(said: str, number: str) -> None:
    assert telephones.check(said) == number


@pytest.mark.parametrize("said", ["024-23456789", "１３８００１３８０００", "幺三八零零幺三八零零零"])
async def test_a_seekers_number_is_read_as_an_enterprises_is(said: str) -> None:
    contact = APPLYING.question("contact")
    assert contact is not None
    given = await contact.parse(cast("Turn", None), {}, said)
    assert given == {"numbers": (telephones.check(said),), "note": None}


@pytest.mark.parametrize(
    "said", ["12345", "23812345678", "138123456789", "81234567", "电话", "+1 650 253 0000", "110", "一三八"]
)
def test_what_is_no_phone_number_is_refused(said: str) -> None:
    with pytest.raises(WrongPhoneNumber):
        telephones.check(said)


@pytest.mark.parametrize(
    "said", ["微信：hao123", "加微信详谈", "见 https://a.cn/b", "找@zhaopin2026", "电话 024-81234567"]
)
def test_contacts_in_public_text_are_refused(said: str) -> None:
    with pytest.raises(BadAnswer) as caught:
        plain_text.read_text(said, shortest=1, longest=100)
    assert caught.value.text_id == "text.error.contact"


@pytest.mark.parametrize("said", ["微信小程序开发学徒", "月薪4000-6000，五险一金", "C++ 与 20 mm 钢板"])
def test_ordinary_text_is_kept(said: str) -> None:
    assert plain_text.read_text(said, shortest=1, longest=100) == said


@pytest.mark.parametrize("said", ["😀😀😀😀😀", "……！！", "\u200b\u200b\u200b\u200b", "好"])
def test_text_that_says_nothing_is_refused(said: str) -> None:
    with pytest.raises(BadAnswer):
        plain_text.read_text(said, shortest=3, longest=100)
