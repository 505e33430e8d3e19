"""One thought a message, as in a chat."""

from datetime import date

import pytest

from matching.understanding import understand
from tests.unit.reading import notes

pytestmark = pytest.mark.usefixtures("rules_alone")

TODAY = date(2026, 11, 22)

# Each: what was said, what is understood.
SAID = [
    ("彰武的 三十四", "age 34; lives 彰武县"),
    ("炼钢厂下来的 52", "age 52"),
    ("以前在饭店切墩", "did 中式烹调师"),
    ("腰不行 别整重的", "no_heavy"),
    ("想学个轻巧的 面点啥的", "wants 中式面点师; no_heavy"),
    ("家里老人离不开 晚上得回去", "no_night; go_home_at_night"),
    ("镇上就行 县城也行", ""),
    ("没证 就会干", "no papers"),
    ("证有 电工中级 低压操作证也有", "has grade 电工 grade 4; has operation_permit 电工"),
    ("有个四级的焊工证", "has grade 焊工 grade 4"),
    ("工资四千来块就行", "4000 a month"),
    ("底薪两千八我也干", "2800 a month"),
    ("三千以上 到手", "3000 a month"),
    ("能先干着再考证不", ""),
    ("学费贵不贵 能给报销多少", "!subsidy_question"),
    ("听说有补贴 咋领", "!subsidy_question"),
    ("我儿媳妇 28 想学月嫂", "!for_someone_else; age 28; wants 家政服务员"),
    ("她带过孩子 没证", "no papers"),
    ("替我爸问的 他六十一了", "!for_someone_else; age 61"),
    ("他以前是木匠 现在看大门", "did 手工木工; did 保安员"),
    ("当了五年义务兵 今年刚回来", "veteran"),
    ("汽车兵 开大解放的", "did 道路货运汽车驾驶员; veteran"),
    ("领着低保呢", "difficulty?"),
    ("社区给认定的就业困难", "difficulty"),
    ("我这腿是工伤 有残疾证 四级", "disabled"),
    ("拄拐能走", "disabled?; seated"),
    ("阜新十家子的 家里磨玛瑙", "lives 阜新蒙古族自治县; did 宝石琢磨工"),
    ("想学开网店 顺便直播", "wants 电子商务师; wants 互联网营销师"),
    ("不露脸行不", ""),
    ("会拍短视频 剪映会用", "can 拍短视频, 视频剪辑"),
    ("大专 会计 去年毕业的", "college; studied 会计 (530302); grad_2y_ln"),
    ("考了一年公 没考上", ""),
    ("文员不想干了 没意思", "rejects 行政办事员"),
    ("跑过销售 不想再跑了", "did 营销员; rejects 营销员"),
    ("想转运维或者网络安全", "wants 网络与信息安全管理员"),
    ("自学过python", "can python"),
    ("在软件园附近租的房", ""),
    ("老家丹东的 现在大连", "lives 大连市"),
    ("丹东不回去了", "excludes 丹东市"),
    ("回丹东也行", "prefers 丹东市"),
    ("大连沈阳都能去 别的不去", "prefers 大连市; prefers 沈阳市"),
    ("离地铁近点", ""),
    ("包住最好 不包也行 自己能租", "housing"),
    ("夜班能上 有夜班费就行", "no longer no_night"),
    ("三班倒我干过 习惯", ""),
    ("两班倒不行 身体扛不住", "no_shift"),
    ("高空的不干 恐高", "no_heights"),
    ("不怕累 怕灰", "no_dust; no longer no_heavy"),
    ("在厂里干质检 六年", "did 质检员 6y"),
    ("厂子搬走了", "unemployed?"),
    ("手里有叉车证", "has operation_permit 起重装卸机械操作工"),
    ("没开过 只考了证", ""),
    ("毕业就没干本行", ""),
    ("送外卖呢现在", "did 网约配送员; flexible?"),
    ("想找个交社保的", ""),
]


@pytest.mark.parametrize(("said", "understood"), SAID)
def test_fragments(said: str, understood: str) -> None:
    assert notes(understand(said, today=TODAY)) == understood


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Welding please, no wait, plumbing", "wants 管工"),
        ("I want to do sewing, sorry, baking", "wants 西式面点师"),
        ("I cooked in a canteen for six years", "did 中式烹调师 6y"),
        ("She cleaned offices", "did 保洁员"),
        ("当过服务员，不想再当服务员了", "did 餐厅服务员; rejects 餐厅服务员"),
        ("美甲在家能干吗", "wants 美甲师"),
    ],
)
def test_work_is_read_through_corrections_past_forms_and_questions(said: str, meant: str) -> None:
    assert notes(understand(said)).removeprefix("en; ") == meant


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("来找活的", "answer"), ("找个活干", "search"), ("我要找工作", "search"), ("I'm looking for work.", "search"),
        ("The recruiter kept 800 yuan of mine", "report"), ("服装费交了，人就联系不上了", "report"),
        ("五十六了 想找点活干", "answer"),
    ],
)  # fmt: skip
def test_looking_for_work_and_being_cheated_are_told_apart(said: str, intent: str) -> None:
    assert understand(said).intent == intent
