"""Links to listings: whoever gets one is led to the listing, newcomer or not; of who opened it nothing is kept."""

import re

import pytest
from sqlmodel import col, select, update

from data.listings import share_links
from data.listings.openings import Opening
from data.listings.share_links import ShareChannel, ShareLink
from data.vocabulary import ListingState
from tests import parties
from tests.stages import Stage

MEMBER, SEEKER, FRIEND = 8201, 8202, 8203


@pytest.fixture
async def linked(stage: Stage) -> tuple[Stage, str, str]:
    """A live opening in Shenyang: its id and the code of its link."""
    async with stage.sessions() as session, session.begin():
        organisation = await parties.enterprise(session, MEMBER)
        opening = await parties.live_opening(session, organisation)
        await parties.live_opening(session, organisation, id="o-other", title="二保焊学徒")
        return stage, opening.id, await share_links.code_of(session, opening.id, ShareChannel.LINK)


async def opened(stage: Stage, code: str) -> int:
    async with stage.sessions() as session:
        return (await session.exec(select(ShareLink.opened).where(ShareLink.code == code))).one()


async def put(stage: Stage, opening: str, state: ListingState) -> None:
    async with stage.sessions() as session, session.begin():
        await session.exec(update(Opening).where(col(Opening.id) == opening).values(state=state))


async def test_a_newcomer_sees_at_once_what_the_link_is_about_and_the_card_after_agreeing(
    linked: tuple[Stage, str, str],
) -> None:
    stage, _, code = linked
    friend = stage.phone(FRIEND)
    first = await friend.send(f"/start {code}")
    assert "焊工学徒" in first[0].text
    assert "4000" in first[0].text
    await friend.tap("同意，开始")
    answer = await friend.tap("同意，开始")
    assert any("跟着师傅学下料" in message.text and "报名" in message.buttons for message in answer)


async def test_who_declines_still_gets_the_card(linked: tuple[Stage, str, str]) -> None:
    stage, _, code = linked
    friend = stage.phone(FRIEND)
    await friend.send(f"/start {code}")
    answer = await friend.tap("不同意，只随便看看")
    assert any("跟着师傅学下料" in message.text for message in answer)


async def test_a_newcomer_is_met_in_the_language_of_their_telegram(linked: tuple[Stage, str, str]) -> None:
    stage, _, code = linked
    friend = stage.phone(FRIEND, "en")
    first = await friend.send(f"/start {code}")
    assert "a month in training" in first[0].text
    assert "(Welder)" in first[0].text


async def test_somebody_known_gets_the_card_at_once(linked: tuple[Stage, str, str]) -> None:
    stage, _, code = linked
    async with stage.sessions() as session, session.begin():
        await parties.seeker(session, SEEKER)
    answer = await stage.phone(SEEKER).send(f"/start {code}")
    assert "跟着师傅学下料" in answer[0].text


async def test_each_opening_is_counted_and_nothing_of_the_person(linked: tuple[Stage, str, str]) -> None:
    stage, _, code = linked
    await stage.phone(FRIEND).send(f"/start {code}")
    await stage.phone(FRIEND).send(f"/start {code}")
    assert await opened(stage, code) == 2
    assert set(ShareLink.model_fields) == {"code", "listing_id", "way", "opened", "created_at"}


async def test_the_id_of_a_listing_opens_nothing(linked: tuple[Stage, str, str]) -> None:
    stage, opening, _ = linked
    answer = await stage.phone(FRIEND).send(f"/start {opening}")
    assert "这个链接打不开" in answer[0].text
    assert "您说的话只用来匹配" in answer[-1].text
    assert not any("焊工学徒" in message.text for message in answer)


@pytest.mark.parametrize(
    ("state", "words"),
    [(ListingState.FILLED, "已经招满"), (ListingState.EXPIRED, "已经过期"), (ListingState.WITHDRAWN, "已经撤下")],
)
async def test_a_link_to_what_has_ended_says_so_and_leads_to_similar_ones(
    linked: tuple[Stage, str, str], state: ListingState, words: str
) -> None:
    stage, opening, code = linked
    await put(stage, opening, state)
    friend = stage.phone(FRIEND)
    answer = await friend.send(f"/start {code}")
    assert words in answer[0].text
    answer = await friend.tap("二保焊学徒 · 沈阳铁西区")
    assert "二保焊学徒" in answer[0].text


async def test_what_ended_while_the_notice_was_read_does_not_undo_the_answer(linked: tuple[Stage, str, str]) -> None:
    stage, opening, code = linked
    friend = stage.phone(FRIEND)
    await friend.send(f"/start {code}")
    await put(stage, opening, ListingState.WITHDRAWN)
    await friend.tap("同意，开始")
    answer = await friend.tap("同意，开始")
    assert any("已经变了" in message.text for message in answer)
    answer = await friend.send("想学焊工，在沈阳")
    assert not any("您说的话只用来匹配" in message.text for message in answer)


async def test_a_seeker_shares_a_listing_and_the_friend_lands_on_it(linked: tuple[Stage, str, str]) -> None:
    stage, _, code = linked
    async with stage.sessions() as session, session.begin():
        await parties.seeker(session, SEEKER)
    seeker = stage.phone(SEEKER)
    await seeker.send(f"/start {code}")
    answer = await seeker.tap("分享")
    assert answer[0].buttons == ["看详情、报名", "转给朋友"]
    shared = re.search(r"start=(\w+)", answer[1].text)
    assert shared is not None
    first = await stage.phone(FRIEND).send(f"/start {shared[1]}")
    assert "焊工学徒" in first[0].text


async def test_the_same_listing_keeps_its_link(linked: tuple[Stage, str, str]) -> None:
    stage, opening, code = linked
    async with stage.sessions() as session, session.begin():
        assert await share_links.code_of(session, opening, ShareChannel.LINK) == code
        assert await share_links.code_of(session, opening, ShareChannel.POSTER) != code
