"""/settings: notices once a day, quiet hours, and how many new applicants a month, by the product's clock."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import time, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import select

from bot.chat.forms.engine import BadAnswer
from bot.chat.forms.times import read_span, read_time
from bot.notices import deliver
from data.applications import monthly_cap
from data.applications.monthly_cap import FullThisMonth
from data.applications.service import Application
from data.db import clock
from data.listings.openings import Opening
from data.listings.search_index import ListingIndex
from data.organisations.service import Organisation
from data.people.preferences import HeldNotice
from tests import clocks, forged, parties
from tests.phones import Phone
from tests.stages import Stage

MEMBER, SEEKER = 2301, 8301
_SOMEBODY_WAITS_FOR_US = text(
    "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND transactionid = pg_current_xact_id()::xid)"
)


@pytest.fixture
async def member(stage: Stage) -> Phone:
    """The admin of a verified enterprise with a live opening, at noon."""
    phone = stage.phone(MEMBER)
    await phone.send("/help")
    await clocks.until(stage, 12)
    async with stage.sessions() as session, session.begin():
        later = await clock.today(session) + timedelta(days=90)
        organisation = await parties.enterprise(session, MEMBER)
        await parties.live_opening(session, organisation, headcount=30, deadline=later)
    return phone


async def _tell(stage: Stage, words: str, way: Callable[..., Awaitable[int]] = deliver.notify_people) -> None:
    """Something happens that the member is to hear of."""
    async with stage.sessions() as session, session.begin():
        by = await parties.account_id(session, MEMBER)
        buttons = [[("openings.see_all", "member.openings")]]
        await way(session, [by], "openings.closed", buttons, title=words, n=0)
    await clocks.work(stage)


async def test_in_quiet_hours_nothing_comes_and_everything_comes_once_afterwards(stage: Stage, member: Phone) -> None:
    await member.send("/settings")
    await member.tap("免打扰时间")
    await member.send("晚上9点到早上7点半")
    assert "21:00 到 7:30 不发" in (await member.last()).text
    await clocks.until(stage, 22)
    await _tell(stage, "夜里的事")
    assert "夜里的事" not in await member.said()
    await clocks.until(stage, 7, 29)
    assert "夜里的事" not in await member.said()
    await clocks.until(stage, 7, 30)
    await clocks.until(stage, 20)
    assert (await member.said()).count("夜里的事") == 1


async def test_outside_quiet_hours_notices_come_at_once(stage: Stage, member: Phone) -> None:
    await member.send("/settings")
    await member.tap("免打扰时间")
    await member.tap("22:00 到 8:00")
    await _tell(stage, "白天的事")
    assert "白天的事" in await member.said()


async def test_what_cannot_wait_comes_in_quiet_hours_too(stage: Stage, member: Phone) -> None:
    await member.send("/settings")
    await member.tap("免打扰时间")
    await member.tap("22:00 到 8:00")
    await clocks.until(stage, 23)
    await _tell(stage, "急事", deliver.notify_people_now)
    assert "急事" in await member.said()


async def test_an_answer_to_what_one_just_did_is_never_delayed(stage: Stage, member: Phone) -> None:
    async with stage.sessions() as session, session.begin():
        opening = (await session.exec(select(Opening))).one()
        await parties.application(session, SEEKER, opening, phone="13800138000")
    await member.send("/settings")
    await member.tap("每天汇总一次")
    await member.tap("18:00")
    await member.send("/applicants")
    await member.tap("1.")
    await member.tap("同意谈谈")
    assert "可以联系了" in await member.said()


async def test_a_digest_holds_everything_once_with_numbered_buttons(stage: Stage, member: Phone) -> None:
    await member.send("/settings")
    await member.tap("每天汇总一次")
    await member.send("晚上6点")
    assert "每天 18:00 汇总" in (await member.last()).text
    for words in ("第一件", "第二件"):
        await _tell(stage, words)
    assert "第一件" not in await member.said()
    await clocks.until(stage, 18)
    last = await member.last()
    assert "第一件" in last.text
    assert "第二件" in last.text
    assert last.buttons == ["1. 我的岗位", "2. 我的岗位"]
    await clocks.until(stage, 18)
    assert (await member.said()).count("第一件") == 1


async def test_going_back_to_at_once_hands_over_what_waited(stage: Stage, member: Phone) -> None:
    await member.send("/settings")
    await member.tap("每天汇总一次")
    await member.tap("18:00")
    await _tell(stage, "等着的事")
    await member.send("/settings")
    await member.tap("有事马上发")
    await clocks.work(stage)
    assert (await member.said()).count("等着的事") == 1


async def test_many_notices_of_a_day_fit_telegrams_limits(stage: Stage, member: Phone) -> None:
    await member.send("/settings")
    await member.tap("每天汇总一次")
    await member.tap("18:00")
    for number in range(6):
        await _tell(stage, f"{number}" + "长" * 1200)
    await clocks.until(stage, 18)
    said = await member.said()
    assert all(f"{number}长" in said for number in range(6))
    async with stage.sessions() as session:
        assert (await session.exec(select(HeldNotice))).all() == []


async def test_hours_that_make_no_sense_get_one_clear_sentence(member: Phone) -> None:
    await member.send("/settings")
    await member.tap("免打扰时间")
    for said in ("随便", "9点到9点", "25:00到26:00"):
        await member.send(said)
        assert "没看懂" in (await member.last()).text
    await member.tap("不用免打扰")
    assert "免打扰：没设" in (await member.last()).text


async def test_with_the_months_applicants_the_openings_are_not_offered_until_the_next(
    stage: Stage, member: Phone
) -> None:
    await member.send("/settings")
    await member.tap("“北岭样板机械厂1”每月报名上限")
    await member.send("2")
    assert "最多 2 人，本月已有 0 人" in (await member.last()).text
    async with stage.sessions() as session, session.begin():
        opening = (await session.exec(select(Opening))).one()
        for user in (SEEKER, SEEKER + 1):
            await parties.application(session, user, opening)
    assert await _places_left(stage) == 0
    async with stage.sessions() as session, session.begin():
        with pytest.raises(FullThisMonth):
            await parties.application(session, SEEKER + 2, opening)
    await clocks.pass_time(stage, days=31)
    assert await _places_left(stage) == 30
    async with stage.sessions() as session, session.begin():
        await parties.application(session, SEEKER + 2, opening)


@pytest.mark.usefixtures("member")
@pytest.mark.live
async def test_a_month_that_begins_overlooks_nobody_who_applies_meanwhile(stage: Stage) -> None:
    async with stage.sessions() as session, session.begin():
        await monthly_cap.set_cap(session, (await session.exec(select(Organisation))).one(), 1)
    async with stage.sessions() as session, session.begin():
        await parties.application(session, SEEKER, (await session.exec(select(Opening))).one())
        begun = asyncio.create_task(_begin_month(stage))
        while not (await session.execute(_SOMEBODY_WAITS_FOR_US)).scalar_one():
            assert not begun.done()
    await begun
    assert await _places_left(stage) == 0


async def _begin_month(stage: Stage) -> None:
    async with stage.sessions() as session, session.begin():
        await monthly_cap.begin_month(session, 10)


async def _places_left(stage: Stage) -> int:
    async with stage.sessions() as session:
        return (await session.exec(select(ListingIndex.places_left))).one()


async def test_a_higher_number_opens_them_again_at_once(stage: Stage, member: Phone) -> None:
    async with stage.sessions() as session, session.begin():
        organisation = (await session.exec(select(Organisation))).one()
        await monthly_cap.set_cap(session, organisation, 1)
        await parties.application(session, SEEKER, (await session.exec(select(Opening))).one())
    assert await _places_left(stage) == 0
    await member.send("/settings")
    await member.tap("“北岭样板机械厂1”每月报名上限")
    await member.tap("不限")
    assert await _places_left(stage) == 30


async def test_members_hear_once_that_the_month_is_full(stage: Stage, member: Phone) -> None:
    async with stage.sessions() as session, session.begin():
        await monthly_cap.set_cap(session, (await session.exec(select(Organisation))).one(), 1)
        await parties.seeker(session, SEEKER)
        opening = (await session.exec(select(Opening))).one()
    seeker, other = stage.phone(SEEKER), stage.phone(SEEKER + 1)
    await seeker.send("/help")
    await forged.press(stage, SEEKER, f"seek.open:{opening.id}")
    await stage.settle()
    await seeker.tap("报名")
    await seeker.tap("不留电话")
    await seeker.tap("跳过")
    assert "报上了" in await seeker.said()
    assert (await member.said()).count("新报名满 1 人") == 1
    async with stage.sessions() as session, session.begin():
        await parties.seeker(session, SEEKER + 1)
    await other.send("/help")
    await forged.press(stage, SEEKER + 1, f"seek.open:{opening.id}")
    await stage.settle()
    await other.tap("报名")
    assert "这个月的新报名满了" in (await other.last()).text
    async with stage.sessions() as session:
        assert len((await session.exec(select(Application))).all()) == 1


@pytest.mark.usefixtures("member")
async def test_last_months_applicants_do_not_count(stage: Stage) -> None:
    async with stage.sessions() as session, session.begin():
        made = await parties.application(session, SEEKER, (await session.exec(select(Opening))).one())
        number = (await session.exec(select(Organisation.id))).one() or 0
        assert await monthly_cap.count_applicants_this_month(session, number) == 1
        begin = (await clock.now(session)).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        made.created_at = begin - timedelta(seconds=1)
        await session.flush()
        assert await monthly_cap.count_applicants_this_month(session, number) == 0
        made.created_at = begin
        await session.flush()
        assert await monthly_cap.count_applicants_this_month(session, number) == 1


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("18:30", time(18, 30)), ("晚上6点半", time(18, 30)), ("下午六点", time(18)), ("9pm", time(21)),
        ("早上八点一刻", time(8, 15)), ("12点", time(12)), ("晚上12点", time(0)), ("6:05 a.m.", time(6, 5)),
    ],
)  # fmt: skip
def test_times_of_day_are_read_as_people_write_them(said: str, at: time) -> None:
    assert read_time(said) == at


def test_a_span_may_cross_midnight() -> None:
    assert read_span("晚上十点到第二天早上六点") == (time(22), time(6))
    with pytest.raises(BadAnswer):
        read_span("晚上十点")
