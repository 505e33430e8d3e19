"""A form that is interrupted loses nothing, one that the rules refuse holds nobody, forged buttons are answered."""

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Update

from bot.chat.forms.engine import do_or_refuse
from bot.chat.turn import Turn, open_turn
from data.db import clock
from data.db.errors import NotAllowed, NotAvailable, Refusal
from data.listings import share_links
from data.listings.openings import Opening
from data.listings.share_links import ShareChannel
from data.messaging.outbox import OutboxMessage
from data.people.profile import Facts
from tests import parties
from tests.forged import press
from tests.phones import Phone
from tests.stages import Stage

MEMBER, SEEKER = 2301, 6301
RESUMED = "接着刚才没填完的"


async def _opening(stage: Stage, headcount: int = 2) -> Opening:
    async with stage.sessions() as session, session.begin():
        return await parties.live_opening(session, await parties.enterprise(session, MEMBER), headcount=headcount)


async def _link(stage: Stage, opening: Opening) -> str:
    """The code of the link that leads to the opening."""
    async with stage.sessions() as session, session.begin():
        return await share_links.code_of(session, opening.id, ShareChannel.LINK)


async def _member_talking(stage: Stage) -> Phone:
    """A member who may write to an applicant that left no number."""
    opening = await _opening(stage)
    member = stage.phone(MEMBER)
    await member.send("/help")
    async with stage.sessions() as session, session.begin():
        await parties.seeker(session, SEEKER)
    seeker = stage.phone(SEEKER)
    await seeker.send(f"/start {await _link(stage, opening)}")
    await seeker.tap("报名")
    await seeker.tap("不留电话")
    await seeker.tap("跳过")
    await member.until("有人报名了")
    await member.tap("同意谈谈")
    await stage.settle()
    return member


async def test_an_opening_waits_while_something_else_is_done(stage: Stage) -> None:
    member = await _member_talking(stage)
    await member.send("/post")
    await member.send("焊工")
    await member.tap("写给对方")
    await member.send("明天上午九点来看看")
    assert RESUMED in "\n".join(message.text for message in member.answer)
    assert "岗位标题" in (await member.last()).text
    await member.tap("写给对方")
    await member.send("/cancel")
    assert "岗位标题" in (await member.last()).text
    await member.send("/role")
    await member.tap("求职者")
    assert "岗位标题" in (await member.last()).text
    await member.send("/join")
    await member.send("/post")
    assert "岗位标题" in (await member.last()).text
    await member.tap("焊工学徒")
    assert "招几个人" in (await member.last()).text


async def test_the_step_by_step_form_waits_for_an_application(stage: Stage) -> None:
    opening = await _opening(stage)
    async with stage.sessions() as session, session.begin():
        await parties.seeker(session, SEEKER, facts=Facts(wage_min=4000))
    seeker = stage.phone(SEEKER)
    await seeker.send("/start")
    await seeker.tap("一步一步")
    await seeker.tap("沈阳")
    await seeker.send(f"/start {await _link(stage, opening)}")
    await seeker.tap("报名")
    await seeker.send("27")
    await seeker.tap("不留电话")
    await seeker.tap("跳过")
    said = await seeker.said()
    assert "报上了" in said
    assert said.count(RESUMED) == 1
    assert "想干点啥、学点啥" in said.split(RESUMED)[1]


async def test_a_refusal_at_the_end_ends_the_form(stage: Stage) -> None:
    opening = await _opening(stage)
    async with stage.sessions() as session, session.begin():
        await parties.seeker(session, SEEKER)
    seeker = stage.phone(SEEKER)
    await seeker.send(f"/start {await _link(stage, opening)}")
    await seeker.tap("报名")
    async with stage.sessions() as session, session.begin():
        await parties.application(session, SEEKER, opening)
    await seeker.tap("不留电话")
    await seeker.tap("跳过")
    assert "已经报过了" in (await seeker.last()).text
    await seeker.send("我想学电工")
    assert "电话" not in "\n".join(message.text for message in seeker.answer)


async def test_who_applied_already_is_told_before_a_number_is_asked(stage: Stage) -> None:
    opening = await _opening(stage)
    async with stage.sessions() as session, session.begin():
        await parties.application(session, SEEKER, opening)
    seeker = stage.phone(SEEKER)
    await seeker.send(f"/start {await _link(stage, opening)}")
    await seeker.tap("报名")
    assert [message.text for message in seeker.answer] == ["这个您已经报过了，进度在 /my 看。"]


async def test_back_counts_once_for_each_message(stage: Stage) -> None:
    async with stage.sessions() as session, session.begin():
        await parties.seeker(session, SEEKER, facts=Facts(wage_min=4000))
    seeker = stage.phone(SEEKER)
    await seeker.send("/start")
    await seeker.tap("一步一步")
    for _ in range(2):
        await seeker.tap("跳过")
    asked = await seeker.last()
    await seeker.tap("← 上一步", message_id=asked.id)
    once = (await seeker.last()).text
    await seeker.tap("← 上一步", message_id=asked.id)
    assert "过时" in (await seeker.last()).text
    assert once != asked.text


@pytest.mark.parametrize(
    "data",
    [
        "role:xyz", "role", "lang:xx", "lang", "consent.lang:xx", "consent.lang", "form.edit", "form.skip", "form.pick",
        "form.offered", "form.back", "form.done", "seek.withdraw_yes:a:" + "9" * 26, "seek.withdraw:e:" + "9" * 26,
        "seek.withdraw_yes", "seek.more:" + "9" * 30, "seek.apply", "member.yes:" + "9" * 26, "bogus:1", "bogus",
    ],
)  # fmt: skip
async def test_a_button_that_was_never_offered_is_answered(stage: Stage, data: str) -> None:
    async with stage.sessions() as session, session.begin():
        await parties.seeker(session, SEEKER)
    phone = stage.phone(SEEKER)
    await phone.send("/help")
    await press(stage, SEEKER, data)
    await stage.settle()
    said = await phone.last()
    assert "没处理好" not in said.text
    assert any(words in said.text for words in ("过时", "已经变了", "身份"))


@pytest.mark.parametrize(("refusal", "heard"), [(NotAvailable, True), (NotAllowed, False)])
async def test_what_is_refused_beside_a_form_leaves_nothing_half_done_and_is_said_unless_it_is_not_for_them(
    session: AsyncSession, refusal: type[Refusal], *, heard: bool
) -> None:
    turn = await open_turn(session, Update(1), SEEKER, await clock.now(session), "bot")

    async def halfway(turn: Turn) -> bool:
        turn.goto("apply", "contact", {"half": True})
        await turn.say("form.resumed")
        raise refusal

    turn.goto(None)
    await session.flush()
    assert await do_or_refuse(turn, halfway) is heard
    assert (turn.state.flow, turn.state.draft) == (None, {})
    sent = (await session.exec(select(OutboxMessage))).all()
    assert [one.payload["text"] for one in sent] == ([turn.t("error.gone")] if heard else [])
