"""An advert that offers several jobs can be taken apart."""

from datetime import date

import pytest

from matching.adverts.multi_job import job_as_written, split_by_job
from matching.adverts.reading import Advert, read_advert, read_jobs
from matching.adverts.text import clean_advert

TODAY = date(2026, 11, 25)
TABLE = "岗位\t人数\t月薪\n电焊工\t5\t6000-8000\n铆工\t3\t5500-7500\n包吃住，地点：葫芦岛市龙港区"
LINES = "机加车间招工\n①车工2人 7000-9000\n②铣工3人 8000-10000\n均缴纳五险。地址：沈阳市于洪区"


def _told(advert: Advert) -> tuple[str | None, int | None, int | None, int | None]:
    return advert.title, advert.headcount, advert.wage_min, advert.wage_max


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        (TABLE, [("电焊工", 5, 6000, 8000), ("铆工", 3, 5500, 7500)]),
        (TABLE.replace("\t", " | "), [("电焊工", 5, 6000, 8000), ("铆工", 3, 5500, 7500)]),
        (LINES, [("车工", 2, 7000, 9000), ("铣工", 3, 8000, 10000)]),
        ("招聘保安3名，月薪2800元，保洁2名，月薪2200元。大连", [("保安", 3, 2800, 2800), ("保洁", 2, 2200, 2200)]),
        ("招聘焊工、铆工，月薪5000-8000，大连", [("焊工", None, 5000, 8000), ("铆工", None, 5000, 8000)]),
    ],
)
def test_each_job_has_what_is_said_of_it(text: str, posts: list[tuple[str, int | None, int, int]]) -> None:
    assert [_told(one) for one in read_jobs(text, TODAY)] == posts


def test_a_number_before_a_name_counts_the_places_of_that_job() -> None:
    advert = clean_advert("Hiring in Dalian: 2 welders (6000 yuan), 3 packers (4000 yuan). Housing provided.")
    welders, packers = split_by_job(advert, ["welders", "packers"])
    assert ("2 welders" in welders, "3" in welders) == (True, False)
    assert "3 packers" in packers


@pytest.mark.parametrize("text", [TABLE, LINES])
def test_each_job_has_what_is_said_of_all(text: str) -> None:
    posts = read_jobs(text, TODAY)
    assert len({one.district for one in posts}) == 1
    assert all(one.housing or one.social_insurance for one in posts)


def test_the_whole_tells_all_jobs_and_their_places_together() -> None:
    advert = read_advert(TABLE, TODAY)
    assert (advert.title, advert.posts) == ("电焊工/铆工", ["电焊工", "铆工"])
    assert advert.headcount == 8


def test_one_job_stays_one() -> None:
    assert [one.title for one in read_jobs("招聘数控车工2名，沈阳", TODAY)] == ["数控车工"]


def test_what_is_no_advert_has_no_job() -> None:
    assert read_jobs("今天食堂吃什么？", TODAY) == []


@pytest.mark.parametrize(
    ("title", "context", "code"),
    [
        ("车工", "机床加工，会看图纸", "6-18-01-01"),
        ("车工", "服装厂，做女装", "6-05-01-03"),
        ("钣金工", "折弯、剪板，按图纸下料", "6-18-01-12"),
        ("钣金工", "汽车事故车修复", "4-12-01-01"),
        ("护理员", "照顾老人起居", "4-10-01-05"),
        ("操作工", "流水线作业", None),
        ("注塑普工", "看管注塑机", "6-14-02-00"),
    ],
)
def test_a_name_with_two_meanings_goes_by_the_adverts_own_words(title: str, context: str, code: str | None) -> None:
    assert read_advert(f"招聘{title}3名。{context}。包吃住", TODAY).occupation_code == code


@pytest.mark.parametrize(
    ("shop", "code"), [("汽修厂", "4-12-01-01"), ("美发店", "4-10-03-02"), ("面包房", "6-02-01-01")]
)
def test_an_apprentice_learns_the_trade_of_the_workshop(shop: str, code: str) -> None:
    assert read_advert(f"{shop}招学徒两名，包吃住", TODAY).occupation_code == code


@pytest.mark.parametrize(
    ("raw", "jobs", "written"),
    [
        (
            "大连示例机械公司因生产需要，招聘以下人员：\n①焊工学徒５名（４０００—５０００元），包吃住；\n②钳工学徒2名，白班；\n地点：大连甘井子区",
            ["焊工学徒", "钳工学徒"],
            "大连示例机械公司因生产需要，招聘以下人员：\n焊工学徒５名（４０００—５０００元），包吃住\n地点：大连甘井子区",
        ),
        (
            "鞍山样板店招学徒啦！修理工2名，3500-4500，管午饭；喷漆工1名，4000-5000。地址：鞍山铁东区",
            ["修理工", "喷漆工"],
            "鞍山样板店招学徒啦！修理工2名，3500-4500，管午饭\n地址：鞍山铁东区",
        ),
    ],
)
def test_a_job_is_written_as_its_author_wrote_it(raw: str, jobs: list[str], written: str) -> None:
    assert job_as_written(raw, jobs, jobs[0]) == written


def test_a_job_in_a_table_is_not_taken_as_it_stands() -> None:
    assert job_as_written(TABLE, ["电焊工", "铆工"], "电焊工") is None


def test_one_english_job_with_its_place_beside_it_is_one_job() -> None:
    read = read_advert(
        "Welder apprentice wanted, Shenyang Tiexi, 6 people, men only, under 35, pay while learning 4000-4500, after "
        "6000-8000, room and board, deposit 500 yuan, day shift, apply by 25 December"
    )
    assert (read.title, read.posts) == ("Welder apprentice", [])
