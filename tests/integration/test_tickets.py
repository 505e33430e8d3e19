"""A ticket to a human: what is let be seen, who may answer, once, and the reminder."""

import pytest
from sqlmodel import select

from bot.chat.cards.names import label
from data.db import clock
from data.staff.tickets import Ticket
from data.vocabulary import Language, StaffRole
from tests import forged, parties
from tests.phones import Phone
from tests.stages import Stage

DUTY, ANALYST, SEEKER = 3511, 3512, 1541


@pytest.fixture
async def asking(stage: Stage) -> tuple[Stage, Phone, Phone]:
    """Somebody on duty, and a seeker whose profile is known."""
    duty, seeker = stage.phone(DUTY), stage.phone(SEEKER)
    await stage.appoint(DUTY, StaffRole.DUTY)
    await stage.appoint(ANALYST, StaffRole.ANALYST)
    async with stage.sessions() as session, session.begin():
        await parties.seeker(session, SEEKER)
    for phone in (duty, stage.phone(ANALYST), seeker):
        await phone.send("/help")
    return stage, duty, seeker


async def _ask(seeker: Phone, shares: str) -> None:
    await seeker.send("/human")
    await seeker.tap("写给值班人员")
    await seeker.send("面试说好不收钱，到了让交三百体检费，咋办？<b>急</b>")
    await seeker.tap(shares)


async def test_the_answer_comes_back_and_the_profile_is_seen_only_where_allowed(
    asking: tuple[Stage, Phone, Phone],
) -> None:
    stage, duty, seeker = asking
    await _ask(seeker, "不给看")
    came = await duty.until("有人找人工")
    assert "<b>急</b>" in came.text
    assert "沈阳" not in came.text
    assert "有人找人工" not in await stage.phone(ANALYST).said()
    await duty.tap("回复")
    await duty.send("别交。留好聊天记录，打 12333 投诉。")
    assert "打 12333 投诉" in (await seeker.until("值班人员回话了")).text
    await seeker.tap("再写一句")
    await seeker.send("谢谢，已经打了")
    await seeker.tap("可以看")
    assert "沈阳" in (await duty.until("已经打了")).text


async def test_only_those_on_duty_answer_and_only_once(asking: tuple[Stage, Phone, Phone]) -> None:
    stage, duty, seeker = asking
    await _ask(seeker, "不给看")
    await duty.until("有人找人工")
    async with stage.sessions() as session:
        ticket = (await session.exec(select(Ticket))).one()
    for user in (SEEKER, ANALYST):
        await forged.press(stage, user, f"ticket.answer:{ticket.id}")
    await duty.tap("回复")
    await duty.send("请打 12333。")
    await forged.press(stage, DUTY, f"ticket.answer:{ticket.id}")
    await stage.settle()
    assert (await seeker.said()).count("值班人员回话了") == 1
    assert "回什么" not in await stage.phone(ANALYST).said()


async def test_nobody_lets_more_than_three_wait(asking: tuple[Stage, Phone, Phone]) -> None:
    _, _, seeker = asking
    for _ in range(3):
        await _ask(seeker, "不给看")
    await seeker.tap("写给值班人员")
    assert "您有 3 条还在等回话" in (await seeker.last()).text


async def test_staff_are_reminded_once_after_a_day(asking: tuple[Stage, Phone, Phone]) -> None:
    stage, duty, seeker = asking
    await _ask(seeker, "不给看")
    async with stage.sessions() as session, session.begin():
        await clock.advance(session, 25 * 3600)
    for _ in range(2):
        await stage.worker.do_due_work()
    await stage.settle()
    assert (await duty.said()).count("还没回") == 1


async def test_whoever_told_nothing_yet_is_not_asked_about_a_profile(asking: tuple[Stage, Phone, Phone]) -> None:
    stage, duty, _ = asking
    newcomer = stage.phone(SEEKER + 1)
    await newcomer.send("/human")
    await newcomer.tap("写给值班人员")
    await newcomer.send("我不会打字，能教教我吗")
    assert "转给值班人员了" in await newcomer.said()
    await duty.send("/tickets")
    assert "我不会打字" in (await duty.last()).text


async def test_the_list_of_tickets_is_for_those_on_duty(asking: tuple[Stage, Phone, Phone]) -> None:
    stage, _, seeker = asking
    await _ask(seeker, "不给看")
    analyst = stage.phone(ANALYST)
    await analyst.send("/tickets")
    await seeker.send("/tickets")
    for phone in (analyst, seeker):
        assert "体检费" not in (await phone.last()).text


def test_every_role_of_staff_has_a_name() -> None:
    for language in Language:
        for role in StaffRole:
            assert label("staff_role", role, language)
