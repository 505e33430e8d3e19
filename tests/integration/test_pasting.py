"""A recruiter pastes an advert: it is read, its faults are fixed by taps, only gaps are asked."""

from datetime import timedelta

import pytest
from sqlmodel import select

from data.db import clock
from data.listings.openings import Opening
from data.vocabulary import Grade, Housing, ListingState, Shift
from tests import parties
from tests.phones import Phone
from tests.stages import Stage

MEMBER, STAFF, SEEKER, STRANGER = 2401, 3401, 2402, 2403
WHOLE = """招聘数控车床学徒 3名
学徒期工资4200-5000元/月，出徒后6000-8000元
工作内容：跟着师傅学数控车床操作，看图、装夹、对刀，三个月独立上手。
白班，八小时，双休，交五险一金，包吃住，每月15号发工资
学徒期12个月，签两年合同，考中级工
地址：沈阳市铁西区建设大路1号 报名截止{month}月{day}日
联系电话13800138000"""


@pytest.fixture
async def member(stage: Stage) -> Phone:
    async with stage.sessions() as session, session.begin():
        await parties.enterprise(session, MEMBER)
    return stage.phone(MEMBER)


async def _whole(stage: Stage) -> str:
    async with stage.sessions() as session:
        last = await clock.today(session) + timedelta(days=30)
    return WHOLE.format(month=last.month, day=last.day)


async def _opening(stage: Stage) -> Opening:
    async with stage.sessions() as session:
        return (await session.exec(select(Opening))).one()


async def _submit(phone: Phone, button: str) -> None:
    """Answer what is still asked with the first button, and hand in."""
    await _reach(phone, button)
    await phone.tap(button)


async def _reach(phone: Phone, button: str) -> None:
    for _ in range(8):
        if button in (await phone.last()).buttons:
            return
        await phone.tap((await phone.last()).buttons[0])
    raise AssertionError(f"{button} was not reached: {(await phone.last()).text}")


async def test_complete_advert_is_submitted_in_at_most_five_steps(stage: Stage, member: Phone) -> None:
    advert = await _whole(stage)
    await member.send(advert)
    steps = 1
    while "已提交审核" not in (await member.last()).text:
        await member.tap((await member.last()).buttons[0])
        steps += 1
        assert steps <= 5
    opening = await _opening(stage)
    assert (opening.headcount, opening.wage_min, opening.wage_after_max) == (3, 4200, 8000)
    assert (opening.housing, opening.meals, opening.shift) == (Housing.PROVIDED, True, Shift.DAY)
    assert (opening.pay_day, opening.term_months, opening.contract_months) == (15, 12, 24)
    assert (opening.grade_target, opening.city, opening.district) == (Grade.FOUR, "210100", "210106")
    assert (opening.social_insurance, opening.hours_week) == (True, 40)


async def test_telephone_numbers_of_an_advert_are_not_published(stage: Stage, member: Phone) -> None:
    await member.send(await _whole(stage))
    await member.tap("提交审核")
    assert "138" not in (await _opening(stage)).description


async def test_faults_are_fixed_by_taps_and_a_seeker_finds_the_opening(stage: Stage, member: Phone) -> None:
    await stage.appoint(STAFF)
    officer, seeker = stage.phone(STAFF), stage.phone(SEEKER)
    await officer.send("/help")
    await member.send("/post")
    await member.send("急招焊工学徒5名，限男性，月薪4000-6000元，沈阳大东，白班，有师傅带，入职交押金200元")
    assert "读出来了：焊工学徒 · 5 人 · 每月 4000–6000" in await member.said()
    law = await member.last()
    for words in ("限男", "妇女权益保障法", "押金200", "劳动合同法", "第9条"):
        assert words in law.text
    await member.tap("全部改好")
    await _submit(member, "提交审核")
    opening = await _opening(stage)
    assert "限男" not in opening.description
    assert "200" not in opening.description
    assert "4000-6000" in opening.description
    await officer.tap("去审核")
    await officer.tap("通过")
    await seeker.send("/start")
    await seeker.tap("同意")
    await seeker.tap("同意")
    await seeker.send("我在沈阳大东，想学焊工")
    assert "焊工学徒" in await seeker.said()


async def test_doubtful_words_are_kept_with_a_reason_that_the_reviewer_reads(stage: Stage, member: Phone) -> None:
    await stage.appoint(STAFF)
    officer = stage.phone(STAFF)
    await officer.send("/help")
    await member.send("招聘焊工学徒2名，要求无犯罪记录，月薪3000-3500，沈阳大东，包住，跟着师傅学下料和平焊")
    await member.tap("第1处：保留并说明")
    await member.send("进的是涉密车间，按规定要审查")
    await _submit(member, "提交审核")
    await officer.tap("去审核")
    card = (await officer.last()).text
    assert "无犯罪记录" in card
    assert "进的是涉密车间，按规定要审查" in card


async def test_clear_prohibitions_cannot_be_kept(member: Phone) -> None:
    await member.send("招聘焊工学徒5名，月薪4000-6000元，沈阳大东，包吃住，入职交押金200元，跟着师傅学下料和平焊")
    assert not [one for one in (await member.last()).buttons if "保留" in one or "法定理由" in one]


async def test_look_alikes_pass_untouched(stage: Stage, member: Phone) -> None:
    await member.send(
        "招聘女装缝纫工学徒3名，男女不限，不收押金，月薪3500-4500元，沈阳大东，包住，白班，"
        "跟师傅学平车和锁边，自带身份证原件"
    )
    assert "不能这样发" not in await member.said()
    await _submit(member, "提交审核")
    assert "男女不限，不收押金" in (await _opening(stage)).description


async def test_one_of_several_jobs_is_posted(stage: Stage, member: Phone) -> None:
    await member.send(
        "招：焊工学徒2人 4000-6000元；钳工学徒3人 4500-5000元；保安1名 3000元。地点鞍山立山，包吃住，白班"
    )
    assert "先发哪个" in (await member.last()).text
    await member.tap("钳工学徒")
    await _submit(member, "提交审核")
    opening = await _opening(stage)
    assert (opening.title, opening.headcount, opening.wage_min) == ("钳工学徒", 3, 4500)
    assert (opening.city, opening.housing) == ("210300", Housing.PROVIDED)


SEVERAL = "招：焊工学徒2人 4000-6000元；钳工学徒3人 4500-5000元；保安1名 3000元。地点鞍山立山，包吃住，白班"


async def _first_of_several(member: Phone) -> None:
    await member.send(SEVERAL)
    await member.tap("钳工学徒")
    await _submit(member, "提交审核")


async def test_after_one_of_several_jobs_the_next_is_posted_with_one_tap(stage: Stage, member: Phone) -> None:
    await _first_of_several(member)
    assert "还有：焊工学徒、保安" in (await member.last()).text
    await member.tap("下一个：焊工学徒")
    await _submit(member, "提交审核")
    assert "还有：保安" in (await member.last()).text
    await member.tap("下一个：保安")
    await _submit(member, "提交审核")
    assert "已提交审核" in (await member.last()).text
    async with stage.sessions() as session:
        posted = (await session.exec(select(Opening))).all()
    assert {(one.title, one.headcount, one.wage_min) for one in posted} == {
        ("钳工学徒", 3, 4500), ("焊工学徒", 2, 4000), ("保安员学徒", 1, 3000),
    }  # fmt: skip
    assert {(one.city, one.housing, one.meals) for one in posted} == {("210300", Housing.PROVIDED, True)}


async def test_what_was_answered_for_all_jobs_is_not_asked_for_the_next(stage: Stage, member: Phone) -> None:
    await member.send("招：焊工学徒2人 4000-6000元；钳工学徒3人 4500-5000元。地点铁西，包吃住，白班")
    await member.tap("焊工学徒")
    await member.tap("鞍山铁西区")
    await _submit(member, "提交审核")
    await member.tap("下一个：钳工学徒")
    assert "鞍山铁西区" not in (await member.last()).buttons
    await _submit(member, "提交审核")
    async with stage.sessions() as session:
        posted = (await session.exec(select(Opening))).all()
    assert [one.district for one in posted] == ["210303", "210303"]
    assert len({one.deadline for one in posted}) == 1


async def test_the_rest_of_an_advert_can_be_left_and_what_was_handed_in_stays(stage: Stage, member: Phone) -> None:
    await _first_of_several(member)
    await member.tap("其余的先不发")
    assert "照常审核" in (await member.last()).text
    assert (await _opening(stage)).state == ListingState.IN_REVIEW


async def test_text_that_is_no_advert_gets_a_kind_sentence(member: Phone) -> None:
    await member.send("/post")
    await member.send(
        "各位家长好，周五下午三点在学校礼堂开家长会，请准时参加，有事请提前和班主任说一声，谢谢大家的配合和支持。" * 2
    )
    assert "不像招聘广告" in (await member.last()).text
    await member.send("焊工")
    assert "标题" in (await member.last()).text


async def test_doubtful_place_is_asked_with_its_candidates_first(member: Phone) -> None:
    await member.send(
        "招焊工学徒5名，月薪3500-5000元，地点铁西，包住，白班，跟着师傅学下料、打磨和平焊，三个月独立上手"
    )
    assert (await member.last()).buttons[:2] == ["沈阳铁西区", "鞍山铁西区"]


async def test_guided_title_is_checked_at_once(member: Phone) -> None:
    await member.send("/post")
    await member.send("焊工")
    await member.send("焊工学徒，限男性")
    assert "妇女权益保障法" in (await member.last()).text
    await member.tap("全部改好")
    assert "招几个人" in (await member.last()).text


async def test_what_replaces_one_fault_can_be_typed(member: Phone) -> None:
    await member.send("/post 焊工")
    await member.send("焊工学徒，限男性")
    await member.send("男女都行")
    assert "招几个人" in (await member.last()).text


async def test_edited_text_is_checked_too(stage: Stage, member: Phone) -> None:
    await member.send(await _whole(stage))
    await member.tap("补充细节")
    await member.tap("师傅")
    await member.send("刘师傅，只收男徒弟")
    assert "不能这样发" in (await member.last()).text


async def test_advert_may_follow_the_command(member: Phone) -> None:
    await member.send(
        "/post 招焊工学徒5名，月薪3500-5000元，沈阳大东，包住，白班，跟着师傅学下料、打磨和平焊，三个月独立上手"
    )
    assert "读出来了：焊工学徒 · 5 人" in await member.said()


async def test_advert_of_a_stranger_is_not_taken(stage: Stage) -> None:
    stranger = stage.phone(STRANGER)
    await stranger.send("招焊工学徒5名，月薪3500-5000元，沈阳大东，包住，白班")
    assert "读出来了" not in await stranger.said()


async def test_whole_way_in_english(stage: Stage, member: Phone) -> None:
    await member.send("/lang")
    await member.tap("English")
    await member.send(
        "We are hiring 5 welder apprentices in Dadong, Shenyang. Wage 4000-6000 yuan a month. "
        "Meals and dormitory included. "
        "You learn cutting, grinding and flat welding from a master welder."
    )
    assert "Read: " in await member.said()
    await _submit(member, "Hand in for review")
    opening = await _opening(stage)
    assert (opening.state, opening.wage_min, opening.district) == (ListingState.IN_REVIEW, 4000, "210104")


async def test_hazardous_work_is_asked_for_its_protection_and_called_no_offence(stage: Stage, member: Phone) -> None:
    await member.send("招喷漆学徒2名，大连甘井子，工资4500-6000，包吃住，白班，交五险，漆味大没有面罩")
    await member.until("怎么防护")
    assert "不能这样发" not in await member.said()
    await member.tap("补上防护这句")
    await _submit(member, "提交审核")
    assert "提供防护用品" in (await _opening(stage)).description


async def test_an_advert_that_names_another_firm_is_told_to_its_author_and_to_the_reviewer(
    stage: Stage, member: Phone
) -> None:
    await stage.appoint(STAFF)
    officer = stage.phone(STAFF)
    await officer.send("/help")
    await member.send(
        "沈阳示范厂招焊工学徒2名，要求无犯罪记录，限男性，月薪3000-3500，沈阳大东，包住，跟着师傅学下料和平焊"
    )
    assert {"第1处：删掉", "第1处：保留并说明", "第2处：照改"} <= set((await member.last()).buttons)
    await member.tap("全部改好")
    told = "广告里写的是“沈阳示范厂”，发布单位是“北岭样板机械厂1”。"
    await _reach(member, "提交审核")
    assert told in (await member.last()).text
    await member.tap("提交审核")
    await officer.tap("去审核")
    assert told in (await officer.last()).text


async def test_a_deposit_is_gone_from_what_is_handed_in_and_the_pay_stays(stage: Stage, member: Phone) -> None:
    await member.send(
        "急招电焊工学徒8名，沈阳大东，学徒期工资4000-4500，出徒6000-8000，包吃住，押金500元，白班，跟着师傅学平焊立焊"
    )
    told = (await member.last()).text
    assert "押金500元" in told
    assert "出徒6000" not in told
    await member.tap("全部改好")
    await _submit(member, "提交审核")
    published = (await _opening(stage)).description
    assert "押金" not in published
    assert "出徒6000-8000" in published
