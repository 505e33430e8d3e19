"""Applicants who took a place elsewhere, stopped the bot or deleted their data: a clear sentence on every side."""

from datetime import timedelta

import pytest
from sqlmodel import col, select

from bot.notices.applications import announce_offer, announce_talking
from data.applications import contracts, offers
from data.applications import service as applications
from data.applications.models import Application, ApplicationQuestion, Interview
from data.db import clock
from data.people import accounts
from data.vocabulary import ApplicationState as State
from data.vocabulary import ApprenticeshipPaper
from tests import forged, parties
from tests.phones import Phone
from tests.stages import Stage

MEMBER, RIVAL, SEEKER = 2701, 2702, 1701
Two = tuple[Stage, Phone, Phone, Phone, Application, Application]


@pytest.fixture
async def offered(stage: Stage) -> Two:
    """A seeker has an offer of one enterprise and talks to another."""
    phones = stage.phone(MEMBER), stage.phone(RIVAL), stage.phone(SEEKER)
    for phone in phones:
        await phone.send("/help")
    async with stage.sessions() as session, session.begin():
        first = await parties.live_opening(session, await parties.enterprise(session, MEMBER))
        second = await parties.live_opening(
            session, await parties.enterprise(session, RIVAL, number=2), title="铆工学徒"
        )
        one = await parties.offered(session, SEEKER, first, MEMBER)
        other = await applications.apply(session, one.account_id or 0, second.id, phone="13800138000")
        by = await parties.account_id(session, RIVAL)
        await announce_talking(session, await applications.accept(session, other.id or 0, member=by))
        await announce_offer(session, one)
    return stage, *phones, one, other


async def _states(stage: Stage) -> list[State]:
    async with stage.sessions() as session:
        return list((await session.exec(select(Application.state).order_by(col(Application.id)))).all())


async def test_one_tap_takes_the_other_applications_back_and_their_side_hears_why(offered: Two) -> None:
    stage, _, rival, seeker, _, other = offered
    await seeker.until("录用您了")
    await seeker.tap("接受")
    assert "还有 1 个报名在办" in (await seeker.last()).text
    await seeker.tap("都退了")
    told = await rival.until("已在别处定下来了")
    assert other.code in told.text
    assert await _states(stage) == [State.SIGNED, State.WITHDRAWN]


async def test_kept_applications_go_on_but_no_second_place_is_taken(offered: Two) -> None:
    stage, _, rival, seeker, _, other = offered
    await seeker.until("录用您了")
    await seeker.tap("接受")
    await seeker.tap("先留着")
    await rival.until("可以联系了")
    await parties.offer_by_phone(rival)
    await seeker.until("铆工学徒")
    await forged.press(stage, SEEKER, f"seek.sign:{other.id}")
    await seeker.until("一个人同时只能定一家")
    assert await _states(stage) == [State.SIGNED, State.OFFERED]


async def test_nobody_leaves_others_without_a_place_of_their_own(offered: Two) -> None:
    stage, *_ = offered
    await forged.press(stage, SEEKER, "seek.leave_others")
    assert await _states(stage) == [State.OFFERED, State.TALKING]


async def test_an_offer_to_somebody_who_stopped_the_bot_says_so_and_gives_the_number(offered: Two) -> None:
    stage, _, rival, seeker, _, _ = offered
    await seeker.block()
    await stage.settle()
    await rival.until("可以联系了")
    await parties.offer_by_phone(rival)
    warned = await rival.until("停用了机器人")
    assert "13800138000" in warned.text


async def test_who_deletes_everything_leaves_no_words_and_no_meeting_behind(offered: Two) -> None:
    stage, _, rival, seeker, _, other = offered
    async with stage.sessions() as session, session.begin():
        moment = (await clock.now(session)) + timedelta(days=1)
        session.add(
            Interview(
                application_id=other.id or 0,
                account_id=other.account_id or 0,
                at=moment,
                place="厂门口",
                arranged_at=moment,
            )
        )
        session.add(
            ApplicationQuestion(
                application_id=other.id or 0, account_id=other.account_id or 0, said="会看图吗", asked_at=moment
            )
        )
    await seeker.send("/mydata")
    await seeker.tap("全部删除")
    await seeker.tap("确定")
    await rival.until("求职者已退出")
    assert await _states(stage) == [State.WITHDRAWN, State.WITHDRAWN]
    async with stage.sessions() as session:
        assert (await session.exec(select(Interview))).all() == []
        assert (await session.exec(select(ApplicationQuestion))).all() == []
        assert await accounts.by_telegram_id(session, SEEKER) is None
    for act in ("member.offer", "member.meet", "member.yes", "member.ask", "relay.write"):
        await forged.press(stage, RIVAL, f"{act}:{other.id}")
    assert await _states(stage) == [State.WITHDRAWN, State.WITHDRAWN]


async def test_a_contract_outlives_the_data_of_who_signed_it(offered: Two) -> None:
    stage, member, _, seeker, one, _ = offered
    async with stage.sessions() as session, session.begin():
        await offers.accept_offer(session, one.account_id or 0, one.id or 0)
        today = await clock.today(session)
        by = await parties.account_id(session, MEMBER)
        await contracts.record_signing(session, one.id or 0, ApprenticeshipPaper.CONTRACT, today, member=by)
    await seeker.send("/mydata")
    await seeker.tap("全部删除")
    await seeker.tap("确定")
    await member.until("劳动合同不受影响")
    assert await _states(stage) == [State.SIGNED, State.WITHDRAWN]
    await forged.press(stage, MEMBER, f"member.applicant:{one.id}")
    await member.until("删除了自己的信息")
