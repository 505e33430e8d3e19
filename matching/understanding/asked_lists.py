"""Which list of listings staff ask for: the one whose descriptions mean most nearly what they say."""

from collections.abc import Mapping
from enum import StrEnum

from matching.language.heads.reading import has_heads
from matching.language.likeness import Examples, likeness

SURELY, SURELY_ALONE = 0.6, 0.7
"""Cosine from which words ask for a list; and where nothing else tells that they ask for anything."""


class StaffList(StrEnum):
    """What staff can be shown of listings, and what sounds like it."""

    IN_REVIEW = "in_review"
    DOUBTED = "doubted"
    UNANSWERED = "unanswered"
    REPORTED = "reported"
    FIGURES = "figures"
    RULES = "rules"
    """No list: whether something may be written at all."""


_DESCRIPTIONS: Mapping[StaffList, Examples] = {
    StaffList.IN_REVIEW: ("等待审核的岗位", "还没审完的培训班", "listings waiting for review"),
    StaffList.DOUBTED: (
        "写了性别、年龄限制的岗位", "要收押金、收费用的岗位", "写了户籍、学历、婚育限制的岗位",
        "内容可能违法的岗位",
        "listings with unlawful requirements",
    ),
    StaffList.UNANSWERED: (
        "快到期了还没有人报名的岗位", "挂了很久没人报名的培训班", "listings about to end without applicants",
    ),
    StaffList.REPORTED: ("被举报、被投诉的岗位", "群众举报的单位", "listings that people complained about"),
    StaffList.FIGURES: (
        "求职者想找、但缺岗位缺培训班的工种有多少人", "报名人数和任务完成的统计", "figures and statistics",
    ),
    StaffList.RULES: (
        "招工能不能限制性别、年龄", "这样写合不合法", "收押金算不算违法", "写了这样的话要不要退回",
        "is it lawful to write this",
    ),
}  # fmt: skip


def asked_list(text: str, *, asks_something: bool = False) -> StaffList | None:
    """The list that the words ask for; None where they surely ask for none, and with another encoder.

    `asks_something`: it is known that something is asked for, so that they put no question of rules.
    """
    if not has_heads() or not text.strip():
        return None
    near = dict(zip(_DESCRIPTIONS, likeness(text, *_DESCRIPTIONS.values()), strict=True))
    if asks_something:
        near[StaffList.RULES] = 0
    best = max(near, key=lambda one: near[one])
    least = SURELY if asks_something else SURELY_ALONE
    return best if near[best] >= least and best is not StaffList.RULES else None
