"""What a listing does not say is asked of the organisation without a name; the answer is for everybody after."""

from datetime import timedelta

import pytest
from sqlmodel import select
from telegram import Update

from bot.chat import screen
from bot.chat.turn import open_turn
from data.db import clock
from data.listings.questions import ListingQuestion
from tests import forged, parties
from tests.phones import Phone
from tests.stages import Stage

MEMBER, SEEKER, OTHER, STRANGER = 2411, 1411, 1412, 1413


@pytest.fixture
async def opened(stage: Stage) -> tuple[Stage, Phone, Phone, str]:
    """A seeker has an opening's card on the screen and asks what it does not say."""
    member, seeker = stage.phone(MEMBER), stage.phone(SEEKER)
    async with stage.sessions() as session, session.begin():
        opening = await parties.live_opening(session, await parties.enterprise(session, MEMBER))
        await parties.seeker(session, SEEKER)
        await parties.seeker(session, OTHER)
    for phone in (member, seeker, stage.phone(OTHER)):
        await phone.send("/help")
    await forged.press(stage, SEEKER, f"seek.open:{opening.id}")
    await seeker.until("任何收费都不要交")
    await seeker.send("有班车接送吗")
    return stage, member, seeker, opening.id


async def test_the_answer_reaches_the_asker_and_stays_on_the_card(opened: tuple[Stage, Phone, Phone, str]) -> None:
    stage, member, seeker, opening = opened
    assert "没写" in (await seeker.last()).text
    await seeker.tap("没答上")
    assert "没说您是谁" in (await seeker.last()).text
    asked = await member.until("有求职者问")
    assert "有班车接送吗" in asked.text
    assert str(SEEKER) not in asked.text
    await member.tap("写一句")
    await member.send("早上六点半从兴工街发车")
    heard = await seeker.until("回话了")
    assert "早上六点半从兴工街发车" in heard.text
    other = stage.phone(OTHER)
    await forged.press(stage, OTHER, f"seek.open:{opening}")
    card = await other.until("早上六点半从兴工街发车")
    assert "任何收费都不要交" in card.text


async def test_the_same_question_is_put_once_and_answered_for_all(opened: tuple[Stage, Phone, Phone, str]) -> None:
    stage, member, seeker, opening = opened
    await seeker.tap("没答上")
    other = stage.phone(OTHER)
    await forged.press(stage, OTHER, f"seek.open:{opening}")
    await other.send("有班车接送吗")
    await other.tap("没答上")
    assert (await member.said()).count("有求职者问") == 1
    await member.tap("没有")
    for phone in (seeker, other):
        assert "没有" in (await phone.until("回话了")).text


async def test_contacts_do_not_cross_and_strangers_do_not_answer(opened: tuple[Stage, Phone, Phone, str]) -> None:
    stage, member, seeker, _ = opened
    await seeker.tap("没答上")
    await member.until("有求职者问")
    async with stage.sessions() as session:
        (question,) = (await session.exec(select(ListingQuestion))).all()
    await member.tap("写一句")
    await member.send("打 13900001111 问")
    assert "不能写电话" in (await member.last()).text
    stage.phone(STRANGER)
    await forged.press(stage, STRANGER, f"member.say:yes:{question.id}")
    async with stage.sessions() as session:
        again = await session.get(ListingQuestion, question.id)
        assert again is not None
        assert again.answer is None


async def test_silence_is_told(opened: tuple[Stage, Phone, Phone, str]) -> None:
    stage, member, seeker, _ = opened
    await seeker.tap("没答上")
    await member.until("有求职者问")
    for told, phone in (("还有个问题等您回", member), ("先按没有算", seeker)):
        async with stage.sessions() as session, session.begin():
            await clock.advance(session, int(timedelta(days=3).total_seconds()))
        await stage.worker.do_due_work()
        await phone.until(told)
    assert "先按没有算" in (await seeker.last()).text


async def test_a_question_with_a_way_around_the_bot_is_not_put(opened: tuple[Stage, Phone, Phone, str]) -> None:
    stage, member, seeker, opening = opened
    async with stage.sessions() as session, session.begin():
        turn = await open_turn(session, Update(1), SEEKER, await clock.now(session), "bot")
        screen.show_question(turn, opening, "有班车吗，我v信 dawei2468，私下聊")
    await forged.press(stage, SEEKER, f"seek.ask_firm:{opening}")
    await stage.settle()
    assert "不能写电话" in (await seeker.last()).text
    assert "dawei2468" not in await member.said()
