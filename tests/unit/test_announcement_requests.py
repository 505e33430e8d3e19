"""A request to announce something is read into its text and what stands around it."""

import pytest

from bot.staff.broadcasts.request import added_sentence, split


@pytest.mark.parametrize(
    ("said", "head", "text"),
    [
        ("跟盘锦的说一声：明早停水，食堂不开", "跟盘锦的说一声", "明早停水，食堂不开"),
        ("通知盘锦的：“明早停水，食堂不开”，发前给我看", "通知盘锦的 ，发前给我看", "明早停水，食堂不开"),
        ("把“宣讲会改到周四：两点，老地方”发给盘锦的", "把 发给盘锦的", "宣讲会改到周四：两点，老地方"),
        ("给盘锦的发一条\n明早停水\n食堂不开", "给盘锦的发一条", "明早停水\n食堂不开"),
        ("8:30发个通知", "8:30发个通知", None),
        ("给“盘锦”的发个通知", "给“盘锦”的发个通知", None),
    ],
)
def test_the_text_stands_in_quotes_behind_a_colon_or_below(said: str, head: str, text: str | None) -> None:
    request = split(said)
    assert (request.head, request.text) == (head, text)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("后面再来一句：自带水杯", "自带水杯"),
        ("添一句自带水杯", "自带水杯"),
        ("one more line: bring a cup", "bring a cup"),
        ("改成周四", None),
        ("最后一句不要了", None),
        ("把第一句话整个去掉", None),
    ],
)
def test_a_sentence_to_be_added_is_told_by_its_lead(said: str, sentence: str | None) -> None:
    assert added_sentence(said) == sentence
