"""A member gets a poster in one tap, and hears how often it was scanned."""

import io

import pytest
import zxingcpp
from PIL import Image

from tests import forged, parties, teaching
from tests.phones import Message, Phone
from tests.stages import Stage

MEMBER, STRANGER, FRIEND = 8301, 8302, 8303


@pytest.fixture
async def posted(stage: Stage) -> tuple[Stage, Phone, str]:
    """The phone of a member whose opening is live, at the opening's page."""
    async with stage.sessions() as session, session.begin():
        opening = await parties.live_opening(session, await parties.enterprise(session, MEMBER))
    member = stage.phone(MEMBER)
    await member.send("/openings")
    await member.tap("1. 焊工学徒")
    return stage, member, opening.id


async def picture_in(stage: Stage, message: Message) -> Image.Image:
    async with stage.http.get(f"{stage.telegram.url}{message.raw['photo']}") as response:
        return Image.open(io.BytesIO(await response.read()))


async def scanned(stage: Stage, messages: list[Message]) -> str:
    """What a scanner reads off the picture: the code of the link."""
    picture = await picture_in(stage, messages[0])
    return zxingcpp.read_barcodes(picture)[0].text.partition("?start=")[2]


async def test_one_tap_brings_a_picture_and_two_files(posted: tuple[Stage, Phone, str]) -> None:
    stage, member, _ = posted
    answer = await member.tap("出海报")
    assert (await picture_in(stage, answer[0])).width == 1080
    names = [message.raw["file"]["name"] for message in answer[1:]]
    assert [name.rpartition(".")[2] for name in names] == ["png", "pdf"]
    assert answer[-1].buttons == ["分享链接"]


async def test_who_scans_the_poster_lands_on_the_opening_and_the_member_sees_the_count(
    posted: tuple[Stage, Phone, str],
) -> None:
    stage, member, _ = posted
    code = await scanned(stage, await member.tap("出海报"))
    landed = await stage.phone(FRIEND).send(f"/start {code}")
    assert "焊工学徒" in landed[0].text
    answer = await member.tap("分享链接")
    assert "链接打开 0 次，海报扫码 1 次" in answer[-1].text


async def test_the_poster_speaks_english_to_an_english_member(posted: tuple[Stage, Phone, str]) -> None:
    _, member, _ = posted
    await member.send("/lang")
    await member.tap("English")
    await member.send("/openings")
    await member.tap("1. 焊工学徒")
    answer = await member.tap("Make a poster")
    assert answer[0].text.startswith("The poster of")


async def test_a_stranger_gets_no_poster(posted: tuple[Stage, Phone, str]) -> None:
    stage, _, opening = posted
    stranger = stage.phone(STRANGER)
    await stranger.send("/start")
    await forged.press(stage, STRANGER, f"member.poster:{opening}")
    await stage.settle()
    assert not any(message.raw.get("photo") for message in await stranger.messages())
    assert "需要相应的身份" in (await stranger.last()).text


async def test_a_provider_makes_the_poster_of_a_course(stage: Stage) -> None:
    async with stage.sessions() as session, session.begin():
        course = await teaching.live_course(session, await teaching.provider(session, MEMBER))
    provider = stage.phone(MEMBER)
    await provider.send("/openings")
    await provider.tap("1. ")
    answer = await provider.tap("出海报")
    landed = await stage.phone(FRIEND).send(f"/start {await scanned(stage, answer)}")
    assert course.title in landed[0].text
