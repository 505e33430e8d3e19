"""The organisation that an advert names, and whether it is the one that posts."""

import pytest

from matching.adverts.firm_name import find_firm_name, is_same_firm


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("沈阳样板厂招工：焊工学徒2名", "沈阳样板厂"),
        ("样板机械有限公司因生产需要，招焊工学徒", "样板机械有限公司"),
        ("【招聘】鞍山样板汽修店招学徒啦", "鞍山样板汽修店"),
        ("电子厂招普工，包住", None),
        ("我公司招焊工学徒2名", None),
        ("招焊工学徒，地址沈阳样板街，离市中心近", None),
    ],
)
def test_only_what_is_plainly_a_name_is_one(text: str, name: str | None) -> None:
    assert find_firm_name(text) == name


def test_a_name_with_more_or_fewer_words_may_be_the_same_firm() -> None:
    assert is_same_firm("沈阳样例重工有限公司", "沈阳样例重工")
    assert is_same_firm("样例重工公司", "沈阳样例重工")
    assert not is_same_firm("沈阳样板厂", "沈阳样例重工")
