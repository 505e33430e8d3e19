"""Staff name an organisation or a listing, or ask for a list, in their own words; who says hello sees a short menu."""

from datetime import timedelta

import pytest
from sqlmodel import delete

from data.db import clock
from data.listings import name_search
from data.listings.openings import Opening
from data.organisations.service import Membership, Organisation
from data.staff import listings as staff_listings
from data.staff import organisations
from data.vocabulary import ListingState, OrganisationState, Role, StaffRole
from tests import forged, parties
from tests.phones import Phone
from tests.stages import Stage

CLERK, MEMBER, OTHER = 3601, 3602, 3603
FUXIN, HAIZHOU = "210900", "210902"


@pytest.fixture
async def clerk(stage: Stage) -> Phone:
    await stage.appoint(CLERK)
    async with stage.sessions() as session, session.begin():
        (await parties.account(session, CLERK)).role = Role.STAFF
    return stage.phone(CLERK)


async def _organisation(stage: Stage, name: str, *, number: int = 1, city: str = "210100", district: str = "210103",
                        state: OrganisationState = OrganisationState.VERIFIED) -> Organisation:  # fmt: skip
    async with stage.sessions() as session, session.begin():
        made = await parties.enterprise(session, MEMBER, number=number, state=state)
        made.name, made.city, made.district = name, city, district
        session.add(made)
        return made


async def _opening(stage: Stage, organisation: Organisation, **fields: object) -> Opening:
    async with stage.sessions() as session, session.begin():
        return await parties.live_opening(session, organisation, **fields)  # type: ignore[arg-type]


async def test_an_organisation_is_found_by_its_name_within_the_words(stage: Stage, clerk: Phone) -> None:
    await _organisation(stage, "抚顺样例暖通工程")
    await clerk.send("抚顺样例暖通工程咋样")
    said = (await clerk.last()).text
    assert "抚顺样例暖通工程" in said
    assert parties.credit_code(1) in said


async def test_an_organisation_is_shown_with_whom_to_ask_for(stage: Stage, clerk: Phone) -> None:
    made = await _organisation(stage, "抚顺样例暖通工程")
    async with stage.sessions() as session, session.begin():
        (await session.get_one(Organisation, made.id)).contact_name = "贺经理"
    await clerk.send("抚顺样例暖通工程找谁联系")
    assert "王姐 · 电话 024-81234567" in (await clerk.last()).text  # who acts for it
    async with stage.sessions() as session, session.begin():
        await session.exec(delete(Membership))
    await clerk.send("抚顺样例暖通工程找谁联系")
    assert "贺经理 · 电话 024-81234567" in (await clerk.last()).text


async def test_an_organisation_is_found_by_its_credit_code(stage: Stage, clerk: Phone) -> None:
    await _organisation(stage, "抚顺样例暖通工程")
    await clerk.send(f"{parties.credit_code(1).lower()} 对应谁")
    assert "抚顺样例暖通工程" in (await clerk.last()).text


async def test_a_code_that_nobody_has_or_can_have_is_told_so(clerk: Phone) -> None:
    code = parties.credit_code(7)
    await clerk.send(f"帮看看{code}")
    assert code in (await clerk.last()).text
    await clerk.send(f"帮看看{code[:-1]}{'1' if code[-1] != '1' else '2'}")
    assert "校验" in (await clerk.last()).text or "最后" in (await clerk.last()).text


async def test_an_organisation_is_found_by_its_district_and_a_part_of_its_name(stage: Stage, clerk: Phone) -> None:
    await _organisation(stage, "盛京样例锅炉维修", number=1, district="210103")
    await _organisation(stage, "辽东样例锅炉维修", number=2, city="210400", district="210403")
    await clerk.send("沈河区有个修锅炉维修的单位，帮我查一下叫什么名字")
    said = (await clerk.last()).text
    assert "盛京样例锅炉维修" in said
    assert "辽东" not in said


async def test_of_several_organisations_one_is_tapped(stage: Stage, clerk: Phone) -> None:
    await _organisation(stage, "盛京样例锅炉维修", number=1)
    await _organisation(stage, "沈水样例锅炉维修", number=2)
    await clerk.send("帮我查一下样例锅炉维修这个单位")
    assert len((await clerk.last()).buttons) == 2
    await clerk.tap("沈水样例锅炉维修")
    assert parties.credit_code(2) in (await clerk.last()).text


async def test_an_organisation_that_is_not_there_is_one_sentence(clerk: Phone) -> None:
    await clerk.send("查一下宏图伟业这家企业")
    assert "没找到这个单位" in (await clerk.last()).text


async def test_only_reviewers_look_organisations_up(stage: Stage, clerk: Phone) -> None:
    made = await _organisation(stage, "抚顺样例暖通工程")
    await stage.appoint(CLERK, StaffRole.BROADCASTER)
    await clerk.send("查一下抚顺样例暖通工程这家企业")
    await forged.press(stage, CLERK, f"staff.org:{made.id}")
    await stage.settle()
    assert "代码" not in await clerk.said()


async def test_a_listing_in_review_that_is_named_is_opened_with_what_can_be_decided(stage: Stage, clerk: Phone) -> None:
    made = await _organisation(stage, "大东样例风味楼")
    await _opening(stage, made, title="炒锅学徒", occupation_code="4-03-02-01", district="210103", city="210100",
                   state=ListingState.IN_REVIEW)  # fmt: skip
    await _opening(stage, made, headcount=3, title="焊工学徒", state=ListingState.IN_REVIEW)
    await clerk.send("沈河那个炒锅学徒不行，打回去让他们重写")
    last = await clerk.last()
    assert "炒锅学徒" in last.text
    assert "退回修改" in last.buttons


async def test_a_live_listing_that_is_named_says_whom_to_turn_to(stage: Stage, clerk: Phone) -> None:
    made = await _organisation(stage, "大东样例风味楼")
    opening = await _opening(stage, made, title="炒锅学徒", district="210103")
    await clerk.send("大东样例风味楼的炒锅学徒打回去")
    last = await clerk.last()
    assert "不能在这里退回或下架" in last.text
    assert "024-81234567" in last.text
    async with stage.sessions() as session:
        assert (await session.get_one(Opening, opening.id)).state is ListingState.LIVE


async def test_a_listing_beside_the_name_of_its_organisation_is_found_among_hundreds(
    stage: Stage, clerk: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(name_search, "MAX_RESULTS_PER_KIND", 1)
    made = await _organisation(stage, "大东样例风味楼", number=1)
    await _opening(stage, made, title="炒锅学徒")
    await _opening(stage, await _organisation(stage, "皇姑样例洗染店", number=2), title="洗染学徒")
    await clerk.send("大东样例风味楼的炒锅学徒调出来")
    assert "炒锅学徒" in (await clerk.last()).text
    assert "代码" not in (await clerk.last()).text


async def test_what_is_asked_of_a_listing_is_answered_from_it(stage: Stage, clerk: Phone) -> None:
    made = await _organisation(stage, "大东样例风味楼")
    await _opening(stage, made, title="炒锅学徒", pay_day=12, meals=True)
    await clerk.send("大东样例风味楼的炒锅学徒打开看看，他家管饭吗")
    assert "已经上线" in clerk.answer[0].text
    assert "包吃" in clerk.answer[-1].text
    assert "已经上线" not in clerk.answer[-1].text
    await clerk.send("几号发工资？")
    assert "12 号" in (await clerk.last()).text
    await clerk.send("能不能收他们押金？")
    assert "直接告诉我" not in (await clerk.last()).text  # what applicants hear


async def test_a_reason_to_send_a_listing_back_is_no_question(stage: Stage, clerk: Phone) -> None:
    made = await _organisation(stage, "大东样例风味楼")
    await _opening(stage, made, title="炒锅学徒", state=ListingState.IN_REVIEW)
    await clerk.send("大东样例风味楼的炒锅学徒退回去，没写管不管饭")
    assert "退回修改" in (await clerk.last()).buttons


async def test_a_live_listing_that_was_shown_cannot_be_sent_back_and_says_who_can_change_it(
    stage: Stage, clerk: Phone
) -> None:
    made = await _organisation(stage, "大东样例风味楼")
    await _opening(stage, made, title="炒锅学徒")
    await clerk.send("大东样例风味楼怎么样")  # the only one that it posted
    await clerk.send("这条退回去，理由写：没写清几点上班")
    last = await clerk.last()
    assert "炒锅学徒" in last.text
    assert "024-81234567" in last.text


async def test_who_sends_back_what_is_not_there_hears_what_can_be_done(clerk: Phone) -> None:
    await clerk.send("这条打回去，理由写：没写清几点上班")
    assert "由单位自己改或暂停" in (await clerk.last()).text


async def test_an_organisation_that_is_not_registered_is_told_how_it_comes_in(stage: Stage, clerk: Phone) -> None:
    await _organisation(stage, "盛京样例锅炉维修", number=1)
    await _organisation(stage, "沈水样例锅炉维修", number=2)
    for said in ("来了家新单位要开户，叫铁岭锅炉维修厂", "查一下宏图伟业这家企业"):
        await clerk.send(said)
        assert "统一社会信用代码" in (await clerk.last()).text


async def test_a_listing_of_an_organisation_that_waits_itself_shows_that_first(stage: Stage, clerk: Phone) -> None:
    made = await _organisation(stage, "大东样例风味楼", state=OrganisationState.PENDING)
    await _opening(stage, made, title="炒锅学徒", state=ListingState.IN_REVIEW)
    await clerk.send("大东样例风味楼的炒锅学徒给我看看")
    assert "先核验单位" in await clerk.said()
    assert "核验企业" in (await clerk.last()).text


async def test_a_listing_of_an_organisation_whose_verification_ran_out_cannot_be_decided(
    stage: Stage, clerk: Phone
) -> None:
    made = await _organisation(stage, "大东样例风味楼", state=OrganisationState.LAPSED)
    await _opening(stage, made, title="炒锅学徒", state=ListingState.IN_REVIEW)
    await clerk.send("大东样例风味楼的炒锅学徒给我看看")
    last = await clerk.last()
    assert "没有有效的核验" in last.text
    assert "通过" not in last.buttons


async def test_a_code_within_an_announcement_shows_no_organisation(stage: Stage, clerk: Phone) -> None:
    await _organisation(stage, "抚顺样例暖通工程")
    await clerk.send(f"给抚顺的求职者发个通知：招聘会周五上午九点开，参展单位代码{parties.credit_code(1)}，欢迎到场")
    assert "给求职者的通知" in await clerk.said()
    assert "抚顺样例暖通工程" not in await clerk.said()


async def test_an_organisation_is_found_behind_hundreds_that_share_less_of_the_words(
    stage: Stage, clerk: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(organisations, "MOST_COMPARED", 2)
    for number in range(1, 5):
        await _organisation(stage, f"样例{number}号商贸有限公司", number=number)
    await _organisation(stage, "浑河样例暖通设备有限公司", number=5)
    await clerk.send("帮我查一下暖通设备有限公司这个单位")
    assert parties.credit_code(5) in (await clerk.last()).text


async def test_a_list_says_how_many_there_are_and_holds_those_that_come_first(
    stage: Stage, clerk: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staff_listings, "MOST", 2)
    made = await _organisation(stage, "大东样例风味楼")
    doubt = {"rule": "gender", "category": "gender", "words": "男士优先", "reason": "要搬重物"}
    for headcount in (2, 3, 4):
        await _opening(stage, made, headcount=headcount, title=f"面点学徒{headcount}", doubts=[doubt])
    await _opening(stage, made, headcount=5, title="炒锅学徒", doubts=[doubt], state=ListingState.IN_REVIEW)
    await clerk.send("哪些岗位写了限制男女的内容")
    said = (await clerk.last()).text
    assert "有 4 条" in said
    assert said.index("炒锅学徒") < said.index("面点学徒")


async def test_what_ends_soon_without_an_applicant_is_listed_by_place(stage: Stage, clerk: Phone) -> None:
    made = await _organisation(stage, "玉龙样例皮具", city=FUXIN, district=HAIZHOU)
    async with stage.sessions() as session:
        today = await clock.today(session)
    near, far = today + timedelta(days=4), today + timedelta(days=40)
    await _opening(stage, made, title="缝制学徒", city=FUXIN, district=HAIZHOU, deadline=near)
    await _opening(stage, made, headcount=3, title="裁剪学徒", city=FUXIN, district=HAIZHOU, deadline=far)
    await clerk.send("阜新有快截止了还没有人报名的岗位吗")
    said = await clerk.last()
    assert "缝制学徒" in said.text
    assert "裁剪学徒" not in said.text
    await clerk.tap("1. 缝制学徒")
    assert "不能在这里退回或下架" in (await clerk.last()).text
    await clerk.send("盘锦有快截止了还没有人报名的岗位吗")
    assert "没有两周内到期还没人报名的（盘锦）" in (await clerk.last()).text
    await clerk.send("那阜新的呢")
    assert "缝制学徒" in (await clerk.last()).text


async def test_what_the_law_check_doubts_is_listed_with_the_words(stage: Stage, clerk: Phone) -> None:
    made = await _organisation(stage, "大东样例风味楼")
    doubt = {"rule": "gender", "category": "gender", "words": "男士优先", "reason": "要搬重物"}
    await _opening(stage, made, title="炒锅学徒", doubts=[doubt], state=ListingState.IN_REVIEW)
    await _opening(stage, made, headcount=3, title="面点学徒")
    await clerk.send("哪些岗位写了限制男女的内容")
    said = (await clerk.last()).text
    assert "男士优先" in said
    assert "面点学徒" not in said


async def test_what_has_waited_for_so_many_days_is_listed(stage: Stage, clerk: Phone) -> None:
    made = await _organisation(stage, "大东样例风味楼")
    async with stage.sessions() as session:
        long_ago = await clock.now(session) - timedelta(days=6)
    await _opening(stage, made, title="炒锅学徒", created_at=long_ago, state=ListingState.IN_REVIEW)
    await _opening(stage, made, headcount=3, title="面点学徒", state=ListingState.IN_REVIEW)
    await clerk.send("待审的里面有没有压了五天以上的")
    said = (await clerk.last()).text
    assert "炒锅学徒" in said
    assert "等了 6 天" in said
    assert "面点学徒" not in said
    await clerk.send("待审的里面有没有压了两周以上的")
    assert "没有等了 14 天以上的" in (await clerk.last()).text


async def test_another_place_is_asked_for_with_the_days_that_were_named(stage: Stage, clerk: Phone) -> None:
    made = await _organisation(stage, "大东样例风味楼")
    await _opening(stage, made, title="炒锅学徒", city="211400", district="211402", state=ListingState.IN_REVIEW)
    await clerk.send("待审的里面有没有压了五天以上的")
    await clerk.send("葫芦岛的呢")
    assert "没有等了 5 天以上的" in (await clerk.last()).text


@pytest.mark.parametrize("said", ["沈阳待审", "沈阳数据"])
async def test_a_short_request_for_something_else_is_not_the_last_list(clerk: Phone, said: str) -> None:
    await clerk.send("哪些岗位写了限制男女的内容")
    await clerk.send(said)
    assert "法律疑点" not in (await clerk.last()).text


async def test_what_waits_in_a_place_is_listed(stage: Stage, clerk: Phone) -> None:
    made = await _organisation(stage, "大东样例风味楼")
    await _opening(stage, made, title="炒锅学徒", city="210200", district="210202", state=ListingState.IN_REVIEW)
    await clerk.send("大连还剩几条没审完")
    assert "炒锅学徒" in (await clerk.last()).text
    await clerk.send("鞍山还剩几条没审完")
    assert "没有待审核的（鞍山）" in (await clerk.last()).text


async def test_reports_are_said_to_be_with_the_tickets(clerk: Phone) -> None:
    await clerk.send("最近有哪些岗位被人举报投诉")
    last = await clerk.last()
    assert "求助" in last.text
    assert "回复求助" in last.buttons


async def test_words_without_a_name_are_about_the_listing_that_was_shown(stage: Stage, clerk: Phone) -> None:
    made = await _organisation(stage, "大东样例风味楼")
    await _opening(stage, made, title="炒锅学徒", district="210103", state=ListingState.IN_REVIEW)
    await _opening(stage, made, headcount=3, title="面点学徒", state=ListingState.IN_REVIEW)
    await clerk.send("大东样例风味楼的面点学徒我看看")
    await clerk.send("这条打回去让他们改")
    assert "面点学徒" in (await clerk.last()).text


@pytest.mark.parametrize("said", ["您好", "多谢多谢", "好嘞知道了", "呃呃呃那个嗯"])
async def test_who_wants_nothing_plain_sees_a_short_menu_of_buttons(clerk: Phone, said: str) -> None:
    await clerk.send(said)
    last = await clerk.last()
    assert "/review" not in last.text
    assert {"去审核", "写通知"} <= set(last.buttons)


async def test_the_menu_begins_a_blank_announcement(clerk: Phone) -> None:
    await clerk.send("您好")
    await clerk.tap("写通知")
    assert "最多 3500 字" in (await clerk.last()).text


async def test_lists_are_for_reviewers_only(stage: Stage, clerk: Phone) -> None:
    await stage.appoint(CLERK, StaffRole.ANALYST)
    await clerk.send("您好")
    assert "快到期没人报的" not in (await clerk.last()).buttons
    for name in ("staff.unanswered", "staff.doubted", "staff.listing:o-1"):
        await forged.press(stage, CLERK, name)
        await stage.settle()
        assert "身份" in (await clerk.last()).text


async def test_a_listing_that_is_named_comes_before_an_announcement_that_is_only_guessed(
    stage: Stage, clerk: Phone
) -> None:
    organisation = await _organisation(stage, "北岭样板机械厂")
    await _opening(stage, organisation, title="焊工学徒")
    await clerk.send("告诉北岭样板机械厂焊工学徒那条得改")
    assert "焊工学徒" in (await clerk.last()).text
    assert "已经上线" in (await clerk.last()).text
