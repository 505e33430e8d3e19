"""What an enterprise or a school writes to people is held against the law before it crosses, in every place."""

import pytest

from bot.runtime.due.teams import tell_of_repeated_offences
from data.applications.service import Application
from data.messaging import crossings
from data.vocabulary import StaffRole
from tests import forged, parties
from tests.phones import Phone
from tests.stages import Stage

MEMBER, SEEKER, DUTY = 2421, 1421, 3421
UNLAWFUL = (
    "您结婚了没有，打算啥时候要孩子",
    "来之前先交三百块押金，干满一年退",
    "身份证原件放我们这儿保管",
    "您是哪个民族的，信不信教",
)
LAWFUL = ("您最早哪天能来上班", "两班倒，夜班占一半，您能上吗", "带上身份证原件，看完就还您")


@pytest.fixture
async def applied(stage: Stage) -> tuple[Stage, Phone, Phone, Application]:
    """A seeker has applied; the enterprise has read the card."""
    return stage, *await parties.applied_to_opening(stage, MEMBER, SEEKER)


async def test_unlawful_questions_are_not_put_and_lawful_ones_are(
    applied: tuple[Stage, Phone, Phone, Application],
) -> None:
    stage, member, seeker, application = applied
    await member.tap("先问一句")
    for words in UNLAWFUL:
        await member.send(words)
        assert "不能发给对方" in (await member.last()).text, words
    assert "想先问一句" not in await seeker.said()
    for words in LAWFUL:
        await member.send(words)
        await seeker.until(words)
        await forged.press(stage, MEMBER, f"member.ask:{application.id}")


async def test_messages_of_an_enterprise_are_checked_after_both_said_yes(
    applied: tuple[Stage, Phone, Phone, Application],
) -> None:
    _, member, seeker, _ = applied
    await member.tap("同意谈谈")
    await seeker.until("愿意和您谈")
    await member.tap("写给对方")
    await member.send("周一来报到，带身份证，押金三百带上")
    assert "不能发给对方" in (await member.last()).text
    await member.send("周一早八点来报到，找门卫老李，电话13900001111")
    await seeker.until("找门卫老李")
    assert "押金三百" not in await seeker.said()


async def _on_duty(stage: Stage) -> Phone:
    await stage.appoint(DUTY, StaffRole.DUTY)
    duty = stage.phone(DUTY)
    await duty.send("/help")
    return duty


async def test_a_message_can_be_reported_with_a_tap_and_only_by_whom_it_reached(
    applied: tuple[Stage, Phone, Phone, Application],
) -> None:
    stage, member, seeker, application = applied
    duty = await _on_duty(stage)
    await member.tap("同意谈谈")
    await seeker.until("愿意和您谈")
    await member.tap("写给对方")
    await member.send("你这人咋这么磨叽，<b>不来拉倒</b>")
    await seeker.until("不来拉倒")
    await seeker.tap("举报这条")
    reported = await duty.until("举报一条转来的消息")
    assert "<b>不来拉倒</b>" in reported.text
    assert "举报" not in await member.said()
    await forged.press(stage, MEMBER, f"relay.report:{application.id}")
    await stage.settle()
    assert "已交给值班人员" not in await member.said()


async def test_an_hour_has_room_for_so_many_messages(applied: tuple[Stage, Phone, Phone, Application]) -> None:
    stage, member, seeker, application = applied
    await member.tap("同意谈谈")
    await seeker.until("愿意和您谈")
    async with stage.sessions() as session, session.begin():
        account = await parties.account_id(session, MEMBER)
        for _ in range(crossings.MOST_AN_HOUR - 1):
            await crossings.record(session, account)
    await member.tap("写给对方")
    await member.send("周一早八点来报到")
    await seeker.until("周一早八点来报到")
    await forged.press(stage, MEMBER, f"relay.write:{application.id}")
    assert "歇一会儿再写" in (await member.until("一小时最多")).text


async def test_staff_hear_once_a_day_of_whom_the_check_stops_again_and_again(
    applied: tuple[Stage, Phone, Phone, Application],
) -> None:
    stage, member, _, _ = applied
    duty = await _on_duty(stage)
    await member.tap("先问一句")
    for words in UNLAWFUL[:3]:
        await member.send(words)
        async with stage.sessions() as session, session.begin():
            await tell_of_repeated_offences(session)
    await stage.settle()
    told = [said for said in (await duty.said()).splitlines() if "一再被拦下" in said]
    assert len(told) == 1
    assert "婚" in told[0]
