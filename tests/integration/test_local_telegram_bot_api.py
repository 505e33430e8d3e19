"""Unmodified python-telegram-bot against the local Telegram's Bot API, over HTTP."""

from __future__ import annotations

import asyncio
import base64
import struct
import zlib
from collections.abc import AsyncIterator

import aiohttp
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.constants import InlineKeyboardMarkupLimit, MessageLimit
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TimedOut

from bot.local_telegram import LocalTelegram
from tests.integration.local_telegram_rig import SEEKER, TOKEN, Rig, bot_for, running_rig


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    async with running_rig() as made:
        yield made


def keyboard(*rows: list[tuple[str, str]]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        [[InlineKeyboardButton(text, callback_data=data) for text, data in row] for row in rows]
    )


def png(width: int = 4, height: int = 3) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\x20\x80\xc0" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


# Updates


async def test_an_update_comes_again_until_a_higher_offset_confirms_it(rig: Rig) -> None:
    await rig.say("一")
    await rig.say("二")
    first, second = await rig.bot.get_updates()
    assert [first.message.text, second.message.text] == ["一", "二"]  # type: ignore[union-attr]
    assert [each.update_id for each in await rig.bot.get_updates()] == [first.update_id, second.update_id]
    assert [each.update_id for each in await rig.bot.get_updates(offset=second.update_id)] == [second.update_id]
    assert await rig.bot.get_updates(offset=second.update_id + 1) == ()


async def test_limit_and_negative_offset_are_telegrams(rig: Rig) -> None:
    for text in "一二三":
        await rig.say(text)
    assert len(await rig.bot.get_updates(limit=2)) == 2
    assert [each.message.text for each in await rig.bot.get_updates(offset=-1)] == ["三"]  # type: ignore[union-attr]
    assert len(await rig.bot.get_updates()) == 1


async def test_a_long_poll_ends_when_something_arrives(rig: Rig) -> None:
    polling = asyncio.create_task(rig.bot.get_updates(timeout=5))
    await asyncio.sleep(0.05)
    await rig.say("到了")
    assert [each.message.text for each in await asyncio.wait_for(polling, 2)] == ["到了"]  # type: ignore[union-attr]


async def test_a_second_poller_ends_the_first(rig: Rig) -> None:
    polling = asyncio.create_task(rig.bot.get_updates(timeout=5))
    await asyncio.sleep(0.05)
    await rig.bot.get_updates()
    with pytest.raises(Conflict):
        await polling


async def test_updates_wait_for_a_bot_that_is_not_there_yet() -> None:
    async with LocalTelegram() as server, aiohttp.ClientSession(server.url) as http:
        async with http.post("/phone/7/send", json={"text": "/start x_1", "wait": 0}) as response:
            assert response.status == 200
        async with bot_for(server) as bot:
            (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.entities[0].type == "bot_command"
    assert update.message.from_user is not None
    assert update.message.from_user.language_code == "zh-hans"


async def test_allowed_updates_leaves_out_what_was_not_asked_for(rig: Rig) -> None:
    await rig.bot.get_updates(allowed_updates=["callback_query"])
    await rig.say("听不见")
    assert await rig.bot.get_updates() == ()


async def test_duplicated_updates_keep_their_ids(rig: Rig) -> None:
    await rig.say("一次")
    (update,) = await rig.bot.get_updates()
    assert await rig.bot.get_updates(offset=update.update_id + 1) == ()
    assert (await rig.post("/updates/duplicate", last=1))["delivered"] == 1
    (again,) = await rig.bot.get_updates(offset=update.update_id + 1)
    assert again.update_id == update.update_id


async def test_reordered_updates_keep_the_order_inside_a_chat(rig: Rig) -> None:
    await rig.post("/updates/reorder", last=6)
    for text in ("a1", "a2", "a3"):
        await rig.say(text)
    assert await rig.bot.get_updates() == ()
    for text in ("b1", "b2", "b3"):
        await rig.say(text, user=1002)
    texts = [str(each.message.text) for each in await rig.bot.get_updates()]  # type: ignore[union-attr]
    assert sorted(texts) == ["a1", "a2", "a3", "b1", "b2", "b3"]
    assert [text for text in texts if text.startswith("a")] == ["a1", "a2", "a3"]
    assert texts != ["a1", "a2", "a3", "b1", "b2", "b3"]


# Messages


async def test_html_becomes_text_and_entities(rig: Rig) -> None:
    source = '  <b>🔧 师傅</b> &lt;带&gt; <a href="https://example.org/?a=1&amp;b=2">看看</a>\n<pre>码</pre> '
    sent = await rig.bot.send_message(SEEKER, source, parse_mode="HTML")
    assert sent.text == "🔧 师傅 <带> 看看\n码"
    assert [(each.type, sent.parse_entity(each)) for each in sent.entities] == [
        ("bold", "🔧 师傅"), ("text_link", "看看"), ("pre", "码"),
    ]  # fmt: skip
    (shown,) = (await rig.get(f"/phone/{SEEKER}/messages"))["messages"][-1:]
    assert shown["html"] == (
        '<b>🔧 师傅</b> &lt;带&gt; <a href="https://example.org/?a=1&amp;b=2">看看</a>\n<pre>码</pre>'
    )


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("<b>开", "Can't find end tag"),
        ("<b>开</i>", "Unmatched end tag"),
        ("关</b>", "Unexpected end tag"),
        ("<div>块</div>", "Unsupported start tag"),
        ("工资 < 4000", "Unsupported start tag"),
        ("<span>跨</span>", "tg-spoiler"),
    ],
)
async def test_html_that_does_not_parse_is_refused_and_recorded(rig: Rig, source: str, words: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i)parse entities: .*{words}"):
        await rig.bot.send_message(SEEKER, source, parse_mode="HTML")
    assert len((await rig.get("/calls/violations"))["violations"]) == 1


async def test_links_with_scripts_are_not_shown_as_links(rig: Rig) -> None:
    await rig.bot.send_message(SEEKER, '<a href="javascript:alert(1)">点</a> <i onclick="x">斜</i>', parse_mode="HTML")
    assert (await rig.get(f"/phone/{SEEKER}/messages"))["messages"][-1]["html"] == "点 <i>斜</i>"


async def test_edits_are_stateful(rig: Rig) -> None:
    sent = await rig.bot.send_message(SEEKER, "一", reply_markup=keyboard([("甲", "1")]))
    edited = await rig.bot.edit_message_text("二", SEEKER, sent.message_id)
    assert isinstance(edited, Message)
    assert (edited.text, edited.reply_markup) == ("二", None)
    with pytest.raises(BadRequest, match=r"(?i)message is not modified"):
        await rig.bot.edit_message_text("二", SEEKER, sent.message_id)
    with pytest.raises(BadRequest, match=r"(?i)message to edit not found"):
        await rig.bot.edit_message_text("三", SEEKER, 999)
    await rig.bot.edit_message_reply_markup(SEEKER, sent.message_id, reply_markup=keyboard([("乙", "2")]))
    (shown,) = (await rig.get(f"/phone/{SEEKER}/messages"))["messages"][-1:]
    assert (shown["text"], shown["buttons"], shown["edited"]) == ("二", [["乙"]], True)
    await rig.bot.delete_message(SEEKER, sent.message_id)
    with pytest.raises(BadRequest, match=r"(?i)message to delete not found"):
        await rig.bot.delete_message(SEEKER, sent.message_id)


async def test_what_the_person_wrote_cannot_be_edited(rig: Rig) -> None:
    message_id = await rig.say("我的")
    with pytest.raises(BadRequest, match=r"(?i)can't be edited"):
        await rig.bot.edit_message_text("改", SEEKER, message_id)


async def test_a_reply_names_the_message_replied_to(rig: Rig) -> None:
    message_id = await rig.say("问")
    sent = await rig.bot.send_message(SEEKER, "答", reply_parameters=ReplyParameters(message_id))
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "问"
    with pytest.raises(BadRequest, match=r"(?i)message to be replied not found"):
        await rig.bot.send_message(SEEKER, "答", reply_parameters=ReplyParameters(998))


async def test_copying_carries_text_and_hides_the_sender(rig: Rig) -> None:
    message_id = await rig.say("请转告")
    await rig.say("/start", user=2001)
    copied = await rig.bot.copy_message(2001, SEEKER, message_id)
    shown = (await rig.get("/phone/2001/messages"))["messages"][-1]
    assert (shown["id"], shown["from"], shown["text"]) == (copied.message_id, "bot", "请转告")


# Buttons


async def test_a_press_is_answered_once(rig: Rig) -> None:
    await rig.bot.send_message(SEEKER, "选", reply_markup=keyboard([("甲", "1")]))
    await rig.post(f"/phone/{SEEKER}/tap", button="甲", wait=0)
    (update,) = await rig.bot.get_updates()
    press = update.callback_query
    assert press is not None
    assert (press.data, press.message.text) == ("1", "选")  # type: ignore[union-attr]
    assert await rig.bot.answer_callback_query(press.id, "好")
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await rig.bot.answer_callback_query(press.id)


async def test_a_press_cannot_be_answered_after_its_time(rig: Rig) -> None:
    await rig.bot.send_message(SEEKER, "选", reply_markup=keyboard([("甲", "1")]))
    await rig.post(f"/phone/{SEEKER}/tap", button="甲", wait=0)
    (update,) = await rig.bot.get_updates()
    await rig.post("/clock", advance_s=3600)
    with pytest.raises(BadRequest, match=r"(?i)query is too old"):
        await rig.bot.answer_callback_query(update.callback_query.id)  # type: ignore[union-attr]


# Limits and schema: every breach is refused and kept


async def test_what_breaks_a_limit_is_refused_and_recorded(rig: Rig) -> None:
    calls = [
        rig.bot.send_message(SEEKER, "字" * (MessageLimit.MAX_TEXT_LENGTH + 1)),
        rig.bot.send_message(SEEKER, "🔧" * (MessageLimit.MAX_TEXT_LENGTH // 2 + 1)),
        rig.bot.send_message(SEEKER, "<b> </b>", parse_mode="HTML"),
        rig.bot.send_message(SEEKER, "选", reply_markup=keyboard([("甲", "字" * 22)])),
        rig.bot.send_message(
            SEEKER,
            "选",
            reply_markup=keyboard(
                *[[(f"{n}", f"{n}")] for n in range(InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER + 1)]
            ),
        ),
        rig.bot.send_message(
            SEEKER,
            "选",
            reply_markup=keyboard([(f"{n}", f"{n}") for n in range(InlineKeyboardMarkupLimit.BUTTONS_PER_ROW + 1)]),
        ),
        rig.bot.send_message(SEEKER, "选", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("无动作")]])),
        rig.bot.send_message(SEEKER, "选", api_kwargs={"colour": "red"}),
        rig.bot.send_message(SEEKER, "选", api_kwargs={"disable_notification": "maybe"}),
        rig.bot.send_photo(SEEKER, png(), caption="字" * (MessageLimit.CAPTION_LENGTH + 1)),
        rig.bot.set_my_commands([BotCommand("Start", "大写")]),
    ]
    for call in calls:
        with pytest.raises(BadRequest):
            await call
    assert len(rig.server.violations) == len(calls)


async def test_the_longest_allowed_text_passes_after_entities_are_parsed(rig: Rig) -> None:
    text = "字" * (MessageLimit.MAX_TEXT_LENGTH - 1) + "&lt;"
    sent = await rig.bot.send_message(SEEKER, f"<b>{text}</b>", parse_mode="HTML")
    assert sent.text is not None
    assert len(sent.text) == MessageLimit.MAX_TEXT_LENGTH
    assert rig.server.violations == []


async def test_what_is_not_played_is_never_a_silent_ok(rig: Rig) -> None:
    with pytest.raises(NetworkError, match="Not Implemented"):
        await rig.bot.send_dice(SEEKER)
    with pytest.raises(InvalidToken):
        async with Bot("no-token", base_url=rig.server.base_url) as other:
            await other.get_me()
    async with rig.http.post(f"/bot{TOKEN}/sendSmile", json={"chat_id": 1}) as response:
        assert response.status == 404
    assert [each["method"] for each in rig.server.violations] == ["sendDice", "sendSmile"]


# Files


async def test_a_document_goes_up_and_comes_down_unchanged(rig: Rig) -> None:
    content = "编号,岗位\n1,焊工\n".encode()
    sent = await rig.bot.send_document(SEEKER, content, filename="岗位.csv", caption="<b>表</b>", parse_mode="HTML")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.mime_type, sent.caption) == ("岗位.csv", "text/csv", "表")
    file = await rig.bot.get_file(sent.document.file_id)
    assert bytes(await file.download_as_bytearray()) == content
    again = await rig.bot.send_document(SEEKER, sent.document.file_id)
    assert again.document == sent.document
    shown = (await rig.get(f"/phone/{SEEKER}/messages"))["messages"][-1]
    async with rig.http.get(shown["document"]) as response:
        assert await response.read() == content
        assert response.headers["Content-Disposition"].startswith("attachment")


async def test_a_person_sends_a_photo_that_the_bot_loads(rig: Rig) -> None:
    picture = {"name": "证书.png", "base64": base64.b64encode(png(40, 30)).decode(), "caption": "我的证"}
    await rig.post(f"/phone/{SEEKER}/send", photo=picture, wait=0)
    (update,) = await rig.bot.get_updates()
    assert update.message is not None
    assert (update.message.caption, update.message.photo[-1].width) == ("我的证", 40)
    file = await rig.bot.get_file(update.message.photo[-1].file_id)
    assert bytes(await file.download_as_bytearray()) == png(40, 30)


async def test_photos_can_be_grouped_and_exchanged(rig: Rig) -> None:
    group = await rig.bot.send_media_group(SEEKER, [InputMediaPhoto(png()), InputMediaPhoto(png(8, 8))])
    assert len({each.media_group_id for each in group}) == 1
    media = InputMediaDocument(b"text", filename="a.txt")
    edited = await rig.bot.edit_message_media(media, SEEKER, group[0].message_id)
    assert isinstance(edited, Message)
    assert edited.document is not None
    with pytest.raises(BadRequest, match=r"(?i)IMAGE_PROCESS_FAILED"):
        await rig.bot.send_photo(SEEKER, b"no picture")


# Reaching people, faults


async def test_a_bot_reaches_only_who_has_written_and_not_blocked(rig: Rig) -> None:
    with pytest.raises(BadRequest, match=r"(?i)chat not found"):
        await rig.bot.send_message(555, "您好")
    await rig.post(f"/phone/{SEEKER}/block")
    with pytest.raises(Forbidden, match="blocked by the user"):
        await rig.bot.send_message(SEEKER, "您好")
    assert (await rig.post(f"/phone/{SEEKER}/send", text="喂", wait=0))["status"] == 409
    await rig.post(f"/phone/{SEEKER}/unblock")
    await rig.bot.send_message(SEEKER, "您好")
    changes = [each.my_chat_member.new_chat_member.status for each in await rig.bot.get_updates()]  # type: ignore[union-attr]
    assert changes == ["kicked", "member"]
    assert rig.server.violations == []


async def test_faults_hit_the_next_calls_and_no_more(rig: Rig) -> None:
    await rig.post("/faults", method="sendMessage", kind="429", times=2, retry_after=7)
    for _ in range(2):
        with pytest.raises(RetryAfter) as refusal:
            await rig.bot.send_message(SEEKER, "您好")
        assert refusal.value.retry_after.total_seconds() == 7  # type: ignore[union-attr]
    await rig.bot.send_message(SEEKER, "您好")
    for kind, error in (("403", Forbidden), ("400", BadRequest), ("500", NetworkError), ("drop", NetworkError)):
        await rig.post("/faults", method="sendMessage", kind=kind, times=1)
        with pytest.raises(error):
            await rig.bot.send_message(SEEKER, "您好")
    async with rig.http.delete("/faults") as response:
        assert await response.json() == {"ok": True, "faults": []}
    assert (await rig.post("/faults", kind="418"))["status"] == 400


async def test_a_lost_answer_may_or_may_not_have_taken_effect(rig: Rig) -> None:
    async with bot_for(rig.server, read_timeout=0.2) as hasty:
        await rig.post("/faults", method="sendMessage", kind="timeout", times=1)
        with pytest.raises(TimedOut):
            await hasty.send_message(SEEKER, "没到")
        await rig.post("/faults", method="sendMessage", kind="timeout", times=1, applied=True)
        with pytest.raises(TimedOut):
            await hasty.send_message(SEEKER, "到了")
    texts = [each["text"] for each in (await rig.get(f"/phone/{SEEKER}/messages"))["messages"]]
    assert texts == ["你好", "到了"]


# Commands and profile


async def test_the_menu_of_a_chat_comes_before_the_general_one(rig: Rig) -> None:
    await rig.bot.set_my_commands([BotCommand("help", "帮助")])
    await rig.bot.set_my_commands([BotCommand("help", "Help")], language_code="en")
    await rig.bot.set_my_commands([BotCommand("review", "审核")], scope=BotCommandScopeChat(3001))
    assert [each.description for each in await rig.bot.get_my_commands(language_code="en")] == ["Help"]
    people = {each["id"]: each for each in (await rig.get("/phone/people"))["people"]}
    assert people[1001]["commands"] == [{"command": "help", "description": "帮助"}]
    assert people[3001]["commands"] == [{"command": "review", "description": "审核"}]
    await rig.post("/phone/1001/send", text="hi", language_code="en", wait=0)
    assert (await rig.get("/phone/1001"))["commands"] == [{"command": "help", "description": "Help"}]


async def test_a_reply_keyboard_stays_until_it_is_replaced(rig: Rig) -> None:
    rows = [[KeyboardButton("发送电话", request_contact=True)], [KeyboardButton("算了")]]
    await rig.bot.send_message(SEEKER, "电话？", reply_markup=ReplyKeyboardMarkup(rows, resize_keyboard=True))
    assert (await rig.get(f"/phone/{SEEKER}"))["keyboard"]["rows"] == [["发送电话"], ["算了"]]
    await rig.post(f"/phone/{SEEKER}/tap", button="发送", wait=0)
    await rig.post(f"/phone/{SEEKER}/tap", button="算了", wait=0)
    contact, text = await rig.bot.get_updates()
    assert contact.message.contact.user_id == SEEKER  # type: ignore[union-attr]
    assert text.message.text == "算了"  # type: ignore[union-attr]
