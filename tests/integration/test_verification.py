"""Verified by staff with the licence in view, prepared meanwhile, and verified again every six months."""

import asyncio
import base64
from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from bot.runtime.scheduler import Worker
from data.db import clock
from data.lifecycle.verification import Submission
from data.listings.openings import Opening
from data.listings.search_index import ListingIndex
from data.organisations import service as organisations
from data.organisations.licences import Licence
from data.organisations.service import Organisation
from data.vocabulary import ListingState, OrganisationState
from tests import clocks, forged, parties
from tests.integration.test_local_telegram_bot_api import png
from tests.phones import Phone
from tests.stages import Stage

MEMBER, CLERK, SEEKER, STAFF = 2401, 2402, 8401, 3401
HALF_A_YEAR = 184


def _picture(name: str = "执照.png") -> dict[str, str]:
    return {"name": name, "base64": base64.b64encode(png()).decode()}


@pytest.fixture
async def officer(stage: Stage) -> Phone:
    """A reviewer who has opened the chat."""
    await stage.appoint(STAFF)
    phone = stage.phone(STAFF)
    await phone.send("/help")
    return phone


@pytest.fixture
async def member(stage: Stage) -> Phone:
    """The admin of an enterprise that was verified today, with a live opening that has a year to go."""
    phone, clerk = stage.phone(MEMBER), stage.phone(CLERK)
    for each in (phone, clerk, stage.phone(SEEKER)):
        await each.send("/help")
    async with stage.sessions() as session, session.begin():
        organisation = await parties.enterprise(session, MEMBER)
        organisation.recheck_due = clock.months_later(await clock.today(session), 6)
        later = await clock.today(session) + timedelta(days=365)
        await parties.live_opening(session, organisation, deadline=later)
        await organisations.add_member(session, await parties.account_id(session, CLERK), organisation, name="小李")
    return phone


async def _join(phone: Phone, **licence: object) -> None:
    for words in ("/join", "北岭样板机械厂", parties.credit_code(), "企业", "沈阳铁西", "024 8123 4567", "王姐"):
        await phone.send(words)
    if licence:
        await phone.send_other(**licence)
    else:
        await phone.tap("跳过")
    await phone.tap("提交核验")


async def _state(stage: Stage) -> OrganisationState:
    async with stage.sessions() as session:
        return (await session.exec(select(Organisation.state))).one()


async def _opening(stage: Stage) -> tuple[ListingState, bool]:
    """The state of the opening, and whether search finds it."""
    async with stage.sessions() as session:
        found = (await session.exec(select(Opening))).one()
        return found.state, await session.get(ListingIndex, found.id) is not None


@pytest.mark.parametrize("kind", ["photo", "document"])
async def test_the_reviewer_sees_the_licence_until_the_decision(stage: Stage, officer: Phone, kind: str) -> None:
    member = stage.phone(MEMBER)
    await _join(member, **{kind: _picture()})
    assert "营业执照：已发照片" in await member.said()
    await officer.tap("去审核")
    shown = [message for message in await officer.messages() if message.raw[kind]]
    assert len(shown) == 1
    await officer.tap("通过")
    assert not [message for message in await officer.messages() if message.raw[kind]]


async def test_the_reference_to_a_licence_goes_after_thirty_days(stage: Stage, officer: Phone) -> None:
    await _join(stage.phone(MEMBER), photo=_picture())
    await officer.tap("去审核")
    await officer.tap("通过")
    await clocks.pass_time(stage, days=29)
    async with stage.sessions() as session:
        assert (await session.exec(select(Licence))).one().delete_at is not None
    await clocks.pass_time(stage, days=1.1)
    async with stage.sessions() as session:
        assert (await session.exec(select(Licence))).all() == []


async def test_the_reference_goes_at_once_when_the_organisation_is_refused(stage: Stage, officer: Phone) -> None:
    await _join(stage.phone(MEMBER), photo=_picture())
    await officer.tap("去审核")
    await officer.tap("不通过")
    await officer.tap("电话联系不上")
    async with stage.sessions() as session:
        assert (await session.exec(select(Licence))).all() == []


async def test_what_is_no_licence_is_refused_in_one_sentence_and_nothing_is_lost(stage: Stage) -> None:
    phone = stage.phone(MEMBER)
    for words in ("/join", "北岭样板机械厂", parties.credit_code(), "企业", "沈阳铁西", "024 8123 4567", "王姐"):
        await phone.send(words)
    await phone.send_other(document={"name": "a.txt", "base64": base64.b64encode("你好".encode()).decode()})
    assert "这个看不了" in (await phone.last()).text
    await phone.send("我没带")
    assert "这一步要发照片" in (await phone.last()).text
    await phone.send_other(photo=_picture())
    assert "营业执照：已发照片" in (await phone.last()).text


async def test_a_picture_out_of_turn_changes_nothing(stage: Stage) -> None:
    phone = stage.phone(MEMBER)
    await phone.send("/join")
    await phone.send_other(photo=_picture())
    assert "看不懂" in (await phone.last()).text
    await phone.send("北岭样板机械厂")
    assert "信用代码" in (await phone.last()).text


async def test_what_was_prepared_comes_up_for_review_with_the_verification(stage: Stage, officer: Phone) -> None:
    member = stage.phone(MEMBER)
    await _join(member)
    async with stage.sessions() as session, session.begin():
        organisation = (await session.exec(select(Organisation))).one()
        await parties.live_opening(session, organisation, state=ListingState.IN_REVIEW)
    await officer.tap("去审核")
    await officer.tap("通过")
    assert "之前写好的 1 个已进入审核" in await member.said()
    assert "审核岗位" in (await officer.last()).text
    await officer.tap("通过")
    assert (await _opening(stage))[0] == ListingState.LIVE
    assert "通过了审核" in await member.said()


@pytest.mark.parametrize(("again", "kept"), [(MEMBER, True), (CLERK, False)])
async def test_what_was_prepared_for_a_refused_registration_goes_out_for_the_same_person_only(
    stage: Stage, officer: Phone, again: int, *, kept: bool
) -> None:
    await _join(stage.phone(MEMBER))
    async with stage.sessions() as session, session.begin():
        organisation = (await session.exec(select(Organisation))).one()
        await parties.live_opening(session, organisation, state=ListingState.IN_REVIEW)
    await officer.tap("去审核")
    await officer.tap("不通过")
    await officer.tap("电话联系不上")
    await _join(stage.phone(again))
    assert (await _opening(stage))[0] == (ListingState.IN_REVIEW if kept else ListingState.WITHDRAWN)


async def test_admins_are_warned_thirty_and_seven_days_before_and_once_each(stage: Stage, member: Phone) -> None:
    heard: list[int] = []
    async with stage.sessions() as session:
        due = (await session.exec(select(Organisation.recheck_due))).one()
        assert due is not None
        days = (due - await clock.today(session)).days
    await clocks.pass_time(stage, days=days - 32)
    for left in range(31, 5, -1):
        await clocks.pass_time(stage, days=1)
        count = (await member.said()).count("按规定每半年核验一次")
        heard += [left] * (count - len(heard))
    assert heard == [30, 7]
    assert "按规定每半年核验一次" not in await stage.phone(CLERK).said()


async def test_two_taps_hand_the_data_in_again_when_nothing_changed(
    stage: Stage, member: Phone, officer: Phone
) -> None:
    await clocks.pass_time(stage, days=HALF_A_YEAR - 20)
    await member.tap("核对并重新提交")
    await member.tap("提交核验")
    assert "信息已提交" in await member.said()
    await officer.tap("去审核")
    assert "没有变化" in (await officer.last()).text
    await officer.tap("通过")
    assert "有效半年" in await member.said()
    await clocks.pass_time(stage, days=60)
    assert await _state(stage) == OrganisationState.VERIFIED


async def test_run_out_the_listings_leave_search_everybody_hears_it_once_and_they_come_back(
    stage: Stage, member: Phone, officer: Phone
) -> None:
    await clocks.pass_time(stage, days=HALF_A_YEAR - 7)
    async with stage.sessions() as session, session.begin():
        await parties.application(session, SEEKER, (await session.exec(select(Opening))).one())
    await clocks.pass_time(stage, days=7)
    await clocks.pass_time(stage, days=3)
    assert await _state(stage) == OrganisationState.LAPSED
    assert await _opening(stage) == (ListingState.PAUSED, False)
    assert (await member.said()).count("核验到期了") == 1
    assert (await stage.phone(CLERK).said()).count("请提醒管理员") == 1
    assert (await stage.phone(SEEKER).said()).count("正在重新核验") == 1
    await member.send("/openings")
    await member.tap("1.")
    await member.tap("恢复报名")
    assert "没有有效的核验" in (await member.last()).text
    await member.send("/team")
    await member.tap("核对、修改单位信息")
    await member.tap("提交核验")
    await officer.send("/review")
    await officer.tap("通过")
    assert "1 个岗位和培训班已经回来" in await member.said()
    assert await _opening(stage) == (ListingState.LIVE, True)


async def test_handed_in_in_time_nothing_pauses_while_staff_decide(stage: Stage, member: Phone) -> None:
    await clocks.pass_time(stage, days=HALF_A_YEAR - 5)
    await member.tap("核对并重新提交")
    await member.tap("提交核验")
    await clocks.pass_time(stage, days=20)
    assert await _opening(stage) == (ListingState.LIVE, True)


@pytest.mark.live
async def test_two_workers_at_once_and_a_fresh_one_after_them_repeat_no_notice(stage: Stage, member: Phone) -> None:
    async with stage.sessions() as session, session.begin():
        await clock.advance(session, int(timedelta(days=HALF_A_YEAR - 20).total_seconds()))
    two = [Worker(stage.sessions, asyncio.Event()) for _ in range(2)]
    await asyncio.gather(*(worker.do_due_work() for worker in two))
    await Worker(stage.sessions, asyncio.Event()).do_due_work()
    await stage.settle()
    assert (await member.said()).count("按规定每半年核验一次") == 1
    async with stage.sessions() as session, session.begin():
        await clock.advance(session, int(timedelta(days=25).total_seconds()))
    await asyncio.gather(*(worker.do_due_work() for worker in two))
    await Worker(stage.sessions, asyncio.Event()).do_due_work()
    await stage.settle()
    assert (await member.said()).count("核验到期了") == 1


async def test_corrected_data_hold_once_staff_agree(stage: Stage, member: Phone, officer: Phone) -> None:
    await member.send("/team")
    await member.tap("核对、修改单位信息")
    await member.tap("改一改")
    await member.tap("单位类别")
    await member.send("企业、培训机构")
    await member.tap("提交核验")
    async with stage.sessions() as session:
        assert (await session.exec(select(Organisation.kinds))).one() == ["enterprise"]
    await officer.send("/review")
    assert "类别：企业\n" in (await officer.last()).text + "\n"
    await officer.tap("通过")
    async with stage.sessions() as session:
        assert (await session.exec(select(Organisation.kinds))).one() == ["enterprise", "provider"]


async def test_refused_data_leave_what_was_registered(stage: Stage, member: Phone, officer: Phone) -> None:
    await member.send("/team")
    await member.tap("核对、修改单位信息")
    await member.tap("改一改")
    await member.tap("单位名称")
    await member.send("北岭另一家机械厂")
    await member.tap("提交核验")
    await officer.send("/review")
    await officer.tap("不通过")
    await officer.tap("名称和代码对不上")
    assert "原来的登记不变" in await member.said()
    assert await _state(stage) == OrganisationState.VERIFIED
    async with stage.sessions() as session:
        assert (await session.exec(select(Organisation.name))).one() == "北岭样板机械厂1"


async def _hand_in(member: Phone, name: str) -> None:
    await member.send("/team")
    await member.tap("核对、修改单位信息")
    await member.tap("改一改")
    await member.tap("单位名称")
    await member.send(name)
    await member.tap("提交核验")


@pytest.mark.parametrize("decision", ["通过", "不通过"])
async def test_what_is_handed_in_after_the_reviewer_looked_is_not_decided_by_the_old_button(
    stage: Stage, member: Phone, officer: Phone, decision: str
) -> None:
    await _hand_in(member, "北岭精密机械厂")
    await officer.send("/review")
    await _hand_in(member, "北岭重型机械厂")
    await officer.tap(decision)
    if decision == "不通过":
        await officer.tap("名称和代码对不上")
    async with stage.sessions() as session:
        assert (await session.exec(select(Organisation.name))).one() == "北岭样板机械厂1"
        open_ones = (await session.exec(select(Submission).where(col(Submission.decided_at).is_(None)))).all()
    assert [one.details.name for one in open_ones] == ["北岭重型机械厂"]


async def test_who_registers_after_a_refusal_is_not_verified_by_a_button_about_somebody_else(
    stage: Stage, officer: Phone
) -> None:
    await _join(stage.phone(MEMBER))
    await officer.tap("去审核")
    other = stage.phone(STAFF + 1)
    await stage.appoint(STAFF + 1)
    await other.send("/review")
    await other.tap("不通过")
    await other.tap("电话联系不上")
    await _join(stage.phone(CLERK))
    await officer.tap("通过")
    assert await _state(stage) == OrganisationState.PENDING


async def test_a_clerk_hands_nothing_in(stage: Stage, member: Phone) -> None:
    async with stage.sessions() as session:
        number = (await session.exec(select(Organisation.id))).one()
    clerk = stage.phone(CLERK)
    await forged.press(stage, CLERK, f"team.recheck:{number}")
    await stage.settle()
    assert "要管理员来办" in (await clerk.last()).text
    assert "要管理员来办" not in await member.said()
    async with stage.sessions() as session:
        assert (await session.exec(select(Submission))).all() == []


def test_half_a_year_from_the_end_of_august_ends_with_february() -> None:
    assert clock.months_later(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert clock.months_later(date(2026, 12, 1), 6) == date(2027, 6, 1)
