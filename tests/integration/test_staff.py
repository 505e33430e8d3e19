"""Staff come in by a link that works once; figures hide small cells."""

from datetime import timedelta

from sqlmodel import select

from data import stats
from data.applications import service as applications
from data.db import clock
from data.listings.openings import Opening
from data.organisations.service import Organisation
from data.staff import members
from data.vocabulary import ListingState, Role, StaffRole
from tests import forged, parties
from tests.phones import Phone
from tests.stages import Stage

OWNER, SECOND = 3401, 3402


async def test_invitation_works_once(stage: Stage) -> None:
    async with stage.sessions() as session, session.begin():
        token = await members.create_invitation(session, StaffRole.OWNER)
    first, second = stage.phone(OWNER), stage.phone(SECOND)
    await first.send(f"/start staff-{token}")
    assert "工作人员（管理员）" in await first.said()
    await second.send(f"/start staff-{token}")
    assert "已经用过" in (await second.last()).text
    await second.send("/stats")
    assert "身份" in (await second.last()).text


async def test_stats_hide_cities_with_few_people(stage: Stage) -> None:
    await stage.appoint(OWNER, StaffRole.ANALYST)
    async with stage.sessions() as session, session.begin():
        for number in range(12):
            await parties.seeker(session, 60_000 + number, city="210100")
        await parties.seeker(session, 60_100, city="210200")
        assert (await stats.figures(session))["seekers_by_city"] == {"210100": 12, "210200": None}
    officer = stage.phone(OWNER)
    await officer.send("/stats")
    said = (await officer.last()).text
    assert "求职者：13 人" in said
    assert "沈阳 12，大连 <10" in said


async def test_figures_say_what_came_this_month_also_to_who_would_have_a_file(stage: Stage) -> None:
    await stage.appoint(OWNER, StaffRole.ANALYST)
    async with stage.sessions() as session, session.begin():
        (await parties.account(session, OWNER)).role = Role.STAFF
        opening = await parties.live_opening(session, await parties.enterprise(session, SECOND))
        today = await clock.now(session)
        for number, at in enumerate((today, today - timedelta(days=40))):
            person = await parties.seeker(session, 60_000 + number)
            made = await applications.apply(session, person, opening.id, phone=None)
            made.created_at = at
            session.add(made)
    officer = stage.phone(OWNER)
    await officer.send("报名的人数给我导出个表，报表上要填")
    assert "命令行" in officer.answer[0].text
    assert "本月新报名：岗位 1 次，培训 0 次" in officer.answer[-1].text


async def _blocked(stage: Stage) -> Opening:
    """An opening in review whose words the law forbids, as a file may bring it."""
    async with stage.sessions() as session, session.begin():
        organisation = await parties.enterprise(session, SECOND)
        return await parties.live_opening(
            session,
            organisation,
            state=ListingState.IN_REVIEW,
            description="学平焊，入职先交押金五百元，限男性。",
        )


async def test_a_blocked_listing_goes_live_only_with_a_reason_and_a_second_tap(stage: Stage) -> None:
    await stage.appoint(OWNER)
    opening = await _blocked(stage)
    officer = stage.phone(OWNER)
    await officer.send("/review")
    await officer.tap("通过")
    assert "法律检查拦下" in (await officer.last()).text
    assert await _state(stage, opening) is ListingState.IN_REVIEW
    await officer.send("押金是车钥匙的，已核实当天退还")
    assert await _state(stage, opening) is ListingState.IN_REVIEW
    await officer.tap("确定放行")
    assert await _state(stage, opening) is ListingState.LIVE
    async with stage.sessions() as session:
        doubts = (await session.get_one(Opening, opening.id)).doubts
    assert {doubt["overruled"] for doubt in doubts} == {"押金是车钥匙的，已核实当天退还"}


async def test_nobody_else_lets_a_blocked_listing_through(stage: Stage) -> None:
    await stage.appoint(OWNER, StaffRole.ANALYST)
    opening = await _blocked(stage)
    await stage.phone(OWNER).send("/help")
    await forged.press(stage, OWNER, f"staff.opening_yes:{opening.id}:{opening.version}")
    await stage.settle()
    assert await _state(stage, opening) is ListingState.IN_REVIEW


async def _state(stage: Stage, opening: Opening) -> ListingState:
    async with stage.sessions() as session:
        return (await session.get_one(Opening, opening.id)).state


async def test_one_organisation_is_looked_up_by_its_name(stage: Stage) -> None:
    await stage.appoint(OWNER)
    await _blocked(stage)
    async with stage.sessions() as session:
        name = (await session.exec(select(Organisation))).one().name
        async with session.begin_nested():
            (await parties.account(session, OWNER)).role = Role.STAFF
        await session.commit()
    officer = stage.phone(OWNER)
    await officer.send("/help")
    await officer.send(f"查一下{name}这家单位")
    said = (await officer.last()).text
    assert name in said
    assert "待审 1 条" in said


async def _at_work(stage: Stage) -> Phone:
    await stage.appoint(OWNER)
    async with stage.sessions() as session, session.begin():
        (await parties.account(session, OWNER)).role = Role.STAFF
    return stage.phone(OWNER)


async def test_staff_who_quote_forbidden_words_hear_the_rule(stage: Stage) -> None:
    officer = await _at_work(stage)
    await officer.send("他们写的“男士优先”要不要退")
    assert "《妇女权益保障法》" in await officer.said()


async def test_no_announcement_begins_of_words_that_may_not_want_one(stage: Stage) -> None:
    officer = await _at_work(stage)
    await officer.send("把这个消息告诉他们")
    assert "写通知" in (await officer.last()).buttons
    await officer.tap("写通知")
    assert "最多 3500 字" in (await officer.last()).text
