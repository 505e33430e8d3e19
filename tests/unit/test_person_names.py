"""Names of people and numbers of certificates as people type them, and what is neither."""

import pytest

from data.closed_forms import certificate_numbers, person_names


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("王小明", "王小明"), ("我叫张男。", "张男"), ("姓名：欧阳 娜娜", "欧阳娜娜"),
        ("叫阿依古丽.买买提", "阿依古丽·买买提"), ("my name is O'Neil  Smith", "O'Neil Smith"),
    ],
)  # fmt: skip
def test_a_name_is_read_without_what_leads_in_to_it(said: str, name: str) -> None:
    assert person_names.read(said) == name


@pytest.mark.parametrize("said", ["王", "要名字干啥用的呢", "王小明13800001111", "<b>王明</b>", "王明\n李四", ""])
def test_what_cannot_be_a_name_is_none(said: str) -> None:
    assert person_names.read(said) is None


@pytest.mark.parametrize(
    ("name", "sure"), [("孙汉", True), ("司马小南", True), ("马上报名", False), ("what for", False)]
)
def test_a_name_that_other_words_look_like_is_not_sure(name: str, *, sure: bool) -> None:
    assert person_names.looks_like_one(name) is sure


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("证书编号是 s0000 2101-0101", "S000021010101"), ("１２３４５６", "123456"), ("A" * 31 + "1", "A" * 31 + "1"),
        ("A" * 32 + "1", None), ("12345", None), ("cancel", None), ("号还没下来", None),
    ],
)  # fmt: skip
def test_a_certificates_number_has_6_to_32_letters_and_digits(said: str, number: str | None) -> None:
    assert certificate_numbers.read(said) == number
