"""A training provider posts a course in the chat, staff let it through, and it can be paused, ended and held again."""

import pytest
from sqlmodel import select

from data.listings.courses import Course
from data.listings.search_index import ListingIndex
from data.organisations import service as organisations
from data.vocabulary import CertificateKind, Grade, ListingState, OrganisationState
from tests import forged, parties, teaching
from tests.integration.test_listing_life import pass_days
from tests.phones import Phone
from tests.stages import Stage

MEMBER, STAFF, STRANGER = 2301, 3301, 2399
DESCRIPTION = "前三周练平焊和立焊，后三周练管板，每天四节课两个老师带，最后一周模拟考试，考不过免费再练。"


async def _member(stage: Stage, state: OrganisationState = OrganisationState.VERIFIED) -> Phone:
    async with stage.sessions() as session, session.begin():
        await teaching.provider(session, MEMBER, state=state)
    return stage.phone(MEMBER)


async def _to_tie(phone: Phone) -> None:
    await phone.send("/course")
    await phone.tap("就业技能培训")
    await phone.send("焊工")
    await phone.tap("焊工培训班")
    await phone.tap("初级工")
    await phone.send("沈阳样板评价中心")


async def _from_city(phone: Phone) -> None:
    await phone.tap("沈阳铁西区")
    await phone.tap("到现场上课")
    await phone.tap("晚上")
    await phone.tap("120 学时")
    await phone.tap("8 周")
    await phone.tap("8 周后")
    await phone.tap("30 人")
    await phone.tap("免费")
    await phone.tap("登记失业")
    await phone.tap("就这些")
    await phone.tap("身份证、失业登记凭证")
    await phone.tap("不限")
    await phone.tap("有宿舍")
    await phone.send(DESCRIPTION)
    await phone.tap("到开班那天")


async def _fill_in(phone: Phone) -> None:
    await _to_tie(phone)
    await phone.tap("普通班")
    await _from_city(phone)


async def _course(stage: Stage) -> Course:
    async with stage.sessions() as session:
        return (await session.exec(select(Course))).one()


async def _found(stage: Stage) -> int:
    async with stage.sessions() as session:
        return len((await session.exec(select(ListingIndex))).all())


@pytest.mark.live
async def test_course_goes_from_questions_to_preview_to_review_to_live(stage: Stage) -> None:
    await stage.appoint(STAFF)
    member, officer = await _member(stage), stage.phone(STAFF)
    await officer.send("/help")
    await _fill_in(member)
    card = (await member.last()).text
    for words in ("焊工培训班", "北岭样板培训学校70（已核验）", "就业技能培训", "免费", "120 学时", "8 周", "晚上上课",
                  "有宿舍", "初级工", "沈阳样板评价中心", "面向：登记失业（失业登记凭证）", "还剩 30 个名额",
                  "身份证"):  # fmt: skip
        assert words in card
    await member.tap("提交审核")
    assert "已提交审核" in (await member.last()).text
    await officer.until("提交了培训班")
    await officer.tap("去审核")
    assert DESCRIPTION in await officer.said()
    await officer.tap("通过")
    await member.until("求职者能找到了")
    course = await _course(stage)
    assert (course.state, course.certificate_kind, course.grade_target) == (
        ListingState.LIVE, CertificateKind.GRADE, Grade.FIVE,
    )  # fmt: skip
    assert await _found(stage) == 1


async def test_the_whole_form_speaks_english(stage: Stage) -> None:
    member = await _member(stage)
    await member.send("/lang")
    await member.tap("English")
    await member.send("/course")
    await member.tap("Job-skills course")
    await member.send("welder")
    assert "called" in (await member.last()).text


async def test_an_enterprise_cannot_post_a_course(stage: Stage) -> None:
    async with stage.sessions() as session, session.begin():
        await parties.enterprise(session, MEMBER)
    member = stage.phone(MEMBER)
    await member.send("/course")
    assert "培训机构" in (await member.last()).text


async def test_order_based_course_names_the_opening_it_trains_for(stage: Stage) -> None:
    member = await _member(stage)
    async with stage.sessions() as session, session.begin():
        organisation = await parties.enterprise(session, MEMBER + 1, number=4)
        opening = (await parties.live_opening(session, organisation)).id
    await _to_tie(member)
    await member.tap("订单班")
    await member.send("没有这家")
    assert "没找到" in (await member.last()).text
    await member.send("样板机械厂4")
    await member.tap("焊工学徒")
    await _from_city(member)
    assert "为“北岭样板机械厂4”的“焊工学徒”培养" in (await member.last()).text
    await member.tap("提交审核")
    assert (await _course(stage)).linked_openings == [opening]


async def test_project_based_course_names_its_programme(stage: Stage) -> None:
    member = await _member(stage)
    await _to_tie(member)
    await member.tap("项目班")
    await member.send("康养辽宁护理员培训计划")
    await _from_city(member)
    assert "专项计划：康养辽宁护理员培训计划" in (await member.last()).text


async def test_subsidy_rule_is_offered_only_where_one_is_in_force_for_the_kind(stage: Stage) -> None:
    member = await _member(stage)
    await _fill_in(member)
    assert "补贴依据" not in await member.said()
    await member.tap("改一改")
    await member.tap("班型")
    await member.tap("学徒培训")
    assert "补贴依据哪一条" in (await member.last()).text
    await member.tap("企业新型学徒制")
    card = (await member.last()).text
    assert "补贴依据：企业新型学徒制培训补贴（发给企业），以当地人社部门审核为准" in card
    assert "5000" not in card


@pytest.mark.parametrize(("said", "words"), [("0", "从 1 到 3000"), ("很多", "请写一个数字")])
async def test_impossible_hours_are_refused_and_asked_again(stage: Stage, said: str, words: str) -> None:
    member = await _member(stage)
    await _to_tie(member)
    await member.tap("普通班")
    await member.tap("沈阳铁西区")
    await member.tap("到现场上课")
    await member.tap("晚上")
    await member.send(said)
    assert words in (await member.last()).text


async def test_an_earlier_first_day_asks_for_the_last_day_to_enrol_again(stage: Stage) -> None:
    member = await _member(stage)
    await _fill_in(member)
    await member.tap("改一改")
    await member.tap("开班日期")
    await member.tap("4 周后")
    assert "报名到哪天截止" in (await member.last()).text
    await member.tap("2 周后")
    await member.tap("提交审核")
    course = await _course(stage)
    assert course.deadline is not None
    assert course.start_date is not None
    assert course.deadline < course.start_date


async def test_returned_course_is_corrected_from_its_answers(stage: Stage) -> None:
    await stage.appoint(STAFF)
    member, officer = await _member(stage), stage.phone(STAFF)
    await _fill_in(member)
    await member.tap("提交审核")
    await officer.send("/review")
    assert "培训班 1 个" in await officer.said()
    await officer.tap("退回修改")
    await officer.tap("不在办学范围")
    await member.until("办学许可")
    await member.tap("去修改")
    await member.tap("改一改")
    await member.tap("名称")
    await member.send("焊工初级班")
    await member.tap("提交审核")
    course = await _course(stage)
    assert (course.state, course.title) == (ListingState.IN_REVIEW, "焊工初级班")


async def test_openings_shows_courses_and_steers_them(stage: Stage) -> None:
    member = await _member(stage)
    async with stage.sessions() as session, session.begin():
        found = await teaching.provider(session, MEMBER + 5, number=71)
        course = await teaching.live_course(session, found)
        await organisations.add_member(session, await parties.account_id(session, MEMBER), found)
        identity = course.id
    await member.send("/openings")
    await member.tap("1. 焊工培训班")
    await member.tap("暂停报名")
    assert await _found(stage) == 0
    await member.tap("恢复报名")
    assert await _found(stage) == 1
    await member.tap("结束这个班")
    await member.tap("确定结束")
    assert await _found(stage) == 0
    async with stage.sessions() as session:
        ended = await session.get(Course, identity)
    assert ended is not None
    assert ended.state == ListingState.CLOSED


async def _posted(stage: Stage, **more: object) -> tuple[Phone, str]:
    async with stage.sessions() as session, session.begin():
        organisation = await teaching.provider(session, MEMBER)
        course = await teaching.live_course(session, organisation, **more)
        return stage.phone(MEMBER), course.id


async def test_a_course_is_warned_of_and_ends_and_is_held_again_by_its_buttons(stage: Stage) -> None:
    member, course = await _posted(stage)
    await member.send("/help")
    await pass_days(stage, 24)
    assert (await member.said()).count("就到期了") == 1
    await pass_days(stage, 8)
    assert "求职者现在找不到" in await member.said()
    await member.tap("再开一期")
    await member.tap("8 周后")
    await member.tap("4 周后")
    await member.tap("提交审核")
    async with stage.sessions() as session:
        states = {one.id: one.state for one in (await session.exec(select(Course))).all()}
    assert states.pop(course) == ListingState.EXPIRED
    assert list(states.values()) == [ListingState.IN_REVIEW]


async def test_a_course_joined_at_any_time_is_renewed_by_its_button(stage: Stage) -> None:
    member, course = await _posted(stage, start_date=None, rolling_entry=True)
    await member.send("/help")
    await pass_days(stage, 24)
    await member.tap("再挂 60 天")
    assert "续期好了" in await member.said()
    await pass_days(stage, 20)
    async with stage.sessions() as session:
        found = await session.get(Course, course)
    assert found is not None
    assert found.state == ListingState.LIVE


@pytest.mark.parametrize("act", ["see", "pause", "close_yes", "filled", "renew", "again", "people"])
async def test_somebody_elses_course_is_not_touched(stage: Stage, act: str) -> None:
    _, course = await _posted(stage, start_date=None)
    stranger = stage.phone(STRANGER)
    await stranger.send("/help")
    await forged.press(stage, STRANGER, f"course.{act}:{course}")
    await stage.settle()
    found = await _course(stage)
    assert found.state == ListingState.LIVE
    assert "需要相应的身份" in (await stranger.last()).text


async def test_only_reviewers_let_a_course_through(stage: Stage) -> None:
    member = await _member(stage)
    await _fill_in(member)
    await member.tap("提交审核")
    course = await _course(stage)
    await forged.press(stage, MEMBER, f"staff.course_yes:{course.id}")
    assert (await _course(stage)).state == ListingState.IN_REVIEW
