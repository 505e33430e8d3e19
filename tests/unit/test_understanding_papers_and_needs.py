"""Schooling, certificates, skills and what someone needs of working life."""

from datetime import date

import pytest

from data.vocabulary import ProfileQuestion
from matching.understanding import understand
from tests.unit.reading import notes

pytestmark = pytest.mark.usefixtures("rules_alone")

TODAY = date(2026, 11, 22)

# Each: what was said, what had been asked, what is understood.
SAID = [
    ("本科大四还没毕业，学的英语，想先找个跨境电商的学徒", None, "senior?; studied 英语; wants 电子商务师"),
    ("自考本科还差三门没过，现在算大专吧", None, "bachelor?"),
    ("高二念到一半就不念了，十七", None, "age 17; junior?"),
    ("我电大毕业的，算大专不", None, "college?"),
    ("大专肄业，没拿着毕业证", None, "senior?"),
    ("小学五年级就下来了，能认字", None, "none?"),
    ("初中文化，写字费劲", None, "junior"),
    ("职业中专毕业，学的机电一体化，二十二", None, "age 22; secondary_vocational; studied 机电一体化 (660301)"),
    ("技校学的焊接，考了中级证", None, "secondary_vocational; studied 焊接 (660105); has grade grade 4"),
    ("我这学历高中吧好像，毕业证找不着了", None, "senior?"),
    ("就念到初二", ProfileQuestion.EDUCATION, "primary?"),
    ("一天书没念过", ProfileQuestion.EDUCATION, "none"),
    ("高中没毕业", ProfileQuestion.EDUCATION, "junior?"),
    ("技师学院的，高级工班", ProfileQuestion.EDUCATION, "college"),
    ("去年从辽宁石化大学毕业，学化工的，一直没找着工作", None, "bachelor; studied 化工; grad_2y_ln"),
    (
        "职高学的学前教育，幼师证有，普通话二甲",
        None,
        "secondary_vocational; studied 学前教育 (770101); has qualification 教师资格; can 普通话",
    ),
    ("在沈阳理工念的自动化，本科，毕业两年了还没上班", None, "bachelor; studied 自动化; grad_2y_ln"),
    ("学计算机的大专生，今年七月毕业", None, "college; studied 计算机 (510201); grad_year"),
    (
        "低压电工证有，高压的没考",
        None,
        "has operation_permit 电工 低压电工作业; lacks operation_permit 电工 高压电工作业",
    ),
    ("电工证过期两年了，得重新考不", None, "lacks operation_permit 电工"),
    ("焊工中级证考下来三年了，够考高级不", None, "!level_up; has grade 焊工 grade 4"),
    ("有叉车证N1，还有B2驾照", None, "has operation_permit 起重装卸机械操作工; has driving"),
    ("我有健康证，别的没有", None, "has health"),
    ("厨师证三级，开饭店黄了", None, "has grade 中式烹调师 grade 3; unemployed?"),
    ("没驾驶证，也没健康证", None, "lacks driving; lacks health"),
    ("电焊操作证上个月刚考的，证还没下来", None, "has operation_permit 焊工"),
    ("育婴师高级证有，月嫂干了六年", None, "did 家政服务员 6y; has grade 婴幼儿发展引导员 grade 3"),
    ("有个初级会计证，干过两年出纳", None, "did 会计专业人员 2y; has qualification 会计专业人员 会计"),
    ("茶艺师中级", None, "has grade 茶艺师 grade 4"),
    ("一级建造师考着呢，没过", None, ""),
    (
        "登高证电工证都有，就是没叉车的",
        None,
        "has operation_permit 高处作业; has operation_permit 电工; lacks operation_permit 起重装卸机械操作工",
    ),
    ("想考个电工本，咋报名", None, "!apply_help; wants 电工"),
    ("养老护理员初级，证丢了", None, "lacks grade 养老护理员 grade 5"),
    ("干了半辈子钳工，技师证", None, "did 装配钳工; has grade grade 2"),
    ("就一个驾照C1", ProfileQuestion.CERTIFICATES, "has driving C1"),
    ("啥也没有", ProfileQuestion.CERTIFICATES, "no papers"),
    ("有电工的，四级", ProfileQuestion.CERTIFICATES, "has grade 电工 grade 4"),
    ("正在考焊工证，下个月出成绩", ProfileQuestion.CERTIFICATES, "lacks operation_permit 焊工"),
    ("保安证有，消防中控的证没有", None, "has qualification 保安员; lacks qualification 消防设施操作员"),
    ("残疾证二级，没有别的证", None, "disabled"),
    ("党员证算不算", None, ""),
    ("英语四级过了，计算机二级", None, "can 英语"),
    ("职业资格证书美容师五级", None, "has grade 美容师 grade 5"),
    ("会看图纸，会使卡尺，CAD能画点", None, "can 看图, 量具测量, CAD"),
    ("韩语说得还行，以前在韩国打过工", None, "can 韩语"),
    ("会修拖拉机，会点电焊", None, "can 修拖拉机, 电焊"),
    ("电脑会打字，excel做表没问题", None, "can 电脑, 办公软件"),
    ("包吃包住，不上夜班", ProfileQuestion.CONSTRAINTS, "housing; meals; no_night"),
    ("腿脚不好，站不了一天，得坐着干", ProfileQuestion.CONSTRAINTS, "seated"),
    ("白班，双休，离家近", ProfileQuestion.CONSTRAINTS, "no_night; weekends_off; near_home"),
    (
        "倒班可以，夜班也能上，就是不能登高",
        ProfileQuestion.CONSTRAINTS,
        "no_heights; no longer no_night; no longer no_shift",
    ),
    ("不能闻油漆味，灰大的也不行", ProfileQuestion.CONSTRAINTS, "no_dust"),
    ("孩子放学没人接，四点之前得下班", ProfileQuestion.CONSTRAINTS, "part_time"),
    ("老人瘫痪在床，我得天天晚上回去伺候", ProfileQuestion.CONSTRAINTS, "no_night; go_home_at_night"),
    ("没要求", ProfileQuestion.CONSTRAINTS, ""),
    ("太远了不行，坐车超过一小时不干", ProfileQuestion.CONSTRAINTS, "near_home"),
    ("耳朵不好使，别打电话，发字", ProfileQuestion.CONSTRAINTS, "text_only"),
    ("下班以后能学的，晚上七点往后", ProfileQuestion.CONSTRAINTS, "employee?; evening_class"),
    ("只在绥中县城，别的地方去不了", ProfileQuestion.CONSTRAINTS, "prefers 绥中县; district_only"),
    ("我怀孕了，不能搬重物", ProfileQuestion.CONSTRAINTS, "no_heavy"),
    ("能网上学最好，农忙走不开", ProfileQuestion.CONSTRAINTS, "rural_transfer?; online"),
    ("干不了力气活，血压高", ProfileQuestion.CONSTRAINTS, "no_heavy"),
    ("供一顿中午饭就行", ProfileQuestion.CONSTRAINTS, "meals"),
    ("有宿舍不，没有的话住不起", ProfileQuestion.CONSTRAINTS, "!search; housing"),
]


@pytest.mark.parametrize(("said", "asked", "understood"), SAID)
def test_papers_and_needs(said: str, asked: ProfileQuestion | None, understood: str) -> None:
    assert notes(understand(said, asked, today=TODAY)) == understood
