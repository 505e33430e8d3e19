"""An enterprise registers, staff verify it or say why not."""

from sqlmodel import select

from data.organisations.service import Organisation
from data.vocabulary import OrganisationState
from tests import parties
from tests.phones import Phone
from tests.stages import Stage

MEMBER, OTHER, STAFF = 2101, 2102, 3101


async def _join(phone: Phone, number: int = 1) -> None:
    await phone.send("/join")
    await phone.send("北岭样板机械厂")
    await phone.send(parties.credit_code(number).lower())
    await phone.tap("就这些")
    await phone.tap("沈阳")
    await phone.tap("铁西区")
    await phone.send("024 8123 4567")
    await phone.send("王姐")
    await phone.tap("跳过")
    await phone.tap("提交核验")


async def _officer(stage: Stage, user: int = STAFF) -> Phone:
    """A member of staff who has opened the chat."""
    await stage.appoint(user)
    phone = stage.phone(user)
    await phone.send("/help")
    return phone


async def test_wrong_check_digit_is_named_and_nothing_is_lost(stage: Stage) -> None:
    phone = stage.phone(MEMBER)
    await phone.send("/join")
    await phone.send("北岭样板机械厂")
    code = parties.credit_code()
    await phone.send(code[:-1] + ("0" if code[-1] != "0" else "1"))
    assert "校验" in (await phone.last()).text or "对不上" in (await phone.last()).text
    await phone.send(code)
    await phone.send("企业")
    assert "哪个城市" in (await phone.last()).text


async def test_registration_is_verified_and_the_member_hears_it(stage: Stage) -> None:
    member, officer = stage.phone(MEMBER), await _officer(stage)
    await _join(member)
    assert "等待核验" in (await member.last()).text
    await officer.until("申请登记")
    await officer.tap("去审核")
    assert "024-81234567" in await officer.said()
    await officer.tap("通过")
    await member.until("通过了核验")
    await officer.until("没有要审核的")


async def test_typed_district_answers_the_city_as_well(stage: Stage) -> None:
    phone = stage.phone(MEMBER)
    await phone.send("/join")
    await phone.send("北岭样板机械厂")
    await phone.send(parties.credit_code())
    await phone.send("工厂和培训学校")
    await phone.send("铁西")
    await phone.tap("鞍山")
    assert "联系电话" in (await phone.last()).text


async def test_second_registration_is_refused_in_a_clear_sentence(stage: Stage) -> None:
    first, second = stage.phone(MEMBER), stage.phone(OTHER)
    await _join(first)
    for phone, words in ((first, "不用再登记"), (second, "已经有人登记")):
        await phone.send("/join")
        await phone.send("北岭样板机械厂")
        await phone.send(parties.credit_code())
        assert words in (await phone.last()).text


async def test_refused_registration_says_why_and_can_be_repeated(stage: Stage) -> None:
    member, officer = stage.phone(MEMBER), await _officer(stage)
    await _join(member)
    await officer.send("/review")
    await officer.tap("不通过")
    await officer.tap("电话联系不上")
    await member.until("联系不上")
    await member.send("/team")
    assert "没有通过核验：按您留的电话联系不上" in (await member.last()).text
    assert "重新登记" in (await member.last()).buttons
    await _join(member)
    assert "等待核验" in (await member.last()).text
    async with stage.sessions() as session:
        assert (await session.exec(select(Organisation))).one().state == OrganisationState.PENDING


async def test_two_officers_cannot_decide_twice(stage: Stage) -> None:
    one, two = await _officer(stage), await _officer(stage, STAFF + 1)
    await _join(stage.phone(MEMBER))
    await one.send("/review")
    await two.send("/review")
    await one.tap("通过")
    await two.tap("通过")
    assert "已经变了" in (await two.last()).text


async def test_forged_review_button_does_nothing(stage: Stage) -> None:
    await _join(stage.phone(MEMBER))
    stranger = stage.phone(OTHER)
    await stranger.send("/review")
    assert "身份" in (await stranger.last()).text
