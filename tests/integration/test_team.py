"""The people of an organisation: let in by link or by asking, removed, handed over to, gone."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from data.db import clock
from data.listings.openings import Opening
from data.organisations import membership
from data.organisations import service as organisations
from data.organisations.service import Membership, Organisation
from data.vocabulary import MemberRole, Role
from tests import forged, parties
from tests.phones import Phone
from tests.stages import Stage

ADMIN, COLLEAGUE, STRANGER, STAFF = 2201, 2202, 2203, 3201


@pytest.fixture
async def boss(stage: Stage) -> Phone:
    """The phone of the admin of a verified enterprise."""
    phone = stage.phone(ADMIN)
    await phone.send("/help")
    async with stage.sessions() as session, session.begin():
        await parties.enterprise(session, ADMIN)
        (await parties.account(session, ADMIN)).role = Role.MEMBER
    return phone


async def _link(boss: Phone) -> str:
    """The start parameter of a fresh invitation."""
    await boss.send("/team")
    await boss.tap("邀请同事")
    found = re.search(r"start=(team-[\w-]+)", (await boss.last()).text)
    assert found is not None
    return found.group(1)


async def _come_in(stage: Stage, boss: Phone, user: int = COLLEAGUE, name: str = "小李") -> Phone:
    """A colleague who came in by a link."""
    phone = stage.phone(user)
    await phone.send(f"/start {await _link(boss)}")
    await phone.send(name)
    return phone


async def _roles(stage: Stage) -> dict[str, MemberRole]:
    async with stage.sessions() as session:
        return {one.name: one.role for one in (await session.exec(select(Membership))).all()}


async def test_a_colleague_comes_in_by_a_link_under_the_name_they_gave(stage: Stage, boss: Phone) -> None:
    colleague = await _come_in(stage, boss)
    assert "您现在可以代表" in await colleague.said()
    assert "小李 用您的邀请加入了" in await boss.said()
    await boss.send("/team")
    shown = (await boss.last()).text
    assert "王姐，管理员（您）" in shown
    assert "小李，经办人" in shown
    assert "测试" not in shown


async def test_a_link_lets_one_person_in(stage: Stage, boss: Phone) -> None:
    link = await _link(boss)
    for user, name in ((COLLEAGUE, "小李"), (STRANGER, "小张")):
        await stage.phone(user).send(f"/start {link}")
        await stage.phone(user).send(name)
    assert "已经有人用过" in await stage.phone(STRANGER).said()
    assert set(await _roles(stage)) == {"王姐", "小李"}


async def test_a_link_runs_out_after_seven_days(stage: Stage, boss: Phone) -> None:
    link = await _link(boss)
    async with stage.sessions() as session, session.begin():
        await clock.advance(session, int(timedelta(days=7, minutes=1).total_seconds()))
    await stage.phone(COLLEAGUE).send(f"/start {link}")
    assert "过期了" in (await stage.phone(COLLEAGUE).last()).text


async def test_a_withdrawn_link_lets_nobody_in_not_even_who_has_opened_it(stage: Stage, boss: Phone) -> None:
    link, colleague = await _link(boss), stage.phone(COLLEAGUE)
    await colleague.send(f"/start {link}")
    await boss.tap("撤回这个邀请")
    await colleague.send("小李")
    assert "已经撤回" in (await colleague.last()).text
    assert set(await _roles(stage)) == {"王姐"}


async def test_ones_own_link_is_not_used_up(stage: Stage, boss: Phone) -> None:
    link = await _link(boss)
    await boss.send(f"/start {link}")
    assert "转给要来的同事" in (await boss.last()).text
    await stage.phone(COLLEAGUE).send(f"/start {link}")
    assert "怎么称呼您" in (await stage.phone(COLLEAGUE).last()).text


async def test_a_made_up_link_is_refused_in_one_sentence(stage: Stage) -> None:
    await stage.phone(STRANGER).send("/start team-abc")
    assert "邀请链接不对" in (await stage.phone(STRANGER).last()).text


async def test_who_registers_the_same_code_asks_the_admins_and_is_let_in(stage: Stage, boss: Phone) -> None:
    colleague = stage.phone(COLLEAGUE)
    for words in ("/join", "北岭样板机械厂", parties.credit_code()):
        await colleague.send(words)
    await colleague.tap("请管理员让我加入")
    await colleague.send("小李")
    assert "小李 想加入" in await boss.said()
    await boss.tap("让他进")
    assert "现在可以代表" in await colleague.said()
    assert (await _roles(stage))["小李"] == MemberRole.CLERK


async def test_who_is_turned_away_hears_it_and_cannot_pester(stage: Stage, boss: Phone) -> None:
    stranger = stage.phone(STRANGER)
    async with stage.sessions() as session:
        number = (await session.exec(select(Organisation.id))).one()
    await stranger.send("/help")
    await forged.press(stage, STRANGER, f"team.ask:{number}")
    await stranger.send("小张")
    await boss.tap("不让")
    await stage.settle()
    assert "没有同意" in await stranger.said()
    await forged.press(stage, STRANGER, f"team.ask:{number}")
    await stage.settle()
    assert "不用再发" in (await stranger.last()).text


async def test_where_nobody_acts_for_an_organisation_staff_let_the_first_in_as_admin(stage: Stage) -> None:
    await stage.appoint(STAFF)
    officer, colleague = stage.phone(STAFF), stage.phone(COLLEAGUE)
    await officer.send("/help")
    async with stage.sessions() as session, session.begin():
        await parties.enterprise(session, ADMIN)
        await session.delete((await session.exec(select(Membership))).one())
    for words in ("/join", "北岭样板机械厂", parties.credit_code()):
        await colleague.send(words)
    await colleague.tap("请管理员让我加入")
    await colleague.send("小李")
    await officer.tap("让他进")
    assert await _roles(stage) == {"小李": MemberRole.ADMIN}


async def test_a_member_removed_while_typing_hears_it_once_and_nothing_is_applied(stage: Stage, boss: Phone) -> None:
    colleague = await _come_in(stage, boss)
    await colleague.send("/post")
    await colleague.send("焊工")
    await boss.send("/team")
    await boss.tap("小李")
    await boss.tap("移出")
    await boss.tap("确定移出")
    assert (await colleague.said()).count("刚才没填完的没有保存") == 1
    await colleague.tap("焊工学徒")
    assert "过时" in (await colleague.last()).text
    await colleague.send("/post")
    assert "要先登记单位" in (await colleague.last()).text
    async with stage.sessions() as session:
        assert (await session.exec(select(Opening))).all() == []


async def test_buttons_in_old_messages_refuse_who_was_removed(stage: Stage, boss: Phone) -> None:
    colleague = await _come_in(stage, boss)
    async with stage.sessions() as session, session.begin():
        organisation = (await session.exec(select(Organisation))).one()
        opening = await parties.live_opening(session, organisation)
        await parties.application(session, STRANGER, opening)
        title = opening.title
    await colleague.send("/openings")
    await colleague.tap("1.")
    async with stage.sessions() as session, session.begin():
        by = await parties.account_id(session, ADMIN)
        person = await parties.account_id(session, COLLEAGUE)
        await membership.remove_member(session, organisation.id or 0, person, by=by)
    await colleague.tap("暂停报名")
    assert "需要相应的身份" in (await colleague.last()).text
    async with stage.sessions() as session:
        assert (await session.exec(select(Opening.state).where(Opening.title == title))).one() == "live"


async def test_the_last_admin_hands_over_before_leaving(stage: Stage, boss: Phone) -> None:
    await _come_in(stage, boss)
    await boss.send("/team")
    await boss.tap("退出")
    assert "唯一的管理员" in (await boss.last()).text
    await boss.send("/team")
    await boss.tap("小李")
    await boss.tap("把管理员交给")
    await boss.send("/team")
    await boss.tap("退出")
    await boss.tap("确定退出")
    assert "您已退出" in await boss.said()
    assert await _roles(stage) == {"小李": MemberRole.ADMIN}
    assert "王姐 退出了" in await stage.phone(COLLEAGUE).said()


async def test_what_only_admins_may_do_refuses_a_clerk(stage: Stage, boss: Phone) -> None:
    colleague = await _come_in(stage, boss)
    async with stage.sessions() as session:
        number = (await session.exec(select(Organisation.id))).one()
        admin = await parties.account_id(session, ADMIN)
    for act in (f"invite:{number}", f"remove_yes:{number}:{admin}", f"appoint:{number}:{admin}"):
        await forged.press(stage, COLLEAGUE, f"team.{act}")
    await stage.settle()
    assert (await colleague.said()).count("要管理员来办") == 3
    assert (await _roles(stage))["王姐"] == MemberRole.ADMIN


async def test_a_provider_is_told_kindly_that_it_posts_no_openings(stage: Stage) -> None:
    phone = stage.phone(ADMIN)
    await phone.send("/help")
    async with stage.sessions() as session, session.begin():
        await parties.enterprise(session, ADMIN, kinds=("provider", "assessor"))
    await phone.send("/post")
    assert "没有登记为企业" in (await phone.last()).text


async def test_kinds_are_ticked_by_taps_or_said_in_words(stage: Stage) -> None:
    phone = stage.phone(ADMIN)
    for words in ("/join", "北岭样板机械厂", parties.credit_code()):
        await phone.send(words)
    await phone.tap("培训机构")
    await phone.tap("就这些")
    await phone.tap("沈阳")
    await phone.tap("铁西区")
    for words in ("024 8123 4567", "王姐"):
        await phone.send(words)
    await phone.tap("跳过")
    assert "类别：企业、培训机构" in (await phone.last()).text or "类别：企业，培训机构" in (await phone.last()).text
    await phone.tap("提交核验")
    async with stage.sessions() as session:
        assert (await session.exec(select(Organisation.kinds))).one() == ["enterprise", "provider"]


@pytest.mark.live
async def test_two_admins_leaving_at_once_leave_one_behind(stage: Stage, boss: Phone) -> None:
    colleague = await _come_in(stage, boss)
    await boss.send("/team")
    await boss.tap("小李")
    await boss.tap("也设为管理员")
    async with stage.sessions() as session:
        number = (await session.exec(select(Organisation.id))).one()
    await forged.press_at_once(stage, {ADMIN: f"team.leave_yes:{number}", COLLEAGUE: f"team.leave_yes:{number}"})
    await stage.settle()
    async with stage.sessions() as session:
        assert len(await organisations.list_admin_ids(session, number or 0)) == 1
    assert ("唯一的管理员" in await boss.said()) != ("唯一的管理员" in await colleague.said())


async def test_english_reads_as_complete(stage: Stage) -> None:
    phone = stage.phone(ADMIN, "en")
    await phone.send("/start")
    async with stage.sessions() as session, session.begin():
        await parties.enterprise(session, ADMIN)
    await phone.send("/team")
    assert "Who acts for it" in (await phone.last()).text
    await phone.tap("Invite a colleague")
    assert "Tap this link" in (await phone.last()).text
