"""Inline mode of the local Telegram: what Telegram would refuse is refused, and a chosen result becomes a message."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)
from telegram.error import BadRequest

from tests.integration.local_telegram_rig import SEEKER, Rig, running_rig


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with running_rig() as made:
        yield made


def article(number: str = "1", text: str = "<b>焊工学徒</b>", **more: Any) -> InlineQueryResultArticle:
    return InlineQueryResultArticle(number, "焊工学徒", InputTextMessageContent(text, parse_mode="HTML"), **more)


async def asked(rig: Rig, **body: Any) -> tuple[Any, str]:
    """Somebody types an inline query: the waiting request of their phone, and the query's id."""
    waiting = asyncio.create_task(rig.post(f"/phone/{SEEKER}/inline", query="焊工", **body))
    (update,) = await rig.bot.get_updates(timeout=5)
    assert update.inline_query is not None
    return waiting, update.inline_query.id


@pytest.mark.parametrize(
    ("results", "more"),
    [
        ([article(str(number)) for number in range(51)], {}),
        ([article(), article()], {}),
        ([article("x" * 65)], {}),
        ([article(text="<b>焊工")], {}),
        ([article(text="焊" * 4097)], {}),
        ([article(reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("看", url="这里")]]))], {}),
        ([article()], {"next_offset": "五" * 22}),
        ([article()], {"button": InlineQueryResultsButton("来", start_parameter="不行")}),
    ],
    ids=["51 results", "same id", "long id", "open tag", "long text", "bad url", "long offset", "bad start parameter"],
)
async def test_what_telegram_refuses_is_refused(rig: Rig, results: list[Any], more: dict[str, Any]) -> None:
    waiting, query = await asked(rig, wait=0.5)
    with pytest.raises(BadRequest):
        await rig.bot.answer_inline_query(query, results, **more)
    assert (await waiting)["timed_out"]


async def test_a_query_is_answered_once(rig: Rig) -> None:
    waiting, query = await asked(rig)
    await rig.bot.answer_inline_query(query, [article()])
    assert len((await waiting)["results"]) == 1
    with pytest.raises(BadRequest):
        await rig.bot.answer_inline_query(query, [article()])


async def test_a_chosen_result_becomes_a_message_with_its_link(rig: Rig) -> None:
    link = InlineKeyboardMarkup([[InlineKeyboardButton("看详情", url="https://t.me/somebody?start=abc")]])
    waiting, query = await asked(rig, choose=0)
    await rig.bot.answer_inline_query(query, [article(reply_markup=link)])
    await waiting
    (update,) = await rig.bot.get_updates(offset=-1)
    assert update.message is not None
    assert (update.message.text, update.message.via_bot.username) == ("焊工学徒", (await rig.bot.get_me()).username)
    answer = await rig.post(f"/phone/{SEEKER}/tap", button="看详情", wait=0)
    assert answer["opened"] == "https://t.me/somebody?start=abc"
