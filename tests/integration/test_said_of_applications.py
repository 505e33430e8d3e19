"""What was applied for is answered, moved and taken back in a person's own words."""

from datetime import timedelta

import pytest
from sqlmodel import select

from bot.notices.applications import announce_offer, announce_talking
from bot.notices.interviews import announce_interview
from data.applications import interviews, offers
from data.applications import service as applications
from data.applications.models import Application, Interview
from data.db import clock
from data.vocabulary import ApplicationState as State
from data.vocabulary import InterviewAnswer
from tests import parties
from tests.phones import Phone
from tests.stages import Stage

MEMBER, SEEKER = 2511, 1511


@pytest.fixture
async def talking(stage: Stage) -> tuple[Stage, Phone, Phone, int]:
    """Both sides said yes; returns the application's number."""
    member, seeker, applied = await parties.applied_to_opening(stage, MEMBER, SEEKER)
    async with stage.sessions() as session, session.begin():
        by = await parties.account_id(session, MEMBER)
        await announce_talking(session, await applications.accept(session, applied.id or 0, member=by))
    await stage.settle()
    return stage, member, seeker, applied.id or 0


async def _invite(stage: Stage, number: int) -> None:
    async with stage.sessions() as session, session.begin():
        at = (await clock.now(session)).replace(hour=9, minute=0) + timedelta(days=3)
        by = await parties.account_id(session, MEMBER)
        meeting = await interviews.schedule_interview(session, number, member=by, at=at, place="兴顺街 1 号")
        application = await session.get_one(Application, number)
        await announce_interview(session, application, meeting)
    await stage.settle()


async def _offer(stage: Stage, number: int) -> None:
    async with stage.sessions() as session, session.begin():
        by = await parties.account_id(session, MEMBER)
        await announce_offer(session, await offers.offer_place(session, number, member=by))
    await stage.settle()


async def _meeting(stage: Stage) -> Interview:
    async with stage.sessions() as session:
        return (await session.exec(select(Interview))).one()


async def _state(stage: Stage) -> State:
    async with stage.sessions() as session:
        return (await session.exec(select(Application.state))).one()


async def test_a_time_in_the_words_is_asked_for_at_once(talking: tuple[Stage, Phone, Phone, int]) -> None:
    stage, member, seeker, number = talking
    await _invite(stage, number)
    await seeker.send("那天家里有事，能改到后天下午三点不")
    assert "问了对方" in (await seeker.last()).text or "15:00" in (await seeker.last()).text
    assert (await _meeting(stage)).answer == InterviewAnswer.WANTS_OTHER_TIME
    assert "15:00" in (await member.until("想换个时间")).text


async def test_without_a_time_it_is_asked_for(talking: tuple[Stage, Phone, Phone, int]) -> None:
    stage, _, seeker, number = talking
    await _invite(stage, number)
    await seeker.send("面试能换个时间吗")
    assert (await _meeting(stage)).answer == InterviewAnswer.UNANSWERED
    await seeker.send("后天下午三点")
    assert (await _meeting(stage)).answer == InterviewAnswer.WANTS_OTHER_TIME


async def test_words_say_that_one_comes(talking: tuple[Stage, Phone, Phone, int]) -> None:
    stage, member, seeker, number = talking
    await _invite(stage, number)
    await seeker.send("行，我准时到")
    assert (await _meeting(stage)).answer == InterviewAnswer.COMING
    assert "说能来" in await member.said()


async def test_an_offer_is_taken_with_one_tap_after_the_words(talking: tuple[Stage, Phone, Phone, int]) -> None:
    stage, _, seeker, number = talking
    await _offer(stage, number)
    await seeker.send("行，这活我干了")
    assert await _state(stage) is State.OFFERED
    await seeker.tap("接受")
    assert await _state(stage) is State.SIGNED


async def test_what_is_taken_back_is_asked_about_once(talking: tuple[Stage, Phone, Phone, int]) -> None:
    stage, _, seeker, _ = talking
    await seeker.send("我不想去了，把报名撤了吧")
    assert await _state(stage) is State.TALKING
    await seeker.tap("确定退出")
    assert await _state(stage) is State.WITHDRAWN


async def test_who_is_in_touch_gets_the_number_and_a_way_to_write(talking: tuple[Stage, Phone, Phone, int]) -> None:
    _, _, seeker, _ = talking
    await seeker.send("咋联系他们啊")
    heard = await seeker.last()
    assert "024-81234567" in heard.text
    assert any("写给" in button for button in heard.buttons)
