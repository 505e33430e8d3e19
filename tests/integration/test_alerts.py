"""Who asks to be told hears of what is new and fits, once, by day, and not too much; and of what would bring more."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from data.db import clock
from data.listings.openings import Opening
from data.organisations.service import Organisation
from data.people import seekers
from data.people.profile import Facts, OccupationFact, PlaceFact
from data.vocabulary import CertificateKind, Constraint, Shift
from tests import clocks, forged, parties, teaching
from tests.phones import Phone
from tests.stages import Stage

MEMBER, SEEKER, OTHER = 2431, 1431, 2432
NEW, NOTHING = "新上的合您条件：", "这一周没有新上的"
WELDER = Facts(
    age=27,
    places=[PlaceFact(code="210106", name="铁西区", city="210100", role="lives")],
    occupations=[OccupationFact(code="6-18-02-04", name="焊工", role="wants")],
)
BY_DAY_ONLY = WELDER.model_copy(update={"constraints": [Constraint.NO_NIGHT]})


@pytest.fixture
async def seeker(stage: Stage) -> Phone:
    """A welder who asked to be told, at noon; there is an enterprise and no opening."""
    phone = stage.phone(SEEKER)
    async with stage.sessions() as session, session.begin():
        await parties.enterprise(session, MEMBER)
        await parties.seeker(session, SEEKER, facts=WELDER)
    await clocks.until(stage, 12)
    await phone.send("有新的岗位通知我一声")
    assert "每天最多告诉您一次" in (await phone.last()).text
    return phone


async def _post(stage: Stage, headcount: int, **more: Any) -> Opening:
    async with stage.sessions() as session, session.begin():
        organisation = (await session.exec(select(Organisation).order_by(col(Organisation.id)))).first()
        assert organisation is not None
        later = await clock.today(session) + timedelta(days=90)
        return await parties.live_opening(session, organisation, headcount=headcount, deadline=later, **more)


async def _count(phone: Phone, words: str) -> int:
    return (await phone.said()).count(words)


async def test_a_new_opening_is_told_once_and_only_while_it_is_wished(stage: Stage, seeker: Phone) -> None:
    await clocks.pass_time(stage, days=1.1)
    assert await _count(seeker, NEW) == 0
    await _post(stage, 2)
    await clocks.pass_time(stage, days=1)
    told = await seeker.until("1 个" + NEW)
    assert "焊工学徒" in told.text
    await clocks.pass_time(stage, days=1)
    assert await _count(seeker, NEW) == 1
    await seeker.tap("不用再通知")
    await _post(stage, 3)
    await clocks.pass_time(stage, days=2)
    assert await _count(seeker, NEW) == 1


async def test_a_listing_that_was_paused_is_no_news_again(stage: Stage, seeker: Phone) -> None:
    opening = await _post(stage, 2)
    await clocks.pass_time(stage, days=1.1)
    assert await _count(seeker, NEW) == 1
    async with stage.sessions() as session, session.begin():
        (await session.get_one(Opening, opening.id)).live_at = await clock.now(session)
    await clocks.pass_time(stage, days=1.1)
    assert await _count(seeker, NEW) == 1


async def test_at_once_is_at_once_by_day_and_in_the_morning_by_night(stage: Stage, seeker: Phone) -> None:
    await seeker.tap("马上")
    assert "马上告诉您" in (await seeker.last()).text
    await _post(stage, 2)
    await clocks.work(stage)
    assert await _count(seeker, NEW) == 1
    await clocks.until(stage, 21)
    await _post(stage, 3)
    await clocks.until(stage, 7, 58)
    assert await _count(seeker, NEW) == 1
    await clocks.until(stage, 8)
    assert await _count(seeker, NEW) == 2
    await seeker.tap("多久通知一次")
    assert "现在：马上" in (await seeker.last()).text
    await seeker.tap("每周一次")
    await _post(stage, 4)
    await clocks.pass_time(stage, days=3)
    assert await _count(seeker, NEW) == 2


async def test_a_week_has_room_for_four_and_what_is_left_comes_later(stage: Stage, seeker: Phone) -> None:
    await seeker.tap("马上")
    for headcount in range(2, 8):
        await _post(stage, headcount)
        await clocks.pass_time(stage, hours=1)
    assert await _count(seeker, NEW) == 4
    await clocks.pass_time(stage, days=7)
    assert await _count(seeker, NEW) == 5
    assert "2 个" + NEW in await seeker.said()


async def test_nobody_is_signed_up_by_a_forged_button(stage: Stage) -> None:
    stranger = stage.phone(SEEKER)
    await stranger.send("/help")
    await forged.press(stage, SEEKER, "seek.alerts:at_once")
    await stage.settle()
    assert "马上告诉您" not in await stranger.said()
    await forged.press(stage, SEEKER, "seek.alerts:off")
    await stage.settle()
    assert "不再主动通知" in await stranger.said()


async def test_who_heard_nothing_for_a_week_hears_what_would_change_that_and_a_tap_does_it(
    stage: Stage, seeker: Phone
) -> None:
    async with stage.sessions() as session, session.begin():
        await seekers.save_facts(session, await parties.account_id(session, SEEKER), BY_DAY_ONLY)
    await _post(stage, 2, night_shift=True, shift=Shift.THREE)
    await _post(stage, 3, city="210400", district="210402", title="抚顺焊工学徒")
    await clocks.pass_time(stage, days=6.9)
    assert await _count(seeker, NOTHING) == 0
    await clocks.pass_time(stage, days=0.3)
    told = await seeker.until(NOTHING)
    assert "夜班也行：多 1 个" in told.text
    assert "抚顺新抚区也去：多 1 个" in told.text
    await seeker.tap("夜班也行")
    assert "照您说的改了" in await seeker.said()
    async with stage.sessions() as session:
        facts = await seekers.facts_of(session, await parties.account_id(session, SEEKER))
    assert Constraint.NO_NIGHT not in facts.constraints
    await clocks.pass_time(stage, days=26)
    assert await _count(seeker, NOTHING) == 0  # the tap rewrote it, and no other came
    await clocks.pass_time(stage, days=3)
    assert await _count(seeker, NOTHING) == 1


async def test_a_course_first_less_pay_and_work_of_before_are_ways_too(stage: Stage, seeker: Phone) -> None:
    did = OccupationFact(code="6-18-01-01", name="车工", role="did", years=3)
    known = WELDER.model_copy(update={"wage_min": 4800, "occupations": [*WELDER.occupations, did], "certificates": []})
    async with stage.sessions() as session, session.begin():
        await seekers.save_facts(session, await parties.account_id(session, SEEKER), known)
        provider = await teaching.provider(session, OTHER)
        permit, before = CertificateKind.OPERATION_PERMIT, await clock.now(session) - timedelta(hours=1)
        await teaching.live_course(session, provider, certificate_kind=permit, grade_target=None, live_at=before)
    await _post(stage, 2, wage_min=6000, wage_max=6000, certificates_required=["operation_permit:6-18-02-04:"])
    await _post(stage, 3, wage_min=4000, wage_max=4600)
    await _post(stage, 4, wage_min=5000, wage_max=5200, occupation_code="6-18-01-01", title="车工学徒")
    await clocks.pass_time(stage, days=7.1)
    told = await seeker.until(NOTHING)
    assert "4600元也行：多 1 个" in told.text
    assert "车工也看看：多 1 个" in told.text
    assert "先学“焊工培训班”：多 1 个" in told.text
    await seeker.tap("先学“焊工培训班”")
    assert "焊工培训班" in (await seeker.last()).text


async def test_who_heard_of_something_is_not_told_what_would_bring_more(stage: Stage, seeker: Phone) -> None:
    await _post(stage, 3, city="210400", district="210402", title="抚顺焊工学徒")
    await clocks.pass_time(stage, days=5)
    await _post(stage, 2)
    await clocks.pass_time(stage, days=1)
    assert await _count(seeker, NEW) == 1
    await clocks.pass_time(stage, days=5)
    assert await _count(seeker, NOTHING) == 0


async def test_such_suggestions_can_be_stopped_and_had_again(stage: Stage, seeker: Phone) -> None:
    await _post(stage, 3, city="210400", district="210402", title="抚顺焊工学徒")
    await clocks.pass_time(stage, days=7.1)
    assert await _count(seeker, NOTHING) == 1
    await seeker.tap("这种建议不用了")
    await clocks.pass_time(stage, days=40)
    assert await _count(seeker, NOTHING) == 1
    await seeker.tap("怎么能多些")
    await clocks.pass_time(stage, days=1)
    assert await _count(seeker, NOTHING) == 2
