"""A member changes a live opening in plain words: the card as it would be, one tap, and nothing before it."""

import pytest
from sqlmodel import select

from data.listings.openings import Opening
from data.organisations.service import Organisation
from data.people import accounts
from data.vocabulary import ListingState, Role
from tests import forged, parties
from tests.phones import Phone
from tests.stages import Stage

MEMBER, STRANGER = 2521, 2522


@pytest.fixture
async def hiring(stage: Stage) -> tuple[Stage, Phone]:
    """An enterprise with one live opening of two places, and its member in the chat."""
    member = stage.phone(MEMBER)
    async with stage.sessions() as session, session.begin():
        await parties.live_opening(session, await parties.enterprise(session, MEMBER), social_insurance=True)
        account = await accounts.get_or_create(session, MEMBER)
        account.role = Role.MEMBER
    await member.send("/help")
    return stage, member


async def _opening(stage: Stage) -> Opening:
    async with stage.sessions() as session:
        return (await session.exec(select(Opening))).one()


async def test_the_figure_in_the_words_is_on_the_card_and_counts_after_a_tap(hiring: tuple[Stage, Phone]) -> None:
    stage, member = hiring
    await member.send("招的人数改成5个")
    assert (await _opening(stage)).headcount == 2
    assert "5" in (await member.last()).text
    await member.tap("提交审核")
    assert (await _opening(stage)).headcount == 5


async def test_one_number_may_be_more_or_all(hiring: tuple[Stage, Phone]) -> None:
    stage, member = hiring
    await member.send("焊工学徒的名额改2个")
    asked = await member.last()
    assert asked.buttons[:2] == ["招 4 人", "招 2 人"]
    await member.tap("招 4 人")
    await member.tap("提交审核")
    assert (await _opening(stage)).headcount == 4


async def test_the_number_that_places_are_changed_to_needs_no_question(hiring: tuple[Stage, Phone]) -> None:
    stage, member = hiring
    await member.send("人数改成1个")
    await member.tap("提交审核")
    assert (await _opening(stage)).headcount == 1


async def test_the_lesser_number_is_what_its_button_says(hiring: tuple[Stage, Phone]) -> None:
    stage, member = hiring
    opening = await _opening(stage)
    await forged.press(stage, MEMBER, f"member.set_places:{opening.id}:1")
    await member.until("没问题就提交")
    await member.tap("提交审核")
    assert (await _opening(stage)).headcount == 1


async def test_a_wage_in_words_is_read(hiring: tuple[Stage, Phone]) -> None:
    stage, member = hiring
    await member.send("工资改成四千四到五千二")
    await member.tap("提交审核")
    opening = await _opening(stage)
    assert (opening.wage_min, opening.wage_max) == (4400, 5200)


async def test_a_button_of_somebody_else_changes_nothing(hiring: tuple[Stage, Phone]) -> None:
    stage, _ = hiring
    await stage.phone(STRANGER).send("/help")
    opening = await _opening(stage)
    for number in ("5", "99999", "x", ""):
        await forged.press(stage, STRANGER, f"member.set_places:{opening.id}:{number}")
        await forged.press(stage, MEMBER, f"member.set_places:{opening.id}:0")
    await stage.settle()
    assert (await _opening(stage)).headcount == 2


async def test_what_is_plainly_asked_for_beside_a_form_is_done_and_the_form_waits(hiring: tuple[Stage, Phone]) -> None:
    stage, member = hiring
    await member.send("/post")
    await member.send("谁报名了，给我看看")
    assert "报名" in await member.said()
    assert "招什么工种" in (await member.last()).text
    assert (await _opening(stage)).state is ListingState.LIVE


async def test_of_two_openings_the_one_that_is_picked_changes_as_was_said(hiring: tuple[Stage, Phone]) -> None:
    stage, member = hiring
    async with stage.sessions() as session, session.begin():
        organisation = await session.get_one(Organisation, (await _opening(stage)).organisation_id)
        await parties.live_opening(session, organisation, id="o-second", title="仓库管理学徒")
    await member.send("工资改成四千四到五千二")
    await member.tap("仓库管理学徒")
    await member.tap("提交审核")
    async with stage.sessions() as session:
        wages = {one.title: one.wage_min for one in (await session.exec(select(Opening))).all()}
    assert wages["仓库管理学徒"] == 4400
    assert len(set(wages.values())) == 2


async def test_a_request_for_a_new_opening_says_already_what_it_says(hiring: tuple[Stage, Phone]) -> None:
    _, member = hiring
    await member.send("再给我挂个招人的，找个会炒菜的，四千五到六千，包吃住")
    said = await member.said()
    assert "4500–6000" in said
    assert "包吃住" in said
    assert "招什么工种" not in said


@pytest.fixture
async def hiring_two(hiring: tuple[Stage, Phone]) -> tuple[Stage, Phone]:
    """The same with a second live opening, for fitters."""
    stage, member = hiring
    async with stage.sessions() as session, session.begin():
        organisation = (await session.exec(select(Organisation))).one()
        await parties.live_opening(session, organisation, headcount=3, title="钳工学徒", social_insurance=True)
    return stage, member


async def test_where_two_may_be_meant_the_question_says_what_would_change(hiring_two: tuple[Stage, Phone]) -> None:
    _, member = hiring_two
    await member.send("招的人数改成5个")
    asked = await member.last()
    assert "人数改成5个" in asked.text
    assert set(asked.buttons) == {"焊工学徒", "钳工学徒"}


async def test_a_change_that_names_none_is_of_the_opening_that_was_looked_at(hiring_two: tuple[Stage, Phone]) -> None:
    stage, member = hiring_two
    await member.send("请核对一下钳工学徒的合同期")
    await member.send("招的人数改成6个")
    await member.tap("提交审核")
    async with stage.sessions() as session:
        found = {one.title: one.headcount for one in (await session.exec(select(Opening))).all()}
    assert found == {"焊工学徒": 2, "钳工学徒": 6}


async def test_what_stands_in_an_opening_is_told_to_who_posted_it(hiring_two: tuple[Stage, Phone]) -> None:
    _, member = hiring_two
    await member.send("那个钳工学徒现在写的工资是多少")
    assert "4000" in (await member.last()).text
    await member.send("管不管住写的啥")  # of the same one
    assert "钳工学徒" in (await member.last()).text
    assert "包住" in (await member.last()).text
    await member.send("发工资的日子写的几号")
    assert "没写" in (await member.last()).text


async def test_a_line_that_the_law_forbids_is_answered_with_the_rule(hiring_two: tuple[Stage, Phone]) -> None:
    _, member = hiring_two
    await member.send("钳工学徒那条加一句，只要男的")
    assert "《妇女权益保障法》" in (await member.last()).text


async def test_no_form_begins_of_words_that_may_be_about_what_is_posted(hiring_two: tuple[Stage, Phone]) -> None:
    _, member = hiring_two
    await member.send("我想再发一个焊工")
    asked = await member.last()
    assert "焊工学徒" in asked.buttons
    await member.tap("发学徒岗位")
    assert "6-18-02-04" not in await member.said()
    assert "焊工" in await member.said()


async def test_a_number_that_no_wage_has_is_one_of_places(hiring_two: tuple[Stage, Phone]) -> None:
    stage, member = hiring_two
    await member.send("钳工学徒那个岗位人数改成20")
    await member.tap("提交审核")
    async with stage.sessions() as session:
        found = {one.title: one.headcount for one in (await session.exec(select(Opening))).all()}
    assert found["钳工学徒"] == 20


async def test_who_is_not_understood_sees_what_is_posted(hiring_two: tuple[Stage, Phone]) -> None:
    _, member = hiring_two
    await member.send("嗯那啥咕噜咕噜的那个")
    assert "没听明白" in await member.said()
    assert "1. 钳工学徒" in "".join((await member.last()).buttons) or "1. 焊工学徒" in "".join(
        (await member.last()).buttons
    )


@pytest.mark.parametrize("said", ["钳工学徒的日薪改成200元", "钳工学徒时薪改成25", "钳工学徒工资改成一天180"])
async def test_pay_by_the_day_or_hour_is_no_number_of_places(hiring_two: tuple[Stage, Phone], said: str) -> None:
    _, member = hiring_two
    await member.send(said)
    shown = (await member.last()).text
    assert not any(f"{number} 个名额" in shown or f"招 {number} 人" in shown for number in (200, 25, 180))
    assert "工资" in shown


async def test_what_may_stand_with_a_reason_is_told_and_goes_on(hiring_two: tuple[Stage, Phone]) -> None:
    _, member = hiring_two
    await member.send("钳工学徒那条加一句，45岁以下")
    assert "正当理由" in await member.said()
    assert "第1处：保留并说明" in (await member.last()).buttons
    await member.tap("第1处：保留并说明")
    await member.send("这个工种有高温作业，按规定超过四十五岁的不上炉台")
    assert "钳工学徒" in (await member.last()).text


async def test_who_has_not_registered_hears_the_law_too(stage: Stage) -> None:
    async with stage.sessions() as session, session.begin():
        (await accounts.get_or_create(session, STRANGER)).role = Role.MEMBER
    boss = stage.phone(STRANGER)
    await boss.send("试用期最长能写多久")
    assert "《劳动合同法》" in (await boss.last()).text
