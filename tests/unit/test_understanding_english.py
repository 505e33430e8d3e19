"""The same in English: places, occupations and needs must be the same as said in Chinese."""

from datetime import date

import pytest

from data.vocabulary import Question
from matching.understanding import understand
from tests.unit.reading import notes

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
        "en; college; prefers 大连市; wants 行政办事员; grad_year",
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
        "en; secondary_vocational; studied nursing (720201)",
    ),
    (
        "veteran, left the army last year, can do night shifts, anywhere in Liaoning",
        None,
        "en; prefers 辽宁省; veteran",
    ),
    ("Dandong", Question.PLACE, "en; prefers 丹东市"),
    ("not Dalian, anywhere else is fine", Question.PLACE, "en; excludes 大连市"),
    ("sewing for ten years", Question.DID, "en; did 缝纫工 10y"),
    ("baking or coffee", Question.WANTS, "en; wants 西式面点师; wants 咖啡师"),
    ("thirty-two", Question.AGE, "en; age 32"),
    ("middle school", Question.EDUCATION, "en; junior"),
    ("none", Question.CERTIFICATES, "en; no papers"),
    ("4.5k", Question.WAGE, "4500 a month"),
    ("I have to be home every evening", Question.CONSTRAINTS, "en; go_home_at_night"),
    (
        "Been a cook in Huludao since 2015, tired of kitchens, maybe hotel reception",
        None,
        "en; lives 葫芦岛市; did 中式烹调师; wants 前厅服务员",
    ),
    ("I am deaf so please text me only", None, "en; disabled?; text_only"),
    (
        "Farmer from Zhangwu county, grow corn, free in winter, want to learn plumbing or electrics",
        None,
        "en; lives 彰武县; did 农艺工; wants 管工; wants 电工; rural_transfer?",
    ),
    ("hello", None, "en; !other"),
]


@pytest.mark.parametrize(("said", "asked", "understood"), SAID)
def test_english(said: str, asked: Question | None, understood: str) -> None:
    assert notes(understand(said, asked, today=TODAY)) == understood
