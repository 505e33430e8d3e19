"""Nothing is invented, nothing falls over, and ordinary texts are read at once."""

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching.adverts.reading import Advert, read_advert

TODAY = date(2026, 11, 25)
STATED = set(Advert.model_fields) - {"missing", "is_advert"}
CHATTER = "今天明天我们你们他们天气很好吃饭了吗谢谢再见周末一起去公园散步听说那家新开的书还不错真的太好看了,。!?\n"
LONG = "招聘电焊工5名，月薪5000-7000元，包吃住，18-45岁，初中以上学历，工作地点：沈阳市铁西区。岗位职责：按图焊接。"


def _facts(advert: Advert) -> dict[str, object]:
    return {name: value for name in STATED if (value := getattr(advert, name)) not in (None, [])}


@given(st.text(max_size=400))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_no_text_makes_the_reader_fall_over(text: str) -> None:
    advert = read_advert(text, TODAY)
    assert advert.is_advert or not _facts(advert)


@given(st.text(alphabet=CHATTER, max_size=300))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_chatter_is_never_an_opening(text: str) -> None:
    assert not _facts(read_advert(text, TODAY))


@given(st.integers(0, 99_999), st.sampled_from(["人", "平方米", "公里", "号楼", "粉丝", "台设备", "吨"]))
@settings(max_examples=80, deadline=None, derandomize=True)
def test_a_number_of_something_else_is_no_wage(number: int, unit: str) -> None:
    advert = read_advert(f"招聘电工，公司有{number}{unit}，待遇面议", TODAY)
    assert (advert.wage_min, advert.wage_max) == (None, None)


@given(st.integers(1200, 20_000), st.integers(1200, 20_000))
@settings(max_examples=80, deadline=None, derandomize=True)
def test_a_stated_range_is_read_as_it_stands(low: int, high: int) -> None:
    if not low < high <= 5 * low:
        return
    advert = read_advert(f"招聘电工3名，月薪{low}-{high}元，包吃住，沈阳大东", TODAY)
    assert (advert.wage_min, advert.wage_max) == (low, high)


@pytest.mark.parametrize("mark", ["\u200b", "\u202e", "\ufeff", "\u00ad", "\u2066"])
def test_invisible_characters_change_nothing(mark: str) -> None:
    assert read_advert(mark.join(LONG), TODAY) == read_advert(LONG, TODAY)


@pytest.mark.parametrize(
    "text",
    [
        LONG.replace("，", "<br>"),
        "<html><body>" + LONG.replace("。", "</p><p>") + "</body></html>",
        "✅" + LONG.replace("，", "\n✅"),
        "**" + LONG.replace("，", "**\n- **") + "**",
    ],
)
def test_markup_and_bullets_change_no_fact(text: str) -> None:
    plain, marked = read_advert(LONG, TODAY), read_advert(text, TODAY)
    for name in ("title", "occupation_code", "headcount", "wage_min", "wage_max", "housing", "age_max", "district"):
        assert getattr(marked, name) == getattr(plain, name), name


@pytest.mark.parametrize(
    "text",
    [
        "\0" * 20_000, "招" * 20_000, "1" * 20_000, "(" * 20_000, "1-" * 10_000, "月薪" * 10_000, "、" * 20_000,
        "包吃住," * 4_000, "4000-6000," * 2_000, "|" * 20_000, "\t" * 20_000, "<" * 20_000, "有证" * 10_000,
        "18-45岁" * 3_000, " " * 20_000, "岗位职责：" * 4_000, "8:00-17:00" * 2_000, LONG * 250,
    ],
)  # fmt: skip
def test_the_longest_texts_are_read_in_a_moment(text: str) -> None:
    started = time.process_time()
    read_advert(text, TODAY)
    assert time.process_time() - started < 6


def test_an_ordinary_advert_takes_less_than_a_second() -> None:
    read_advert(LONG, TODAY)
    started = time.process_time()
    read_advert(LONG * 5, TODAY)
    assert time.process_time() - started < 1
