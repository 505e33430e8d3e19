"""Announcements reach exactly the chosen people, once; faults of Telegram and crashes are survived and shown."""

import asyncio
import time
from datetime import timedelta

import pytest
from sqlmodel import col, select

from data import broadcasts
from data.broadcasts import Broadcast, Delivery
from data.db import clock, engine
from data.people.accounts import Account
from data.staff import members
from data.vocabulary import BroadcastState, DeliveryState, Role, StaffRole
from tests import forged, parties
from tests.phones import Phone
from tests.stages import LiveStage, own_stage

pytestmark = pytest.mark.live


STAFF = 3301
SHENYANG, DALIAN = "210100", "210200"
WORDS = "康养护理员免费培训班 12 月开班 <b>带身份证</b> & 一寸照片"


async def _make_it(stage: LiveStage, hour: int) -> None:
    """Go on to the next moment with this hour, and let the broadcaster look."""
    async with stage.sessions() as session, session.begin():
        now = await clock.now(session)
        at = now.replace(hour=hour, minute=0, second=0, microsecond=0)
        at += timedelta(days=1) if at <= now else timedelta()
        await clock.advance(session, int((at - now).total_seconds()) + 1)
    stage.service.wake_broadcaster.set()


async def _officer(stage: LiveStage, role: StaffRole = StaffRole.BROADCASTER, *, hour: int = 10) -> Phone:
    await _make_it(stage, hour)
    await stage.appoint(STAFF, role)
    phone = stage.phone(STAFF)
    await phone.send("/help")
    return phone


async def _seekers(stage: LiveStage, city: str, *users: int) -> list[Phone]:
    phones = []
    for user in users:
        phone = stage.phone(user)
        await phone.send("/help")
        phones.append(phone)
    async with stage.sessions() as session, session.begin():
        for user in users:
            await parties.seeker(session, user, city=city)
    return phones


async def _write(officer: Phone, cities: str) -> None:
    await officer.send("/broadcast")
    await officer.send(WORDS)
    await officer.send(cities)


async def _deliveries(stage: LiveStage) -> dict[int, DeliveryState]:
    """State by Telegram id."""
    async with stage.sessions() as session:
        query = select(Account.telegram_id, Delivery.state).join(Account, col(Account.id) == col(Delivery.account_id))
        return dict((await session.exec(query)).all())


async def _until_done(stage: LiveStage, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        async with stage.sessions() as session:
            if (await session.exec(select(Broadcast.state))).first() == BroadcastState.DONE:
                return
        await asyncio.sleep(0.02)
    raise AssertionError("the broadcast did not end")


async def _until_none_is_in_hand(stage: LiveStage) -> None:
    async with asyncio.timeout(20):
        while DeliveryState.SENDING in (await _deliveries(stage)).values():  # noqa: ASYNC110 - rows, not events
            await asyncio.sleep(0.02)


async def test_city_gets_it_and_others_do_not(stage: LiveStage) -> None:
    officer = await _officer(stage)
    here = await _seekers(stage, SHENYANG, 1401, 1402)
    there = await _seekers(stage, DALIAN, 1403)
    await _write(officer, "沈阳")
    assert "2 人" in (await officer.last()).text
    await officer.tap("现在发")
    for phone in here:
        assert (await phone.until("康养护理员")).text == f"通知 · 人社部门\n{WORDS}"
    await officer.until("100%")
    await officer.until("群发完成")
    assert "康养" not in await there[0].said()


async def test_at_night_staff_hear_that_it_goes_out_at_8_and_it_does(stage: LiveStage) -> None:
    officer = await _officer(stage, hour=23)
    (phone,) = await _seekers(stage, SHENYANG, 1414)
    await _write(officer, "沈阳")
    assert "明早 8 点发" in (await officer.last()).text
    await officer.tap("早上 8 点发")
    assert "明早 8 点发" in (await officer.last()).text
    await _make_it(stage, 7)
    assert "康养" not in await phone.said()
    assert set((await _deliveries(stage)).values()) == {DeliveryState.PENDING}
    await _make_it(stage, 8)
    await phone.until("康养护理员")
    await officer.until("群发完成")
    assert "明早" not in (await officer.until("100%")).text


async def test_cities_are_chosen_by_taps(stage: LiveStage) -> None:
    officer = await _officer(stage)
    await _seekers(stage, DALIAN, 1404)
    await officer.send("/broadcast")
    await officer.send(WORDS)
    await officer.tap("沈阳")
    await officer.tap("大连")
    await officer.tap("✓ 沈阳")
    assert ["就这些"] in (await officer.last()).raw["buttons"]
    await officer.tap("就这些")
    preview = (await officer.last()).text
    assert "发给：大连" in preview
    assert "1 人" in preview


async def test_empty_segment_is_named_and_another_can_be_chosen(stage: LiveStage) -> None:
    officer = await _officer(stage)
    await _seekers(stage, SHENYANG, 1405)
    await _write(officer, "朝阳")
    assert "没有能收到的人" in (await officer.last()).text
    await officer.tap("现在发")
    assert "没有能收到的人" in (await officer.last()).text
    await officer.tap("改一改")
    await officer.tap("范围")
    await officer.tap("全省")
    await officer.tap("现在发")
    await officer.until("群发完成")


async def test_blocked_person_is_remembered_and_left_out_next_time(stage: LiveStage) -> None:
    officer = await _officer(stage)
    gone, here = await _seekers(stage, SHENYANG, 1406, 1407)
    await gone.block()
    await stage.settle()
    async with stage.sessions() as session, session.begin():
        account = (await session.exec(select(Account).where(Account.telegram_id == gone.user))).one()
        account.blocked_at = None
    await _write(officer, "全省")
    await officer.tap("现在发")
    await here.until("康养护理员")
    await officer.until("群发完成")
    assert await _deliveries(stage) == {1406: DeliveryState.BLOCKED, 1407: DeliveryState.SENT}
    async with stage.sessions() as session:
        assert await broadcasts.count_recipients(session, {"cities": []}) == 1


async def test_too_many_requests_delays_and_loses_nobody(stage: LiveStage) -> None:
    officer = await _officer(stage)
    people = await _seekers(stage, SHENYANG, 1408, 1409)
    await _write(officer, "沈阳")
    fault = {"method": "sendMessage", "kind": "429", "times": 2, "retry_after": 1, "chat_id": 1408}
    async with stage.http.post(f"{stage.telegram.url}/faults", json=fault) as answer:
        assert answer.status == 200
    await officer.tap("现在发")
    for phone in people:
        await phone.until("康养护理员")
        assert (await phone.said()).count("康养护理员") == 1


async def test_delivery_in_hand_at_a_crash_is_uncertain_and_not_repeated(database_url: str) -> None:
    async with engine.open_sessions(database_url) as sessions, sessions() as session, session.begin():
        author = await parties.account_id(session, STAFF)
        await members.set_role(session, author, StaffRole.OWNER)
        for user in (1410, 1411):
            await parties.seeker(session, user)
        broadcast = await broadcasts.create_draft(session, author, "开班通知", {"cities": []})
        await broadcasts.approve(session, broadcast.id or 0, by=author)
        await broadcasts.claim_next_recipient(session, broadcast.id or 0)
        await broadcasts.change_state(session, broadcast.id or 0, BroadcastState.PAUSED, by=author)
    async with own_stage(database_url) as stage:
        await _make_it(stage, 10)
        people = [stage.phone(user) for user in (1410, 1411)]
        for phone in people:
            await phone.send("/help")
        async with stage.sessions() as session, session.begin():
            await broadcasts.change_state(session, broadcast.id or 0, BroadcastState.SENDING, by=author)
        await people[1].until("开班通知")
        await _until_done(stage)
        assert await _deliveries(stage) == {1410: DeliveryState.UNCERTAIN, 1411: DeliveryState.SENT}
        assert "开班通知" not in await people[0].said()


async def test_paused_broadcast_waits_and_cancelled_one_ends(stage: LiveStage) -> None:
    officer = await _officer(stage)
    await _seekers(stage, SHENYANG, 1412)
    async with stage.sessions() as session, session.begin():
        for number in range(200):
            await parties.seeker(session, 50_000 + number)
    await _write(officer, "沈阳")
    await officer.tap("现在发")
    await officer.tap("暂停")
    await officer.until("已暂停")
    before = list((await _deliveries(stage)).values()).count(DeliveryState.PENDING)
    assert before > 100
    await _until_none_is_in_hand(stage)
    assert before - list((await _deliveries(stage)).values()).count(DeliveryState.PENDING) <= 4
    async with stage.sessions() as session:
        assert await broadcasts.list_broadcasts_under_way(session) == []
        (broadcast,) = (await session.exec(select(Broadcast))).all()
        assert await broadcasts.claim_next_recipient(session, broadcast.id or 0) is None
    await officer.tap("取消，不再发")
    assert "已取消" in (await officer.until("已取消")).text


async def test_reviewer_may_not_announce_and_strangers_may_not_steer(stage: LiveStage) -> None:
    reviewer = await _officer(stage, StaffRole.REVIEWER)
    await reviewer.send("/broadcast")
    assert "身份" in (await reviewer.last()).text
    (stranger,) = await _seekers(stage, SHENYANG, 1413)
    await forged.press(stage, 1413, "staff.cancel:1")
    await stranger.until("相应的身份")


async def test_many_signs_that_need_escaping_still_fit(stage: LiveStage) -> None:
    officer = await _officer(stage)
    (phone,) = await _seekers(stage, SHENYANG, 1421)
    words = "下周开班" + "<" * 3400
    await officer.send("/broadcast")
    await officer.send("招人" + "😀" * 2000)
    assert "4002" in (await officer.last()).text
    await officer.send(words)
    await officer.send("沈阳")
    await officer.tap("现在发")
    await _until_done(stage)
    assert words in await phone.said()


async def test_cities_that_only_the_text_of_a_request_names_are_ticked_and_wait_for_a_tap(stage: LiveStage) -> None:
    officer = await _officer(stage)
    await _seekers(stage, DALIAN, 1405)
    async with stage.sessions() as session, session.begin():
        (await parties.account(session, STAFF)).role = Role.STAFF
    await officer.send(f"给找活的人发个通知：{WORDS}，地点在大连")
    assert "✓ 大连" in (await officer.last()).buttons
    await officer.tap("就这些")
    assert "发给：大连" in (await officer.last()).text
