"""Interviews: invited, answered, moved, called off, reminded of by the clock, and what comes after."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar, Event
from sqlmodel import select

from bot.notices.applications import announce_talking
from data.applications import service as applications
from data.applications.models import Application, Interview
from data.db import clock
from data.vocabulary import ApplicationState as State
from data.vocabulary import InterviewAnswer
from tests import forged, parties
from tests.phones import Phone
from tests.stages import Stage

MEMBER, SEEKER, STRANGER = 2501, 1501, 1502


@pytest.fixture
async def talking(stage: Stage) -> tuple[Stage, Phone, Phone, Application]:
    """Both sides said yes, on a Wednesday morning at ten."""
    member, seeker = stage.phone(MEMBER), stage.phone(SEEKER)
    async with stage.sessions() as session, session.begin():
        now = await clock.now(session)
        await clock.advance(session, int((_next(now, weekday=2, hour=10) - now).total_seconds()))
        organisation = await parties.enterprise(session, MEMBER)
        opening = await parties.live_opening(session, organisation, address="兴顺街 1 号")
    await member.send("/help")
    await seeker.send("/help")
    async with stage.sessions() as session, session.begin():
        application = await parties.application(session, SEEKER, opening)
        by = await parties.account_id(session, MEMBER)
        await announce_talking(session, await applications.accept(session, application.id or 0, member=by))
    await member.until("可以联系了")
    return stage, member, seeker, application


def _next(now: datetime, *, weekday: int, hour: int) -> datetime:
    day = now.replace(hour=hour, minute=0, second=0, microsecond=0)
    return day + timedelta(days=(weekday - day.weekday()) % 7 or 7)


async def _invite(member: Phone, when: str = "周五下午两点") -> None:
    await member.tap("约面谈")
    await member.send(when)
    await member.tap("沈阳铁西区兴顺街")
    await member.tap("跳过")
    await member.tap("发给对方")


async def _interview(stage: Stage) -> Interview:
    async with stage.sessions() as session:
        return (await session.exec(select(Interview))).one()


async def _state(stage: Stage) -> State:
    async with stage.sessions() as session:
        return (await session.exec(select(Application.state))).one()


async def pass_hours(stage: Stage, hours: float) -> None:
    """Let time pass and everything due be done, twice: what was told is not told again."""
    async with stage.sessions() as session, session.begin():
        await clock.advance(session, int(hours * 3600))
    for _ in range(2):
        await stage.worker.do_due_work()
    await stage.settle()


async def _calendars(stage: Stage, phone: Phone) -> list[Event]:
    events: list[Event] = []
    for message in await phone.messages():
        if url := message.raw.get("document"):
            async with stage.http.get(f"{stage.telegram.url}{url}" if url.startswith("/") else url) as response:
                events += Calendar.from_ical(await response.read()).walk("VEVENT")
    return events


@pytest.mark.live
async def test_invitation_reaches_the_person_with_a_file_for_both_calendars(talking: Any) -> None:
    stage, member, seeker, application = talking
    await _invite(member)
    invited = await seeker.until("约您面谈")
    for words in ("（周五）14:00", "沈阳铁西区兴顺街 1 号", application.code, "任何收费都不要交"):
        assert words in invited.text
    interview = await _interview(stage)
    assert (interview.at.astimezone(clock.ZONE).weekday(), await _state(stage)) == (4, State.INTERVIEW)
    for phone in (seeker, member):
        (event,) = await _calendars(stage, phone)
        assert event["dtstart"].dt == interview.at.astimezone(UTC)
        assert event["location"] == "沈阳铁西区兴顺街 1 号"
        assert [alarm["trigger"].dt for alarm in event.walk("VALARM")] == [timedelta(hours=-24), timedelta(hours=-2)]


async def test_the_person_says_yes_with_a_tap(talking: Any) -> None:
    stage, member, seeker, application = talking
    await _invite(member)
    await seeker.until("约您面谈")
    await seeker.tap("能去")
    assert f"{application.code} 说能来" in (await member.until("说能来")).text
    assert (await _interview(stage)).answer == InterviewAnswer.COMING


async def test_another_time_is_wished_taken_and_replaces_the_first_in_calendars(talking: Any) -> None:
    stage, member, seeker, _ = talking
    await _invite(member)
    await seeker.until("约您面谈")
    await seeker.tap("换个时间")
    await seeker.send("下周一上午十点")
    await member.until("想换个时间面谈")
    await member.tap("就按这个时间")
    moved = await seeker.until("面谈换了时间")
    assert "（周一）10:00" in moved.text
    first, second = await _calendars(stage, seeker)
    assert (first["uid"], first["sequence"], second["sequence"]) == (second["uid"], 0, 1)
    await seeker.tap("能去")
    assert (await _interview(stage)).answer == InterviewAnswer.COMING


async def test_a_button_of_the_old_time_does_not_accept_the_new_one(talking: Any) -> None:
    stage, member, seeker, application = talking
    await _invite(member)
    await member.tap("看这个人")
    await member.tap("换个时间")
    await member.send("下周二上午九点")
    await member.tap("发给对方")
    await seeker.until("面谈换了时间")
    await forged.press(stage, SEEKER, f"seek.meet_yes:{application.id}:0")
    await seeker.until("时间已经换过了")
    assert (await _interview(stage)).answer == InterviewAnswer.UNANSWERED


async def test_who_will_not_come_leaves_and_the_enterprise_hears(talking: Any) -> None:
    stage, member, seeker, _ = talking
    await _invite(member)
    await seeker.until("约您面谈")
    await seeker.tap("不去了")
    await seeker.tap("确定退出")
    await member.until("已退出")
    assert await _state(stage) == State.WITHDRAWN


async def test_called_off_is_told_and_both_go_on_talking(talking: Any) -> None:
    stage, member, seeker, _ = talking
    await _invite(member)
    await member.tap("看这个人")
    await member.tap("取消面谈")
    await member.tap("确定取消")
    await seeker.until("请不要白跑")
    assert await _state(stage) == State.TALKING
    await pass_hours(stage, 24 * 3)
    assert "提醒" not in await seeker.said()


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("昨天下午两点", "要在现在以后"), ("都行", "没看懂"), ("今天上午九点", "要在现在以后"),
        ("2028年3月1号上午9点", "60 天以内"),
        ("下午三点", "是哪天"), ("周五", "几点"), ("周五凌晨三点", "确定吗"), ("周五晚上九点", "确定吗"),
    ],
)  # fmt: skip
async def test_a_time_that_will_not_do_gets_one_clear_sentence(talking: Any, said: str, answer: str) -> None:
    stage, member, _, _ = talking
    await member.tap("约面谈")
    await member.send(said)
    assert answer in (await member.last()).text
    await member.send("周五下午两点")
    assert "在哪儿面谈" in (await member.last()).text
    assert await _state(stage) == State.TALKING


async def test_the_hour_is_tapped_where_only_the_day_was_said(talking: Any) -> None:
    stage, member, _, _ = talking
    await member.tap("约面谈")
    await member.send("周五")
    await member.tap((await member.last()).buttons[2])
    await member.tap("沈阳铁西区")
    await member.tap("跳过")
    await member.tap("发给对方")
    assert (await _interview(stage)).at.astimezone(clock.ZONE).hour == 14


async def test_a_button_of_an_earlier_which_did_you_mean_stores_nothing(talking: Any) -> None:
    _, member, _, _ = talking
    await member.tap("约面谈")
    await member.send("下午三点")
    day = (await member.last()).buttons[0]
    await member.send("周五")
    await member.tap(day)
    assert "已经过时" in (await member.last()).text
    await member.tap("12")
    assert "在哪儿面谈" in (await member.last()).text


async def test_another_time_for_a_moved_meeting_is_asked_anew(talking: Any) -> None:
    stage, member, seeker, application = talking
    await _invite(member)
    await seeker.until("约您面谈")
    await seeker.tap("换个时间")
    await member.tap("看这个人")
    await member.tap("换个时间")
    await member.send("下周二上午九点")
    await member.tap("发给对方")
    await seeker.until("面谈换了时间")
    await forged.press(stage, SEEKER, f"seek.meet_move:{application.id}:1")
    await stage.settle()
    await seeker.send("下周三上午九点")
    assert "想换个时间" in (await member.until("想换个时间面谈")).text


async def test_a_time_that_has_passed_is_not_wished_for_and_other_days_are_offered_later(talking: Any) -> None:
    stage, member, seeker, application = talking
    await _invite(member, "下周五下午两点")
    await seeker.until("约您面谈")
    await seeker.tap("换个时间")
    first = (await seeker.last()).buttons[0]
    await pass_hours(stage, 72)
    await seeker.tap(first)
    assert "这个时间不行" in (await seeker.last()).text
    await forged.press(stage, SEEKER, f"seek.meet_move:{application.id}:0")
    await stage.settle()
    assert first not in (await seeker.last()).buttons
    await seeker.tap((await seeker.last()).buttons[0])
    await member.until("想换个时间面谈")


async def test_both_are_reminded_a_day_and_two_hours_before_once_each(talking: Any) -> None:
    stage, member, seeker, _ = talking
    await _invite(member)  # Friday 14:00, 52 hours ahead
    heard: list[tuple[int, int]] = []
    for _ in range(26):
        await pass_hours(stage, 2.01)
        heard.append(((await seeker.said()).count("提醒："), (await member.said()).count("提醒：")))
    steps = [number for number, pair in enumerate(heard) if pair != (heard[number - 1] if number else (0, 0))]
    assert heard[-1] == (2, 2)
    assert [round((number + 1) * 2.01) for number in steps] == [28, 50]


async def test_what_was_arranged_for_today_is_not_recalled_as_tomorrow(talking: Any) -> None:
    stage, member, seeker, _ = talking
    await _invite(member, "今天下午两点")
    await pass_hours(stage, 0.5)
    assert "提醒：" not in await seeker.said()
    await pass_hours(stage, 2)
    assert (await seeker.said()).count("提醒：") == 1


async def test_after_the_interview_the_enterprise_is_asked_and_offers(talking: Any) -> None:
    stage, member, seeker, _ = talking
    await _invite(member, "今天下午两点")
    await pass_hours(stage, 7)
    assert "面谈怎么样" in (await member.last()).text
    await parties.offer_by_phone(member)
    await seeker.until("录用您了")
    await pass_hours(stage, 24 * 4)
    assert (await member.said()).count("面谈怎么样") == 1
    assert "还没给结果" not in await member.said()


async def test_who_did_not_come_is_heard_once_and_can_be_talked_to_again(talking: Any) -> None:
    stage, member, seeker, application = talking
    await _invite(member, "今天下午两点")
    await pass_hours(stage, 7)
    await member.tap("没来")
    await member.tap("确定没来")
    await seeker.until("没到场")
    await seeker.tap("说明一下")
    await seeker.send("去了，门卫说没人在，等了一个小时")
    await member.until("等了一个小时")
    await forged.press(stage, SEEKER, f"seek.explain:{application.id}")
    await seeker.until("已经说明过一次")
    await member.tap("重新谈谈")
    await seeker.until("重新和您谈")
    assert await _state(stage) == State.TALKING


async def test_nobody_stays_away_from_what_lies_ahead(talking: Any) -> None:
    stage, member, _, application = talking
    await _invite(member)
    await forged.press(stage, MEMBER, f"member.missed_yes:{application.id}")
    await member.until("面谈时间还没到")
    assert await _state(stage) == State.INTERVIEW


async def test_strangers_change_nothing(talking: Any) -> None:
    stage, member, _, application = talking
    await _invite(member)
    stranger = stage.phone(STRANGER)
    await stranger.send("/help")
    for act in ("seek.meet_yes:{}:0", "seek.meet_move:{}:0", "seek.meet_no_yes:{}", "member.meet:{}",
                "member.meet_off_yes:{}", "member.missed_yes:{}", "member.reopen:{}"):  # fmt: skip
        await forged.press(stage, STRANGER, act.format(application.id))
    assert (await _interview(stage)).answer == InterviewAnswer.UNANSWERED
    assert await _state(stage) == State.INTERVIEW
