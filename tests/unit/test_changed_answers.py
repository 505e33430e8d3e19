"""What words set a listing's places and days to."""

from datetime import date

import pytest

from bot.enterprise.changes.readers import new_day, places_set, places_that_may_be_meant

TODAY, NOW = date(2026, 6, 1), date(2026, 6, 10)


@pytest.mark.parametrize(
    ("said", "places"),
    [
        ("改成最多6人", 6),
        ("最多招6人", 6),
        ("至少4人", 4),
        ("不少于4人", 4),
        ("at most 6", 6),
        ("最多再招2个", 11),
        ("增加名额4个", 13),
        ("减少人数4个", 5),
        ("再多招4个", 13),
        ("少招4个", 5),
    ],
)
def test_the_most_and_the_least_are_no_more_and_no_fewer(said: str, places: int) -> None:
    assert places_set(9, said) == places
    assert places_that_may_be_meant(9, said) == []


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("截止由6月10日改为6月24日", date(2026, 6, 24)),
        ("从6月10号推迟5天", date(2026, 6, 15)),
        ("延1.5个月", date(2026, 7, 25)),
        ("往后推3-4天", None),
    ],
)
def test_the_new_day_is_taken(said: str, day: date | None) -> None:
    assert new_day(said, TODAY, NOW) == day
