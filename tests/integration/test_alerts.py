"""Who asks to be told hears of what is new and fits, once, and of nothing else."""

from datetime import timedelta

from data.db import clock
from data.people.profile import Facts, OccupationFact, PlaceFact
from matching.search.indexing import index_listing
from tests import parties
from tests.stages import Stage

MEMBER, SEEKER = 2431, 1431
WELDER = Facts(
    age=27,
    places=[PlaceFact(code="210106", name="铁西区", city="210100", role="lives")],
    occupations=[OccupationFact(code="6-18-02-04", name="焊工", role="wants")],
)


async def _pass(stage: Stage, days: int) -> None:
    async with stage.sessions() as session, session.begin():
        await clock.advance(session, int(timedelta(days=days, minutes=1).total_seconds()))
    await stage.worker.do_due_work()
    await stage.settle()


async def test_a_new_opening_is_told_once_and_only_while_it_is_wished(stage: Stage) -> None:
    seeker = stage.phone(SEEKER)
    async with stage.sessions() as session, session.begin():
        organisation = await parties.enterprise(session, MEMBER)
        await parties.seeker(session, SEEKER, facts=WELDER)
    await seeker.send("有新的岗位通知我一声")
    assert "每天最多告诉您一次" in (await seeker.last()).text
    await _pass(stage, 1)
    assert "新上的合您条件" not in await seeker.said()
    async with stage.sessions() as session, session.begin():
        opening = await parties.live_opening(session, organisation)
        await index_listing(session, opening)
    await _pass(stage, 1)
    told = await seeker.until("1 个新上的合您条件")
    assert "焊工学徒" in told.text
    await _pass(stage, 1)
    assert (await seeker.said()).count("新上的合您条件") == 1
    await seeker.tap("不用再通知")
    async with stage.sessions() as session, session.begin():
        another = await parties.live_opening(session, organisation, headcount=3)
        await index_listing(session, another)
    await _pass(stage, 2)
    assert (await seeker.said()).count("新上的合您条件") == 1
