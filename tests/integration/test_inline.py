"""Inline mode: cards of listings for any chat, by a few words; who asks stays unknown and the words are not kept."""

import asyncio
import re
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import func, select

from data.listings.share_links import ShareChannel, ShareLink
from data.messaging.inbox import InboxUpdate
from data.people import accounts
from matching.language import encoder
from tests import parties, teaching
from tests.phones import Phone
from tests.stages import LiveStage

pytestmark = pytest.mark.live


ASKER, FRIEND, MEMBER = 8401, 8402, 8403


@pytest.fixture(scope="module", autouse=True)
def warm_encoder() -> None:
    """The first query would otherwise wait for the model to load."""
    encoder.embed_queries(["学徒"])


def titles(answer: dict[str, Any]) -> list[str]:
    return [result["title"] for result in answer["results"]]


def code_in(result: dict[str, Any]) -> str:
    url = result["reply_markup"]["inline_keyboard"][0][0]["url"]
    return str(re.search(r"start=(\w+)$", url)[1])  # type: ignore[index]


@pytest.fixture
def asker(sample_stage: LiveStage) -> Phone:
    return sample_stage.phone(ASKER)


async def test_trade_and_city_bring_listings_of_that_trade_there_first(asker: Phone) -> None:
    answer = await asker.inline("焊工 沈阳")
    assert answer["results"]
    first = answer["results"][0]
    assert "焊" in first["title"]
    assert "沈阳" in first["description"]


async def test_the_card_says_what_matters_and_opens_the_listing(sample_stage: LiveStage, asker: Phone) -> None:
    result = (await asker.inline("焊工 沈阳"))["results"][0]
    assert "任何收费都不要交" in result["input_message_content"]["message_text"]
    landed = await sample_stage.phone(FRIEND).send(f"/start {code_in(result)}")
    assert result["title"].partition(" · ")[0] in landed[0].text


async def test_openings_from_other_chats_are_counted_apart(sample_stage: LiveStage, asker: Phone) -> None:
    code = code_in((await asker.inline("焊工 沈阳"))["results"][0])
    await sample_stage.phone(FRIEND).send(f"/start {code}")
    async with sample_stage.sessions() as session:
        link = (await session.exec(select(ShareLink).where(ShareLink.code == code))).one()
    assert (link.way, link.opened) == (ShareChannel.INLINE, 1)


@pytest.mark.parametrize("words", ["welder Shenyang", "Shenyang welder", "hangong shenyang"])
async def test_a_bare_trade_and_city_are_understood_however_they_are_written(asker: Phone, words: str) -> None:
    first = (await asker.inline(words))["results"][0]
    assert "焊" in first["title"]
    assert "沈阳" in first["description"] or "Shenyang" in first["description"]


async def test_words_in_english_bring_cards_in_english(asker: Phone) -> None:
    answer = await asker.inline("welder in Shenyang")
    assert "Shenyang" in answer["results"][0]["description"]
    assert "Never pay" in answer["results"][0]["input_message_content"]["message_text"]


async def test_without_words_the_newest_come_in_the_language_of_who_asks(sample_stage: LiveStage) -> None:
    answer = await sample_stage.phone(ASKER, "en").inline("")
    assert len(answer["results"]) == 50
    assert answer["is_personal"]
    assert "yuan" in answer["results"][0]["description"] or "Free" in answer["results"][0]["description"]


async def test_answers_to_words_are_the_same_for_everybody(asker: Phone) -> None:
    assert not (await asker.inline("焊工"))["is_personal"]


async def test_pages_follow_each_other_without_repeating(asker: Phone) -> None:
    first = await asker.inline("")
    assert len(first["next_offset"].encode()) <= 64
    second = await asker.inline("", offset=first["next_offset"])
    assert second["results"]
    assert not {one["id"] for one in first["results"]} & {one["id"] for one in second["results"]}


async def test_the_last_page_says_that_it_is_the_last(asker: Phone) -> None:
    offset, seen = "", 0
    for _ in range(5):
        answer = await asker.inline("", offset=offset)
        seen += len(answer["results"])
        offset = answer["next_offset"]
        if not offset:
            break
    assert offset == ""
    assert seen > 100


@pytest.mark.parametrize("offset", ["-1", "abc", "99999999999999999999", "9000"])
async def test_an_offset_that_was_never_given_out_does_no_harm(asker: Phone, offset: str) -> None:
    assert not (await asker.inline("焊工", offset=offset))["timed_out"]


async def test_where_nothing_fits_the_way_into_the_bot_is_offered(stage: LiveStage) -> None:
    answer = await stage.phone(ASKER).inline("焊工 沈阳")
    assert answer["results"] == []
    assert answer["button"]["text"] == "没找到，跟我说说您想要什么"
    welcome = await stage.phone(ASKER).send(f"/start {answer['button']['start_parameter']}")
    assert "打不开" not in welcome[0].text


async def test_who_asks_gets_no_account_and_the_words_are_written_nowhere(
    sample_stage: LiveStage, asker: Phone
) -> None:
    await asker.inline("铆工 鞍山")
    async with sample_stage.sessions() as session:
        assert await accounts.by_telegram_id(session, ASKER) is None
        assert (await session.exec(select(func.count()).select_from(InboxUpdate))).one() == 0
        assert (await session.execute(text("SELECT count(*) FROM outbox"))).scalar_one() == 0


async def test_a_child_is_offered_nothing(asker: Phone) -> None:
    assert (await asker.inline("我15岁，想学焊工"))["results"] == []


async def test_a_member_asks_as_anybody_does(sample_stage: LiveStage) -> None:
    async with sample_stage.sessions() as session, session.begin():
        await parties.seeker(session, ASKER)
    known = await sample_stage.phone(ASKER).inline("电工 大连")
    unknown = await sample_stage.phone(FRIEND).inline("电工 大连")
    assert titles(known) == titles(unknown)


async def test_numbers_and_people_of_an_organisation_stay_out_of_the_card(stage: LiveStage) -> None:
    async with stage.sessions() as session, session.begin():
        organisation = await parties.enterprise(session, MEMBER)
        await parties.live_opening(session, organisation, mentor="张师傅", address="示范路6号院")
    said = str(await stage.phone(ASKER).inline("焊工"))
    assert "焊工学徒" in said
    assert not any(secret in said for secret in ("81234567", "张师傅", "示范路"))


async def test_a_full_course_is_not_offered(stage: LiveStage) -> None:
    async with stage.sessions() as session, session.begin():
        course = await teaching.live_course(session, await teaching.provider(session, MEMBER), capacity=1)
        await teaching.learner(session, FRIEND, course)
    assert titles(await stage.phone(ASKER).inline("")) == []


async def test_a_card_put_into_the_chat_with_the_bot_is_not_taken_for_words(asker: Phone) -> None:
    answer = await asker.put("焊工 沈阳", 0)
    assert ["这张是给别的聊天用的" in message.text for message in answer] == [True]


async def test_typing_on_is_answered_for_the_last_words(sample_stage: LiveStage) -> None:
    phones = [sample_stage.phone(ASKER) for _ in range(5)]
    words = ["焊", "焊工", "焊工 ", "焊工 沈", "焊工 沈阳"]
    answers = await asyncio.gather(*(phone.inline(one, wait=5) for phone, one in zip(phones, words, strict=True)))
    assert not answers[-1]["timed_out"]
    assert answers[-1]["results"]


@pytest.mark.parametrize("words", ["沈阳", "沈阳 包住"])
async def test_words_that_name_no_work_bring_what_there_is(asker: Phone, words: str) -> None:
    assert titles(await asker.inline(words))
