"""What a course advert says is read as it says it; what it leaves open is asked."""

from datetime import date

import pytest

from bot.enterprise.courses.advert_draft import answers_from_advert, late_days
from matching.adverts.courses import read_course

TODAY = date(2026, 11, 30)


def test_hours_are_not_counted_among_the_places() -> None:
    said = """电工上岗证培训班招生
大连市甘井子区技能培训学校，2027年1月10日开班，每周六、周日上课，共120学时，限招40人。
费用：培训费800元，考试费200元，教材费60元。考取低压电工特种作业操作证。高中及以上学历。报名截止2026年12月31日。"""
    assert read_course(said, TODAY).capacity == 40


def test_who_has_enrolled_already_is_no_number_of_places() -> None:
    said = "起重机械Q2作业证取证班 本溪平山区 1月8日开班，学费1200元，报名费50元，已报23人还剩7个名额，初中以上"
    assert read_course(said, TODAY).capacity is None


def test_of_the_days_from_and_to_the_course_starts_on_the_first() -> None:
    said = """保育师培训班（中级四级）报名通知
地点：营口市站前区职业学校
时间：2027年1月6日至2027年2月6日
人数：35人  课时：160课时
费用：1980元/人
报名时间：12月10日—12月28日"""
    read = read_course(said, TODAY)
    assert (read.start_date, read.deadline) == (date(2027, 1, 6), date(2026, 12, 28))


def test_the_only_day_of_an_advert_is_the_first_day_where_it_says_so() -> None:
    said = "中式面点师夜校班，每晚6点到8点半，两个月，鞍山铁东区，学费1280元，小班20人，1月5号开课，不限学历"
    read = read_course(said, TODAY)
    assert (read.start_date, read.deadline) == (date(2027, 1, 5), None)


def test_a_wage_after_the_course_is_not_its_fee() -> None:
    said = (
        "我校与鞍钢合作订单班招生：焊工、电工、钳工三个班各30人，学制6个月，第一学期免费，"
        "第二学期学费1500元，包住宿，毕业推荐就业月薪5000元起，鞍山"
    )
    assert read_course(said, TODAY).fee == 1500


def test_of_an_advert_for_several_courses_the_work_is_asked() -> None:
    said = "我校订单班招生：焊工、电工、钳工三个班各30人，学制6个月，学费1500元，包住宿，鞍山"
    assert "occupation" not in answers_from_advert(read_course(said, TODAY), TODAY)


def test_a_grade_to_hold_already_is_not_what_the_course_leads_to() -> None:
    said = "钳工高级工（三级）考前培训，葫芦岛连山区，要求持有四级证满5年，80学时，学费2600，30人一班"
    assert read_course(said, TODAY).grade_target is None


def test_a_last_day_that_is_past_is_no_first_day_a_year_ahead() -> None:
    read = read_course("焊工培训班，沈阳铁西，30人，160学时，学费全免，报名截止11月29日", TODAY)
    assert (read.start_date, read.deadline) == (None, date(2026, 11, 29))


@pytest.mark.parametrize(("last", "told"), [("12月28日", []), ("11月29日", ["paste.late"])])
def test_only_a_day_that_is_near_or_past_is_called_so(last: str, told: list[str]) -> None:
    read = read_course(f"焊工培训班，沈阳铁西，30人，160学时，学费全免，报名截止{last}", TODAY)
    assert list(late_days(read, TODAY)) == told
