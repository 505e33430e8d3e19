"""An opening that people can see is changed: what matters is reviewed first, the rest holds at once."""

import pytest
from sqlmodel import select

from data.listings.openings import Opening
from data.listings.search_index import ListingIndex
from data.organisations import service as organisations
from data.vocabulary import ListingState
from tests import forged, parties
from tests.phones import Phone
from tests.stages import Stage

MEMBER, COLLEAGUE, STAFF = 2301, 2302, 3301


@pytest.fixture
async def live(stage: Stage) -> tuple[Phone, Phone]:
    """A live opening for two, and the phones of two members."""
    async with stage.sessions() as session, session.begin():
        organisation = await parties.enterprise(session, MEMBER)
        await organisations.add_member(session, await parties.account_id(session, COLLEAGUE), organisation)
        await parties.live_opening(session, organisation)
    return stage.phone(MEMBER), stage.phone(COLLEAGUE)


async def _edit(phone: Phone, question: str) -> None:
    await phone.send("/openings")
    await phone.tap("1. 焊工学徒")
    await phone.tap("修改")
    await phone.tap(question)


async def _opening(stage: Stage) -> Opening:
    async with stage.sessions() as session:
        return (await session.exec(select(Opening))).one()


async def _found(stage: Stage) -> int:
    async with stage.sessions() as session:
        return len((await session.exec(select(ListingIndex))).all())


async def test_more_places_hold_at_once(stage: Stage, live: tuple[Phone, Phone]) -> None:
    member, _ = live
    await _edit(member, "人数")
    await member.tap("5 人")
    assert "马上生效" in (await member.last()).text
    await member.tap("提交审核")
    opening = await _opening(stage)
    assert (opening.state, opening.headcount, await _found(stage)) == (ListingState.LIVE, 5, 1)


async def test_another_wage_is_reviewed_first_and_found_again_after(stage: Stage, live: tuple[Phone, Phone]) -> None:
    member, _ = live
    await stage.appoint(STAFF)
    officer = stage.phone(STAFF)
    await officer.send("/help")
    await _edit(member, "学徒期工资")
    await member.send("4500-5500")
    assert "重新审核" in (await member.last()).text
    await member.tap("提交审核")
    assert ((await _opening(stage)).state, await _found(stage)) == (ListingState.IN_REVIEW, 0)
    await officer.tap("去审核")
    assert "改动过：学徒期工资" in (await officer.last()).text
    await officer.tap("通过")
    opening = await _opening(stage)
    assert (opening.state, opening.wage_min, await _found(stage)) == (ListingState.LIVE, 4500, 1)


async def test_a_detail_is_added_and_stands_on_the_card(stage: Stage, live: tuple[Phone, Phone]) -> None:
    member, _ = live
    await _edit(member, "补充细节")
    await member.tap("发薪日")
    await member.tap("15 号")
    assert "发薪：每月 15 号" in (await member.last()).text
    await member.tap("提交审核")
    assert (await _opening(stage)).pay_day == 15


async def test_two_members_at_once_lose_nothing_of_either(stage: Stage, live: tuple[Phone, Phone]) -> None:
    member, colleague = live
    await _edit(member, "人数")
    await _edit(colleague, "人数")
    await member.tap("5 人")
    await member.tap("改一改")
    await member.tap("补充细节")
    await member.tap("师傅")
    await member.send("刘师傅，焊工技师")
    await member.tap("提交审核")
    await colleague.tap("10 人")
    await colleague.tap("提交审核")
    assert "同事也改了这个岗位（人数，师傅）" in await colleague.said()
    await colleague.tap("提交审核")
    opening = await _opening(stage)
    assert (opening.headcount, opening.mentor) == (10, "刘师傅，焊工技师")


async def test_reviewer_approves_only_what_they_saw(stage: Stage, live: tuple[Phone, Phone]) -> None:
    member, _ = live
    await stage.appoint(STAFF)
    officer = stage.phone(STAFF)
    await officer.send("/help")
    await _edit(member, "学徒期工资")
    await member.send("4500-5500")
    await member.tap("提交审核")
    await officer.send("/review")
    await _edit(member, "学徒期工资")
    await member.send("2500-9000")
    await member.tap("提交审核")
    await officer.tap("通过")
    assert (await _opening(stage)).state == ListingState.IN_REVIEW


async def test_places_that_are_promised_are_not_taken_away(stage: Stage, live: tuple[Phone, Phone]) -> None:
    member, _ = live
    async with stage.sessions() as session, session.begin():
        opening = await session.get(Opening, (await _opening(stage)).id)
        assert opening is not None
        for user in (2310, 2311):
            await parties.offered(session, user, opening, MEMBER)
    await _edit(member, "人数")
    await member.tap("1 人")
    await member.tap("提交审核")
    assert "已经有 2 个名额给了人" in (await member.last()).text
    assert (await _opening(stage)).headcount == 2


async def test_history_says_who_did_what_and_why(stage: Stage, live: tuple[Phone, Phone]) -> None:
    member, colleague = live
    await stage.appoint(STAFF)
    officer = stage.phone(STAFF)
    await _edit(colleague, "学徒期工资")
    await colleague.send("4500-5500")
    await colleague.tap("提交审核")
    await officer.send("/review")
    await officer.tap("退回修改")
    await officer.tap("工资有问题")
    await officer.tap("就这些")
    await member.send("/openings")
    await member.tap("1. 焊工学徒")
    await member.tap("来龙去脉")
    told = (await member.last()).text
    assert "同事 · 审核中 · 学徒期工资" in told
    assert "审核人员 · 要修改 · 学徒期工资，出徒后工资 · 工资和前面写的" in told


async def test_member_is_led_to_exactly_the_questions_sent_back(stage: Stage, live: tuple[Phone, Phone]) -> None:
    member, _ = live
    await stage.appoint(STAFF)
    officer = stage.phone(STAFF)
    await member.send("/help")
    await _edit(member, "学徒期工资")
    await member.send("4500-5500")
    await member.tap("提交审核")
    await officer.send("/review")
    await officer.tap("退回修改")
    await officer.tap("工资有问题")
    await officer.tap("✓ 出徒后工资")
    await officer.tap("就这些")
    await member.tap("去修改")
    assert "学徒期每月工资" in (await member.last()).text
    await member.send("4600-5600")
    assert "求职者看到的是这样" in (await member.last()).text


@pytest.mark.usefixtures("live")
async def test_stranger_can_neither_edit_nor_read_the_history(stage: Stage) -> None:
    opening = await _opening(stage)
    for act in ("edit", "history", "fix"):
        await forged.press(stage, 2399, f"member.{act}:{opening.id}")
    assert (await _opening(stage)).version == 0


async def test_a_text_that_names_the_old_number_is_told_and_changed_by_a_tap(
    stage: Stage, live: tuple[Phone, Phone]
) -> None:
    member, _ = live
    async with stage.sessions() as session, session.begin():
        (await session.exec(select(Opening))).one().description = "急招电焊工学徒2名，跟师傅学平焊立焊，学完考证。"
    await _edit(member, "人数")
    await member.tap("5 人")
    assert "文字里还写着“2名”，现在招 5 人" in (await member.last()).text
    await member.tap("文字也改成 5 人")
    card = (await member.last()).text
    assert "学徒5名" in card
    assert "文字里还写着" not in card
