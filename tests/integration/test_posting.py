"""An enterprise posts an opening in the chat, staff let it through, and it can be paused and closed."""

import pytest
from sqlmodel import select

from data.db import clock
from data.listings.openings import Opening
from data.listings.search_index import ListingIndex
from data.organisations import service as organisations
from data.vocabulary import ListingState, OrganisationState, Role
from tests import parties
from tests.phones import Phone
from tests.stages import Stage

MEMBER, STRANGER, STAFF = 2201, 2202, 3201
DESCRIPTION = "每天跟着老师傅下料、打磨、平焊，先在练习台上练三周，再上工件；师傅一对一带，三个月后独立上手。"


async def _member(stage: Stage, state: OrganisationState = OrganisationState.VERIFIED) -> Phone:
    async with stage.sessions() as session, session.begin():
        await parties.enterprise(session, MEMBER, state=state)
    return stage.phone(MEMBER)


async def _to_wage(phone: Phone) -> None:
    await phone.send("/post")
    await phone.send("焊工")
    await phone.tap("焊工学徒")
    await phone.tap("5 人")
    await phone.tap("沈阳铁西区")


async def _from_wage(phone: Phone) -> None:
    await phone.send("4000-6000")
    await phone.send("6千到8千")
    await phone.tap("包吃住")
    await phone.tap("白班")
    await phone.tap("✓ 登高作业")
    await phone.tap("就这些")
    await phone.tap("交")
    await phone.tap("24 个月")
    await phone.tap("24 个月")
    await phone.tap("中级工")
    await phone.tap("初中")
    await phone.tap("没经验也行")
    await phone.send(DESCRIPTION)
    await phone.tap("4 周后")


async def _opening(stage: Stage) -> Opening:
    async with stage.sessions() as session:
        return (await session.exec(select(Opening))).one()


async def _found(stage: Stage) -> int:
    async with stage.sessions() as session:
        return len((await session.exec(select(ListingIndex))).all())


@pytest.mark.live
async def test_opening_goes_from_questions_to_preview_to_review_to_live(stage: Stage) -> None:
    await stage.appoint(STAFF)
    member, officer = await _member(stage), stage.phone(STAFF)
    await officer.send("/help")
    await _to_wage(member)
    await _from_wage(member)
    card = (await member.last()).text
    for words in ("焊工学徒", "北岭样板机械厂1（已核验）", "4000–6000", "6000–8000", "包住，包吃", "白班", "交社保",
                  "24 个月", "中级工", "初中及以上", "满 18 岁", "还剩 5 个名额", "任何收费都不要交"):  # fmt: skip
        assert words in card
    await member.tap("提交审核")
    assert "已提交审核" in (await member.last()).text
    await officer.until("提交了岗位")
    await officer.tap("去审核")
    assert DESCRIPTION in await officer.said()
    await officer.tap("通过")
    await member.until("求职者能找到了")
    opening = await _opening(stage)
    assert opening.state == ListingState.LIVE
    assert "ARC" in opening.hazards
    assert "HEIGHT" not in opening.hazards
    assert await _found(stage) == 1


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("6000-4000", "写反了"),
        ("1200-1500", "最低工资"),
        ("面议", "没看懂工资"),
        ("每天200", "每月"),
        ("40000000", "不对"),
    ],
)
async def test_impossible_wage_is_refused_and_asked_again(stage: Stage, said: str, words: str) -> None:
    member = await _member(stage)
    await _to_wage(member)
    await member.send(said)
    assert words in (await member.last()).text
    await member.send("4000-6000")
    assert "出徒以后" in (await member.last()).text


async def test_contacts_in_a_title_and_absurd_numbers_are_refused(stage: Stage) -> None:
    member = await _member(stage)
    await member.send("/post")
    await member.send("焊工")
    await member.send("焊工学徒 加微信13812345678")
    assert "不能写电话" in (await member.last()).text
    await member.tap("焊工学徒")
    await member.send("0")
    assert "从 1 到 999" in (await member.last()).text


async def test_deadline_must_leave_a_week(stage: Stage) -> None:
    member = await _member(stage)
    await _to_wage(member)
    await _from_wage(member)
    await member.tap("改一改")
    await member.tap("截止日期")
    async with stage.sessions() as session:
        today = await clock.today(session)
    await member.send(f"{today.month}月{today.day}日")
    assert "太早了" in (await member.last()).text
    await member.tap("8 周后")
    assert "求职者看到的是这样" in (await member.last()).text


async def test_unclear_trade_is_offered_as_buttons(stage: Stage) -> None:
    member = await _member(stage)
    await member.send("/post")
    await member.send("护理")
    await member.tap("养老护理员")
    assert "标题" in (await member.last()).text


async def test_pending_enterprise_is_told_that_its_opening_waits(stage: Stage) -> None:
    await stage.appoint(STAFF)
    member, officer = await _member(stage, OrganisationState.PENDING), stage.phone(STAFF)
    await _to_wage(member)
    await _from_wage(member)
    await member.tap("提交审核")
    assert "通过核验" in (await member.last()).text
    await officer.send("/review")
    await officer.tap("通过")
    assert "审核岗位" in (await officer.last()).text


async def test_returned_opening_is_corrected_from_its_answers(stage: Stage) -> None:
    await stage.appoint(STAFF)
    member, officer = await _member(stage), stage.phone(STAFF)
    await _to_wage(member)
    await _from_wage(member)
    await member.tap("提交审核")
    await officer.send("/review")
    await officer.tap("退回修改")
    await officer.send("请写清楚工位在室内还是室外")
    await officer.tap("工作内容")
    await officer.tap("就这些")
    await member.until("室内还是室外")
    await member.tap("去修改")
    assert "每天干什么" in (await member.last()).text
    await member.send(DESCRIPTION + "工位在室内。")
    await member.tap("提交审核")
    opening = await _opening(stage)
    assert (opening.state, opening.description) == (ListingState.IN_REVIEW, DESCRIPTION + "工位在室内。")


async def test_pause_takes_an_opening_out_of_search_and_close_ends_it(stage: Stage) -> None:
    member = await _member(stage)
    async with stage.sessions() as session, session.begin():
        organisation = await parties.enterprise(session, MEMBER + 50, number=2)
        await organisations.add_member(session, await parties.account_id(session, MEMBER), organisation)
        await parties.live_opening(session, organisation)
    await member.send("/openings")
    await member.tap("1. 焊工学徒")
    await member.tap("暂停报名")
    assert await _found(stage) == 0
    await member.tap("恢复报名")
    assert await _found(stage) == 1
    await member.tap("结束招人")
    await member.tap("确定结束")
    assert (await _opening(stage)).state == ListingState.CLOSED
    assert await _found(stage) == 0


async def test_strangers_cannot_post_or_touch_openings(stage: Stage) -> None:
    await _member(stage)
    stranger = stage.phone(STRANGER)
    await stranger.send("/post")
    assert "登记单位" in (await stranger.last()).text
    await stranger.send("/openings")
    assert "登记单位" in (await stranger.last()).text


async def test_member_of_two_enterprises_is_asked_for_which(stage: Stage) -> None:
    member = await _member(stage)
    async with stage.sessions() as session, session.begin():
        organisation = await parties.enterprise(session, MEMBER + 60, number=3)
        await organisations.add_member(session, await parties.account_id(session, MEMBER), organisation)
    await member.send("/post")
    await member.tap("北岭样板机械厂3")
    await member.send("焊工")
    await member.tap("焊工学徒")
    await member.tap("2 人")
    assert "哪个城市上班" in (await member.last()).text


async def test_refused_enterprise_cannot_post(stage: Stage) -> None:
    member = await _member(stage, OrganisationState.REFUSED)
    await member.send("/post")
    assert "没有有效的核验" in (await member.last()).text


async def test_words_that_answer_other_questions_are_kept_for_those(stage: Stage) -> None:
    phone = await _member(stage)
    async with stage.sessions() as session, session.begin():
        (await parties.account(session, MEMBER)).role = Role.MEMBER
    await phone.send("/post")
    await phone.send("焊工")
    await phone.tap("焊工学徒")
    await phone.send("刚来的每月三千五，出徒以后六千，包吃包住")
    assert "读出来了" in phone.answer[0].text
    await phone.tap("5 人")
    await phone.tap("沈阳铁西区")
    assert "工资" not in (await phone.last()).text
