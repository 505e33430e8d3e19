"""An announcement asked for, changed, held and sent in words: only what is missing is asked, only a tap sends it."""

import pytest
from sqlmodel import select

from data.broadcasts import Broadcast
from data.people.profile import Facts, PlaceFact
from data.vocabulary import Role, StaffRole
from tests import forged, parties, people
from tests.phones import Message, Phone
from tests.stages import Stage

CLERK, COOK_USER, WELDER_USER = 3501, 3511, 3512
DALIAN, ANSHAN = "210200", "210300"
SEND = ("现在发", "早上 8 点发")
WORDS = "周四上午在软件园办宣讲会，请带好简历"


@pytest.fixture
async def clerk(stage: Stage) -> Phone:
    """Staff who may do everything, and two seekers in Dalian: a cook and a welder."""
    await stage.appoint(CLERK)
    async with stage.sessions() as session, session.begin():
        (await parties.account(session, CLERK)).role = Role.STAFF
        for user, code in ((COOK_USER, people.COOK), (WELDER_USER, people.WELDER)):
            lives = PlaceFact(code=DALIAN, name="大连市", city=DALIAN, role="lives")
            facts = Facts(age=30, places=[lives], occupations=[people.work(code)])
            await parties.seeker(session, user, facts=facts)
    return stage.phone(CLERK)


def _is_preview(message: Message) -> bool:
    return any(button in SEND for button in message.buttons)


async def _preview(clerk: Phone) -> str:
    """The text of the preview that stands last, with its button to send."""
    last = await clerk.last()
    assert _is_preview(last), last.text
    return last.text


async def _count_sent(stage: Stage) -> int:
    async with stage.sessions() as session:
        return len((await session.exec(select(Broadcast))).all())


async def test_a_request_that_tells_everything_is_shown_at_once(clerk: Phone) -> None:
    await clerk.send(f"跟大连的求职者发个通知：{WORDS}")
    preview = await _preview(clerk)
    assert "给求职者的通知" in preview
    assert "发给：大连的求职者" in preview
    assert "2 人" in preview
    assert WORDS in preview


async def test_an_occupation_that_is_named_chooses_who_gets_it(clerk: Phone) -> None:
    await clerk.send(f"群发给大连的焊工师傅们一条通知，“{WORDS}”")
    preview = await _preview(clerk)
    assert "大连做过或想做焊工的求职者" in preview
    assert "1 人" in preview
    await clerk.tap("不限工种")
    assert "2 人" in await _preview(clerk)


async def test_only_what_is_missing_is_asked(clerk: Phone) -> None:
    await clerk.send(f"帮我群发一个通知给求职的人：{WORDS}")
    asked = await clerk.last()
    assert "通知" in asked.text
    assert WORDS in asked.text
    assert "发给哪里" in asked.text
    await clerk.send("大连")
    assert WORDS in await _preview(clerk)


async def test_a_request_without_a_text_is_asked_for_it_with_whom_it_is_for(clerk: Phone) -> None:
    await clerk.send("要给大连的求职者群发一条通知")
    asked = (await clerk.last()).text
    assert "发给大连的求职者" in asked
    await clerk.send(WORDS)
    assert "发给：大连" in await _preview(clerk)


@pytest.fixture
async def shown(clerk: Phone) -> Phone:
    """The clerk with a preview."""
    await clerk.send(f"跟大连的求职者发个通知：{WORDS}")
    return clerk


async def test_a_day_is_put_right_in_the_text_and_a_tap_brings_the_old_one_back(shown: Phone) -> None:
    await shown.send("日子记错了，应该是周日")
    assert "“周四”改成了“周日”" in await shown.said()
    assert "周日上午在软件园" in await _preview(shown)
    await shown.tap("改回刚才那样")
    assert WORDS in await _preview(shown)


async def test_a_time_typed_at_the_question_for_whom_is_put_into_the_text(clerk: Phone) -> None:
    await clerk.send(f"帮我群发一个通知给求职的人：{WORDS}")
    await clerk.send("挪到下午三点")
    assert "发给哪里" in (await clerk.last()).text
    await clerk.send("大连")
    assert "周四下午三点在软件园" in await _preview(clerk)


async def test_a_correction_that_may_be_meant_for_two_days_asks_for_the_text_with_the_old_one_shown(
    clerk: Phone,
) -> None:
    words = "周六和周日在软件园办宣讲会，请带好简历"
    await clerk.send(f"跟大连的求职者发个通知：{words}")
    await clerk.send("改成周五吧")
    asked = (await clerk.last()).text
    assert words in asked
    assert "新的全文" in asked
    await clerk.send("周五全天在软件园办宣讲会，请带好简历")
    assert "周五全天" in await _preview(clerk)


async def test_one_sentence_more_is_added(shown: Phone) -> None:
    await shown.send("后面再来一句：现场有直通车")
    assert f"{WORDS}。现场有直通车" in await _preview(shown)


@pytest.mark.parametrize(
    ("button", "now"),
    [("加到正文后面", f"{WORDS}。宣讲会取消了，另行通知大家"), ("正文换成这段", "宣讲会取消了，另行通知大家")],
)
async def test_a_text_without_more_words_is_asked_what_it_is_for(shown: Phone, button: str, now: str) -> None:
    await shown.send("“宣讲会取消了，另行通知大家”")
    await shown.tap(button)
    assert (await _preview(shown)).endswith(now)


async def test_whom_it_goes_to_is_changed_in_words(shown: Phone) -> None:
    await shown.send("只给厨师发")
    preview = await _preview(shown)
    assert "大连做过或想做中式烹调师的求职者" in preview
    assert "1 人" in preview


async def test_other_cities_take_the_place_of_the_first_or_join_them(shown: Phone) -> None:
    await shown.send("发给鞍山的")
    assert "发给：鞍山的求职者" in await _preview(shown)
    await shown.tap("大连、鞍山都发")
    assert "发给：大连、鞍山的求职者" in await _preview(shown)


async def test_a_district_is_said_to_be_its_whole_city(clerk: Phone) -> None:
    await clerk.send(f"跟大连甘井子的求职者发个通知：{WORDS}")
    assert "按区县选不了" in await _preview(clerk)


async def test_not_yet_sends_nothing_and_keeps_it(stage: Stage, shown: Phone) -> None:
    await shown.send("等等，先不要发出去")
    assert "还没有发出去" in await shown.said()
    assert WORDS in await _preview(shown)
    assert not await _count_sent(stage)


async def test_not_yet_at_a_question_is_heard_and_the_question_waits(clerk: Phone) -> None:
    await clerk.send(f"帮我群发一个通知给求职的人：{WORDS}")
    await clerk.send("等等，先不要发出去")
    assert "没有发" in (await clerk.last()).text
    await clerk.tap("接着写")
    assert "发给哪里" in (await clerk.last()).text


async def test_what_is_taken_back_in_words_is_said_to_be_unsent_and_stays_the_text(stage: Stage, shown: Phone) -> None:
    await shown.send("报告厅被占了，这条通知撤回吧")
    assert "谁也没收到" in shown.answer[0].text
    assert WORDS in await _preview(shown)
    await shown.tap("改一改")
    await shown.tap("内容")
    await shown.send("报告厅被占了，这条通知撤回吧")
    assert "没有发" in (await shown.last()).text
    await shown.tap("接着写")
    assert WORDS in (await shown.last()).text
    assert "刚才那句就是正文" in (await shown.last()).buttons
    assert not await _count_sent(stage)


async def test_send_it_before_everything_is_known_is_told_what_is_missing(stage: Stage, clerk: Phone) -> None:
    await clerk.send(f"帮我群发一个通知给求职的人：{WORDS}")
    await clerk.send("行，发出去吧。")
    assert "还不能发" in clerk.answer[0].text
    assert "发给哪里" in (await clerk.last()).text
    assert not await _count_sent(stage)


async def test_a_notice_for_enterprises_is_begun_with_its_text_and_says_who_gets_it(clerk: Phone) -> None:
    await clerk.send("我要给大连的企业发个公告：下月起，没写清工资的岗位一律退回补写。稿子先给我看。")
    preview = await _preview(clerk)
    assert "没写清工资的岗位一律退回补写" in preview
    assert "单位收不到" in preview
    assert len(clerk.answer) == 1


async def test_words_never_send_it_and_bring_the_button_that_does(stage: Stage, shown: Phone) -> None:
    await shown.send("没毛病，发吧")
    await _preview(shown)
    assert not await _count_sent(stage)
    await shown.tap(next(one for one in (await shown.last()).buttons if one in SEND))
    assert await _count_sent(stage) == 1


async def test_the_time_of_sending_cannot_be_set_and_changes_no_text(shown: Phone) -> None:
    await shown.send("明天早上再发")
    assert "定不了发送时间" in (await shown.last()).text
    await shown.tap("接着写")
    assert WORDS in await _preview(shown)


async def test_another_matter_is_answered_and_the_preview_stands_again(stage: Stage, shown: Phone) -> None:
    async with stage.sessions() as session, session.begin():
        name = (await parties.enterprise(session, 3513)).name
    await shown.send(f"查查{name}")
    assert any(name in message.text for message in shown.answer)
    await _preview(shown)


async def test_a_place_of_the_text_is_put_right_where_it_has_only_one(clerk: Phone) -> None:
    await clerk.send("跟大连的求职者发个通知：周四上午在甘井子区办宣讲会，请带好简历")
    await clerk.send("地点记错了，应该是沙河口区")
    assert "周四上午在沙河口区办宣讲会" in await _preview(clerk)
    await clerk.send("沙河口区改成西岗区")
    assert "周四上午在西岗区办宣讲会" in await _preview(clerk)


async def test_people_whom_announcements_cannot_choose_are_told_so(clerk: Phone) -> None:
    await clerk.send(f"跟大连登记失业的人发个通知：{WORDS}")
    assert "只能按城市和工种选人" in await _preview(clerk)


async def test_a_running_announcement_is_steered_by_buttons_that_words_bring(shown: Phone) -> None:
    await shown.tap(next(one for one in (await shown.last()).buttons if one in SEND))
    await shown.send("群发赶紧先停一下")
    assert "暂停" in (await shown.last()).buttons


async def test_who_may_not_announce_cannot_press_its_buttons(stage: Stage) -> None:
    await stage.appoint(CLERK, StaffRole.REVIEWER)
    phone = stage.phone(CLERK)
    await phone.send("/help")
    await forged.press(stage, CLERK, "staff.draft:1:undo")
    await stage.settle()
    assert "身份" in (await phone.last()).text


async def test_a_question_where_the_text_is_awaited_is_answered_and_one_tap_makes_it_the_text(clerk: Phone) -> None:
    await clerk.send("/broadcast")
    await clerk.send("对了，眼下还有几条没审的？")
    assert "现在没有要审核的" in clerk.answer[0].text
    last = await clerk.last()
    assert "发什么" in last.text
    await clerk.tap("刚才那句就是正文")
    assert "眼下还有几条没审的" in (await clerk.last()).text


async def test_words_in_quotes_are_the_text_whatever_they_ask(clerk: Phone) -> None:
    await clerk.send("/broadcast")
    await clerk.send("“哪些工种眼下最缺人手？”")
    assert "正文记下了：“哪些工种眼下最缺人手？”" in (await clerk.last()).text


UNLAWFUL = "培训只收男的，女的别报，报名交300元押金"


@pytest.mark.parametrize(
    "said",
    [
        (f"跟大连的求职者发个通知：{UNLAWFUL}",),
        ("/broadcast", UNLAWFUL),
        (f"跟大连的求职者发个通知：{WORDS}", "再加一句：只收男的，报名交300元押金"),
    ],
)
async def test_what_the_law_forbids_is_announced_to_nobody(clerk: Phone, said: tuple[str, ...]) -> None:
    for words in said:
        await clerk.send(words)
    assert "不能群发" in await clerk.said()
    shown = [message.text for message in await clerk.messages() if _is_preview(message)]
    assert not any("押金" in text for text in shown)


async def test_what_the_law_check_only_doubts_is_shown_at_the_preview(clerk: Phone) -> None:
    await clerk.send("跟大连的求职者发个通知：钳工培训班开班，18至40岁，学费全免")
    assert "发之前看一眼“18至40岁”" in await _preview(clerk)


async def test_the_text_can_be_edited_while_it_was_asked_what_a_short_phrase_is(clerk: Phone) -> None:
    await clerk.send(f"跟大连的求职者发个通知：{WORDS}")
    await clerk.send("注意：带饭")
    assert "带饭" in (await clerk.last()).text
    await clerk.tap("改一改")
    await clerk.tap("内容")
    assert WORDS in (await clerk.last()).text
