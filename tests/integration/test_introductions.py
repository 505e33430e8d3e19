"""Who applies for the first time can say a line about themselves; later it can be put to what is undecided."""

import pytest
from sqlmodel import select
from sqlmodel.ext.asyncio.session import AsyncSession

from data import privacy
from data.applications import service as applications
from data.applications.models import Application
from data.listings.openings import Opening
from data.people.profile import Facts, OccupationFact
from tests import forged, parties
from tests.applying import tap_apply
from tests.phones import Phone
from tests.stages import Stage

MEMBER, SEEKER = 2711, 1711
WELDER = OccupationFact(code="6-18-02-04", name="焊工", role="did", years=10)
LINE = "干过三年焊工 <b>肯学</b>"


@pytest.fixture
async def phones(stage: Stage) -> tuple[Stage, Phone, Phone]:
    """An enterprise, and somebody who has tapped apply for the first time and left no number."""
    member, seeker = await tap_apply(stage, MEMBER, SEEKER)
    await seeker.tap("不留电话")
    return stage, member, seeker


async def _introductions(stage: Stage) -> list[str | None]:
    async with stage.sessions() as session:
        return list((await session.exec(select(Application.introduction))).all())


async def test_the_line_stands_on_the_card_of_the_applicant_as_it_was_typed(
    phones: tuple[Stage, Phone, Phone],
) -> None:
    _, member, seeker = phones
    await seeker.send(LINE)
    assert f"自己说：{LINE}" in (await member.until("有人报名了")).text


async def test_one_tap_skips_the_line(phones: tuple[Stage, Phone, Phone]) -> None:
    stage, _, seeker = phones
    await seeker.tap("跳过")
    assert await _introductions(stage) == [None]


@pytest.mark.parametrize("said", ["不太方便说", "不用写了", "I'd rather not say"])
async def test_who_would_rather_not_sends_no_line(phones: tuple[Stage, Phone, Phone], said: str) -> None:
    stage, _, seeker = phones
    await seeker.send(said)
    assert await _introductions(stage) == [None]


@pytest.mark.parametrize("said", ["先不写了", "回头再补"])
async def test_what_may_be_no_line_is_shown_before_it_crosses(phones: tuple[Stage, Phone, Phone], said: str) -> None:
    stage, _, seeker = phones
    await seeker.send(said)
    assert f"“{said}”" in (await seeker.last()).text
    assert await _introductions(stage) == []
    await seeker.tap("不写，直接报名")
    assert await _introductions(stage) == [None]


@pytest.mark.parametrize("said", ["肯学", "没有经验但肯干"])
async def test_a_short_line_crosses_once_it_was_seen(phones: tuple[Stage, Phone, Phone], said: str) -> None:
    stage, _, seeker = phones
    await seeker.send(said)
    assert await _introductions(stage) == []
    await seeker.tap("对，就写这句")
    assert await _introductions(stage) == [said]


async def test_a_line_with_a_way_around_the_bot_does_not_cross(phones: tuple[Stage, Phone, Phone]) -> None:
    stage, _, seeker = phones
    await seeker.send("能吃苦，加我微信 wx8899123")
    assert "去掉再发" in (await seeker.last()).text
    assert await _introductions(stage) == []


@pytest.mark.parametrize(
    "said",
    [
        "干过两年钳工，社保不用给我交，签放弃的协议也行",
        "先白干一个月，不要工钱，看中了再说",
        "我愿意先交两千块押金，干满再退",
    ],
)
async def test_a_line_that_gives_away_what_the_law_keeps_does_not_cross(
    phones: tuple[Stage, Phone, Phone], said: str
) -> None:
    stage, _, seeker = phones
    await seeker.send(said)
    assert "不能发给对方" in (await seeker.last()).text
    assert await _introductions(stage) == []
    await seeker.send(LINE)
    assert await _introductions(stage) == [LINE]


@pytest.mark.parametrize("said", ["有三级残疾证，右手利索，干过四年装配", "一个人带孩子，孩子住校，白班夜班都行"])
async def test_what_somebody_tells_of_themselves_crosses(phones: tuple[Stage, Phone, Phone], said: str) -> None:
    stage, _, seeker = phones
    await seeker.send(said)
    assert await _introductions(stage) == [said]


async def test_the_second_time_it_is_a_button_in_my_until_the_enterprise_answers(
    phones: tuple[Stage, Phone, Phone],
) -> None:
    _, member, seeker = phones
    await seeker.tap("跳过")
    await seeker.send("/my")
    add = next(button for button in (await seeker.last()).buttons if "加一句" in button)
    await seeker.tap(add)
    await seeker.tap("想长干")
    assert "想长干，学成一门手艺" in (await member.until("补了一句")).text
    await seeker.send("/my")
    await seeker.tap(next(button for button in (await seeker.last()).buttons if "改那句" in button))
    await seeker.tap("随时能上班")
    assert "随时能上班" in (await seeker.last()).text
    assert (await member.said()).count("补了一句") == 1  # a changed line stands on the card and tells nobody anew
    await member.tap("同意谈谈")
    await seeker.tap(add)
    assert "已经答复了" in (await seeker.last()).text


async def test_the_second_application_offers_the_last_line_and_no_line_of_beginners(
    phones: tuple[Stage, Phone, Phone],
) -> None:
    stage, _, seeker = phones
    await seeker.send(LINE)
    async with stage.sessions() as session, session.begin():
        other = await parties.live_opening(session, await parties.enterprise(session, MEMBER + 1, number=2))
        await parties.seeker(session, SEEKER, facts=Facts(age=45, occupations=[WELDER]))
    await forged.press(stage, SEEKER, f"seek.apply:{other.id}")
    await stage.settle()
    await seeker.send("13800138000")
    asked = await seeker.last()
    assert "留的电话：13800138000" in asked.text
    assert not any("没干过" in button for button in asked.buttons)
    await seeker.tap(LINE)
    assert await _introductions(stage) == [LINE, LINE]


async def test_the_line_is_in_the_export_and_goes_with_the_person(session: AsyncSession) -> None:
    opening: Opening = await parties.live_opening(session, await parties.enterprise(session, MEMBER))
    number = await parties.seeker(session, SEEKER)
    made = await applications.apply(session, number, opening.id, phone=None, introduction=LINE)
    exported = await privacy.export_person(session, number)
    assert [one["introduction"] for one in exported["application"]] == [LINE]
    await privacy.withdraw_everything(session, number)
    assert made.introduction is None


@pytest.mark.parametrize("said", ["哎呀先别报了，我得问问我闺女", "先不报了，我回家跟我妈合计合计"])
async def test_who_puts_it_off_instead_of_saying_a_line_has_sent_nothing(
    phones: tuple[Stage, Phone, Phone], said: str
) -> None:
    stage, _, seeker = phones
    await seeker.send(said)
    assert "还没交上去" in (await seeker.last()).text
    assert await _introductions(stage) == []


@pytest.mark.parametrize("said", ["等我那口子下班回来问问他同不同意再写", "别报了，我妈住院了得陪护"])
async def test_what_may_put_it_off_is_shown_before_it_crosses_however_long_it_is(
    phones: tuple[Stage, Phone, Phone], said: str
) -> None:
    stage, _, seeker = phones
    await seeker.send(said)
    assert await _introductions(stage) == []
