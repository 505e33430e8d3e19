"""Which entry of a list the words of a message name."""

import pytest

from data.closed_forms.ordinals import entry


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("第二条人数改成6个", 2),
        ("2号那条先停", 2),
        ("把2号停了", 2),
        ("关2号", 2),
        ("2", 2),
        ("pause the second one", 2),
        ("车工的截止日期改到2号", None),
        ("发薪日定在每月2号", None),
        ("地址改成东环街2号", None),
        ("第12个月开始补助", None),
        ("第一句改成管午饭", None),
        ("move it to the second of June", None),
        ("换成第二条", None),
    ],
)
def test_a_number_is_an_entry_only_where_it_stands_for_one(said: str, number: int | None) -> None:
    assert entry(said) == number
