"""The list that staff ask for is heard by what their words mean."""

import pytest

from matching.understanding.asked_lists import StaffList, asked_list


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("眼看就下线了还一个报名的都没有的岗位有吗", StaffList.UNANSWERED),
        ("哪几条岗位里写着限制年龄的内容", StaffList.DOUBTED),
        ("还有多少岗位等着审", StaffList.IN_REVIEW),
        ("谁家的岗位让人投诉了", StaffList.REPORTED),
        ("上个月一共多少人报名", StaffList.FIGURES),
        ("招聘能不能只要三十岁以下的", None),
        ("食堂中午吃什么", None),
    ],
)
def test_a_list_is_heard_by_its_meaning(said: str, wanted: StaffList | None) -> None:
    assert asked_list(said) is wanted
