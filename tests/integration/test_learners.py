"""People enrol in a course; the provider sees them, answers, and each change is heard once; a freed place moves on."""

from datetime import timedelta

import pytest

from data.db import clock
from data.enrolments.service import Enrolment
from data.listings.courses import Course
from data.vocabulary import EnrolmentState, ListingState, Role
from tests import clocks, forged, parties, teaching
from tests.integration.test_listing_life import pass_days
from tests.phones import Phone
from tests.stages import Stage

MEMBER, FIRST, SECOND, THIRD = 8301, 8302, 8303, 8304


class Class:
    """A course with one place: the first learner has it, the second waits."""

    def __init__(self, stage: Stage, course: str, ids: list[int]) -> None:
        self.stage, self.course, self.ids = stage, course, ids
        self.member, self.first, self.second = (stage.phone(user) for user in (MEMBER, FIRST, SECOND))

    async def state(self, place: int) -> EnrolmentState:
        async with self.stage.sessions() as session:
            found = await session.get(Enrolment, self.ids[place])
            assert found is not None
            return found.state

    async def stored_course(self) -> Course:
        async with self.stage.sessions() as session:
            return await session.get_one(Course, self.course)

    async def member_says(self, words: str) -> None:
        """In the role of a member, whose words outside any form are requests."""
        async with self.stage.sessions() as session, session.begin():
            (await parties.account(session, MEMBER)).role = Role.MEMBER
        await self.member.send(words)


@pytest.fixture
async def taught(stage: Stage) -> Class:
    for user in (MEMBER, FIRST, SECOND):
        await stage.phone(user).send("/help")
    async with stage.sessions() as session, session.begin():
        organisation = await teaching.provider(session, MEMBER)
        course = await teaching.live_course(session, organisation, capacity=1)
        first = await teaching.learner(session, FIRST, course, phone="13800001111")
        second = await teaching.learner(session, SECOND, course, phone="13800002222")
        return Class(stage, course.id, [first.id or 0, second.id or 0])


async def _open_first(taught: Class) -> Phone:
    await taught.member.send("/applicants")
    await taught.member.tap("1. 焊工培训班")
    await taught.member.tap("学员名单")
    await taught.member.tap("1. 编号")
    return taught.member


async def test_the_provider_hears_of_an_enrolment_at_once(stage: Stage) -> None:
    learner, member = await teaching.asked_for_a_name(stage, MEMBER, FIRST)
    await learner.tap("不留名字")
    assert "报上了" in (await learner.last()).text
    assert "有人报名培训班" in (await member.until("有人报名")).text


async def test_the_list_shows_who_has_a_place_and_who_waits(taught: Class) -> None:
    await taught.member.send("/applicants")
    await taught.member.tap("1. 焊工培训班")
    await taught.member.tap("学员名单")
    listed = (await taught.member.last()).text
    assert "名额 1/1，排队 1 人" in listed
    assert "13800001111" in listed
    assert "13800002222" not in listed


async def test_a_declined_place_goes_to_the_first_who_waits_and_both_are_told(taught: Class) -> None:
    member = await _open_first(taught)
    await member.tap("不录取")
    await member.tap("材料不齐")
    await taught.stage.settle()
    assert "报名材料不齐" in await taught.first.said()
    assert "候补轮到您了" in await taught.second.said()
    assert "候补转正" in await member.said()
    assert [await taught.state(0), await taught.state(1)] == [EnrolmentState.DECLINED, EnrolmentState.ENROLLED]


async def _begin_today(taught: Class) -> None:
    async with taught.stage.sessions() as session, session.begin():
        course = await session.get_one(Course, taught.course)
        course.start_date = await clock.today(session)


async def test_who_did_not_come_gives_the_place_to_the_next(taught: Class) -> None:
    member = await _open_first(taught)
    assert "没来上课" not in (await member.last()).buttons
    await forged.press(taught.stage, MEMBER, f"course.missed:{taught.ids[0]}")
    await member.until("还没开班")
    await _begin_today(taught)
    await _open_first(taught)
    await member.tap("没来上课")
    await taught.stage.settle()
    assert "没来上" in await taught.first.said()
    assert await taught.state(1) == EnrolmentState.ENROLLED


async def test_a_learner_who_leaves_is_told_of_to_the_provider_and_replaced(taught: Class) -> None:
    await taught.first.send("/my")
    await taught.first.tap("退出")
    await taught.first.tap("确定")
    await taught.stage.settle()
    assert "的人退出了" in await taught.member.said()
    assert "候补轮到您了" in await taught.second.said()


async def test_a_double_tap_changes_nothing_more(taught: Class) -> None:
    press = f"course.confirm:{taught.ids[0]}"
    await _open_first(taught)
    for _ in range(2):
        await forged.press(taught.stage, MEMBER, press)
    await taught.stage.settle()
    assert (await taught.first.said()).count("确认您上") == 1


@pytest.mark.parametrize("act", ["confirm", "complete", "certify", "missed", "no", "no_because", "learner"])
async def test_a_stranger_answers_nobody(taught: Class, act: str) -> None:
    stranger = taught.stage.phone(THIRD)
    await stranger.send("/help")
    await forged.press(taught.stage, THIRD, f"course.{act}:{taught.ids[0]}:papers")
    await taught.stage.settle()
    assert await taught.state(0) == EnrolmentState.ENROLLED
    assert "13800001111" not in await stranger.said()


async def test_ending_a_course_before_its_first_day_tells_everybody(taught: Class) -> None:
    await taught.member.send("/openings")
    await taught.member.tap("1. 焊工培训班")
    await taught.member.tap("结束这个班")
    await taught.member.tap("确定结束")
    await taught.stage.settle()
    assert "通知了 2 个人" in await taught.member.said()
    for phone in (taught.first, taught.second):
        assert "这个班这次不办了" in await phone.said()


async def test_the_clock_reminds_of_the_first_day_once_and_ends_the_waiting_list(taught: Class) -> None:
    await clocks.until(taught.stage, 12)
    for _ in range(42):
        await pass_days(taught.stage, 1)
    assert (await taught.first.said()).count("提醒您：“焊工培训班”") == 1
    assert (await taught.second.said()).count("没等到名额") == 1
    assert await taught.state(1) == EnrolmentState.EXPIRED


async def test_a_reminder_of_the_first_day_says_where_and_what_to_bring_and_can_be_stopped(taught: Class) -> None:
    async with taught.stage.sessions() as session, session.begin():
        course = await session.get_one(Course, taught.course)
        course.address, course.documents, course.evening = "兴华街<8>号", ["学历证", "两张照片"], True
    await clocks.until(taught.stage, 12)
    await pass_days(taught.stage, 38)
    told = (await taught.first.until("提醒您：“焊工培训班”")).text
    for words in ("晚上上课", "北岭样板培训学校70，沈阳铁西区兴华街<8>号", "带上：学历证，两张照片", "024-81234567"):
        assert words in told
    await taught.first.tap("开班不用提醒")
    async with taught.stage.sessions() as session, session.begin():
        course = await session.get_one(Course, taught.course)
        course.start_date = await clock.today(session) + timedelta(days=2)
    await pass_days(taught.stage, 0.2)
    assert (await taught.first.said()).count("提醒您：“焊工培训班”") == 1


async def test_places_never_exceed_the_capacity_whatever_is_freed(taught: Class) -> None:
    async with taught.stage.sessions() as session, session.begin():
        course = await session.get(Course, taught.course)
        assert course is not None
        assert course.state == ListingState.LIVE
        await teaching.learner(session, THIRD, course)
        course.start_date = await clock.today(session)
    await forged.press(taught.stage, MEMBER, f"course.missed:{taught.ids[0]}")
    await taught.member.send("/applicants")
    assert "名额 1/1，排队 1 人" in (await taught.member.last()).text


async def test_more_places_in_words_and_who_waits_moves_up(taught: Class) -> None:
    await taught.member_says("焊工培训班名额从1个改成5个")
    assert await taught.state(1) is EnrolmentState.WAITLISTED
    await taught.member.tap("提交审核")
    assert await taught.state(1) is EnrolmentState.ENROLLED
    course = await taught.stored_course()
    assert (course.capacity, course.state) == (5, ListingState.LIVE)


async def test_another_fee_is_looked_at_again_before_people_see_it(taught: Class) -> None:
    await forged.press(taught.stage, MEMBER, f"course.edit:{taught.course}")
    await taught.stage.settle()
    await taught.member.tap("学费")
    await taught.member.send("300")
    await taught.member.tap("提交审核")
    course = await taught.stored_course()
    assert (course.fee, course.state) == (300, ListingState.IN_REVIEW)


async def test_a_stranger_edits_no_course(taught: Class) -> None:
    await forged.press(taught.stage, FIRST, f"course.edit:{taught.course}")
    await taught.stage.settle()
    assert "改哪一项" not in await taught.first.said()


async def test_why_nobody_enrols_is_answered_with_the_figures_of_the_course(taught: Class) -> None:
    await taught.member_says("为啥没人报名")
    assert "占了 1/1 个名额，排队 1 人" in await taught.member.said()
