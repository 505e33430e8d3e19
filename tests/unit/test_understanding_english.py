"""The same in English: places, occupations and needs must be the same as said in Chinese."""

from datetime import date

import pytest

from data.vocabulary import ProfileQuestion
from matching.understanding import understand
from tests.unit.reading import notes

pytestmark = pytest.mark.usefixtures("rules_alone")

TODAY = date(2026, 11, 22)

# Each: what was said, what had been asked, what is understood.
SAID = [
    (
        "I'm 34, live in Anshan, worked as a waitress for five years, want to learn nail art",
        None,
        "en; age 34; lives 鞍山市; did 餐厅服务员 5y; wants 美甲师",
    ),
    (
        "Just graduated from college this year with a diploma in accounting, looking for an office job in Dalian",
        None,
        "en; college; studied accounting (530302); prefers 大连市; wants 行政办事员; grad_year",
    ),
    (
        "My husband is 45, he was laid off from a steel mill in Benxi, can he learn to be an electrician?",
        None,
        "en; !for_someone_else; age 45; wants 电工; unemployed?",
    ),
    (
        "I have a forklift licence and 3 years in a warehouse, no night shifts please, Yingkou or Panjin",
        None,
        "en; prefers 营口市; prefers 盘锦市; did 仓储管理员 3y; has operation_permit 起重装卸机械操作工; no_night",
    ),
    ("Is there any free training for elderly care in Fushun?", None, "en; !search; prefers 抚顺市; wants 养老护理员"),
    ("A recruiter took my ID card and won't give it back", None, "en; !report"),
    (
        "I dropped out of high school, 19, living in Jinzhou, anything but sales",
        None,
        "en; age 19; junior?; lives 锦州市?; rejects 营销员",
    ),
    (
        "Can't lift heavy things, afraid of heights, want a job near home in Shahekou",
        None,
        "en; lives 沙河口区; no_heights; no_heavy; near_home",
    ),
    ("who can see my phone number", None, "en; !privacy"),
    (
        "I want at least 5000 a month with dorm and meals, I'm a welder with level 4 certificate",
        None,
        "en; did 焊工; has grade 焊工 grade 4; 5000 a month; housing; meals",
    ),
    (
        "i used to drive trucks, now want to become a drone pilot, B2 license",
        None,
        "en; did 道路货运汽车驾驶员; wants 无人机驾驶员; has driving B2",
    ),
    ("My son is 15, can he be an apprentice?", None, "en; !underage; age 15"),
    ("delete all my data please", None, "en; !delete"),
    (
        "I need weekends off because of my kids, part time, Shenyang Heping",
        None,
        "en; lives 和平区; weekends_off; part_time",
    ),
    ("how much money do I get for the level 3 certificate?", None, "en; !subsidy_question"),
    (
        "I studied nursing at vocational school but never got my nurse license",
        None,
        "en; secondary_vocational; studied nursing (720201); lacks qualification 护士执业资格",
    ),
    (
        "veteran, left the army last year, can do night shifts, anywhere in Liaoning",
        None,
        "en; prefers 辽宁省; veteran",
    ),
    ("Dandong", ProfileQuestion.PLACE, "en; prefers 丹东市"),
    ("not Dalian, anywhere else is fine", ProfileQuestion.PLACE, "en; excludes 大连市"),
    ("sewing for ten years", ProfileQuestion.DID, "en; did 缝纫工 10y"),
    ("baking or coffee", ProfileQuestion.WANTS, "en; wants 西式面点师; wants 咖啡师"),
    ("thirty-two", ProfileQuestion.AGE, "en; age 32"),
    ("middle school", ProfileQuestion.EDUCATION, "en; junior"),
    ("none", ProfileQuestion.CERTIFICATES, "en; no papers"),
    ("4.5k", ProfileQuestion.WAGE, "4500 a month"),
    ("I have to be home every evening", ProfileQuestion.CONSTRAINTS, "en; go_home_at_night"),
    (
        "Been a cook in Huludao since 2015, tired of kitchens, maybe hotel reception",
        None,
        "en; lives 葫芦岛市; did 中式烹调师; rejects 中式烹调师; wants 前厅服务员",
    ),
    ("I am deaf so please text me only", None, "en; disabled?; text_only"),
    (
        "Farmer from Zhangwu county, grow corn, free in winter, want to learn plumbing or electrics",
        None,
        "en; lives 彰武县; did 农艺工; wants 管工; wants 电工; rural_transfer?",
    ),
    ("hello", None, "en; !other"),
    (
        "Hi, I finished middle school and worked as a kitchen helper in Shenyang, now back home in Faku, want to bake",
        None,
        "en; junior; lives 法库县; did 中式烹调师; wants 西式面点师",
    ),
    (
        "my wife is 36, housewife in Fengcheng, she'd like to do elderly care, only mornings",
        None,
        "en; !for_someone_else; age 36; lives 凤城市; wants 养老护理员; part_time",
    ),
    (
        "Vocational school grad in mechatronics, 20, Panjin, never worked, interested in industrial robots",
        None,
        "en; age 20; secondary_vocational; studied mechatronics (660301); lives 盘锦市; wants 工业机器人系统操作员",
    ),
    (
        "I'm a disabled veteran from Liaoyang, looking for something I can do sitting down",
        None,
        "en; lives 辽阳市; disabled; veteran; seated",
    ),
    ("do i need a certificate to drive a forklift?", None, "en; wants 起重装卸机械操作工"),
    ("I have an expired electrician licence, can I renew it here?", None, "en; lacks operation_permit 电工"),
    (
        "Not interested in warehouse work or delivery, prefer something indoors in Dandong",
        None,
        "en; prefers 丹东市; rejects 仓储管理员; rejects 网约配送员",
    ),
    (
        "I dropped out of university after two years, 22, Tieling, want to get into video editing",
        None,
        "en; age 22; senior?; lives 铁岭市; wants 全媒体运营师",
    ),
    (
        "I grow mushrooms in Chaoyang county, want to sell them online via livestream",
        None,
        "en; lives 朝阳县; did 食用菌生产工; wants 互联网营销师; rural_transfer?",
    ),
    (
        "Living in Dalian development zone, working at a chip factory, want level 3 electrician",
        None,
        "en; lives 金州区; did 半导体芯片制造工; wants 电工; employee",
    ),
    (
        "12 years scaffolding, fell once, no more heights please. Fuxin",
        None,
        "en; lives 阜新市; did 架子工 12y; no_heights",
    ),
    (
        "looking for apprenticeship as a hairdresser near Sujiatun, 17 years old",
        None,
        "en; age 17; prefers 苏家屯区; wants 美发师",
    ),
    ("Is the training really free? Who pays?", None, "en; !subsidy_question"),
    ("I applied last week and nobody answered", None, "en; !apply_help"),
    ("someone from an agency wants 500 yuan deposit before giving me the job", None, "en; !report"),
    ("Can I talk to a real person please", None, "en; !human"),
    (
        "I speak Korean and Chinese, want hotel front desk in Shenyang Xita",
        None,
        "en; prefers 和平区; wants 前厅服务员; can korean",
    ),
    (
        "I can read technical drawings and use AutoCAD, was a fitter for 6 years in Anshan",
        None,
        "en; did 装配钳工 6y; can technical drawings, autocad",
    ),
    (
        "minimum 4500, dorm needed, no dust (asthma), Huludao or Xingcheng",
        None,
        "en; prefers 葫芦岛市; prefers 兴城市; 4500 a month; housing; no_dust",
    ),
    ("I'm from Jilin but want to work in Tieling or Shenyang", None, "en; prefers 铁岭市; prefers 沈阳市"),
    (
        "I want to move from welding to inspection, have level 3 welding certificate and special operation permit",
        None,
        "en; did 焊工; wants 质检员; has operation_permit 焊工; has grade 焊工 grade 3",
    ),
    ("Anywhere but Fushun", None, "en; excludes 抚顺市; prefers 辽宁省"),
    ("no experience, no diploma, just want to learn a trade", None, "en"),
    ("My cousin told me about this. I am 28, mother of two, need evenings free", None, "en; age 28; no_night"),
    (
        "I was a bus driver for 9 years, A1 licence, eyes getting worse, something else please",
        None,
        "en; did 客运车辆驾驶员 9y; has driving A1",
    ),
    ("forget it, never mind", None, "en; !other"),
    ("What's the weather like in Dalian?", None, "en; !other"),
    (
        "i'd like something part-time, maybe data labeling from home",
        None,
        "en; wants 人工智能训练师; part_time; online",
    ),
    (
        "Want to be a nail technician or makeup artist, Yingkou Bayuquan",
        None,
        "en; prefers 鲅鱼圈区; wants 美甲师; wants 化妆师",
    ),
]


@pytest.mark.parametrize(("said", "asked", "understood"), SAID)
def test_english(said: str, asked: ProfileQuestion | None, understood: str) -> None:
    assert notes(understand(said, asked, today=TODAY)) == understood
