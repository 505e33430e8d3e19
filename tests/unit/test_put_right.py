"""Words of the ear and of the hand that are put right, and those that are meant as written."""

import pytest

from matching.understanding import message_of


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("想学开挖决机", "想学开挖掘机"),
        ("我是开绞车的", "我是开绞车的"),
        ("那边有师傅教吗", "那边有师傅教吗"),
        ("头三天算试工", "头三天算试工"),
        ("报名带啥?哪些材料", "报名带啥?哪些材料"),
        ("我想有个正经工作", "我想有个正经工作"),
        ("离火车站近,下班买东西", "离火车站近,下班买东西"),
        ("tiling bathrooms", "tiling bathrooms"),
        ("house painting", "house painting"),
        ("xiang xue han jie", "想学焊接"),
    ],
)
def test_only_what_was_misheard_is_put_right(said: str, read: str) -> None:
    assert message_of(said, None).text == read
