"""How people go on about what they said before: echoes, corrections, guesses, towns and years of birth."""

from datetime import date

import pytest

from data.vocabulary import ProfileQuestion
from matching.understanding import understand
from tests.unit.reading import notes

pytestmark = pytest.mark.usefixtures("rules_alone")

TODAY = date(2026, 11, 22)

ECHOES = [
    ("我发小在丹东做美甲，一个月不少挣，我也想学", "wants 美甲师"),
    ("没学过电工，想学", "wants 电工"),
    ("想学氩弧焊，以前在外地干过三年", "wants 焊工; did 焊工 3y"),
    ("会开铲车，手续也有，干了九年了", "did 挖掘铲运和桩工机械司机 9y; can 开铲车"),
    ("在饭店传菜，站得腿疼，不想再干了", "did 餐厅服务员; rejects 餐厅服务员"),
    ("小时候想当厨师，现在想学电梯维修", "wants 电梯安装维修工"),
    ("只要不是保洁都能干", "rejects 保洁员"),
    ("看个库房也中", "wants 仓储管理员"),
    ("干过房产中介", "did 房地产经纪人"),
]
CORRECTIONS = [
    ("想去大连，不是大连，是丹东", "prefers 丹东市"),
    ("铁西的，不是沈阳是鞍山", "lives 铁西区"),
    ("想学瓦工，算了还是木工吧", "wants 手工木工"),
    ("岁数三十有六", "age 36"),
    ("今年呢四十四了", "age 44"),
    ("41虚岁42", "age 41"),
]
GUESSES = [
    ("我家可能算零就业家庭", "zero_family?"),
    ("我弟弟快退伍了，帮他问问", "!for_someone_else; veteran?"),
    ("职业技术学院学的焊接，明年七月毕业", "college?; studied 焊接 (460110); grad_year?"),
    ("厂子减员把我减下来了", "unemployed?"),
]
TOWNS = [
    ("家在毛甸子", "lives 宽甸满族自治县"),
    ("我是桃花吐的，想去朝阳市里干", "lives 双塔区; prefers 朝阳市"),
    ("人在虎芦岛", "lives 葫芦岛市"),
    ("离海城太远的不去", "near_home"),
]
NEEDS = [
    ("不能倒班，也不能上夜班", "no_night; no_shift"),
    ("考不上高中就出来了，想学烘焙", "junior; wants 西式面点师"),
    ("不出本区", "district_only"),
]
PAPERS = [
    ("维修电工干了五年，持证", "did 电工 5y; has operation_permit 电工"),
    ("会开叉车，有证，干了六年", "did 起重装卸机械操作工 6y; has operation_permit 起重装卸机械操作工; can 开叉车"),
    ("I drive trucks and hold a class C licence", "en; did 道路货运汽车驾驶员; has driving"),
]
WORK = [
    ("08年在锦州扛麻包", "did 装卸搬运工"),
    ("想找保洁以外的活", "rejects 保洁员"),
    ("以前放牛，也扒过蛤蜊", "did 家畜饲养员; did 水产品加工工"),
    ("在家种地种木耳", "did 农艺工; did 食用菌生产工; rural_transfer?"),
    ("部队修车", "did 汽车维修工"),
    ("不学焊工，要不学电工", "rejects 焊工; wants 电工"),
    ("干过房产销售，不适合我", "did 房地产经纪人; rejects 房地产经纪人"),
    ("专科，明年专升本", "college"),
    ("普高念完的，想学汽车钣金喷漆", "senior; wants 汽车维修工"),
    ("三期士官，明年退", "veteran?"),
    ("自由职业，自己交社保", "flexible"),
]
LIVING = [
    ("两口子都去，得带孩子住的", "housing"),
    ("天黑七点之前得到家", "go_home_at_night"),
    ("I live in a small village near Donggang", "en; lives 东港市; rural_transfer?"),
    ("我想join那个PLC的course，人在沈阳", "lives 沈阳市"),
]
PURPOSES = [
    ("电工班几号开始", "!search; wants 电工"),
    ("烘焙班还收人不", "!search; wants 西式面点师"),
    ("这事能不能电话里唠", "!human"),
    ("别老给我推送了", "!delete"),
    ("别老给我推保洁", "rejects 保洁员"),
    ("不让我走还扣我押金", "!report"),
    ("what happens to my phone number", "en; !privacy"),
    ("面试要带啥穿啥", "!apply_help"),
    ("学习期间给生活费不", "!subsidy_question"),
    ("你把我微信给谁了", "!privacy"),
]


@pytest.mark.parametrize(("said", "understood"), [*PAPERS, *WORK, *LIVING, *PURPOSES])
def test_more_speech(said: str, understood: str) -> None:
    assert notes(understand(said, today=TODAY)) == understood


@pytest.mark.parametrize(("said", "understood"), [*ECHOES, *CORRECTIONS, *GUESSES, *TOWNS, *NEEDS])
def test_speech(said: str, understood: str) -> None:
    assert notes(understand(said, today=TODAY)) == understood


@pytest.mark.parametrize(
    ("said", "asked", "understood"),
    [
        ("七六年的", ProfileQuestion.AGE, "age 50"),
        ("1988年5月生", ProfileQuestion.AGE, "age 38"),
        ("2010年生人", ProfileQuestion.AGE, ""),
        ("三千五四千都行", ProfileQuestion.WAGE, "3500 a month"),
        ("沈阳，不去铁西", ProfileQuestion.PLACE, "prefers 沈阳市; excludes 铁西区"),
        ("锦州的都行 义县不去", ProfileQuestion.PLACE, "prefers 锦州市; excludes 义县"),
        ("年龄保密", ProfileQuestion.AGE, ""),
        ("才十八", ProfileQuestion.AGE, "age 18"),
        ("只有身份证", ProfileQuestion.CERTIFICATES, "no papers"),
        ("就念过两年书", ProfileQuestion.EDUCATION, "none"),
        ("给多少算多少", ProfileQuestion.WAGE, ""),
        ("瓦工抹灰都会，十二三年了", ProfileQuestion.DID, "did 砌筑工 12y; can 瓦工, 抹灰"),
        ("护士，在镇医院，六年整", ProfileQuestion.DID, "did 内科护士 6y"),
    ],
)
def test_answers_in_passing(said: str, asked: ProfileQuestion, understood: str) -> None:
    assert notes(understand(said, asked, today=TODAY)) == understood
