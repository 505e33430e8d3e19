"""Three questions before yes or no: passed on, answered or not, and no contact slips through."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.notices.applications import announce_application
from data.applications.models import ApplicationQuestion
from data.applications.service import Application
from data.db import clock
from tests import forged, parties
from tests.phones import Phone
from tests.stages import Stage

MEMBER, SEEKER, STRANGER = 2401, 1401, 1402


@pytest.fixture
async def applied(stage: Stage) -> tuple[Stage, Phone, Phone, Application]:
    """A seeker has applied; the enterprise has read the card."""
    return stage, *await parties.applied_to_opening(stage, MEMBER, SEEKER)


async def test_question_and_answer_stand_on_the_card_and_no_number_does(
    applied: tuple[Stage, Phone, Phone, Application],
) -> None:
    _, member, seeker, application = applied
    await member.tap("先问一句")
    await member.send("会看焊接图纸吗？<b>哪年学的</b>")
    assert "还能问 2 个" in (await member.last()).text
    asked = await seeker.until("想先问一句")
    assert "会看焊接图纸吗？<b>哪年学的</b>" in asked.text
    await seeker.tap("回答")
    await seeker.send("会一点，前年学的")
    got = await member.until("会一点，前年学的")
    assert application.code in got.text
    assert "同意谈谈" in got.buttons
    await member.tap("看这个人")
    card = (await member.last()).text
    assert "问：会看焊接图纸吗" in card
    assert "答：会一点，前年学的" in card
    assert "13800138000" not in await member.said()


async def test_numbers_and_links_are_refused_on_both_sides(applied: tuple[Stage, Phone, Phone, Application]) -> None:
    stage, member, seeker, _ = applied
    await member.tap("先问一句")
    for smuggled in ("打我电话13912345678", "加微信聊", "看看 www.example.com", "一三九一二三四五六七八打给我"):
        await member.send(smuggled)
        assert "不能写电话" in (await member.last()).text
    await member.tap("最早哪天能来上班")
    await seeker.until("最早哪天能来上班")
    await seeker.tap("回答")
    await seeker.send("加我 13900001111")
    assert "不能写电话" in (await seeker.last()).text
    await seeker.send("我v信是 dawei2468，咱们单独聊")
    assert "不能写电话" in (await seeker.last()).text
    await seeker.send("下周一就行")
    await member.until("下周一就行")
    async with stage.sessions() as session:
        assert len((await session.exec(select(ApplicationQuestion))).all()) == 1


async def test_after_three_questions_it_is_yes_or_no(applied: tuple[Stage, Phone, Phone, Application]) -> None:
    stage, member, seeker, application = applied
    for number in range(3):
        await forged.press(stage, MEMBER, f"member.ask:{application.id}")
        await member.send(f"第{'一二三'[number]}个问题是什么？")
    assert "三个都问完了" in (await member.last()).text
    await forged.press(stage, MEMBER, f"member.ask:{application.id}")
    await member.until("已经问了三个问题")
    assert (await seeker.said()).count("想先问一句") == 3


async def test_who_would_rather_not_say_keeps_the_application(
    applied: tuple[Stage, Phone, Phone, Application],
) -> None:
    _, member, seeker, _ = applied
    await member.tap("先问一句")
    await member.tap("上班时间")
    await seeker.until("想先问一句")
    await seeker.tap("不想说")
    assert "报名还在" in (await seeker.last()).text
    assert "同意谈谈" in (await member.until("不想说")).buttons


async def test_after_a_yes_nobody_asks_by_question(applied: tuple[Stage, Phone, Phone, Application]) -> None:
    stage, member, _, application = applied
    await member.tap("同意谈谈")
    await forged.press(stage, MEMBER, f"member.ask:{application.id}")
    await member.until("不能再提问")


async def test_somebody_elses_question_is_not_answered(applied: tuple[Stage, Phone, Phone, Application]) -> None:
    stage, member, _, _ = applied
    await member.tap("先问一句")
    await member.tap("最早")
    stranger = stage.phone(STRANGER)
    await stranger.send("/help")
    async with stage.sessions() as session:
        question = (await session.exec(select(ApplicationQuestion))).one()
    for act in ("seek.answer", "seek.no_answer"):
        await forged.press(stage, STRANGER, f"{act}:{question.id}")
    async with stage.sessions() as session:
        assert (await session.exec(select(ApplicationQuestion.answered_at))).one() is None


async def test_who_stopped_the_bot_is_not_asked_in_vain(applied: tuple[Stage, Phone, Phone, Application]) -> None:
    stage, member, seeker, application = applied
    await seeker.block()
    await stage.settle()
    await forged.press(stage, MEMBER, f"member.ask:{application.id}")
    await stage.settle()
    assert "先问一句" not in (await member.last()).buttons
    await member.tap("最早")
    assert "停用了机器人" in (await member.last()).text
    async with stage.sessions() as session:
        assert (await session.exec(select(ApplicationQuestion))).all() == []


async def test_an_open_question_is_recalled_once(applied: tuple[Stage, Phone, Phone, Application]) -> None:
    stage, member, seeker, _ = applied
    await member.tap("先问一句")
    await member.tap("最早")
    for _ in range(3):
        async with stage.sessions() as session, session.begin():
            await clock.advance(session, int(timedelta(days=1, hours=1).total_seconds()))
        await stage.worker.do_due_work()
    await stage.settle()
    assert (await seeker.said()).count("还等着您一句话") == 1


async def test_in_english(stage: Stage) -> None:
    async with stage.sessions() as session, session.begin():
        opening = await parties.live_opening(session, await parties.enterprise(session, MEMBER))
    member, seeker = stage.phone(MEMBER, "en"), stage.phone(SEEKER, "en")
    for phone in (member, seeker):
        await phone.send("/lang")
        await phone.tap("English")
    async with stage.sessions() as session, session.begin():
        await announce_application(session, await parties.application(session, SEEKER, opening))
    assert "new to this work" in (await member.until("A new application")).text
    await member.tap("Ask something first")
    await member.tap("When could you start")
    await seeker.until("would like to know")
    await seeker.tap("Answer")
    await seeker.send("Next Monday")
    await member.until("Answer: Next Monday")
