"""A school pastes a course advert: it is read, checked, and only its gaps are asked."""

from datetime import date, timedelta

from sqlmodel import select

from data.db import clock
from data.listings.courses import Course
from data.vocabulary import CertificateKind, Education, Grade
from tests import parties, teaching
from tests.phones import Phone
from tests.stages import Stage

MEMBER = 2451
WHOLE = """焊工（初级）培训班招生简章
现面向社会招收焊工学员30人，{start.month}月{start.day}日开班，共160学时，8周，晚上上课。
培训内容：前四周练平焊和立焊，后四周练管板对接，每天两个老师带，最后一周模拟考试。
上课地点：沈阳市铁西区建设大路12号。学费全免，有宿舍。
学完报考焊工初级（五级）证书，初中毕业就能报。报名截止{last.month}月{last.day}日。
咨询电话13800138000 王老师"""
UNCLEAR = "焊工班，沈阳铁西，30人，学三个月，管住，师傅带，学完帮着联系厂子，抓紧报名"


async def _phone(stage: Stage, *kinds: str) -> Phone:
    async with stage.sessions() as session, session.begin():
        organisation = await teaching.provider(session, MEMBER)
        organisation.kinds = list(kinds) or ["provider"]
    return stage.phone(MEMBER)


async def _days(stage: Stage) -> tuple[date, date]:
    async with stage.sessions() as session:
        today = await clock.today(session)
    return today + timedelta(days=40), today + timedelta(days=30)


async def _whole(stage: Stage) -> str:
    start, last = await _days(stage)
    return WHOLE.format(start=start, last=last)


async def _submit(phone: Phone) -> None:
    await phone.tap("就业技能培训")
    await phone.tap("谁都能报")
    await phone.tap("身份证")
    await phone.tap("提交审核")


async def _course(stage: Stage) -> Course:
    async with stage.sessions() as session:
        return (await session.exec(select(Course))).one()


async def test_an_advert_fills_the_form_and_only_its_gaps_are_asked(stage: Stage) -> None:
    school = await _phone(stage)
    await school.send(await _whole(stage))
    assert "读出来了：焊工 · 沈阳铁西区 · 160 学时 · 8 周 · 30 人 · 晚上 · 初级工" in await school.said()
    await _submit(school)
    course = await _course(stage)
    assert (course.occupation_code, course.city, course.district) == ("6-18-02-04", "210100", "210106")
    assert (course.title, course.hours_total, course.weeks, course.capacity, course.fee) == (
        "焊工(初级)培训班招生简章", 160, 8, 30, 0,
    )  # fmt: skip
    assert (course.start_date, course.deadline) == await _days(stage)
    assert (course.certificate_kind, course.grade_target) == (CertificateKind.GRADE, Grade.FIVE)
    assert (course.evening, course.weekend, course.dormitory) == (True, False, True)
    assert course.education_min == Education.JUNIOR
    assert "138" not in course.description


async def test_an_advert_may_be_pasted_into_the_form_and_what_was_answered_stays(stage: Stage) -> None:
    school = await _phone(stage)
    await school.send("/course")
    await school.tap("就业技能培训")
    await school.send("焊工")
    await school.send("焊工夜校")
    await school.send(await _whole(stage))
    await school.tap("谁都能报")
    await school.tap("身份证")
    assert "焊工夜校" in (await school.last()).text
    await school.tap("提交审核")
    assert (await _course(stage)).capacity == 30


async def test_an_advert_for_another_course_leaves_the_half_filled_form_waiting(stage: Stage) -> None:
    school = await _phone(stage)
    await school.send("/course")
    await school.tap("就业技能培训")
    await school.send("养老护理员")
    await school.send(await _whole(stage))
    await _submit(school)
    assert "养老护理员培训班" in (await school.last()).buttons


async def test_unlawful_words_of_an_advert_are_named_and_taken_corrected_with_a_tap(stage: Stage) -> None:
    school = await _phone(stage)
    await school.send((await _whole(stage)).replace("现面向社会", "限男性报名，现面向社会"))
    assert "限男" in await school.said()
    await school.tap("就业技能培训")
    await school.tap("谁都能报")
    await school.tap("身份证")
    await school.tap("用改好的这段")
    await school.tap("提交审核")
    description = (await _course(stage)).description
    assert "限男" not in description
    assert "模拟考试" in description


async def test_who_may_post_both_is_asked_which_an_unclear_text_is(stage: Stage) -> None:
    both = await _phone(stage, "enterprise", "provider")
    await both.send(UNCLEAR)
    assert {"办培训班", "招学徒"} <= set((await both.last()).buttons)
    await both.tap("办培训班")
    assert "哪类培训班" in (await both.last()).text


async def test_who_may_post_both_gets_an_opening_for_a_job_advert(stage: Stage) -> None:
    both = await _phone(stage, "enterprise", "provider")
    await both.send("招焊工学徒5名，月薪3500-5000元，沈阳大东，包住，白班，跟着师傅学下料、打磨和平焊，三个月独立上手")
    assert "读出来了：焊工学徒 · 5 人" in await both.said()


async def test_an_enterprise_that_pastes_an_unclear_text_gets_the_form_for_an_opening(stage: Stage) -> None:
    async with stage.sessions() as session, session.begin():
        await parties.enterprise(session, MEMBER)
    enterprise = stage.phone(MEMBER)
    await enterprise.send(UNCLEAR)
    assert "每月" in (await enterprise.last()).text
