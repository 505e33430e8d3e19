"""Staff come in by a link that works once; figures hide small cells."""

from data import stats
from data.staff import members
from data.vocabulary import StaffRole
from tests import parties
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
