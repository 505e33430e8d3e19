"""A day, a time or a figure of a text is replaced where it is clear which; else the text stays as it is."""

import pytest

from data.closed_forms.calendar import find_when
from data.closed_forms.corrections import correct

FAIR = "周四上午在体育馆办专场，带简历"


@pytest.mark.parametrize(
    ("text", "said", "now"),
    [
        (FAIR, "日子记错了，应该是周日", "周日上午在体育馆办专场，带简历"),
        (FAIR, "挪到下午三点", "周四下午三点在体育馆办专场，带简历"),
        ("周四上午9点开门", "不是上午9点，十点开", "周四上午十点开门"),
        ("周四下午4点开门", "五点", "周四下午五点开门"),
        ("周四上午8点到11点半", "下午1点到3点", "周四下午1点到3点"),
        ("下周二14:00开班", "下周三", "下周三14:00开班"),
        ("3月4号（周三）报到", "3月5号周四", "3月5号（周四）报到"),
        ("周六、周日都开", "周六换成周五", "周五、周日都开"),
        ("招15人，每人补200元", "招三十人", "招三十人，每人补200元"),
        ("问024-23456789", "电话是0411-7654321", "问0411-7654321"),
        ("The course begins on Friday", "Monday, not Friday", "The course begins on Monday"),
        ("本周四上午九点开门", "先别发，不是九点，改成九点半", "本周四上午九点半开门"),
        ("下周日开班", "不是周日，周六开", "周六开班"),
        ("2号楼集合，3月4号来", "3月6号", "2号楼集合，3月6号来"),
    ],
)
def test_the_only_one_of_its_kind_is_replaced(text: str, said: str, now: str) -> None:
    assert correct(text, said).text == now


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("周六、周日都开", "周五"),
        ("3月4号（周三）报到", "周四"),
        ("周四上午九点开门", "改下午"),
        ("招15人，每人补200元", "改成300"),
    ],
)
def test_what_may_be_meant_for_several_is_left(text: str, said: str) -> None:
    fix = correct(text, said)
    assert not fix.is_clear
    assert fix.text == text


@pytest.mark.parametrize("said", ["写得客气一点", "千万别着急", "改一改", "周四上午"])
def test_what_names_nothing_new_changes_nothing(said: str) -> None:
    fix = correct(FAIR, said)
    assert fix.is_clear
    assert not fix.replaced


def test_days_and_times_are_found_where_they_stand() -> None:
    text = "明天早上8点到10点，咨询0416-1234567，3号楼"
    assert [(one.kind, text[one.start : one.end]) for one in find_when(text)] == [
        ("near", "明天"),
        ("time", "早上8点到10点"),
    ]
