"""Kept listings that end and applications without an answer: told once, honestly, by day, until it is stopped."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.runtime.due import reminders
from data.applications import service as applications
from data.db import clock
from data.listings.openings import Opening
from data.people import feedback, unasked
from data.people.unasked import MOST_A_WEEK, UnaskedNotice
from data.vocabulary import UnaskedKind
from tests import clocks, forged, parties, teaching
from tests.phones import Phone
from tests.stages import Stage

MEMBER, SEEKER, OTHER = 2471, 1471, 1472
ENDS, WAITS = "您还没报名", "还没有答复。"


@pytest.fixture
async def saved(stage: Stage) -> tuple[Stage, Phone, str]:
    """At noon a seeker keeps an opening that ends in ten days."""
    phone = stage.phone(SEEKER)
    await phone.send("/help")
    await clocks.until(stage, 12)
    return stage, phone, await _save(stage)


async def _save(stage: Stage) -> str:
    async with stage.sessions() as session, session.begin():
        later = await clock.today(session) + timedelta(days=10)
        opening = await parties.live_opening(session, await parties.enterprise(session, MEMBER), deadline=later)
        await feedback.save(session, await parties.seeker(session, SEEKER), opening.id)
        return opening.id


async def _count(phone: Phone, words: str) -> int:
    return (await phone.said()).count(words)


async def test_a_kept_listing_is_told_of_once_two_days_before_its_end(saved: tuple[Stage, Phone, str]) -> None:
    stage, seeker, _ = saved
    await clocks.pass_time(stage, days=7)
    assert await _count(seeker, ENDS) == 0
    await clocks.pass_time(stage, days=1)
    told = await seeker.until(ENDS)
    assert told.buttons == ["报名", "看看", "不留了", "存着的不用提醒"]
    await clocks.pass_time(stage, days=1)
    assert await _count(seeker, ENDS) == 1
    await seeker.tap("不留了")
    async with stage.sessions() as session:
        assert await feedback.list_saved_ids(session, await parties.account_id(session, SEEKER)) == []
    await seeker.tap("还是存着")
    await clocks.pass_time(stage, hours=1)
    assert await _count(seeker, ENDS) == 0  # the message was rewritten, and no second one came


async def test_who_applied_or_set_it_aside_hears_nothing_of_its_end(saved: tuple[Stage, Phone, str]) -> None:
    stage, seeker, opening = saved
    other = stage.phone(OTHER)
    await other.send("/help")
    async with stage.sessions() as session, session.begin():
        await applications.apply(session, await parties.account_id(session, SEEKER), opening, phone=None)
        account = await parties.seeker(session, OTHER)
        await feedback.save(session, account, opening)
        await feedback.dismiss(session, account, opening, "far")
    await clocks.pass_time(stage, days=8)
    assert [await _count(phone, ENDS) for phone in (seeker, other)] == [0, 0]


async def test_a_kept_course_is_told_of_too_and_one_kind_is_stopped_alone(
    saved: tuple[Stage, Phone, str],
) -> None:
    stage, seeker, opening = saved
    await clocks.pass_time(stage, days=8)
    await seeker.tap("存着的不用提醒")
    async with stage.sessions() as session, session.begin():
        soon = await clock.today(session) + timedelta(days=2)
        course = await teaching.live_course(session, await teaching.provider(session, MEMBER), deadline=soon)
        account = await parties.account_id(session, SEEKER)
        await feedback.save(session, account, course.id)
        await applications.apply(session, account, opening, phone=None)
    await clocks.pass_time(stage, hours=1)
    assert "焊工培训班" not in await seeker.said()
    await seeker.tap("存着的快截止")
    await clocks.pass_time(stage, hours=1)
    assert "报名参加" in (await seeker.until("您存着的“焊工培训班”")).buttons
    await clocks.pass_time(stage, days=3)
    assert await _count(seeker, WAITS) == 1


async def test_the_last_place_of_a_week_is_for_reminders_and_none_for_a_sixth(saved: tuple[Stage, Phone, str]) -> None:
    stage, seeker, opening = saved
    await clocks.pass_time(stage, days=7)
    async with stage.sessions() as session, session.begin():
        account = await parties.account_id(session, SEEKER)
        for _ in range(MOST_A_WEEK - 1):
            await unasked.record(session, account, UnaskedKind.MATCHES)
        ends = (await session.get_one(Opening, opening)).deadline
        other = await parties.live_opening(session, await parties.enterprise(session, OTHER, number=2), deadline=ends)
        await feedback.save(session, account, other.id)
    await clocks.pass_time(stage, days=1)
    assert await _count(seeker, ENDS) == 1


@pytest.mark.live
async def test_workers_in_the_same_moment_tell_once(stage: Stage) -> None:
    await _save(stage)
    async with stage.sessions() as session, session.begin():
        now = await clock.now(session)
        noon = now.replace(hour=12, minute=0, second=0) + timedelta(days=8 if now.hour < 12 else 9)
        await clock.advance(session, int((noon - now).total_seconds()))
    async with stage.sessions() as first, stage.sessions() as second:
        async with first.begin():
            before = await reminders.remind_of_ending_saved(first)
            async with asyncio.timeout(5), second.begin():
                meanwhile = await reminders.remind_of_ending_saved(second)
        async with second.begin():
            after = await reminders.remind_of_ending_saved(second)
            told = (await second.exec(select(UnaskedNotice.kind))).all()
    assert (before, meanwhile, after) == (1, 0, 0)
    assert told == [UnaskedKind.SAVED]


async def test_who_waits_for_an_answer_hears_on_days_3_and_7_how_it_stands(stage: Stage) -> None:
    await clocks.until(stage, 12)
    member, seeker, applied = await parties.applied_to_opening(stage, MEMBER, SEEKER)
    await clocks.pass_time(stage, days=2.9)
    assert await _count(seeker, WAITS) == 0
    await clocks.pass_time(stage, days=0.2)
    told = await seeker.until(WAITS)
    assert f"编号 {applied.code}）您报名 3 天了" in told.text
    assert "已经催过对方" in told.text
    assert "现在还说不准" in told.text
    assert "没答复" in await member.said()
    await clocks.pass_time(stage, days=2)
    assert await _count(seeker, WAITS) == 1
    await clocks.pass_time(stage, days=2)
    await clocks.pass_time(stage, days=1)
    assert await _count(seeker, WAITS) == 2
    await seeker.tap("不等了，退出")
    assert "确定退出" in (await seeker.last()).text


async def test_an_enterprise_that_cannot_be_reached_was_not_reminded(stage: Stage) -> None:
    await clocks.until(stage, 12)
    _, seeker, _ = await parties.applied_to_opening(stage, MEMBER, SEEKER)
    async with stage.sessions() as session, session.begin():
        (await parties.account(session, MEMBER)).blocked_at = await clock.now(session)
    await clocks.pass_time(stage, days=3.1)
    told = (await seeker.until(WAITS)).text
    assert "催也催不到" in told
    assert "已经催过" not in told


async def test_waiting_that_is_due_at_night_is_told_in_the_morning_and_an_answer_at_once(stage: Stage) -> None:
    await clocks.until(stage, 22)
    _, seeker, applied = await parties.applied_to_opening(stage, MEMBER, SEEKER)
    await clocks.pass_time(stage, days=3, hours=0.5)
    assert await _count(seeker, WAITS) == 0
    await clocks.until(stage, 8)
    assert await _count(seeker, WAITS) == 1
    await clocks.until(stage, 23)
    await forged.press(stage, MEMBER, f"member.yes:{applied.id}")
    await stage.settle()
    assert "024-81234567" in await seeker.said()


async def test_a_forged_button_stops_nothing_that_is_none_of_the_kinds(stage: Stage) -> None:
    phone = stage.phone(SEEKER)
    await phone.send("/help")
    for forgery in ("seek.unwanted:everything", "seek.unwanted:matches", "seek.forget:o-none"):
        await forged.press(stage, SEEKER, forgery)
    await stage.settle()
    assert "这种不再发了" not in await phone.said()
