"""The phone API: what a person does is plain HTTP, and its answer is what the bot said."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    Update,
)
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, InlineQueryHandler, MessageHandler, filters

from tests.integration.local_telegram_rig import SEEKER, TOKEN, Rig, running_rig

Handler = Callable[[Update, Any], Awaitable[None]]


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with running_rig() as made:
        yield made


@asynccontextmanager
async def polling(rig: Rig, *handlers: Any) -> AsyncIterator[None]:
    """A python-telegram-bot application with these handlers, polling."""
    builder = Application.builder().token(TOKEN).base_url(rig.server.base_url).base_file_url(rig.server.base_file_url)
    application = builder.build()
    application.add_handlers(handlers)
    async with application:
        await application.start()
        assert application.updater is not None
        await application.updater.start_polling(timeout=2, poll_interval=0)
        yield
        # End the long poll that is under way instead of waiting for its time-out.
        stopping = asyncio.create_task(application.updater.stop())
        await rig.say("再见")
        await stopping
        await application.stop()


async def answer_twice(update: Update, _: Any) -> None:
    assert update.message is not None
    await update.message.reply_text("第一句")
    await asyncio.sleep(0.15)
    choices = [[InlineKeyboardButton("报名", callback_data="a"), InlineKeyboardButton("存着", callback_data="s")]]
    await update.message.reply_text("第二句", reply_markup=InlineKeyboardMarkup(choices))


async def on_press(update: Update, _: Any) -> None:
    press = update.callback_query
    assert press is not None
    if press.data == "s":
        await press.answer("存好了")
        return
    await press.answer()
    await press.edit_message_text("报上了")


def commands(*handlers: Any) -> list[Any]:
    return [CommandHandler("start", answer_twice), CallbackQueryHandler(on_press), *handlers]


async def test_send_answers_with_all_that_the_bot_said(rig: Rig) -> None:
    async with polling(rig, *commands()):
        answer = await rig.post(f"/phone/{SEEKER}/send", text="/start")
    assert [each["text"] for each in answer["messages"]] == ["第一句", "第二句"]
    assert answer["messages"][1]["buttons"] == [["报名", "存着"]]
    assert (answer["toast"], answer["timed_out"]) == (None, False)


async def test_tap_finds_a_button_by_its_beginning_and_shows_the_edit(rig: Rig) -> None:
    async with polling(rig, *commands()):
        await rig.post(f"/phone/{SEEKER}/send", text="/start")
        saved = await rig.post(f"/phone/{SEEKER}/tap", button="存")
        assert (saved["messages"], saved["toast"], saved["timed_out"]) == ([], "存好了", False)
        applied = await rig.post(f"/phone/{SEEKER}/tap", button="报")
        assert [(each["text"], each["edited"]) for each in applied["messages"]] == [("报上了", True)]
        missing = await rig.post(f"/phone/{SEEKER}/tap", button="报")
    assert missing["status"] == 404
    assert "error" in missing


async def test_silence_is_told_when_the_wait_is_over(rig: Rig) -> None:
    started = time.monotonic()
    answer = await rig.post(f"/phone/{SEEKER}/send", text="有人吗", wait=0.2)
    assert answer["timed_out"] is True
    assert time.monotonic() - started < 1.5


async def test_another_chat_does_not_end_the_wait(rig: Rig) -> None:
    await rig.say("/start", user=2001)
    waiting = asyncio.create_task(rig.post(f"/phone/{SEEKER}/send", text="我呢", wait=0.5))
    await asyncio.sleep(0.05)
    await rig.bot.send_message(2001, "别人的")
    assert (await waiting)["timed_out"] is True


async def test_typing_alone_is_no_answer(rig: Rig) -> None:
    waiting = asyncio.create_task(rig.post(f"/phone/{SEEKER}/send", text="我呢", wait=5))
    await asyncio.sleep(0.05)
    await rig.bot.send_chat_action(SEEKER, "typing")
    await asyncio.sleep(0.4)
    await rig.bot.send_message(SEEKER, "来了")
    assert [each["text"] for each in (await waiting)["messages"]] == ["来了"]


async def test_messages_after_a_revision_are_the_new_and_the_edited(rig: Rig) -> None:
    sent = await rig.bot.send_message(SEEKER, "一")
    await rig.bot.send_message(SEEKER, "二")
    seen = (await rig.get(f"/phone/{SEEKER}/messages"))["rev"]
    await rig.bot.edit_message_text("一改", SEEKER, sent.message_id)
    later = await rig.get(f"/phone/{SEEKER}/messages?after={seen}")
    assert [each["text"] for each in later["messages"]] == ["一改"]
    assert later["rev"] > seen


async def test_everything_a_phone_can_send_arrives(rig: Rig) -> None:
    file = {"name": "a.ogg", "base64": "T2dnUw=="}
    bodies: list[dict[str, Any]] = [
        {"location": [41.8, 123.4]}, {"contact": "13800000000"}, {"document": file}, {"voice": file}, {"video": file},
        {"sticker": file}, {"text": "转来的", "forwarded": "别人"}, {"text": "群里", "group": 77},
    ]  # fmt: skip
    for body in bodies:
        assert (await rig.post(f"/phone/{SEEKER}/send", wait=0, **body))["status"] == 200
    updates = await rig.bot.get_updates()
    messages = [each.message for each in updates if each.message]
    assert messages[0].location.latitude == 41.8  # type: ignore[union-attr]
    assert messages[1].contact.phone_number == "13800000000"  # type: ignore[union-attr]
    kinds = ["document", "voice", "video", "sticker", "forward_origin"]
    assert all(getattr(message, kind) for message, kind in zip(messages[2:], kinds, strict=False))
    assert (messages[7].chat.type, messages[7].chat.id, messages[7].from_user.id) == ("group", -77, SEEKER)  # type: ignore[union-attr]


async def test_an_edited_message_is_an_update_of_its_own(rig: Rig) -> None:
    message_id = await rig.say("沈阳")
    await rig.post(f"/phone/{SEEKER}/send", edit=message_id, text="大连", wait=0)
    _, update = await rig.bot.get_updates()
    assert update.edited_message is not None
    assert (update.edited_message.text, update.edited_message.message_id) == ("大连", message_id)


@pytest.mark.parametrize(
    "body", [{}, {"text": "  "}, {"text": "字" * 4097}, {"photo": {"base64": "!"}}, {"location": "x"}]
)
async def test_what_cannot_be_sent_is_a_plain_error(rig: Rig, body: dict[str, Any]) -> None:
    answer = await rig.post(f"/phone/{SEEKER}/send", wait=0, **body)
    assert answer["status"] == 400
    assert answer["error"]


async def test_a_forged_press_reaches_the_bot_as_sent(rig: Rig) -> None:
    await rig.bot.send_message(SEEKER, "选")
    await rig.post(f"/phone/{SEEKER}/tap", data="forged:1", wait=0)
    (update,) = await rig.bot.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.data == "forged:1"


async def test_links_open_on_the_phone_and_own_deep_links_start_the_bot(rig: Rig) -> None:
    me = await rig.bot.get_me()
    rows = [[InlineKeyboardButton("网页", url="https://example.org/")],
            [InlineKeyboardButton("邀请", url=f"https://t.me/{me.username}?start=inv_1")]]  # fmt: skip
    await rig.bot.send_message(SEEKER, "看", reply_markup=InlineKeyboardMarkup(rows))
    assert (await rig.post(f"/phone/{SEEKER}/tap", button="网页"))["opened"] == "https://example.org/"
    await rig.post(f"/phone/{SEEKER}/tap", button="邀请", wait=0)
    (update,) = await rig.bot.get_updates()
    assert update.message is not None
    assert update.message.text == "/start inv_1"


async def test_inline_queries_are_answered(rig: Rig) -> None:
    async def offer(update: Update, _: Any) -> None:
        assert update.inline_query is not None
        said = InputTextMessageContent(update.inline_query.query)
        await update.inline_query.answer([InlineQueryResultArticle("1", "焊工学徒", said)])

    async with polling(rig, InlineQueryHandler(offer), MessageHandler(filters.ALL, answer_twice)):
        answer = await rig.post(f"/phone/{SEEKER}/inline", query="焊工")
    assert [each["title"] for each in answer["results"]] == ["焊工学徒"]


async def test_the_clock_answers_when_due_work_is_done() -> None:
    passed: list[int] = []

    async def on_clock(seconds: int) -> None:
        await asyncio.sleep(0.05)
        passed.append(seconds)

    async with running_rig(on_clock=on_clock) as rig:
        before = (await rig.bot.send_message(SEEKER, "今天")).date
        await rig.post("/clock", advance_s=86400)
        assert passed == [86400]
        after = (await rig.bot.send_message(SEEKER, "明天")).date
        assert 86400 <= (after - before).total_seconds() < 86410
        assert (await rig.post("/clock", advance_s=-1))["status"] == 400


async def test_many_people_can_be_made_known_at_once(rig: Rig) -> None:
    await rig.post("/phone/people", people=[{"id": 5000 + n, "name": f"人{n}"} for n in range(50)])
    await rig.bot.send_message(5049, "您好")
    calls = (await rig.get("/calls?method=sendMessage"))["calls"]
    assert [(each["chat_id"], each["ok"]) for each in calls] == [("5049", True)]


async def test_the_page_is_told_of_every_change_as_it_happens(rig: Rig) -> None:
    async with rig.http.get("/phone/events") as stream:
        assert await stream.content.readuntil(b"\n\n")
        sent = await rig.bot.send_message(SEEKER, "新的")
        await rig.bot.delete_message(SEEKER, sent.message_id)
        events: list[dict[str, Any]] = []
        while len(events) < 3:
            line = await asyncio.wait_for(stream.content.readuntil(b"\n\n"), 2)
            events.append(json.loads(line.removeprefix(b"data: ")))
    assert [each["kind"] for each in events] == ["message", "keyboard", "deleted"]
    assert events[0]["message"]["text"] == "新的"


async def test_the_page_and_its_files_come_from_the_same_port(rig: Rig) -> None:
    async with rig.http.get("/") as response:
        page = await response.text()
        assert response.status == 200
    assert "http://" not in page
    assert "https://" not in page


async def test_two_buttons_that_read_the_same_are_told_apart_by_their_place(rig: Rig) -> None:
    rows = [[InlineKeyboardButton("看", callback_data="1"), InlineKeyboardButton("看", callback_data="2")]]
    sent = await rig.bot.send_message(SEEKER, "选", reply_markup=InlineKeyboardMarkup(rows))
    await rig.post(f"/phone/{SEEKER}/tap", message_id=sent.message_id, at=[0, 1], wait=0)
    (update,) = await rig.bot.get_updates()
    assert update.callback_query is not None
    assert update.callback_query.data == "2"
    assert (await rig.post(f"/phone/{SEEKER}/tap", message_id=sent.message_id, at=[3, 0], wait=0))["status"] == 404


async def test_a_person_changes_the_language_of_the_phone(rig: Rig) -> None:
    assert (await rig.post(f"/phone/{SEEKER}/language", language_code="en"))["language_code"] == "en"
    await rig.say("hello")
    (update,) = await rig.bot.get_updates()
    assert update.message is not None
    assert update.message.from_user is not None
    assert update.message.from_user.language_code == "en"


async def test_the_clock_may_start_ahead() -> None:
    async with running_rig(ahead_s=86400) as rig:
        sent = await rig.bot.send_message(SEEKER, "明天")
    assert sent.date.timestamp() - time.time() == pytest.approx(86400, abs=5)
