"""/start greets by the seat a person has, with its own work, and by the role they are in where they have both."""

import pytest

from data.people import accounts
from data.vocabulary import Role
from tests import parties
from tests.stages import Stage

PERSON, SEEKER = 2921, 1921


async def _member(stage: Stage) -> None:
    async with stage.sessions() as session, session.begin():
        opening = await parties.live_opening(session, await parties.enterprise(session, PERSON))
        await parties.application(session, SEEKER, opening)


async def test_a_member_is_greeted_for_the_organisation_with_who_waits(stage: Stage) -> None:
    await _member(stage)
    phone = stage.phone(PERSON)
    await phone.send("/start")
    greeting = await phone.last()
    assert "北岭样板机械厂1" in greeting.text
    assert "1 人报了名" in greeting.text
    assert "找活" not in greeting.text.split("自己")[0]
    assert greeting.buttons == ["我的岗位", "报名情况", "发学徒岗位"]
    await phone.tap("报名情况")
    assert "焊工学徒" in (await phone.last()).text


async def test_a_provider_is_greeted_with_its_courses(stage: Stage) -> None:
    async with stage.sessions() as session, session.begin():
        await parties.enterprise(session, PERSON, kinds=("provider",))
    phone = stage.phone(PERSON, "en")
    await phone.send("/start")
    assert "not posted a course" in (await phone.last()).text
    assert (await phone.last()).buttons == ["My courses", "Post a course"]


async def test_staff_are_greeted_with_what_waits_for_them(stage: Stage) -> None:
    await stage.appoint(PERSON)
    phone = stage.phone(PERSON)
    await phone.send("/start")
    assert "工作人员" in (await phone.last()).text
    assert "没有待审核的" in (await phone.last()).text
    await phone.tap("回复求助")
    assert "没有等回复的求助" in (await phone.last()).text


async def test_who_has_several_seats_is_greeted_by_the_role_they_are_in(stage: Stage) -> None:
    await _member(stage)
    await stage.appoint(PERSON)
    async with stage.sessions() as session, session.begin():
        (await accounts.get_or_create(session, PERSON)).role = Role.STAFF
    phone = stage.phone(PERSON)
    await phone.send("/start")
    assert "工作人员" in (await phone.last()).text
    await phone.send("/role")
    await phone.tap("求职者")
    await phone.send("/start")
    assert "我是单位，来招人" in (await phone.last()).buttons
    await phone.tap("我是单位，来招人")
    assert "北岭样板机械厂1" in (await phone.last()).text


async def test_words_beside_the_consent_question_are_kept_and_told_so(stage: Stage) -> None:
    phone = stage.phone(SEEKER)
    await phone.send("/start")
    await phone.send("我在沈阳，想学电焊")
    assert "您的话先留着，同意后就找" in await phone.said()
    await phone.tap("同意，开始")
    assert (await phone.said()).count("您的话先留着") == 1


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("我要找个真人唠两句", "12333"),
        ("你是机器人吗", "我是机器人"),
        ("你们这儿收费不", "不收钱"),
        ("这是谁开的", "人社部门"),
    ],
)
async def test_what_is_asked_of_the_bot_itself_is_answered_before_anybody_agrees(
    stage: Stage, said: str, answer: str
) -> None:
    phone = stage.phone(SEEKER)
    await phone.send(said)
    assert answer in phone.answer[0].text
    assert "同意，开始" in phone.answer[-1].buttons


async def test_what_was_told_before_still_waits_for_the_yes_after_a_question(stage: Stage) -> None:
    phone = stage.phone(SEEKER)
    await phone.send("我住沈阳铁西，想学电焊")
    await phone.send("你是机器人吗")
    await phone.tap("同意，开始")
    await phone.tap("同意，开始")
    assert "焊工" in await phone.said()


async def test_who_finds_talking_here_hard_is_offered_a_person_beside_the_languages(stage: Stage) -> None:
    async with stage.sessions() as session, session.begin():
        await parties.seeker(session, SEEKER)
    phone = stage.phone(SEEKER)
    await phone.send("能不能说东北话")
    last = await phone.last()
    assert "12333" in last.text
    assert {"English", "写给值班人员"} <= set(last.buttons)
