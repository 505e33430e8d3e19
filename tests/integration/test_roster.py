"""A course's list of learners: names that they give, the file, the day of finishing they confirm, certificates."""

import io
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook
from sqlmodel.ext.asyncio.session import AsyncSession

from data import privacy
from data.db import clock
from data.enrolments import service as enrolments
from data.enrolments.service import Enrolment
from data.lifecycle import retention
from data.listings.courses import Course
from data.vocabulary import EnrolmentState
from tests import forged, parties, teaching
from tests.phones import Phone
from tests.stages import Stage

MEMBER, FIRST, SECOND, WAITING, STRANGER = 8401, 8402, 8403, 8404, 8405
NUMBER, NAME = "13800001111", "王小明"


class Class:
    """A course that began ten days ago: two attend, a third waits."""

    def __init__(self, stage: Stage, course: str, ids: list[int], today: date) -> None:
        self.stage, self.course, self.ids, self.today = stage, course, ids, today
        self.member, self.first, self.second = (stage.phone(user) for user in (MEMBER, FIRST, SECOND))

    async def enrolment(self, place: int) -> Enrolment:
        async with self.stage.sessions() as session:
            return await session.get_one(Enrolment, self.ids[place])

    async def press(self, user: int, data: str) -> None:
        await forged.press(self.stage, user, data)
        await self.stage.settle()

    async def complete_first(self, day: str = "今天") -> None:
        await self.press(MEMBER, f"course.complete:{self.ids[0]}")
        await self.member.tap(day)
        await self.stage.settle()


@pytest.fixture
async def taught(stage: Stage) -> Class:
    for user in (MEMBER, FIRST, SECOND):
        await stage.phone(user).send("/help")
    async with stage.sessions() as session, session.begin():
        organisation = await teaching.provider(session, MEMBER)
        today = await clock.today(session)
        course = await teaching.live_course(session, organisation, start_date=today - timedelta(days=10))
        found = [
            await teaching.learner(session, FIRST, course, phone=NUMBER, name=NAME),
            await teaching.learner(session, SECOND, course),
            await teaching.learner(session, WAITING, course, phone="13800002222", name="赵铁柱"),
        ]
        member = await parties.account_id(session, MEMBER)
        for one in found[:2]:
            await enrolments.confirm_attendance(session, one.id or 0, member=member)
        return Class(stage, course.id, [one.id or 0 for one in found], today)


@pytest.fixture
async def enrolling(stage: Stage) -> tuple[Phone, Phone]:
    """A learner who has just been asked for a name, and the school's member."""
    return await teaching.asked_for_a_name(stage, MEMBER, FIRST)


async def test_the_name_that_was_given_is_on_the_schools_card(enrolling: tuple[Phone, Phone]) -> None:
    learner, member = enrolling
    await learner.send("我叫王 小明")
    assert "学校名单上写：王小明" in (await learner.last()).text
    told = (await member.until("有人报名")).text
    assert "王小明 · 焊工培训班" in told
    await member.send("/applicants")
    await member.tap("1. 焊工培训班")
    await member.tap("学员名单")
    assert "1. 王小明" in (await member.last()).buttons


@pytest.mark.parametrize(("said", "words"), [("加我微信", "不能写电话"), ("五号学员（男）", "只发姓名")])
async def test_what_is_no_name_enrols_nobody(enrolling: tuple[Phone, Phone], said: str, words: str) -> None:
    learner, member = enrolling
    await learner.send(said)
    assert words in await learner.said()
    assert "报上了" not in await learner.said()
    assert "有人报名" not in await member.said()


async def test_words_that_may_be_no_name_are_asked_about(enrolling: tuple[Phone, Phone]) -> None:
    learner, _ = enrolling
    await learner.send("马上报名")
    assert "名单上就写“马上报名”？" in (await learner.last()).text
    await learner.tap("不留名字")
    assert "报上了" in (await learner.last()).text
    assert "学校名单上写" not in await learner.said()


@pytest.mark.parametrize("said", ["匿名", "保密"])
async def test_what_is_hardly_a_name_stands_on_no_list_unasked(enrolling: tuple[Phone, Phone], said: str) -> None:
    learner, _ = enrolling
    await learner.send(said)
    assert "报上了" not in await learner.said()
    assert "对，就这么写" in (await learner.last()).buttons


async def test_no_name_in_words_leaves_none(enrolling: tuple[Phone, Phone]) -> None:
    learner, member = enrolling
    await learner.send("不方便留")
    assert "报上了" in (await learner.last()).text
    assert "王小明" not in (await member.until("有人报名")).text


async def test_who_gives_the_place_up_leaves_neither_name_nor_number(taught: Class) -> None:
    await taught.press(FIRST, f"seek.withdraw_yes:e:{taught.ids[0]}")
    left = await taught.enrolment(0)
    assert (left.state, left.name, left.phone) == (EnrolmentState.WITHDRAWN, None, None)


async def test_the_list_goes_out_as_a_file_without_who_waits(taught: Class) -> None:
    await taught.complete_first()
    await taught.press(MEMBER, f"course.certify:{taught.ids[0]}")
    await taught.member.send("s0000-2101 0101")
    await taught.press(MEMBER, f"course.people:{taught.course}")
    assert "王小明" in (await taught.member.last()).text
    assert "赵铁柱" not in (await taught.member.last()).text
    await taught.member.tap("导出表格")
    url = (await taught.member.last()).raw["document"]
    async with taught.stage.http.get(f"{taught.stage.telegram.url}{url}") as response:
        head, *rows = load_workbook(io.BytesIO(await response.read())).active.iter_rows(values_only=True)
    assert head == ("报名编号", "姓名", "电话", "状态", "报名日期", "学完日期", "证书编号")
    assert [[str(cell)[:10] if isinstance(cell, date) else cell for cell in row[1:]] for row in rows] == [
        [NAME, NUMBER, "拿到证了", str(taught.today), str(taught.today), "S000021010101"],
        [None, None, "上课中", str(taught.today), None, None],
        [None, None, "排队等名额", str(taught.today), None, None],
    ]


@pytest.mark.parametrize("act", ["roster", "complete_all", "people"])
async def test_a_stranger_gets_no_list_and_finishes_nobody(taught: Class, act: str) -> None:
    stranger = taught.stage.phone(STRANGER)
    await stranger.send("/help")
    await taught.press(STRANGER, f"course.{act}:{taught.course}")
    assert "需要相应的身份" in (await stranger.last()).text
    assert not [one for one in await stranger.messages() if one.raw.get("document")]


async def test_the_learner_confirms_that_they_finished_and_the_card_says_so(taught: Class) -> None:
    await taught.complete_first("昨天")
    assert "等本人确认" in (await taught.member.last()).text
    assert "学完了“焊工培训班”" in (await taught.first.until("是这样吗")).text
    await taught.first.tap("对，学完了")
    assert "祝贺您学完了" in (await taught.first.last()).text
    found = await taught.enrolment(0)
    yesterday = taught.today - timedelta(days=1)
    assert (found.state, found.completed_on) == (EnrolmentState.COMPLETED, yesterday)
    assert found.completion_confirmed
    await taught.press(FIRST, f"seek.still:{yesterday:%Y%m%d}:{taught.course}")
    assert (await taught.enrolment(0)).state == EnrolmentState.COMPLETED


async def test_a_no_sets_it_back_and_tells_the_school_even_after_the_certificate(taught: Class) -> None:
    await taught.complete_first()
    await taught.press(MEMBER, f"course.certify:{taught.ids[0]}")
    await taught.member.tap("号还没下来")
    await taught.first.tap("没有，还在学")
    assert "改回“上课中”" in await taught.first.said()
    assert "说还没学完" in (await taught.member.until("说还没学完")).text
    found = await taught.enrolment(0)
    assert (found.state, found.completed_on) == (EnrolmentState.ATTENDING, None)


async def test_an_answer_to_another_day_or_of_somebody_else_counts_nothing(taught: Class) -> None:
    await taught.complete_first()
    yesterday = taught.today - timedelta(days=1)
    await taught.press(FIRST, f"seek.finished:{yesterday:%Y%m%d}:{taught.course}")
    await taught.press(SECOND, f"seek.still:{taught.today:%Y%m%d}:{taught.course}")
    found = await taught.enrolment(0)
    assert (found.state, found.completion_confirmed) == (EnrolmentState.COMPLETED, False)


async def test_a_day_that_cannot_be_is_refused_and_asked_again(taught: Class) -> None:
    await taught.press(MEMBER, f"course.complete:{taught.ids[0]}")
    early = taught.today - timedelta(days=11)
    for said, words in (("明天", "还没到那天"), (f"{early.month}月{early.day}日", "还没开班"), ("忘了", "日期")):
        await taught.member.send(said)
        assert words in (await taught.member.last()).text
    assert (await taught.enrolment(0)).state == EnrolmentState.ATTENDING
    first_day = taught.today - timedelta(days=10)
    await taught.member.send(f"{first_day.month}月{first_day.day}日")
    assert (await taught.enrolment(0)).completed_on == first_day


async def test_before_its_first_day_nobody_finishes_a_course(taught: Class) -> None:
    async with taught.stage.sessions() as session, session.begin():
        course = await session.get_one(Course, taught.course)
        course.start_date = taught.today + timedelta(days=1)
    for act in (f"complete:{taught.ids[0]}", f"complete_all:{taught.course}"):
        await taught.press(MEMBER, f"course.{act}")
        assert "还没开班" in (await taught.member.last()).text


async def test_all_finish_at_once_and_each_is_asked(taught: Class) -> None:
    await taught.press(MEMBER, f"course.people:{taught.course}")
    await taught.member.tap("都学完了")
    assert "2 个人都学完了" in (await taught.member.last()).text
    await taught.member.tap("今天")
    assert "2 个人记为" in (await taught.member.last()).text
    await taught.first.until("是这样吗")
    await taught.second.tap("没有，还在学")
    states = [(await taught.enrolment(place)).state for place in range(3)]
    assert states == [EnrolmentState.COMPLETED, EnrolmentState.ATTENDING, EnrolmentState.WAITLISTED]


async def test_the_certificates_number_comes_later_and_the_learner_hears_it(taught: Class) -> None:
    await taught.complete_first()
    await taught.member.tap("已拿证")
    await taught.member.send("还没有呢")
    assert "6 到 32 位" in (await taught.member.last()).text
    await taught.member.tap("号还没下来")
    assert "祝贺您拿到证了" in (await taught.first.last()).text
    await taught.member.tap("填证书编号")
    await taught.member.send("证书编号：ln21-000123")
    assert "LN21000123" in (await taught.first.last()).text
    assert "证书编号：LN21000123" in (await taught.member.last()).text


async def test_name_and_certificate_are_exported_and_go_with_the_person(session: AsyncSession) -> None:
    course = await teaching.live_course(session, await teaching.provider(session, MEMBER))
    found = await teaching.learner(session, FIRST, course, phone=NUMBER, name=NAME)
    found.state, found.certificate_number = EnrolmentState.CERTIFIED, "LN21000123"
    person = await parties.account(session, FIRST)
    exported = (await privacy.export_person(session, person.id or 0))["enrolment"]
    assert (exported[0]["name"], exported[0]["certificate_number"]) == (NAME, "LN21000123")
    await privacy.withdraw_everything(session, person.id or 0)
    await privacy.delete_person(session, person)
    await session.refresh(found)
    assert (found.account_id, found.name, found.phone, found.certificate_number) == (None, None, None, None)


@pytest.mark.parametrize(("days", "weeks", "stays"), [(-1, 0, True), (1, 0, False), (1, 1, True)])
async def test_names_go_a_year_after_the_course(session: AsyncSession, days: int, weeks: int, *, stays: bool) -> None:
    today = await clock.today(session)
    course = await teaching.live_course(
        session, await teaching.provider(session, MEMBER), start_date=today, weeks=weeks
    )
    found = await teaching.learner(session, FIRST, course, phone=NUMBER, name=NAME)
    await clock.advance(session, (enrolments.KEPT_DAYS + days) * 24 * 3600)
    assert await retention.delete_old_rows(session) == (not stays)
    await session.refresh(found)
    assert (found.name, found.phone) == ((NAME, NUMBER) if stays else (None, None))
